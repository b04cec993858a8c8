/** Reading a sheet into its book, judging it, and keeping marks and state in step with what the user types. */
import type { SheetBlock } from "../../excel/port";
import { refId } from "../../sync/local";
import { failed, failure, ok, type Result } from "../../sync/model/failure";
import type { RowRef, SheetRow } from "../../sync/model/cell";
import { createChecker } from "../../sync/rules/engine";
import { createReferenceIndex } from "../../sync/rules/reference-index";
import { sheets } from "../../sync/sheets";
import { isUnfilled } from "../../sync/sheets/filled";
import { matchHeaders } from "../../sync/sheets/headers";
import { refText, type RowsEdit } from "../../sync/sheets/rows";
import type { PushSlug } from "../../sync/sheets/sheet";
import { pushedValues } from "../../sync/sheets/codec";
import { basesOf, sheetOf } from "./bases";
import { rowsRead, type Book } from "./books";
import { countProblems, markOf, marksOf } from "./marks";
import { isEdited } from "./merge";
import { instant, openSheetOf, say, setSheet, showFailure, type Tools } from "./tools";
import type { Report } from "./work";
import { plural } from "./wording";

/** Rows judged between two turns of the page: a long task would freeze typing in the pane, and Excel ends add-ins that do not answer. */
const chunk = 1_000;

/** Rows of one sheet after they changed: which are edits of the user's, and which wait to be filled in. */
const sortRows = (book: Book, rows: readonly SheetRow[]) => {
  for (const row of rows) {
    const id = refText(row.ref);
    const base = row.ref.nth === 0 ? book.bases.get(row.ref.key) : undefined;
    if (isEdited(book.target.definition, row, base)) book.edited.add(id);
    else book.edited.delete(id);
    if (isUnfilled(book.target.definition, row.cells)) book.waiting.add(id);
    else book.waiting.delete(id);
  }
};

/** Counts everything of a sheet anew after its bases changed. */
export const resortBook = (book: Book): void => {
  book.edited.clear();
  book.waiting.clear();
  sortRows(book, book.rows);
};

/** Tells the views what the book holds now. A preview made before no longer says what a push would do. */
export const publish = (tools: Tools, slug: PushSlug, book: Book): void => {
  const before = openSheetOf(tools.state.get(), slug);
  const problems = book.checker.problems();
  setSheet(tools, slug, {
    state: "open",
    rows: book.rows.length,
    waiting: book.waiting.size,
    edited: book.edited.size,
    problems,
    counts: countProblems(problems),
    notes: book.notes,
    checkedAt: instant(tools),
    preview: before?.preview ? { ...before.preview, isStale: true } : null,
    push: before?.push ?? null,
    conflicts: before?.conflicts ?? [],
    unsaved: before?.unsaved ?? 0,
  });
};

const judgeAgain = (book: Book, edit: RowsEdit): readonly RowRef[] => {
  for (const ref of edit.removed) {
    book.edited.delete(refText(ref));
    book.waiting.delete(refText(ref));
  }
  sortRows(book, edit.changed);
  return book.checker.edit(edit);
};

const markRows = async (tools: Tools, book: Book, rows: readonly RowRef[]): Promise<void> => {
  if (rows.length === 0) return;
  const marks = rows.map((ref) => markOf(ref, book.checker.problemsOf(ref))).filter((mark) => mark.columns.length > 0);
  const marked = await tools.workbook.markProblems(book.target, marks, rows);
  if (!marked.ok) showFailure(tools, marked.failure);
};

/** Judges what an edit touched and marks those rows and no others; then the views are told. The cell is where the eye is, so it comes first. */
export const recheck = async (tools: Tools, slug: PushSlug, book: Book, edit: RowsEdit): Promise<void> => {
  await markRows(tools, book, judgeAgain(book, edit));
  publish(tools, slug, book);
};

/**
 * The same for rows that kept their places, as after results were written into them: a row whose mark would say what it
 * says already is not written. Results of a big push change few marks, and each write costs a sync.
 */
export const recheckInPlace = async (tools: Tools, slug: PushSlug, book: Book, edit: RowsEdit): Promise<void> => {
  const said = (ref: RowRef) => markOf(ref, book.checker.problemsOf(ref)).text;
  const before = new Map(edit.changed.map((row) => [refText(row.ref), said(row.ref)]));
  const affected = judgeAgain(book, edit);
  await markRows(tools, book, affected.filter((ref) => before.get(refText(ref)) !== said(ref)));
  publish(tools, slug, book);
};

/** Keeps the user's edits beside the workbook, in case it is closed without saving. */
export const keepDrafts = async (tools: Tools, slug: PushSlug, book: Book, edit: RowsEdit): Promise<void> => {
  const { definition } = book.target;
  const at = instant(tools);
  const drafts = edit.changed.filter((row) => book.edited.has(refText(row.ref)));
  const settled = [...edit.removed, ...edit.changed.filter((row) => !book.edited.has(refText(row.ref))).map((row) => row.ref)];
  const kept = await tools.local().drafts.put(sheetOf(tools, slug), drafts.map((row) => ({ row: row.ref, cells: pushedValues(definition, row.cells), editedAt: at })));
  const removed = await tools.local().drafts.remove(sheetOf(tools, slug), settled);
  if (!kept.ok) showFailure(tools, kept.failure);
  else if (!removed.ok) showFailure(tools, removed.failure);
};

