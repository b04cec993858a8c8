/**
 * What stands in the Problem cell: what is wrong, in words, and behind it the marks of the row, from which one conditional format
 * can read them. "There is no account X in Acme. Choose … · Error in SageAccountNumber · Note on CustomerName" says in words what the
 * colours say, moves with its row when the user sorts, and can be filtered by.
 */
import type { HeaderMap, RowMark } from "./port";

export type Severity = RowMark["columns"][number]["severity"];

/** From the gravest down; where one cell has several marks, the gravest colours it. */
export const severities: readonly Severity[] = ["error", "warning", "info"];

const words: Readonly<Record<Severity, string>> = { error: "Error in ", warning: "Warning in ", info: "Note on " };
const separator = " · ";

/** The whole text of a row's Problem cell; column names are spelled as in the user's sheet. */
export const markText = (mark: RowMark, headers: HeaderMap): string =>
  [
    mark.text,
    ...new Set(
      severities.flatMap((severity) =>
        mark.columns.filter((marked) => marked.severity === severity).map((marked) => `${words[severity]}${headers[marked.column] ?? marked.column}`),
      ),
    ),
  ].join(separator);

/**
 * The formula of the conditional format for one severity, written for the top left cell of the table's body.
 * It looks for the name in the cell's own column heading, so one rule serves all columns, renamed and moved ones included.
 */
export const markFormula = (severity: Severity, headerCell: string, problemCell: string): string =>
  `=ISNUMBER(FIND("${separator}${words[severity]}"&${headerCell}&"${separator}",${problemCell}&"${separator}"))`;
