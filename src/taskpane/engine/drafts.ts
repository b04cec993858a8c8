/** Edits kept on this computer that the open workbook does not hold: brought back, or let go. */
import type { RowPatch } from "../../excel/port";
import { refId } from "../../sync/local";
import { shownValue } from "../../sync/model/cell";
import { ok, type Result } from "../../sync/model/failure";
import type { CellRestore } from "../../sync/rules/fixes";
import { pushedValues } from "../../sync/sheets/codec";
import { refText } from "../../sync/sheets/rows";
import type { PushSlug } from "../../sync/sheets/sheet";
import { sheetOf } from "./bases";
import { setCells } from "./books";
import { keepDrafts, recheck } from "./checking";
import { say, updateSheet, type Tools } from "./tools";
import { plural } from "./wording";

/** Writes the kept edits into the rows they belong to. Taken back with Undo. */
export const bringBackDrafts = (tools: Tools, slug: PushSlug): Promise<Result<number>> =>
  tools.work.run("Bringing back edits", async () => {
    const book = tools.books.get(slug);
    const kept = await tools.local().drafts.all(sheetOf(tools, slug));
    if (!kept.ok) return kept;
    if (!book) return ok(0);
    const drafts = new Map(kept.value.map((draft) => [refId(draft.row), draft]));
    const restores: CellRestore[] = [];
    const patches: RowPatch[] = [];
    for (const row of book.rows) {
      const draft = drafts.get(refId(row.ref));
      if (!draft) continue;
      const standing = pushedValues(book.target.definition, row.cells);
      const columns = Object.keys(draft.cells).filter((column) => (standing[column] ?? null) !== (draft.cells[column] ?? null));
      if (columns.length === 0) continue;
      patches.push({ row: row.ref, cells: Object.fromEntries(columns.map((column) => [column, draft.cells[column] ?? null])) });
      for (const column of columns) restores.push({ row: row.ref, column, from: draft.cells[column] ?? null, to: shownValue(row.cells[column]) });
    }
    const written = await tools.workbook.patchRows(book.target, patches);
    if (!written.ok) return written;
    const { edit, moved } = setCells(book, patches);
    await recheck(tools, slug, book, edit);
    await keepDrafts(tools, slug, book, edit);
    const label = "Edits brought back";
    const here = restores.map((restore) => ({ ...restore, row: moved.get(refText(restore.row)) ?? restore.row }));
    tools.state.update((now) => ({ ...now, undo: { sheet: slug, label, restores: here } }));
    updateSheet(tools, slug, (sheet) => ({ ...sheet, unsaved: 0 }));
    say(tools, `${label}: ${plural(patches.length, "row")} changed.`);
    return ok(patches.length);
  });

/** The workbook as it stands is right: what was kept of other edits is forgotten. */
export const forgetDrafts = async (tools: Tools, slug: PushSlug): Promise<Result<void>> => {
  const kept = await tools.local().drafts.all(sheetOf(tools, slug));
  if (!kept.ok) return kept;
  const removed = await tools.local().drafts.remove(sheetOf(tools, slug), kept.value.map((draft) => draft.row));
  if (removed.ok) updateSheet(tools, slug, (sheet) => ({ ...sheet, unsaved: 0 }));
  return removed;
};
