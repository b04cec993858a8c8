import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { CheckmarkCircleFilled, ErrorCircleFilled, QuestionCircleRegular } from "@fluentui/react-icons";
import type { ReceiptTotals } from "../../../sync/contract";
import { formatMoney } from "../../../sync/model/money";
import { verdictOf } from "../../engine/receipt-figures";

const useStyles = makeStyles({
  line: { margin: 0, display: "flex", alignItems: "center", gap: tokens.spacingHorizontalXS, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, fontVariantNumeric: "tabular-nums" },
  icon: { display: "flex", flexShrink: 0, fontSize: "18px" },
  agreed: { color: tokens.colorStatusSuccessForeground1 },
  differs: { color: tokens.colorStatusDangerForeground1 },
});

/** Whether Sage's control account and what was read here agree: a sign, a word and a figure. */
export const Verdict = ({ totals }: { readonly totals: ReceiptTotals }) => {
  const styles = useStyles();
  const verdict = verdictOf(totals);
  switch (verdict.kind) {
    case "not read":
      return (
        <p className={styles.line}>
          <span className={styles.icon} aria-hidden>
            <QuestionCircleRegular />
          </span>
          Sage’s receipts have not been read yet
        </p>
      );
    case "agreed":
      return (
        <p className={styles.line}>
          <span className={mergeClasses(styles.icon, styles.agreed)} aria-hidden>
            <CheckmarkCircleFilled />
          </span>
          <span>
            <strong>Agreed:</strong> 0.00 difference to Sage’s control account
          </span>
        </p>
      );
    case "differs":
      return (
        <p className={styles.line}>
          <span className={mergeClasses(styles.icon, styles.differs)} aria-hidden>
            <ErrorCircleFilled />
          </span>
          <span>
            <strong>Not agreed:</strong> {formatMoney(verdict.difference)} difference to Sage’s control account
          </span>
        </p>
      );
  }
};
