/** Does what a plan says, in its order, one sync a batch, and decides nothing. */
import { failed, ok, type Result } from "../sync/model/failure";
import { addressOf, type Area } from "./address";
import type { Plan, SheetCommand } from "./command";
import { stopped } from "./failures";
import type { WorkOptions } from "./port";
import { breathe } from "./run";

/**
 * Runs the batches. Progress is told after each; an abort is honoured between two, after `whenStopped` was done.
 * A batch that Excel refuses throws, as everything in a run does; those before it stay done, and the plan can be made and run anew.
 */
export const execute = async (context: Excel.RequestContext, plan: Plan, options: WorkOptions = {}): Promise<Result<void>> => {
  let done = 0;
  let isFirst = true;
  for (const batch of plan.batches) {
    if (options.signal?.aborted) {
      queue(context, plan.whenStopped);
      await context.sync();
      return failed(stopped(done, plan.totalRows));
    }
    if (isFirst) context.workbook.application.suspendScreenUpdatingUntilNextSync();
    else await breathe();
    // Both end with the sync. Calculation is held in each batch; the screen in the first only, as Excel flickers when asked repeatedly.
    context.workbook.application.suspendApiCalculationUntilNextSync();
    queue(context, batch.commands);
    await context.sync();
    isFirst = false;
    done += batch.rows;
    options.onProgress?.({ done, total: plan.totalRows });
  }
  return ok(undefined);
};

/** Queues commands on the context. The caller syncs. */
export const queue = (context: Excel.RequestContext, commands: readonly SheetCommand[]): void => {
  const { workbook } = context;
  const sheets = new Map<string, Excel.Worksheet>();
  const sheet = (name: string): Excel.Worksheet => {
    const known = sheets.get(name) ?? workbook.worksheets.getItem(name);
    sheets.set(name, known);
    return known;
  };
  for (const command of commands) apply(workbook, sheet, command);
};

/** A range used in this batch only. Untracked at once: a tracked one costs an action here and a clean-up request at the end of the run. */
export const rangeOf = (sheet: Excel.Worksheet, area: Area): Excel.Range => sheet.getRange(addressOf(area)).untrack();

const apply = (workbook: Excel.Workbook, sheet: (name: string) => Excel.Worksheet, command: SheetCommand): void => {
  switch (command.kind) {
    case "addSheet": {
      const added = workbook.worksheets.add(command.worksheet);
      if (command.hidden) added.visibility = "VeryHidden";
      return;
    }
    case "createTable":
      sheet(command.worksheet).tables.add(addressOf(command.area), true).name = command.table;
      return;
    case "renameTable":
      workbook.tables.getItem(command.from).name = command.to;
      return;
    case "resizeTable":
      workbook.tables.getItem(command.table).resize(rangeOf(sheet(command.worksheet), command.area));
      return;
    case "addTableColumn":
      workbook.tables.getItem(command.table).columns.add(undefined, undefined, command.header);
      return;
    case "showTotals":
      workbook.tables.getItem(command.table).showTotals = command.shown;
      return;
    case "clearFilters":
      workbook.tables.getItem(command.table).clearFilters();
      return;
    case "insertCells":
      // The new cells come back as a range, which is tracked as well.
      rangeOf(sheet(command.worksheet), command.area).insert("Down").untrack();
      return;
    case "deleteCells":
      rangeOf(sheet(command.worksheet), command.area).delete("Up");
      return;
    case "clearBlock":
      rangeOf(sheet(command.worksheet), command.area).clear(command.what === "all" ? "All" : "Contents");
      return;
    case "formatColumn":
      // One by one: Excel spreads a single format over the whole range, at a fraction of a matrix's size.
      rangeOf(sheet(command.worksheet), command.area).numberFormat = [[command.format]];
      return;
    case "formatCells":
      rangeOf(sheet(command.worksheet), command.area).numberFormat = command.formats.map((format) => [format]);
      return;
    case "setWidth":
      rangeOf(sheet(command.worksheet), command.area).format.columnWidth = command.points;
      return;
    case "writeBlock":
      rangeOf(sheet(command.worksheet), command.area).values = command.values as Excel.Range["values"];
      return;
    case "setValidation": {
      const { dataValidation } = rangeOf(sheet(command.worksheet), command.area);
      dataValidation.rule = { list: { inCellDropDown: true, source: command.rule.source } };
      // No stop sign: what is not in the list is marked as a problem with its cure, and the user may still be typing.
      dataValidation.errorAlert = { showAlert: false, style: "Information", title: command.rule.title, message: command.rule.about };
      dataValidation.prompt = { showPrompt: true, title: command.rule.title, message: command.rule.about };
      return;
    }
    case "addNote":
      sheet(command.worksheet).notes.add(addressOf(command.area), command.text);
      return;
    case "deleteNote":
      sheet(command.worksheet).notes.getItem(addressOf(command.area)).delete();
      return;
    case "defineName": {
      if (command.exists) workbook.names.getItem(command.name).formula = command.refersTo;
      else workbook.names.add(command.name, command.refersTo).visible = false;
      return;
    }
    case "freezeTopRow":
      sheet(command.worksheet).freezePanes.freezeRows(1);
      return;
    case "activate":
      sheet(command.worksheet).activate();
      return;
    case "writeSetting":
      workbook.settings.add(command.name, command.json);
      return;
  }
};
