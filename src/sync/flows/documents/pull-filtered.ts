/** What the pulls of documents and of the Error Queue have in common: rows by their change number, narrowed by what the worksheet's filters ask for. */
import type { SheetLine, SheetQuery } from "../../contract";
import type { CellValue } from "../../model/cell";
import type { Database, Handle } from "../../store";
import { allCompanies } from "../../store/companies";
import { numberChanges } from "../../store/numbering";
import { readCursor } from "../cursor";
import { pagedLines, pulled } from "../pull-pages";

type Source = { readonly db: Database; readonly tenant: string };

/** What the filters ask of the store, and of a row by itself. */
type Narrowing<Row, Filters extends object> = { readonly filters: Filters; readonly fits: (row: Row) => boolean };

/** Rows that are numbered as they change. */
type Numbered = { readonly seq: number | null };

type Pull<Row extends Numbered, Filters extends object> = {
  /** @param companyRef undefined where no company is asked for. */
  readonly narrowing: (companyRef: string | undefined) => Narrowing<Row, Filters>;
  readonly page: (handle: Handle, asked: { readonly since: number | null; readonly after: Row | null; readonly limit: number } & Partial<Filters>) => Promise<readonly Row[]>;
  readonly keyOf: (row: Row) => string;
  readonly cellsOf: (row: Row) => Record<string, CellValue>;
};

/** A company by its name, as worksheets say it; undefined where nothing is asked for. */
const companyAsked = async ({ db, tenant }: Source, name: string | undefined): Promise<string | undefined> => {
  if (name === undefined) return undefined;
  const companies = await db.read((handle) => allCompanies(handle, tenant));
  return companies.find((company) => company.name === name)?.ref ?? "";
};

/** A pull of one of these worksheets, from its cursor on. Fault where the cursor is none of ours. */
export async function* pullFiltered<Row extends Numbered, Filters extends object>(source: Source, query: SheetQuery, signal: AbortSignal, { narrowing, page, keyOf, cellsOf }: Pull<Row, Filters>): AsyncGenerator<SheetLine> {
  const { db, tenant } = source;
  const since = readCursor(query.since);
  if (!since.ok) {
    yield { type: "fault", failure: since.failure };
    return;
  }
  await numberChanges(db, tenant);
  const { filters, fits } = narrowing(await companyAsked(source, query.company));
  // What changed is asked for without filters: a row that no longer fits them is to go.
  const asked: Partial<Filters> = since.value === null ? filters : {};
  const lines = pagedLines<Row>(
    db,
    signal,
    (handle, after, limit) => page(handle, { since: since.value, after, limit, ...asked }),
    (row) => (fits(row) ? { type: "row", key: keyOf(row), version: row.seq ?? 0, cells: cellsOf(row) } : { type: "gone", key: keyOf(row) }),
  );
  yield* pulled(source, signal, [], lines);
}
