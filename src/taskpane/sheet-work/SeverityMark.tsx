import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ErrorCircleFilled, InfoFilled, WarningFilled } from "@fluentui/react-icons";
import type { Severity } from "../../sync/rules/problem";

const useStyles = makeStyles({
  mark: { flexShrink: 0, fontSize: "16px", lineHeight: 1, display: "inline-flex" },
  error: { color: tokens.colorStatusDangerForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  info: { color: tokens.colorNeutralForeground3 },
});

const shapes = { error: ErrorCircleFilled, warning: WarningFilled, info: InfoFilled } as const;
export const severityWords: Readonly<Record<Severity, string>> = { error: "Error", warning: "Warning", info: "Note" };

/** A shape and a word for each severity, as colour alone tells nothing to many. */
export const SeverityMark = ({ severity }: { readonly severity: Severity }) => {
  const styles = useStyles();
  const Shape = shapes[severity];
  return (
    <span className={mergeClasses(styles.mark, styles[severity])} role="img" aria-label={severityWords[severity]}>
      <Shape aria-hidden />
    </span>
  );
};
