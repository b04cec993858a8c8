/**
 * Notes on marked cells, where Excel has them (ExcelApi 1.18): what is wrong is read by resting on the cell. A call a cell, so only
 * for the first marks; the rest is told by colour and by the Problem column, as everything is where there are no notes.
 * A note that does not begin with our sign is the user's: it is neither changed nor replaced.
 */
import { addressOf, parseArea, type Area } from "./address";
import { storableText } from "./cells";
import type { SheetCommand } from "./command";

const sign = "Tieout: ";
export const mostNotes = 200;

export type WantedNote = { readonly row: number; readonly column: number; readonly text: string };

/** Queues the reading of the sheet's notes; call the answer, those of ours, after the next sync. */
export const askNotes = (context: Excel.RequestContext, worksheet: string): (() => readonly Excel.Note[]) => {
  const { notes } = context.workbook.worksheets.getItem(worksheet);
  notes.load("items/content");
  return () => notes.items.filter((note) => note.content.startsWith(sign));
};

/**
 * Commands that take our notes off the rows in `cleared` and put the wanted ones on, rows and columns counted on the worksheet.
 * One sync, none when there is nothing to look up.
 */
export const noteCommands = async (
  context: Excel.RequestContext,
  worksheet: string,
  ours: readonly Excel.Note[],
  cleared: (row: number) => boolean,
  wanted: readonly WantedNote[],
): Promise<readonly SheetCommand[]> => {
  if (ours.length === 0 && wanted.length === 0) return [];
  const { notes } = context.workbook.worksheets.getItem(worksheet);
  const places = ours.map((note) => note.getLocation().untrack());
  for (const place of places) place.load("address");
  const first = wanted.slice(0, mostNotes);
  const present = first.map((note) => notes.getItemOrNullObject(addressOf(cellAt(note))));
  for (const note of present) note.load("content");
  await context.sync();
  const old = places.map((place) => parseArea(place.address)).filter((area) => area !== null);
  const deleted = old.filter((area) => cleared(area.top));
  const room = mostNotes - (old.length - deleted.length);
  const added = first.filter((_, index) => present[index]?.isNullObject || present[index]?.content.startsWith(sign)).filter((note) => cleared(note.row));
  return [
    ...deleted.map((area): SheetCommand => ({ kind: "deleteNote", worksheet, area })),
    ...added.slice(0, Math.max(0, room)).map((note): SheetCommand => ({ kind: "addNote", worksheet, area: cellAt(note), text: storableText(`${sign}${note.text}`) })),
  ];
};

const cellAt = ({ row, column }: WantedNote): Area => ({ top: row, bottom: row, left: column, right: column });
