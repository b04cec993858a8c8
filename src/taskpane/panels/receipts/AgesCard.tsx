import type { ReceiptTotals } from "../../../sync/contract";
import { formatMoney, minorUnits } from "../../../sync/model/money";
import { useDesk } from "../../desk-context";
import { inState, verdictOf } from "../../engine/receipt-figures";
import { count, plural } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";
import { AgesChart } from "./AgesChart";

const cause = (totals: ReceiptTotals): { cause: string; cure: string } | null => {
  const verdict = verdictOf(totals);
  if (verdict.kind !== "differs") return null;
  const { accounts, transactions, difference } = verdict;
  return {
    cause: `Sage’s accounts come to ${formatMoney(accounts)}, and the transactions read here leave ${formatMoney(transactions)} outstanding: ${formatMoney(minorUnits(Math.abs(difference)))} ${difference > 0 ? "more" : "less"} in the accounts.`,
    cure: "Something was posted or archived after Sage was last read, or a balance was brought forward without its transactions. Press Read Sage again; if the difference stays, run Sage’s own balance check of the sales ledger.",
  };
};

/** What has not been dealt with, and why the totals do not agree where they do not. */
export const AgesCard = ({ totals }: { readonly totals: ReceiptTotals }) => {
  const layout = useLayout();
  const desk = useDesk();
  const cannotRead = useRefusal("viewer");
  const unknown = inState(totals, "No matching invoice").rows;
  const wrong = cause(totals);
  return (
    <Card title="Not dealt with, by age">
      {wrong && <FailureBar intent="warning" failure={wrong} />}
      <AgesChart totals={totals} />
      {unknown > 0 && <p className={layout.quiet}>{`${plural(unknown, "row")} on invoices not found in The Layer. If they are there, press Sync now under Documents to read them.`}</p>}
      <div className={layout.row}>
        {unknown > 0 && (
          <ActionButton size="small" onPress={() => void desk.receipts.pull({ company: totals.company, state: "No matching invoice" })} reason={cannotRead}>
            {`Pull ${unknown === 1 ? "that row" : `these ${count(unknown)} rows`}`}
          </ActionButton>
        )}
        <ActionButton size="small" onPress={() => void desk.receipts.readAgain()} reason={cannotRead}>
          Read Sage again
        </ActionButton>
      </div>
    </Card>
  );
};
