/** The rows of the Sage Transactions worksheet as they stand: read once, then row by row as they are typed in. */
import type { SheetEdit } from "../../excel/port";
import { ok, type Result } from "../../sync/model/failure";
import { sheets } from "../../sync/sheets";
import { chosenOf, receiptRowsOf, type ReceiptRow } from "./chosen-receipts";
import { updateReceipts } from "./receipt-loading";
import { showFailure, type Tools } from "./tools";

const { table } = sheets["sage-transactions"];

export type ReceiptBook = {
  /** Reads the whole worksheet. False where the workbook has none. */
  read(): Promise<Result<boolean>>;
  /** Reads it where nothing was read yet. */
  readFirst(): Promise<void>;
  /** An edit of the user's in that table. */
  take(edit: SheetEdit): Promise<void>;
  rows(): Iterable<ReceiptRow>;
};

export const createReceiptBook = (tools: Pick<Tools, "workbook" | "state">): ReceiptBook => {
  let byId: Map<string, ReceiptRow> | null = null;

  const tell = () => updateReceipts(tools, (receipts) => ({ ...receipts, chosen: byId ? chosenOf(byId.values()) : null }));

  const read = async (): Promise<Result<boolean>> => {
    const block = await tools.workbook.readTable(table);
    if (!block.ok) return block;
    if (block.value === null) {
      byId = null;
      tell();
      return ok(false);
    }
    const rows = receiptRowsOf(block.value);
    if (!rows.ok) return rows;
    byId = new Map(rows.value.map((row) => [row.id, row]));
    tell();
    return ok(true);
  };

  return {
    read,
    readFirst: async () => {
      if (byId !== null) return;
      // What is wrong with the sheet is said once something is asked of it.
      await read();
    },
    take: async (edit) => {
      if (byId === null) return;
      const block = edit.kind === "cells" ? await tools.workbook.readRows(edit.table, edit.firstRow, edit.rowCount) : null;
      const rows = block?.ok && block.value ? receiptRowsOf(block.value) : null;
      if (!rows?.ok) {
        const whole = await read();
        if (!whole.ok) showFailure(tools, whole.failure);
        return;
      }
      for (const row of rows.value) byId.set(row.id, row);
      tell();
    },
    rows: () => byId?.values() ?? [],
  };
};