/** Makes the book of a table that was just read: headers first, then every row judged, with room for the page between chunks. */
export const openBook = async (tools: Tools, slug: PushSlug, block: SheetBlock, report: Report, signal?: AbortSignal): Promise<Result<Book>> => {
  const definition = sheets[slug];
  const matched = matchHeaders(definition, block.headers);
  if (!matched.ok) return matched;
  const target = { definition, headers: matched.value.map };
  const { rows, positions } = rowsRead(target, block);
  const book: Book = {
    target,
    checker: createChecker(definition, createReferenceIndex(tools.reference.data())),
    rows,
    positions,
    bases: await basesOf(tools, slug),
    edited: new Set(),
    waiting: new Set(),
    notes: [],
  };
  for (let at = 0; at < rows.length; at += chunk) {
    if (signal?.aborted) return failed(failure("cancelled", "The check was stopped.", "Press Check to run it again."));
    const part = rows.slice(at, at + chunk);
    book.checker.edit({ changed: part });
    sortRows(book, part);
    report(Math.min(at + chunk, rows.length), rows.length, "rows");
    await tools.wait(0);
  }
  return ok(book);
};

/** Edits that were made here and are not in the workbook that is open. */
const unsavedDrafts = async (tools: Tools, slug: PushSlug, book: Book): Promise<number> => {
  const kept = await tools.local().drafts.all(sheetOf(tools, slug));
  if (!kept.ok) return 0;
  const rows = new Map(book.rows.map((row) => [refId(row.ref), row]));
  return kept.value.filter((draft) => {
    const row = rows.get(refId(draft.row));
    return row !== undefined && JSON.stringify(pushedValues(book.target.definition, row.cells)) !== JSON.stringify(draft.cells);
  }).length;
};

/** What the status line says once a sheet has been checked. */
export const checkedSentence = (tools: Tools, slug: PushSlug): string => {
  const sheet = openSheetOf(tools.state.get(), slug);
  if (!sheet) return "";
  const { error, warning } = sheet.counts;
  const found = error + warning === 0 ? "no problems" : [error > 0 ? plural(error, "error") : "", warning > 0 ? plural(warning, "warning") : ""].filter(Boolean).join(" and ");
  return `${sheets[slug].name}: ${plural(sheet.rows, "row")} checked, ${found}.`;
};

/**
 * Reads the table and judges all of it, without asking the gateway for newer look-ups. For use inside other work.
 * Answers false where the workbook has no such table.
 */
export const readAndCheck = async (tools: Tools, slug: PushSlug, notes: readonly string[], report: Report, signal?: AbortSignal): Promise<Result<boolean>> => {
  const read = await tools.workbook.readTable(sheets[slug].table, { onProgress: ({ done, total }) => report(done, total, "rows"), ...(signal ? { signal } : {}) });
  if (!read.ok) return read;
  if (read.value === null) {
    tools.books.delete(slug);
    setSheet(tools, slug, { state: "absent" });
    return ok(false);
  }
  const opened = await openBook(tools, slug, read.value, report, signal);
  if (!opened.ok) {
    tools.books.delete(slug);
    if (opened.failure.code !== "cancelled") setSheet(tools, slug, { state: "refused", failure: opened.failure });
    return opened;
  }
  const book = opened.value;
  book.notes = notes;
  tools.books.set(slug, book);
  publish(tools, slug, book);
  const unsaved = await unsavedDrafts(tools, slug, book);
  const open = openSheetOf(tools.state.get(), slug);
  if (open) setSheet(tools, slug, { ...open, unsaved });
  const marked = await tools.workbook.markProblems(book.target, marksOf(book.checker.problems()), undefined, {
    onProgress: ({ done, total }) => report(done, total, "marks"),
    ...(signal ? { signal } : {}),
  });
  return marked.ok ? ok(true) : marked;
};

/** The Check button: newest look-ups, then the whole table. */
export const checkSheet = (tools: Tools, slug: PushSlug): Promise<Result<boolean>> =>
  tools.work.run(`Checking ${sheets[slug].name}`, async (report, signal) => {
    const refreshed = await tools.reference.refresh(slug, report, signal);
    // Without look-ups, what can be judged from the sheet alone is still worth judging.
    if (!refreshed.ok && refreshed.failure.code === "cancelled") return refreshed;
    const notes = refreshed.ok ? refreshed.value.notes : [`${refreshed.failure.cause} Codes were not compared with Sage or The Layer.`];
    const checked = await readAndCheck(tools, slug, notes, report, signal);
    if (checked.ok && checked.value) say(tools, checkedSentence(tools, slug));
    return checked;
  });
