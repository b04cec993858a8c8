/**
 * Drop-down lists: one column each on a very hidden worksheet, behind a hidden name that validations refer to. A list typed into
 * the validation itself may have 255 characters; 100,000 accounts need a range.
 */
import { ok, type Result } from "../sync/model/failure";
import { absoluteAddressOf, areaOf, lastSheetRow } from "./address";
import { type Written, textCell, written } from "./cells";
import { type ChunkLimits, chunkLimits, packed, type Step } from "./chunk";
import { textFormat } from "./columns";
import type { Plan } from "./command";
import { execute } from "./execute";
import { listName, listSheet } from "./list-names";
import type { ListSource, WorkOptions } from "./port";
import { run } from "./run";

/** What the sheet of lists holds: the id at the top of each column, null before it was made. */
export type ListColumns = { readonly ids: readonly string[] | null; readonly names: ReadonlySet<string> };

export const planLists = (lists: readonly ListSource[], present: ListColumns, limits: ChunkLimits = chunkLimits): Plan => {
  const ids = [...(present.ids ?? [])];
  const opening: Step = { commands: present.ids === null ? [{ kind: "addSheet", worksheet: listSheet, hidden: true }] : [], rows: 0 };
  const steps = lists.map((list) => {
    const known = ids.indexOf(list.id);
    return oneList(list, known >= 0 ? known : ids.push(list.id) - 1, present.names.has(listName(list.id)));
  });
  return { totalRows: lists.reduce((sum, list) => sum + list.values.length, 0), batches: packed([opening, ...steps], limits), whenStopped: [] };
};

const oneList = (list: ListSource, column: number, isNamed: boolean): Step => {
  const all = areaOf(0, column, lastSheetRow, 1);
  const source = areaOf(1, column, Math.max(1, list.values.length), 1);
  const values = [list.id, ...list.values].map((value): readonly Written[] => [written(textCell(value), "text")]);
  const filled = areaOf(0, column, values.length, 1);
  return {
    commands: [
      { kind: "clearBlock", worksheet: listSheet, area: all, what: "contents" },
      // No further than the values: a format to the sheet's end is a million cells in the saved file.
      { kind: "formatColumn", worksheet: listSheet, area: filled, format: textFormat },
      { kind: "writeBlock", worksheet: listSheet, area: filled, values },
      // Last, when the values are there: a validation never offers more than was written.
      { kind: "defineName", name: listName(list.id), exists: isNamed, refersTo: `='${listSheet}'!${absoluteAddressOf(source)}` },
    ],
    rows: list.values.length,
  };
};

export const writeLists = (lists: readonly ListSource[], options?: WorkOptions): Promise<Result<void>> =>
  run("writing the drop-down lists", async (context) => {
    if (lists.length === 0) return ok(undefined);
    const present = await observe(context, lists);
    return execute(context, planLists(lists, present), options);
  });

const observe = async (context: Excel.RequestContext, lists: readonly ListSource[]): Promise<ListColumns> => {
  const sheet = context.workbook.worksheets.getItemOrNullObject(listSheet);
  sheet.load("name");
  const items = lists.map((list) => context.workbook.names.getItemOrNullObject(listName(list.id)));
  for (const item of items) item.load("name");
  await context.sync();
  const names = new Set(items.filter((item) => !item.isNullObject).map((item) => item.name));
  if (sheet.isNullObject) return { ids: null, names };
  const used = sheet.getUsedRange(true).untrack();
  const top = used.getRow(0).untrack();
  top.load("values");
  await context.sync();
  return { ids: (top.values[0] ?? []).map(String).filter((id) => id !== ""), names };
};
