/** The mapping sheets in a push: kept here alone, so a batch is decided and stored in one transaction. */
import type { CellValue } from "../model/cell";
import { sheets } from "../sheets";
import { nameKey } from "../store/keys";
import type { Handle } from "../store";
import { writeAudit } from "../store/audit";
import { allCompanies } from "../store/companies";
import { saveMappings, type MappingSheet } from "../store/mappings";
import { allRows, type PushRow } from "../store/pushes";
import type { RowResult } from "../store/push-results";
import { sentence } from "./failures";
import { decideMappings } from "./mapping-decisions";
import { loadMappingWorld } from "./mapping-world";
import type { Part } from "./parts";
import type { MissingPart, PushFlow } from "./push-flow";

/** A row that names no company speaks for all of them. */
export const mappingParts = async (handle: Handle, tenant: string, sheet: MappingSheet, rows: readonly PushRow[]): Promise<readonly Part[]> => {
  const lists: readonly Part[] = [{ kind: "layer-lists" }, { kind: "sage-companies" }];
  if (sheet === "sub-companies") return lists;
  const named = new Set(rows.map((row) => nameKey(row.cells["SageCompanyName"] ?? null)));
  const companies = (await allCompanies(handle, tenant)).filter((company) => named.has("") || named.has(nameKey(company.name)));
  return [...lists, ...companies.map((company): Part => ({ kind: "sage-lists", company }))];
};

const missingFor = (row: PushRow, missing: readonly MissingPart[]): MissingPart | undefined => {
  const company = nameKey(row.cells["SageCompanyName"] ?? null);
  return missing.find(({ part }) => !("company" in part) || company === "" || nameKey(part.company.name) === company);
};

/** Columns stored in another spelling than they were pushed in; never those that the row is known by. */
const fillsOf = (sheet: MappingSheet, cells: Readonly<Record<string, CellValue>>, meant: Readonly<Record<string, CellValue>>): Record<string, CellValue> =>
  Object.fromEntries(Object.entries(meant).filter(([header, value]) => !sheets[sheet].key.includes(header) && header in cells && cells[header] !== value));

export const createMappingPush = (tenant: string, sheet: MappingSheet): PushFlow => ({
  parts: (handle, rows) => mappingParts(handle, tenant, sheet, rows),
  async plan(tx, batch, missing) {
    const world = await loadMappingWorld(tx, tenant, sheet);
    const all = await allRows(tx, tenant, batch.pushId);
    const decided = decideMappings(sheet, batch.rows, all, world);
    const saving = decided.filter((decision) => decision.outcome === "save" && !missingFor(decision.row, missing));
    await saveMappings(tx, tenant, sheet, saving.map(({ key, cells }) => ({ key, cells })));
    await writeAudit(
      tx,
      tenant,
      saving.map(({ key, cells, stored }) => ({
        whoId: batch.byId,
        who: batch.byName,
        what: stored ? "Changed mapping" : "Mapped",
        sheet,
        key,
        from: stored?.cells ?? null,
        to: cells,
        pushId: batch.pushId,
      })),
    );
    const results = decided.map((decision): RowResult => {
      const { row, stored, problems, message } = decision;
      const lacking = missingFor(row, missing);
      const version = stored?.version ?? 0;
      if (lacking && decision.outcome !== "same") return { number: row.number, outcome: "later", message: sentence(lacking.failure), fills: {}, problems: [], version };
      if (decision.outcome !== "save") return { number: row.number, outcome: decision.outcome, message, fills: {}, problems, version };
      return { number: row.number, outcome: "saved", message, fills: fillsOf(sheet, row.cells, decision.cells), problems, version: version + 1 };
    });
    return { results, intents: [] };
  },
});
