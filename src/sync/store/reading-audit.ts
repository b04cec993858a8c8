/**
 * What readings brought, in the audit: which system said what, when it was first read, what a change replaced, and that it is no longer there.
 * Written with the record itself, in one transaction, so neither is there without the other.
 */
import { sql } from "kysely";
import type { CellValue } from "../model/cell";
import { json, pieces } from "./bulk";
import type { Tx } from "./database";
import { otherwise, type ReadCells } from "./read-cells";

/** Where it was read. */
export type ReadFrom = { readonly id: string; readonly name: string };
export const theLayer: ReadFrom = { id: "the-layer", name: "The Layer" };
export const sageOf = (companyRef: string): ReadFrom => ({ id: `sage200:${companyRef}`, name: "Sage 200" });

export type ReadRecord = {
  readonly sheet: string;
  /** Of the record within its sheet: a company's own records bear the company's ref before their id. */
  readonly key: string;
  /** Null where it was never read before. */
  readonly was: ReadCells | null;
  /** Null where it is no longer there. */
  readonly is: ReadCells | null;
};

/** What tells people which record it is. The rest of what was first read is the stored record with the changes that follow taken back. */
const headlines = ["Reference", "Date", "Total", "Amount", "URN", "Gross", "Account Number", "Name", "SageCompanyName", "SageAccountNumber", "SageCustomerId"];
const headline = (cells: ReadCells): ReadCells => {
  const found: Record<string, CellValue> = {};
  for (const name of headlines) {
    const cell = cells[name];
    if (cell !== undefined) found[name] = cell;
  }
  return found;
};

const entryOf = ({ sheet, key, was, is }: ReadRecord) => {
  if (is === null) return { sheet, key, what: "No longer there", was, becomes: null };
  if (was === null) return { sheet, key, what: "First read", was, becomes: headline(is) };
  const becomes = otherwise(is, was);
  // What comes again as it was had gone meanwhile.
  if (Object.keys(becomes).length === 0) return { sheet, key, what: "There again", was: null, becomes: headline(is) };
  return { sheet, key, what: "Changed", was: otherwise(was, is), becomes };
};

export const auditReadings = async (tx: Tx, tenant: string, from: ReadFrom, records: readonly ReadRecord[]): Promise<void> => {
  for (const some of pieces(records)) {
    await sql`
      insert into audit (tenant, who_id, who, what, sheet, key, was, becomes, is_reading)
      select ${tenant}, ${from.id}, ${from.name}, what, sheet, key, nullif(was, 'null'), nullif(becomes, 'null'), true
      from jsonb_to_recordset(${json(some.map(entryOf))}) as new (what text, sheet text, key text, was jsonb, becomes jsonb)`.execute(tx);
  }
};
