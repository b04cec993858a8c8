/** The way into Excel: every batch runs through here, waits for cell edits, and answers failures as values. */
import { failed, type Result } from "../sync/model/failure";
import { failureOf, hasCode } from "./failures";

export type Work<T> = (context: Excel.RequestContext) => Promise<Result<T>>;

/**
 * Runs work in Excel. `doing` names it for the user: "writing Customer Links".
 * With `delayForCellEdit` Excel waits until the user has left the cell instead of failing.
 * Source: Delay execution while cell is being edited.
 */
export const run = async <T>(doing: string, work: Work<T>): Promise<Result<T>> => {
  try {
    return await Excel.run({ delayForCellEdit: true }, work);
  } catch (error) {
    const why = failureOf(error, doing);
    if (why === null) throw error;
    return failed(why);
  }
};

/**
 * The same, as one step of Undo where Excel has that (ExcelApi 1.20). Where a call in it cannot be undone, Excel throws for the
 * whole run; it is then done again without, so the work must be one that can be repeated.
 */
export const runAsOneUndo = async <T>(doing: string, isSupported: boolean, work: Work<T>): Promise<Result<T>> => {
  if (!isSupported) return run(doing, work);
  try {
    return await Excel.run({ delayForCellEdit: true, mergeUndoGroup: true }, work);
  } catch (error) {
    if (hasCode(error, "UndoNotSupported")) return run(doing, work);
    const why = failureOf(error, doing);
    if (why === null) throw error;
    return failed(why);
  }
};

/** Lets the page paint and the user's clicks in, between two chunks. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
