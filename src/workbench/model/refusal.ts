/** What Excel refuses to do, with the code the Office API reports it by. Thrown by edits, since an edit has no other answer to give. */
export type RefusalCode =
  | "InvalidArgument"
  | "InvalidReference"
  | "InvalidOperation"
  | "InvalidSelection"
  | "ItemNotFound"
  | "ItemAlreadyExists"
  | "InsertDeleteConflict"
  | "AccessDenied"
  | "InactiveWorkbook"
  | "RangeExceedsLimit"
  | "FormulaLengthExceedsLimit"
  | "GeneralException";

export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
    this.name = "Refusal";
  }
}
