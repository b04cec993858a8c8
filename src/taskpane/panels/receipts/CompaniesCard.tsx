import { Button, makeStyles, tokens } from "@fluentui/react-components";
import type { ReceiptTotals } from "../../../sync/contract";
import { useDesk } from "../../desk-context";
import { shownAmount } from "../../engine/receipt-figures";
import { plural } from "../../engine/wording";
import { Card } from "../../parts/Card";
import { useLayout } from "../../parts/layout";
import { Verdict } from "./Verdict";

const useStyles = makeStyles({
  companies: { listStyle: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  company: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXXS, minWidth: 0 },
  name: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
});

/** While several companies are in view: how each stands, and one press to work on it. */
export const CompaniesCard = ({ companies }: { readonly companies: readonly ReceiptTotals[] }) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  return (
    <Card title="Choose the company to reconcile">
      <p className={layout.quiet}>A payment in The Layer is a receipt in Sage. Each Sage company is matched and reconciled by itself.</p>
      <ul className={styles.companies} aria-label="Sage companies">
        {companies.map((totals) => (
          <li key={totals.company} className={styles.company}>
            <h3 className={styles.name}>{totals.company}</h3>
            <Verdict totals={totals} />
            <p className={layout.quiet}>
              {plural(totals.receipts.count, "receipt")}: {shownAmount(totals.unallocated)} unallocated, {shownAmount(totals.open)} still to sync
            </p>
            <div className={layout.row}>
              <Button size="small" onClick={() => desk.chooseCompany(totals.company)}>
                Work on {totals.company}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
};
