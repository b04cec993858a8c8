import { makeStyles, mergeClasses, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { CellValue } from "../../sync/model/cell";
import { Shown } from "./Shown";

const useStyles = makeStyles({
  table: { tableLayout: "fixed" },
  cell: { overflowWrap: "anywhere", verticalAlign: "top", paddingBlock: tokens.spacingVerticalXS, height: "auto" },
  place: { width: "45%", fontSize: tokens.fontSizeBase200 },
});

type Props = {
  readonly label: string;
  readonly size: "small" | "extra-small";
  readonly headings: readonly [place: string, from: string, to: string];
  readonly changes: readonly { readonly key: string; readonly place: ReactNode; readonly from: CellValue; readonly to: CellValue }[];
};

/** What would change, from and to. */
export const ChangesTable = ({ label, size, headings: [place, from, to], changes }: Props) => {
  const styles = useStyles();
  return (
    <Table size={size} className={styles.table} aria-label={label}>
      <TableHeader>
        <TableRow>
          <TableHeaderCell className={styles.place}>{place}</TableHeaderCell>
          <TableHeaderCell>{from}</TableHeaderCell>
          <TableHeaderCell>{to}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {changes.map((change) => (
          <TableRow key={change.key}>
            <TableCell className={mergeClasses(styles.cell, styles.place)}>{change.place}</TableCell>
            <TableCell className={styles.cell}>
              <Shown value={change.from} />
            </TableCell>
            <TableCell className={styles.cell}>
              <Shown value={change.to} isNew />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
};
