/**
 * Follows the user's selection to the row that it rests in. Excel tells of every step of an arrow key held down, and tells nothing of the
 * selection when another worksheet comes to the front: both are heard, and only where it comes to rest is looked at.
 */
import type { CellValue } from "../sync/model/cell";
import { ok, type Result } from "../sync/model/failure";
import { listen } from "./listening";
import type { SelectedRow } from "./port";
import { run } from "./run";

/** The selection rests once it has not moved for this many milliseconds. */
const quietTime = 250;

/** The row of one of these tables that the active cell stands in, and no cell beyond it. Two syncs; one where it stands in none. */
const selectedRow = (tables: ReadonlySet<string>): Promise<Result<SelectedRow | null>> =>
  run("looking at your selection", async (context) => {
    // The active cell and not the selected range, which fails where several areas are selected.
    // Tracked, as it is asked again after the first sync.
    const cell = context.workbook.getActiveCell();
    const around = cell.getTables(false);
    around.load("items/name");
    await context.sync();
    const table = around.items.find(({ name }) => tables.has(name));
    if (!table) return ok(null);
    const headers = table.getHeaderRowRange().untrack();
    const row = table.getDataBodyRange().untrack().getIntersectionOrNullObject(cell.getEntireRow().untrack()).untrack();
    headers.load("values");
    row.load("values");
    await context.sync();
    if (row.isNullObject) return ok(null);
    const values = (row.values[0] ?? []) as readonly CellValue[];
    const cells = Object.fromEntries((headers.values[0] ?? []).map((header, column) => [String(header), values[column] === "" ? null : (values[column] ?? null)]));
    return ok({ table: table.name, cells });
  });

/** Calls back with the row that the selection stands in now, and whenever it has come to rest in another. The answer stops it. */
export const watchSelection = async (tables: readonly string[], listener: (row: SelectedRow | null) => void): Promise<Result<() => Promise<void>>> => {
  const wanted = new Set(tables);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = JSON.stringify(null);
  let isStopped = false;

  const look = async (): Promise<void> => {
    const seen = await selectedRow(wanted);
    if (isStopped) return;
    // A chart in front has no active cell, and Excel may be busy: then no row is known to be selected. The next step looks again.
    const row = seen.ok ? seen.value : null;
    const now = JSON.stringify(row);
    if (now === told) return;
    told = now;
    listener(row);
  };
  const onMoved = async (): Promise<void> => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(() => void look(), quietTime);
  };

  const listening = await listen("your selection", ({ worksheets }) => [worksheets.onSelectionChanged.add(onMoved), worksheets.onActivated.add(onMoved)]);
  if (!listening.ok) return listening;
  await look();

  return ok(async () => {
    isStopped = true;
    clearTimeout(timer);
    await listening.value();
  });
};
