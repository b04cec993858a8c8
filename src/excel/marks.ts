/** Marks what is wrong: words into each row's Problem cell, from which the conditional formats take the colours. */
import type { RowRef } from "../sync/model/cell";
import { failed, ok, type Result } from "../sync/model/failure";
import { clear, type SheetCell, textCell } from "./cells";
import { packed, type Step } from "./chunk";
import { execute } from "./execute";
import { noColumn, noTable, protectedFailure } from "./failures";
import { askFormatRecord, askFormats, ensureFormats } from "./mark-formats";
import { askNotes, mostNotes, noteCommands, type WantedNote } from "./mark-notes";
import { markText } from "./mark-text";
import { patchPlace } from "./patch";
import { bodyOf, findTable } from "./place";
import { patchSteps } from "./plan-patch";
import type { PatchReport, RowMark, TableTarget, WorkOptions } from "./port";
import { type KeyedTable, readKeys } from "./read-table";
import { run } from "./run";

const problemHeader = "Problem";

/** All marks anew, or with `only` those of the rows named. Nothing but the Problem column is written. */
export const markProblems = (
  target: TableTarget,
  marks: readonly RowMark[],
  only: readonly RowRef[] | undefined,
  canNote: boolean,
  options?: WorkOptions,
): Promise<Result<PatchReport>> =>
  run(`marking problems in ${target.definition.name}`, async (context) => {
    const { definition } = target;
    const record = askFormatRecord(context, definition.table);
    const place = await findTable(context, definition.table);
    if (!place) return failed(noTable(definition.table));
    if (place.isProtected) return failed(protectedFailure(place.worksheet));
    const formats = askFormats(context, place.worksheet, record());
    const notes = canNote ? askNotes(context, place.worksheet) : null;
    const keyed = await readKeys(context, place, target, [...marks.map((mark) => mark.row.key), ...(only ?? []).map((row) => row.key)], options);
    if (!keyed.ok) return keyed;
    const column = keyed.value.positions.get(problemHeader);
    if (column === undefined) return failed(noColumn(definition.table, problemHeader));
    const { cells, missing } = problemCells(keyed.value, marks, only);
    const ours = notes?.() ?? [];
    const keeping = await ensureFormats(context, place, column, record(), formats());
    const noting = notes ? await noteCommands(context, place.worksheet, ours, (row) => cells.has(row - bodyOf(place).top), notesFor(keyed.value, marks)) : [];
    const steps = patchSteps(definition, patchPlace(place, keyed.value), new Map([[column, cells]]));
    const plan = { totalRows: steps.reduce((sum, step) => sum + step.rows, 0), batches: packed([...[...keeping, ...noting].map((command): Step => ({ commands: [command], rows: 0 })), ...steps]), whenStopped: [] };
    const done = await execute(context, plan, options);
    return done.ok ? ok({ written: marks.length - missing.length, missing }) : done;
  });

/** One for each marked cell of the body, until there are enough. */
const notesFor = ({ place, positions, index }: KeyedTable, marks: readonly RowMark[]): readonly WantedNote[] => {
  const body = bodyOf(place);
  const wanted = new Map<string, WantedNote>();
  for (const mark of marks) {
    if (wanted.size >= mostNotes) break;
    const position = index.find(mark.row);
    if (position === undefined) continue;
    for (const { column } of mark.columns) {
      const across = positions.get(column);
      if (across !== undefined) wanted.set(`${position},${across}`, { row: body.top + position, column: body.left + across, text: mark.text });
    }
  }
  return [...wanted.values()];
};

const problemCells = ({ place, positions, index, rowCount }: KeyedTable, marks: readonly RowMark[], only?: readonly RowRef[]) => {
  // Names as the heading cells have them, since that is what the formats look for.
  const headers = Object.fromEntries([...positions].map(([header, position]) => [header, place.headers[position] ?? header]));
  const cells = new Map<number, SheetCell>();
  const cleared = only ? only.map((row) => index.find(row)).filter((row) => row !== undefined) : Array.from({ length: rowCount }, (_, row) => row);
  for (const row of cleared) cells.set(row, clear);
  const missing: RowRef[] = [];
  for (const mark of marks) {
    const row = index.find(mark.row);
    if (row === undefined) missing.push(mark.row);
    else cells.set(row, textCell(markText(mark, headers)));
  }
  return { cells, missing };
};
