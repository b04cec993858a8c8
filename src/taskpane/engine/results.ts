import type { ResultLine } from "../../sync/contract";
import type { BaseRow, OutboxPush } from "../../sync/local";
import { sheets } from "../../sync/sheets";
import { refText } from "../../sync/sheets/rows";
import { sheetOf } from "./bases";
import { setCells } from "./books";
import { recheck, recheckInPlace } from "./checking";
import { showFailure, type Tools } from "./tools";

/**
 * Writes results into their rows, wherever these stand by now: the words into Result, and what the other systems filled in
 * into its cells. Rows that went through are remembered as the new base. Answers how many rows are no longer in the sheet.
 */
export const placeResults = async (tools: Tools, push: OutboxPush, batch: readonly ResultLine[]): Promise<number> => {
  if (batch.length === 0) return 0;
  const definition = sheets[push.sheet];
  const book = tools.books.get(push.sheet);
  const patches = batch.map((result) => ({ row: result.ref, cells: { ...result.fills, Result: result.message } }));
  const written = await tools.workbook.patchRows(book?.target ?? { definition, headers: {} }, patches);

  const pushed = new Map(push.rows.map((row) => [refText(row.ref), row.cells]));
  const settled = batch.filter((result) => result.outcome === "saved" || result.outcome === "same");
  const bases = new Map<string, BaseRow>(
    settled.filter((result) => result.ref.nth === 0).map((result) => [result.ref.key, { version: result.version, cells: { ...pushed.get(refText(result.ref)), ...result.fills } }]),
  );
  await tools.local().bases.merge(sheetOf(tools, push.sheet), { set: bases, gone: [] });
  await tools.local().drafts.remove(sheetOf(tools, push.sheet), settled.map((result) => result.ref));

  if (book) {
    book.bases = new Map([...book.bases, ...bases]);
    const { edit, moved } = setCells(book, patches);
    await (moved.size === 0 ? recheckInPlace : recheck)(tools, push.sheet, book, edit);
  }
  if (written.ok) return written.value.missing.length;
  showFailure(tools, written.failure);
  return batch.length;
};

const leftOut = { waiting: "Not pushed: not filled in yet.", withheld: "Not pushed: it holds an error. See Problem." } as const;

/** Says in the row why a push did not take it, so that after a push no row is without an answer. */
export const placeLeftOut = async (tools: Tools, slug: OutboxPush["sheet"]): Promise<void> => {
  const book = tools.books.get(slug);
  if (!book) return;
  const patches = book.rows.flatMap((row) => {
    const isWaiting = book.waiting.has(refText(row.ref));
    const isWithheld = !isWaiting && book.checker.problemsOf(row.ref).some((problem) => problem.severity === "error");
    const words = isWaiting ? leftOut.waiting : isWithheld ? leftOut.withheld : null;
    return words === null || row.cells["Result"] === words ? [] : [{ row: row.ref, cells: { Result: words } }];
  });
  if (patches.length === 0) return;
  const written = await tools.workbook.patchRows(book.target, patches);
  if (!written.ok) return showFailure(tools, written.failure);
  const { edit, moved } = setCells(book, patches);
  await (moved.size === 0 ? recheckInPlace : recheck)(tools, slug, book, edit);
};
