/** Settling rows that changed here and elsewhere: field by field, by the user. */
import { ok, type Result } from "../../sync/model/failure";
import { sheets } from "../../sync/sheets";
import { refText } from "../../sync/sheets/rows";
import type { PushSlug } from "../../sync/sheets/sheet";
import { sheetOf } from "./bases";
import { setCells } from "./books";
import { keepDrafts, readAndCheck, recheck, resortBook } from "./checking";
import type { Conflict } from "./merge";
import { say, updateSheet, type Tools } from "./tools";

export type Side = "yours" | "theirs";
/** A choice for each field in conflict. */
export type Choices = Readonly<Record<string, Side>>;

export const allFrom = (conflict: Conflict, side: Side): Choices => Object.fromEntries(conflict.fields.map((field) => [field.column, side]));

/** The row they removed is taken out here too. */
const removeRow = async (tools: Tools, slug: PushSlug, conflict: Conflict): Promise<Result<unknown>> => {
  const target = tools.books.get(slug)?.target ?? { definition: sheets[slug], headers: {} };
  const removed = await tools.workbook.mergeTable(target, [], [conflict.row.key]);
  if (!removed.ok) return removed;
  await tools.local().drafts.remove(sheetOf(tools, slug), [conflict.row]);
  return readAndCheck(tools, slug, tools.books.get(slug)?.notes ?? [], () => undefined);
};

/**
 * Takes the chosen side of each field. Their state becomes the row's new base, so that a push of what was kept is a change
 * made in full knowledge of theirs and no longer a conflict.
 */
export const resolveConflict = (tools: Tools, slug: PushSlug, conflict: Conflict, choices: Choices): Promise<Result<void>> =>
  tools.work.run("Settling a conflict", async () => {
    const { theirs } = conflict;
    const change = { set: new Map(theirs ? [[conflict.row.key, theirs] as const] : []), gone: theirs ? [] : [conflict.row.key] };
    const book = tools.books.get(slug);
    const takesTheirs = conflict.fields.filter((field) => choices[field.column] === "theirs");

    if (theirs === null && takesTheirs.length > 0) {
      const removed = await removeRow(tools, slug, conflict);
      if (!removed.ok) return removed;
    } else if (book && takesTheirs.length > 0) {
      const patch = { row: conflict.row, cells: Object.fromEntries(takesTheirs.map((field) => [field.column, field.theirs])) };
      const written = await tools.workbook.patchRows(book.target, [patch]);
      if (!written.ok) return written;
      const { edit } = setCells(book, [patch]);
      await recheck(tools, slug, book, edit);
      await keepDrafts(tools, slug, book, edit);
    }
    const kept = await tools.local().bases.merge(sheetOf(tools, slug), change);
    if (!kept.ok) return kept;
    const current = tools.books.get(slug);
    if (current) {
      const bases = new Map(current.bases);
      for (const key of change.gone) bases.delete(key);
      for (const [key, base] of change.set) bases.set(key, base);
      current.bases = bases;
      resortBook(current);
    }
    updateSheet(tools, slug, (sheet) => ({
      ...sheet,
      edited: current?.edited.size ?? sheet.edited,
      preview: sheet.preview ? { ...sheet.preview, isStale: true } : null,
      conflicts: sheet.conflicts.filter((other) => refText(other.row) !== refText(conflict.row)),
    }));
    say(tools, takesTheirs.length === 0 ? "Your version kept. The next push will write it." : "Their version taken into the sheet.");
    return ok(undefined);
  });
