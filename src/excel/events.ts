/**
 * Hears what the user edits in our tables. Excel calls every co-author's handlers for every change, our own writes included, and a
 * table's own event does not say who caused it: the worksheet event does, and is held against the tables' places.
 */
import { ok, type Result } from "../sync/model/failure";
import { sheets } from "../sync/sheets";
import { parseAreas } from "./address";
import { editsOf, kindOfChange, type RawChange, type WatchedTable } from "./edits";
import { listen } from "./listening";
import { askPlace } from "./place";
import type { SheetEdit } from "./port";
import { run } from "./run";

/** Edits within this many milliseconds of each other are told together. */
const quietTime = 200;
/** Until Excel can be asked again, when it could not. */
const retryTime = 1000;
const mostRetries = 5;

const ourNames = new Set(Object.values(sheets).map((definition) => definition.table));

type Look = { readonly tables: readonly WatchedTable[]; readonly allIds: ReadonlySet<string> };

const look = (): Promise<Result<Look>> =>
  run("looking at your edit", async (context) => {
    const { tables } = context.workbook;
    tables.load("items/name,items/id");
    await context.sync();
    const ours = tables.items.filter((table) => ourNames.has(table.name));
    const places = ours.map((table) => {
      table.worksheet.load("id");
      return { table, answer: askPlace(table) };
    });
    if (places.length > 0) await context.sync();
    return ok({
      tables: places.map(({ table, answer }) => ({ id: table.id, worksheetId: table.worksheet.id, place: answer() })),
      allIds: new Set(tables.items.map((table) => table.id)),
    });
  });

/** Calls back after the user's edits, coalesced. The answer stops it. */
export const watchEdits = async (listener: (edit: SheetEdit) => void): Promise<Result<() => Promise<void>>> => {
  let pending: RawChange[] = [];
  let known: ReadonlyMap<string, string> = new Map();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  const names = (seen: Look) => new Map(seen.tables.map((table) => [table.id, table.place.table]));
  const schedule = (after: number, attempt: number) => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(() => void tell(attempt), after);
  };
  const tell = async (attempt: number): Promise<void> => {
    const changes = pending;
    pending = [];
    const seen = await look();
    if (isStopped) return;
    if (!seen.ok) {
      pending = [...changes, ...pending];
      if (attempt < mostRetries) return schedule(retryTime, attempt + 1);
      // What was edited cannot be found out: every table is to be read anew.
      pending = [];
      for (const table of known.values()) listener({ kind: "shape", table, what: "rows" });
      return;
    }
    const edits = editsOf(changes, seen.value.tables, known, seen.value.allIds);
    known = names(seen.value);
    for (const edit of edits) listener(edit);
  };

  const first = await look();
  if (!first.ok) return first;
  known = names(first.value);

  const onChanged = async (event: Excel.WorksheetChangedEventArgs): Promise<void> => {
    if (event.source !== "Local" || event.triggerSource === "ThisLocalAddin") return;
    pending.push({ worksheetId: event.worksheetId, areas: parseAreas(event.address), what: kindOfChange(event.changeType) });
    schedule(quietTime, 0);
  };
  const onTable = async (event: { readonly source: string }): Promise<void> => {
    if (event.source === "Local") schedule(quietTime, 0);
  };
  const listening = await listen("edits", ({ worksheets, tables }) => [worksheets.onChanged.add(onChanged), tables.onDeleted.add(onTable)]);
  if (!listening.ok) return listening;

  return ok(async () => {
    isStopped = true;
    clearTimeout(timer);
    await listening.value();
  });
};
