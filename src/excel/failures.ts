/** What Excel refuses, said so that an accountant knows what to do. One table for every error code of the Excel API. */
import { failure, type Failure, type FailureCode } from "../sync/model/failure";

type Told = { readonly code: FailureCode; readonly cause: string; readonly cure: string };

const busy = (cause: string): Told => ({ code: "excel-busy", cause, cure: "Press Enter or Esc in Excel to leave the cell or dialog you are in, then try again." });
const refused = (cause: string, cure: string): Told => ({ code: "excel-refused", cause, cure });
const tooLarge = (cause: string): Told => ({ code: "too-large", cause, cure: "Work with fewer rows at a time, or shorten very long texts, then try again." });
const protectedSheet = (cause: string): Told => ({ code: "sheet-protected", cause, cure: "Choose Review, Unprotect Sheet (ask whoever protected it for the password), then try again." });
const outdated = (cause: string): Told => refused(cause, "Update Office, or open the workbook in Excel on the web.");

/** `%` stands for what was being done, for example "writing Customer Links". */
const told: Readonly<Record<string, Told>> = {
  AccessDenied: protectedSheet("Excel does not allow changes here while %: the worksheet or workbook is protected or read-only."),
  ActivityLimitReached: busy("Excel has too much to do at the moment for %."),
  ApiNotAvailable: outdated("This version of Excel lacks what is needed for %."),
  ApiNotFound: outdated("This version of Excel lacks what is needed for %."),
  BadPassword: protectedSheet("The password for the protected worksheet was not right while %."),
  Conflict: busy("Somebody else changed the same cells while %."),
  FilteredRangeConflict: refused("A filter stands in the way of %.", "Clear the filter (Data, Clear), then try again."),
  FormulaLengthExceedsLimit: refused("A formula is longer than Excel takes while %.", "Shorten the formula, then try again."),
  GeneralException: refused("Excel could not finish %, and gives no reason.", "Try again. If it stays so, save the workbook and open it anew."),
  HostRestartNeeded: refused("Excel must be restarted after an update before %.", "Save your work, close Excel and open it again."),
  InactiveWorkbook: busy("Another workbook is in front, so Excel stopped %."),
  InsertDeleteConflict: refused("Excel cannot move cells while %: a filter is on, or another table or merged cells stand below.", "Clear the filter and move what stands below the table, then try again."),
  InvalidArgument: refused("Excel does not accept a value while %.", "Check the rows concerned for very long texts, then try again."),
  InvalidBinding: refused("The place in the workbook for % is gone.", "Reload the pane, then try again."),
  InvalidOperation: refused("Excel does not allow % at the moment.", "Leave the cell you are editing, undo merged cells and filters in the table, then try again."),
  InvalidOperationInCellEditMode: busy("A cell is being edited, so Excel cannot go on with %."),
  InvalidReference: refused("The cells for % are gone.", "Check that the table is still in the workbook, then try again."),
  InvalidSelection: refused("The current selection does not allow %.", "Select one cell in the table, then try again."),
  ItemAlreadyExists: { code: "table-exists", cause: "The workbook already uses a name that is needed for %.", cure: "Rename the other table, worksheet or defined name (Formulas, Name Manager), then try again." },
  ItemNotFound: { code: "not-found", cause: "The table or worksheet for % is gone.", cure: "Make it anew from the template, or choose Use this sheet." },
  MergedRangeConflict: refused("Merged cells stand in the way of %.", "Unmerge the cells of the table (Home, Merge & Center), then try again."),
  NonBlankCellOffSheet: refused("Cells at the end of the worksheet would be pushed off it by %.", "Delete what stands in the last rows of the worksheet, then try again."),
  OperationCellsExceedLimit: tooLarge("More cells than Excel takes at once were concerned while %."),
  PivotTableRangeConflict: refused("A PivotTable stands in the way of %.", "Move the PivotTable away from the table, then try again."),
  RangeExceedsLimit: tooLarge("The range is larger than Excel hands out at once while %."),
  RequestAborted: busy("Excel stopped before it had finished %."),
  RequestPayloadSizeLimitExceeded: tooLarge("More data than Excel takes at once was sent while %."),
  ResponsePayloadSizeLimitExceeded: tooLarge("More data than Excel hands out at once was asked for while %."),
  ServiceNotAvailable: busy("Excel's service does not answer at the moment, so it could not go on with %."),
  Unauthenticated: refused("Excel asks you to sign in again before %.", "Sign in to Office, then try again."),
  UndoNotSupported: refused("Excel cannot put % into one step of Undo.", "Try again."),
  UnsupportedFeature: refused("This workbook has no support for what is needed for %.", "Save it as an .xlsx workbook, then try again."),
  UnsupportedOperation: outdated("This version of Excel does not support %."),
  UnsupportedSheet: refused("The sheet in front is a chart or macro sheet, which does not allow %.", "Go to a worksheet, then try again."),
};

type RichApiError = Error & { readonly code: string; readonly debugInfo?: { readonly statement?: string; readonly errorLocation?: string } };

/** Codes that only a mistake in our own calls brings about: these stay thrown. */
const ours = new Set(["PropertyNotLoaded", "ValueNotLoaded", "InvalidObjectPath", "InvalidRequestContext", "RunMustReturnPromise", "NotImplemented", "InvalidRequest"]);

/** Known by its shape: Office's script may live in a realm of its own, with classes of its own. */
export const isOfficeError = (error: unknown): error is RichApiError =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" && "name" in error && error.name === "RichApi.Error";

export const hasCode = (error: unknown, ...codes: readonly string[]): boolean => isOfficeError(error) && codes.includes(error.code);

/** The failure for an error of Excel's, or null for a bug, which the caller throws on. `doing` completes "while ...". */
export const failureOf = (error: unknown, doing: string): Failure | null => {
  if (!isOfficeError(error) || ours.has(error.code)) return null;
  const known = told[error.code] ?? refused(`Excel refused % (${error.code}).`, "Try again. If it stays so, save the workbook and open it anew.");
  return failure(known.code, known.cause.replace("%", doing), known.cure, error.code);
};

export const protectedFailure = (worksheet: string): Failure =>
  failure("sheet-protected", `The worksheet ${worksheet} is protected, so nothing was written to it.`, protectedSheet("").cure, worksheet);
export const noTable = (table: string): Failure =>
  failure("not-found", `This workbook has no table ${table}.`, "Make it from the template, or choose Use this sheet.", table);
export const noColumn = (table: string, header: string): Failure =>
  failure("missing-header", `The table ${table} has no column ${header}.`, `Undo the change that removed or renamed it, or add a column headed ${header}.`, header);
export const stopped = (done: number, total: number): Failure =>
  failure("cancelled", `The work was stopped after ${done.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")} rows.`, "Start it again: rows already written are not doubled.");
export const unreadable = (what: string): Failure => failure("too-large", `Excel did not hand out the cells of ${what}: a row holds too much text.`, "Shorten the longest texts in it, then try again.", what);
