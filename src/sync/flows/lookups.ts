/** Lists for drop-downs and for the pane's cache, whole or what changed since. */
import type { LookupLine } from "../contract";
import { folded } from "../model/spelling";
import type { LookupKind } from "../sheets/sheet";
import { defaultCompany } from "../sheets/sub-companies";
import type { Database } from "../store";
import { latestChange } from "../store/changes";
import { databaseNow } from "../store/freshness";
import { lookupPage, type LookupRow } from "../store/lookup-pages";
import { cursorText, readCursor } from "./cursor";
import { freshen, freshenCompanies } from "./freshen";
import type { Refresher } from "./refresh";

type Source = { readonly db: Database; readonly tenant: string; readonly refresher: Refresher };

const refreshed = ({ db, tenant, refresher }: Source, kind: LookupKind, signal: AbortSignal): Promise<readonly string[]> => {
  switch (kind) {
    case "sage-company":
    case "sage-site":
      return freshen(refresher, [{ kind: "sage-companies" }], signal);
    case "sage-account":
      return freshenCompanies(db, refresher, tenant, "sage-accounts", signal);
    case "sage-bank":
    case "sage-tax-code":
      return freshenCompanies(db, refresher, tenant, "sage-lists", signal);
    case "layer-customer":
      return freshen(refresher, [{ kind: "layer-customers" }], signal);
    case "layer-sub-company":
    case "layer-payment-method":
    case "layer-tax-rate":
      return freshen(refresher, [{ kind: "layer-lists" }], signal);
  }
};

const lineOf = (row: LookupRow): LookupLine =>
  row.gone ? { type: "gone", id: row.id, ...(row.companyName === null ? {} : { companyName: row.companyName }) } : { type: "record", record: row.record };

/** `query.company` is a company's name; lists that belong to no company ignore it. */
export async function* lookup(source: Source, kind: LookupKind, query: { readonly company?: string; readonly since?: string }, signal: AbortSignal): AsyncGenerator<LookupLine> {
  const { db, tenant } = source;
  const since = readCursor(query.since);
  if (!since.ok) {
    yield { type: "fault", failure: since.failure };
    return;
  }
  const notes = await refreshed(source, kind, signal);
  const [cursor, asOf] = await db.read(async (handle) => [await latestChange(handle, tenant), await databaseNow(handle)] as const);
  let count = 0;
  let after: LookupRow | null = null;
  while (!signal.aborted) {
    const page: readonly LookupRow[] = await db.read((handle) => lookupPage(handle, tenant, kind, since.value, after));
    for (const row of page) {
      if (query.company !== undefined && row.companyName !== null && folded(row.companyName) !== folded(query.company)) continue;
      if (!row.gone) count += 1;
      yield lineOf(row);
    }
    after = page.at(-1) ?? null;
    if (!after) break;
  }
  if (kind === "layer-sub-company" && count === 0 && since.value === null && !signal.aborted) {
    // Where The Layer's sub-companies are not used, everything belongs to its one default company.
    yield { type: "record", record: { name: defaultCompany } };
    count = 1;
  }
  if (!signal.aborted) yield { type: "trailer", count, cursor: cursorText(cursor), notes: [...notes], asOf };
}
