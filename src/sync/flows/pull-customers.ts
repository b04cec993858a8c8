/** Pulls of the Customers worksheet and of the Customer Links template, whole or what changed since. */
import type { SheetLine, SheetQuery } from "../contract";
import type { Database } from "../store";
import { latestChange } from "../store/changes";
import { customerPage, type CustomerPageRow } from "../store/customer-standing";
import { databaseNow } from "../store/freshness";
import { readMappings } from "../store/mappings";
import { cursorText, readCursor } from "./cursor";
import { gridKeys, gridRows, passes, templateKeys, templateRows, type SheetRowOut } from "./customer-rows";
import { freshen, freshenCompanies } from "./freshen";
import type { Refresher } from "./refresh";
import { subCompanyMap, type SubCompanyMap } from "./sub-company-map";

type Source = { readonly db: Database; readonly tenant: string; readonly refresher: Refresher };

/** How a customer becomes rows, and under which keys it may have stood before. */
type Shape = {
  rows(customer: CustomerPageRow, map: SubCompanyMap): readonly SheetRowOut[];
  keys(customer: CustomerPageRow): readonly string[];
};

const grid = (query: SheetQuery): Shape => ({
  rows: (customer, map) => gridRows(customer, map).filter((row) => passes(row, query)),
  keys: gridKeys,
});
const template: Shape = { rows: (customer) => templateRows(customer), keys: templateKeys };

/** Archived customers show only while a link of theirs stands: nobody is asked to link them. */
const isListed = (customer: CustomerPageRow) => !customer.gone && (!customer.isArchived || customer.links.some((link) => !link.gone));

/** `slug` is the worksheet: the Customers grid takes filters, the template takes the whole of what there is. */
export async function* pullCustomers({ db, tenant, refresher }: Source, slug: "customers" | "customer-links", query: SheetQuery, signal: AbortSignal): AsyncGenerator<SheetLine> {
  const since = readCursor(query.since);
  if (!since.ok) {
    yield { type: "fault", failure: since.failure };
    return;
  }
  const [layerNotes, sageNotes] = await Promise.all([
    freshen(refresher, [{ kind: "layer-customers" }, { kind: "layer-links" }], signal),
    freshenCompanies(db, refresher, tenant, "sage-accounts", signal),
  ]);
  const notes = [...layerNotes, ...sageNotes];
  const [cursor, asOf, mappings] = await db.read(
    async (handle) => [await latestChange(handle, tenant), await databaseNow(handle), await readMappings(handle, tenant, "sub-companies")] as const,
  );
  const map = subCompanyMap(mappings);
  const shape = slug === "customers" ? grid(query) : template;
  let count = 0;
  let after = "";
  while (!signal.aborted) {
    const page = await db.read((handle) => customerPage(handle, tenant, after, since.value));
    for (const customer of page) {
      const rows = isListed(customer) ? shape.rows(customer, map) : [];
      for (const { key, version, cells } of rows) {
        yield { type: "row", key, version, cells };
        count += 1;
      }
      if (since.value === null) continue;
      const present = new Set(rows.map((row) => row.key));
      for (const key of new Set(shape.keys(customer))) if (!present.has(key)) yield { type: "gone", key };
    }
    const last = page.at(-1);
    if (!last) break;
    after = last.id;
  }
  if (!signal.aborted) yield { type: "trailer", count, cursor: cursorText(cursor), notes, asOf };
}
