/** Errors as Excel reports them, with the texts of its documentation. */
import { Refusal } from "../model";

export const errorMessages = {
  InvalidArgument: "The argument is invalid or missing or has an incorrect format.",
  InvalidReference: "This reference is not valid for the current operation.",
  InvalidObjectPath: "The object path does not lead to an object.",
  InvalidOperation: "The operation attempted is invalid on the object.",
  InvalidSelection: "The current selection is invalid for this operation.",
  ItemNotFound: "The requested resource doesn't exist.",
  ItemAlreadyExists: "The resource being created already exists.",
  InsertDeleteConflict: "The insert or delete operation attempted resulted in a conflict.",
  AccessDenied: "You cannot perform the requested operation.",
  InactiveWorkbook: "The operation failed because multiple workbooks are open and the workbook being called by this API has lost focus.",
  RangeExceedsLimit: "The cell count in the range has exceeded the maximum supported number.",
  FormulaLengthExceedsLimit: "The bytecode of the applied formula exceeds the maximum length limit.",
  UnsupportedOperation: "The operation being attempted is not supported.",
  ApiNotFound: "The API you are trying to use could not be found.",
  GeneralException: "There was an internal error while processing the request.",
  RequestPayloadSizeLimitExceeded: "The request payload size has exceeded the limit.",
  ResponsePayloadSizeLimitExceeded: "The response payload size has exceeded the limit.",
  InvalidOperationInCellEditMode: "Excel is in cell-editing mode. Please exit the edit mode by pressing ENTER or TAB or selecting another cell, and then try again.",
} as const;

export type BatchErrorCode = keyof typeof errorMessages;

const statuses: Partial<Record<BatchErrorCode, number>> = { ItemNotFound: 404, ApiNotFound: 404, AccessDenied: 403, ItemAlreadyExists: 409, InsertDeleteConflict: 409, GeneralException: 500, UnsupportedOperation: 501 };

/** A failure of one action; the rest of the batch is not run. */
export class BatchError extends Error {
  constructor(
    readonly code: BatchErrorCode,
    message: string = errorMessages[code],
  ) {
    super(message);
    this.name = "BatchError";
  }

  get status(): number {
    return statuses[this.code] ?? 400;
  }
}

export const invalidArgument = (): BatchError => new BatchError("InvalidArgument");
export const notSupported = (member: string): BatchError => new BatchError("ApiNotFound", `${member} is not supported by the workbench`);

/** The model's refusals keep their own words: they say more than Excel's. */
export const asBatchError = (fault: unknown): BatchError | null => {
  if (fault instanceof BatchError) return fault;
  return fault instanceof Refusal ? new BatchError(fault.code, `${errorMessages[fault.code]} ${fault.message}`) : null;
};
