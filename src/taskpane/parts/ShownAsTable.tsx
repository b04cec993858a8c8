import { makeStyles, mergeClasses, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";

type Props = {
  readonly label: string;
  readonly columns: readonly { readonly words: string; readonly isFigure: boolean }[];
  readonly rows: readonly (readonly string[])[];
};

const useStyles = makeStyles({
  details: { fontSize: tokens.fontSizeBase200, overflowX: "auto" },
  table: { tableLayout: "auto" },
  cell: { fontSize: tokens.fontSizeBase200, paddingInline: tokens.spacingHorizontalXS, overflowWrap: "anywhere" },
  figure: { textAlign: "end", fontVariantNumeric: "tabular-nums", "& > *": { justifyContent: "flex-end" } },
});

/** The figures of a chart for those who would rather read them. */
export const ShownAsTable = ({ label, columns, rows }: Props) => {
  const styles = useStyles();
  const cell = (column: number) => mergeClasses(styles.cell, columns[column]?.isFigure && styles.figure);
  return (
    <details className={styles.details}>
      <summary>Show as a table</summary>
      <Table size="extra-small" className={styles.table} aria-label={label}>
        <TableHeader>
          <TableRow>
            {columns.map(({ words }, column) => (
              <TableHeaderCell key={words} className={cell(column)}>
                {words}
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.join(" ")}>
              {row.map((text, column) => (
                <TableCell key={column} className={cell(column)}>
                  {text}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </details>
  );
};
