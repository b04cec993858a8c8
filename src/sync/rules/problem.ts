import type { CellValue, RowRef } from "../model/cell";

export type Severity = "error" | "warning" | "info";

/** One cell's change: what a fix proposes, what an undo takes back. */
export type CellChange = { readonly row: RowRef; readonly column: string; readonly from: CellValue; readonly to: CellValue };

/** A way out of a problem. `label` is a button's text: "Use 00123". Several candidates are several fixes. */
export type Fix = {
  readonly label: string;
  readonly changes: readonly CellChange[];
  /** Fixes with the same group can be applied together: "Restore leading zeros in 14 cells". */
  readonly group?: { readonly id: string; readonly label: string };
  /** Follows from the rest of the row, with nothing to choose: made by itself in a blank cell once somebody fills in the row. */
  readonly follows?: true;
};

/** An error blocks its row's push and no other row's. `cause` names the value; `cure` says what to do. */
export type Problem = {
  readonly row: RowRef;
  readonly columns: readonly string[];
  readonly severity: Severity;
  /** A rule's name, for example "lost-zeros". */
  readonly code: string;
  readonly cause: string;
  readonly cure: string;
  readonly fixes: readonly Fix[];
};
