import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { CellValue } from "../../sync/model/cell";

const useStyles = makeStyles({
  value: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: "anywhere", whiteSpace: "pre-wrap" },
  new: { fontWeight: tokens.fontWeightSemibold },
  blank: { fontStyle: "italic", color: tokens.colorNeutralForeground3 },
});

/** A cell's value so that spaces count: those at its ends and those that do not break are drawn as dots. */
export const visible = (value: Exclude<CellValue, null>): string =>
  String(value)
    .replace(/^ +| +$/g, (spaces) => "·".repeat(spaces.length))
    .replace(/[\u00a0\u2007\u202f]/g, "⍽");

export const Shown = ({ value, isNew = false }: { readonly value: CellValue; readonly isNew?: boolean }) => {
  const styles = useStyles();
  if (value === null || value === "") return <span className={styles.blank}>blank</span>;
  return <span className={mergeClasses(styles.value, isNew && styles.new)}>{visible(value)}</span>;
};
