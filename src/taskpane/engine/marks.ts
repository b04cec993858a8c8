import type { RowMark } from "../../excel/port";
import type { RowRef } from "../../sync/model/cell";
import type { Problem, Severity } from "../../sync/rules/problem";
import { refText } from "../../sync/sheets/rows";
import type { ProblemCounts } from "./state";

const gravity: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The gravest first; the order of the sheet otherwise. */
export const gravestFirst = (problems: readonly Problem[]): Problem[] => [...problems].sort((one, other) => gravity[one.severity] - gravity[other.severity]);

/** All that is wrong with one row, as its Problem cell says it. */
export const markOf = (row: RowRef, problems: readonly Problem[]): RowMark => {
  const sorted = gravestFirst(problems);
  return {
    row,
    columns: sorted.flatMap((problem) => problem.columns.map((column) => ({ column, severity: problem.severity }))),
    text: sorted.map((problem) => `${problem.cause} ${problem.cure}`).join(" · "),
  };
};

export const marksOf = (problems: readonly Problem[]): RowMark[] => {
  const byRow = new Map<string, Problem[]>();
  for (const problem of problems) {
    const known = byRow.get(refText(problem.row));
    if (known) known.push(problem);
    else byRow.set(refText(problem.row), [problem]);
  }
  return [...byRow.values()].flatMap((found) => (found[0] ? [markOf(found[0].row, found)] : []));
};

export const countProblems = (problems: readonly Problem[]): ProblemCounts => {
  const counts = { error: 0, warning: 0, info: 0 };
  const rows = new Set<string>();
  for (const problem of problems) {
    counts[problem.severity] += 1;
    if (problem.severity === "error") rows.add(refText(problem.row));
  }
  return { ...counts, rowsInError: rows.size };
};
