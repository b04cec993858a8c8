import { makeStyles } from "@fluentui/react-components";
import { useState } from "react";
import { useDesk, useDeskState } from "../../desk-context";
import { fullMonths, monthWords } from "../../engine/receipt-figures";
import { moment } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { ChoiceField } from "../../parts/ChoiceField";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";
import { useCompanyAtWork, useNoCompany } from "./company";

const useStyles = makeStyles({
  row: { display: "flex", flexWrap: "wrap", alignItems: "flex-end", gap: "8px" },
  month: { minWidth: "150px" },
});

const monthsOffered = 24;

/** Month-end evidence of one company as a worksheet of its own. */
export const EvidenceCard = () => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const company = useCompanyAtWork();
  const last = useDeskState((state) => state.pulls.reconciliation);
  const noCompany = useNoCompany();
  const cannotPull = useRefusal("viewer");
  // Drawn once, so that the list does not change under the user's hand at midnight.
  const [months] = useState(() => {
    const [latest = "", ...others] = fullMonths(new Date(), monthsOffered);
    const now = new Date();
    return { latest, offered: [`${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`, latest, ...others] };
  });
  const [month, setMonth] = useState(months.latest);
  return (
    <Card title="Month-end evidence">
      <p className={layout.quiet}>
        {company === null ? "One worksheet for a company and month" : `One worksheet for ${company}`}: opening, receipts, allocations, synced payments, exceptions, closing, and who did what. Print it, or keep it with the month’s papers.
      </p>
      <div className={styles.row}>
        <div className={styles.month}>
          <ChoiceField label="Month" value={month} options={months.offered.map((one, at) => [one, at === 0 ? `${monthWords(one)}, so far` : monthWords(one)])} onChoose={setMonth} />
        </div>
        <ActionButton onPress={() => void desk.receipts.reconcile(month)} reason={cannotPull ?? noCompany}>
          Make reconciliation sheet
        </ActionButton>
      </div>
      {last && (
        <p className={layout.quiet}>
          The sheet holds {last.filters.company} for {monthWords(last.filters.month ?? months.latest)}, as at {moment(last.asOf)}. Another month or company takes its place.
        </p>
      )}
    </Card>
  );
};
