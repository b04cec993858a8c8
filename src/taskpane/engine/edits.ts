/** Follows what the user types: reads the edited rows again, judges them and what shares their keys, and marks no more than that. */
import type { SheetEdit } from "../../excel/port";
import type { Result } from "../../sync/model/failure";
import { sheets } from "../../sync/sheets";
import { matchHeaders } from "../../sync/sheets/headers";
import { pushSlugs, type PushSlug } from "../../sync/sheets/sheet";
import { heldAlready, rowsAt, takeRows } from "./books";
import { keepDrafts, readAndCheck, recheck } from "./checking";
import { fillWhatFollows } from "./fixing";
import type { ReceiptBook } from "./receipt-book";
import { say, setSheet, showFailure, type Tools } from "./tools";

const slugOf = (table: string): PushSlug | null => pushSlugs.find((slug) => sheets[slug].table === table) ?? null;

export type Edits = {
  /** Starts to follow edits. The answer stops it. */
  follow(): Promise<Result<() => Promise<void>>>;
  /** Resolves when every edit reported so far has been judged. */
  settled(): Promise<void>;
};

export const createEdits = (tools: Tools, receipts: ReceiptBook): Edits => {
  /** Edits are taken in the order in which they were made, one at a time. */
  let turn: Promise<void> = Promise.resolve();

  const readAgain = async (slug: PushSlug) => {
    const notes = tools.books.get(slug)?.notes ?? [];
    const checked = await readAndCheck(tools, slug, notes, () => undefined);
    if (!checked.ok && tools.state.get().sheets[slug].state !== "refused") showFailure(tools, checked.failure);
  };

  const take = async (edit: SheetEdit) => {
    if (edit.table === sheets["sage-transactions"].table) return receipts.take(edit);
    const slug = slugOf(edit.table);
    if (slug === null) return;
    if (edit.kind === "shape") {
      if (edit.what === "deleted") {
        tools.books.delete(slug);
        setSheet(tools, slug, { state: "absent" });
      } else if (tools.books.has(slug) || tools.state.get().sheets[slug].state === "refused") await readAgain(slug);
      return;
    }
    const book = tools.books.get(slug);
    if (!book) {
      // A sheet refused for its headers may have been mended by this very edit.
      if (tools.state.get().sheets[slug].state === "refused") await readAgain(slug);
      return;
    }
    const block = await tools.workbook.readRows(edit.table, edit.firstRow, edit.rowCount);
    if (!block.ok) return showFailure(tools, block.failure);
    if (block.value === null) return setSheet(tools, slug, { state: "absent" });
    const matched = matchHeaders(book.target.definition, block.value.headers);
    const isSameLayout = matched.ok && JSON.stringify(matched.value.map) === JSON.stringify(book.target.headers);
    if (!isSameLayout || tools.books.get(slug) !== book) return readAgain(slug);
    // The sheet was read as a whole between the edit and its event: what was judged and previewed since counts the edit in.
    const held = heldAlready(book, edit.firstRow, edit.rowCount, block.value);
    if (held) return keepDrafts(tools, slug, book, { changed: held, removed: [] });
    // What was said of the sheet before this edit no longer holds.
    if (tools.state.get().said.text !== "") say(tools, "");
    const before = rowsAt(book, edit.firstRow, edit.rowCount);
    const change = takeRows(book, edit.firstRow, edit.rowCount, block.value);
    await recheck(tools, slug, book, change);
    await keepDrafts(tools, slug, book, change);
    await fillWhatFollows(tools, slug, book, change.changed, before);
  };

  return {
    follow: () =>
      tools.workbook.onEdit((edit) => {
        turn = turn.then(() => take(edit));
      }),
    settled: () => turn,
  };
};
