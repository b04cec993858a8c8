/** What a push would do, asked of the gateway and shown before anything is sent. */
import type { PushedRow } from "../../sync/contract";
import type { SheetRow } from "../../sync/model/cell";
import { failed, failure, ok, type Result } from "../../sync/model/failure";
import { sheets } from "../../sync/sheets";
import { pushedValues } from "../../sync/sheets/codec";
import { isBlankRow } from "../../sync/sheets/filled";
import { refText } from "../../sync/sheets/rows";
import type { PushSlug } from "../../sync/sheets/sheet";
import type { Book } from "./books";
import { readAndCheck } from "./checking";
import { failureOf } from "./gateway-client";
import type { Conflict } from "./merge";
import type { Preview, PreviewRow } from "./state";
import { openSheetOf, say, updateSheet, type Tools } from "./tools";
import type { Report } from "./work";
import { count, plural } from "./wording";

export type Pushable = { readonly rows: readonly PushedRow[]; readonly withheld: number; readonly waiting: number };

/** Rows fit to be pushed. Those with errors are withheld, those of the template that nobody filled in wait. `only` narrows it to some rows. */
export const pushableRows = (book: Book, only: ReadonlySet<string> | null): Pushable => {
  const { definition } = book.target;
  const wanted = book.rows.filter((row) => (only === null || only.has(refText(row.ref))) && !isBlankRow(definition, row.cells));
  const filled = wanted.filter((row) => !book.waiting.has(refText(row.ref)));
  const isFit = (row: SheetRow) => !book.checker.problemsOf(row.ref).some((problem) => problem.severity === "error");
  const fit = filled.filter(isFit);
  const rows = fit.map((row): PushedRow => {
    const base = row.ref.nth === 0 ? book.bases.get(row.ref.key) : undefined;
    return { ref: row.ref, cells: pushedValues(definition, row.cells), ...(base ? { version: base.version } : {}) };
  });
  return { rows, withheld: filled.length - fit.length, waiting: wanted.length - filled.length };
};

/** A conflict that the gateway found, with the base that only this computer knows. */
const conflictOf = (book: Book, row: PreviewRow): Conflict => {
  const base = book.bases.get(row.ref.key);
  const own = book.rows.find((candidate) => refText(candidate.ref) === refText(row.ref));
  const theirs = Object.fromEntries(row.changes.map((change) => [change.column, change.from]));
  return {
    row: row.ref,
    theirs: { version: row.version, cells: { ...(own ? pushedValues(book.target.definition, own.cells) : {}), ...theirs } },
    fields: row.changes.map((change) => ({ column: change.column, yours: change.to, theirs: change.from, base: asLiteral(base?.cells[change.column]) })),
  };
};
const asLiteral = (value: string | number | boolean | null | undefined) => value ?? null;

const sentence = (preview: Preview): string => {
  const { create, change, same, refuse, conflict } = preview.counts;
  const parts = [
    `${count(create)} to create`,
    `${count(change)} to change`,
    `${count(same)} left alone`,
    `${count(refuse)} refused`,
    ...(conflict > 0 ? [`${count(conflict)} changed by someone else`] : []),
    ...(preview.withheld > 0 ? [`${count(preview.withheld)} held back for errors`] : []),
  ];
  return `Preview: ${parts.join(", ")}. Nothing has been sent.`;
};

const ask = async (tools: Tools, slug: PushSlug, pushable: Pushable, report: Report, signal: AbortSignal): Promise<Result<Preview>> => {
  const rows: PreviewRow[] = [];
  let done = 0;
  for await (const line of tools.gateway.preview(slug, pushable.rows, signal)) {
    switch (line.type) {
      case "preview":
        done += 1;
        if (line.outcome !== "same") rows.push(line);
        if (done % 100 === 0) report(done, pushable.rows.length);
        break;
      case "trailer":
        return ok({ counts: line.counts, rows, pushed: pushable.rows, withheld: pushable.withheld, waiting: pushable.waiting, isStale: false });
      case "fault":
        return failed(failureOf(line));
    }
  }
  throw new Error("The preview's stream ended without a trailer or a fault");
};

/** Reads the sheet once more, so that the preview speaks of what stands there now, and asks the gateway what a push would do. */
export const previewPush = (tools: Tools, slug: PushSlug, only: ReadonlySet<string> | null = null): Promise<Result<Preview>> =>
  tools.work.run(`Previewing ${sheets[slug].name}`, async (report, signal) => {
    const refreshed = await tools.reference.refresh(slug, report, signal);
    if (!refreshed.ok) return refreshed;
    const read = await readAndCheck(tools, slug, refreshed.value.notes, report, signal);
    if (!read.ok) return read;
    const book = tools.books.get(slug);
    if (!book) return failed(failure("not-found", `This workbook has no ${sheets[slug].name} sheet.`, "Press New template, or open your sheet and press Use this sheet."));
    const pushable = pushableRows(book, only);
    if (pushable.rows.length === 0) {
      const { rowsInError = 0 } = openSheetOf(tools.state.get(), slug)?.counts ?? {};
      return failed(
        rowsInError > 0
          ? failure("bad-request", `All ${plural(rowsInError, "filled row")} of ${sheets[slug].name} hold errors.`, "Mend them: each error in the list says how.")
          : failure("empty-sheet", `No row of ${sheets[slug].name} is filled in yet.`, "Choose values in the columns with drop-downs, then preview again."),
      );
    }
    report(0, pushable.rows.length);
    const preview = await ask(tools, slug, pushable, report, signal);
    if (!preview.ok) return preview;
    const conflicts = preview.value.rows.filter((row) => row.outcome === "conflict").map((row) => conflictOf(book, row));
    updateSheet(tools, slug, (sheet) => ({ ...sheet, preview: preview.value, conflicts: conflicts.length > 0 || only === null ? conflicts : sheet.conflicts }));
    say(tools, sentence(preview.value));
    return preview;
  });
