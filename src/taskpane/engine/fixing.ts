/** One-click fixes: shown before they are made, made in every cell that is like it, and taken back on request. */
import type { RowPatch } from "../../excel/port";
import { isBlank, shownValue, type CellValue, type SheetRow } from "../../sync/model/cell";
import { ok, type Result } from "../../sync/model/failure";
import { applyFixes, followingFixes, undoFixes } from "../../sync/rules/fixes";
import type { CellChange, Fix, Problem } from "../../sync/rules/problem";
import { sheets } from "../../sync/sheets";
import { refText } from "../../sync/sheets/rows";
import type { PushSlug } from "../../sync/sheets/sheet";
import { adoptRows, type Book } from "./books";
import { keepDrafts, recheck } from "./checking";
import { openSheetOf, say, showFailure, type Tools } from "./tools";
import { plural } from "./wording";

export type FixPreview = {
  readonly sheet: PushSlug;
  readonly problem: Problem;
  readonly fix: Fix;
  /** The fix itself first, then those of its group elsewhere in the sheet. */
  readonly alike: readonly Fix[];
  readonly groupLabel: string | null;
};

/** A fix and all those like it, for the user to look at. Nothing is changed. */
export const previewFix = (tools: Tools, slug: PushSlug, problem: Problem, fix: Fix): FixPreview => {
  const group = fix.group;
  const problems = openSheetOf(tools.state.get(), slug)?.problems ?? [];
  // Fixes of a group stand on problems of one code, and working out fixes costs: the others are not asked.
  const others = group ? problems.filter((other) => other.code === problem.code && other !== problem) : [];
  const alike = others.flatMap((other) => other.fixes.filter((candidate) => candidate.group?.id === group?.id).slice(0, 1));
  return { sheet: slug, problem, fix, alike: [fix, ...alike], groupLabel: group?.label ?? null };
};

const patchesOf = (changes: readonly { readonly row: CellChange["row"]; readonly column: string; readonly to: CellValue }[]): RowPatch[] => {
  const byRow = new Map<string, { row: CellChange["row"]; cells: Record<string, CellValue> }>();
  for (const change of changes) {
    const patch = byRow.get(refText(change.row)) ?? { row: change.row, cells: {} };
    patch.cells[change.column] = change.to;
    byRow.set(refText(change.row), patch);
  }
  return [...byRow.values()];
};

/** Writes the changes into the sheet and judges what they touch. Only what changed from `before` to the book's rows is written. */
const settle = async (tools: Tools, slug: PushSlug, book: Book, rows: Book["rows"], patches: readonly RowPatch[]): Promise<Result<void>> => {
  const written = await tools.workbook.patchRows(book.target, patches);
  if (!written.ok) return written;
  const { edit } = adoptRows(book, rows);
  await recheck(tools, slug, book, edit);
  await keepDrafts(tools, slug, book, edit);
  return ok(undefined);
};

/** Makes fixes in the sheet, so that they can be taken back. Answers how many cells changed, and how many were found changed meanwhile and stayed. */
const make = async (tools: Tools, slug: PushSlug, book: Book, fixes: readonly Fix[], label: string): Promise<Result<{ readonly changed: number; readonly stayed: number }>> => {
  const fixed = applyFixes(book.target.definition, book.rows, fixes);
  const skipped = new Set(fixed.skipped);
  const changes = fixes.flatMap((fix) => fix.changes).filter((change) => !skipped.has(change));
  const done = await settle(tools, slug, book, fixed.rows, patchesOf(changes));
  if (!done.ok) return done;
  tools.state.update((now) => ({ ...now, undo: { sheet: slug, label, restores: fixed.undo } }));
  return ok({ changed: changes.length, stayed: skipped.size });
};

/**
 * Fills in what follows from rows that somebody just edited, as the site from the company: it can be taken back like any fix.
 * A cell that this very edit emptied stays empty. `before`: these rows as they were.
 */
export const fillWhatFollows = async (tools: Tools, slug: PushSlug, book: Book, rows: readonly SheetRow[], before: readonly SheetRow[]): Promise<void> => {
  const were = new Map(before.map((row) => [refText(row.ref), row.cells]));
  const fixes = followingFixes(rows.flatMap((row) => book.checker.problemsOf(row.ref))).filter((fix) => fix.changes.every(({ row, column }) => isBlank(were.get(refText(row))?.[column])));
  const [first] = fixes;
  if (!first) return;
  const columns = [...new Set(fixes.flatMap((fix) => fix.changes.map((change) => change.column)))].join(", ");
  const label = fixes.length === 1 ? first.label : `Fill in ${columns}`;
  const made = await make(tools, slug, book, fixes, label);
  if (!made.ok) showFailure(tools, made.failure);
  else say(tools, `${columns} filled in from the rest of the row${made.value.changed === 1 ? "" : `, in ${plural(made.value.changed, "cell")}`}.`);
};

export const applyFix = (tools: Tools, slug: PushSlug, fixes: readonly Fix[], label: string): Promise<Result<number>> =>
  tools.work.run(label, async () => {
    const book = tools.books.get(slug);
    if (!book) return ok(0);
    const made = await make(tools, slug, book, fixes, label);
    if (!made.ok) return made;
    const { changed, stayed } = made.value;
    const left = stayed > 0 ? ` ${plural(stayed, "cell")} had changed meanwhile and stayed.` : "";
    say(tools, `${label}: ${plural(changed, "cell")} changed in ${sheets[slug].name}.${left}`);
    return ok(changed);
  });

/** Takes the last fix back. Cells edited since stay as the user left them. */
export const undoFix = (tools: Tools): Promise<Result<number>> =>
  tools.work.run("Undoing the last fix", async () => {
    const undo = tools.state.get().undo;
    const book = undo ? tools.books.get(undo.sheet) : undefined;
    if (!undo || !book) return ok(0);
    const rows = undoFixes(book.target.definition, book.rows, undo.restores);
    const at = new Map(book.rows.map((row, place) => [refText(row.ref), place]));
    const changes = undo.restores.flatMap(({ row, column, to }) => {
      const place = at.get(refText(row));
      const isRestored = place !== undefined && rows[place]?.cells[column] !== book.rows[place]?.cells[column];
      return isRestored ? [{ row, column, to: shownValue(to) }] : [];
    });
    const done = await settle(tools, undo.sheet, book, rows, patchesOf(changes));
    if (!done.ok) return done;
    tools.state.update((now) => ({ ...now, undo: null }));
    say(tools, `Undone: ${undo.label}. ${plural(changes.length, "cell")} put back.`);
    return ok(changes.length);
  });
