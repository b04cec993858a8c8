/** Which rows of Sage Transactions say Yes in Sync, kept up with as they are typed, so that what a press does is known before it. */
import type { ReceiptSyncBody } from "../../sync/contract";
import type { SheetBlock } from "../../excel/port";
import { shownValue, type CellValue, type RowCells, type SheetRow } from "../../sync/model/cell";
import { failed, failure, ok, type Result } from "../../sync/model/failure";
import { addMoney, moneyFromNumber, parseMoney, zero, type Money } from "../../sync/model/money";
import { sheets } from "../../sync/sheets";
import { matchHeaders } from "../../sync/sheets/headers";
import { parseFlag } from "../../sync/sheets/literals";
import { receiptRowStates, type ReceiptRowState } from "../../sync/sheets/sage-transactions";
import { rowsRead } from "./books";
import type { ChosenRows } from "./receipt-state";

const definition = sheets["sage-transactions"];

export type ReceiptRow = { readonly id: string; readonly state: ReceiptRowState | "without a state"; readonly amount: Money; readonly method: string; readonly isChosen: boolean };

const textOf = (value: CellValue | undefined): string => String(value ?? "").trim();
const moneyOf = (value: CellValue | undefined): Money => {
  const read = typeof value === "number" ? moneyFromNumber(value) : parseMoney(textOf(value));
  return read.ok ? read.value : zero;
};

/** A row by its cells; null for one that Tieout did not write. */
export const receiptRowOf = (cells: RowCells): ReceiptRow | null => {
  const value = (header: string): CellValue => shownValue(cells[header]);
  const id = textOf(value("Id"));
  if (id === "") return null;
  const said = textOf(value("State"));
  const state = receiptRowStates.find((one) => one === said) ?? "without a state";
  return { id, state, amount: moneyOf(value("Allocated")), method: textOf(value("Payment Method")), isChosen: parseFlag(value("Sync")) === "Yes" };
};

/** Rows of a block as read from the sheet. A sheet that lost a column that this hangs on is refused by name. */
export const receiptRowsOf = (block: SheetBlock): Result<readonly ReceiptRow[]> => {
  const matched = matchHeaders(definition, block.headers);
  if (!matched.ok) return matched;
  const missing = ["Sync", "State", "Id"].find((header) => matched.value.map[header] === undefined);
  if (missing !== undefined) return failed(failure("missing-header", `The sheet ${definition.name} has lost its column ${missing}.`, `Pull ${definition.name} again.`, missing));
  const rows = rowsRead({ definition, headers: matched.value.map }, block).rows.map((row: SheetRow) => receiptRowOf(row.cells));
  return ok(rows.filter((row) => row !== null));
};

/** States from which a row may go to The Layer. What failed once may be tried again. */
const syncable = new Set<ReceiptRow["state"]>(["Ready", "Choose a method", "Failed"]);
const lacksMethod = (row: ReceiptRow) => row.state === "Choose a method" && row.method === "";
const willSync = (row: ReceiptRow) => row.isChosen && syncable.has(row.state) && !lacksMethod(row);

export const chosenOf = (rows: Iterable<ReceiptRow>): ChosenRows => {
  let [count, amount, withoutMethod] = [0, zero, 0];
  const cannot = new Map<ReceiptRow["state"], number>();
  for (const row of rows) {
    if (!row.isChosen) continue;
    if (willSync(row)) {
      count += 1;
      amount = addMoney(amount, row.amount);
    } else if (lacksMethod(row)) withoutMethod += 1;
    else cannot.set(row.state, (cannot.get(row.state) ?? 0) + 1);
  }
  return { willSync: { rows: count, amount }, withoutMethod, cannot: [...cannot].map(([state, number]) => ({ state, rows: number })) };
};

/** What is asked of the gateway for the rows that may go: the method as it stands in the row. */
export const toSync = (rows: Iterable<ReceiptRow>): ReceiptSyncBody["rows"] =>
  [...rows].filter(willSync).map(({ id, method }) => ({ id, ...(method === "" ? {} : { method }) }));
