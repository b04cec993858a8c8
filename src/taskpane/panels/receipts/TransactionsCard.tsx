import { makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { SheetQuery } from "../../../sync/contract";
import { formatMoney } from "../../../sync/model/money";
import { sheets } from "../../../sync/sheets";
import { receiptRowStates, type ReceiptRowState } from "../../../sync/sheets/sage-transactions";
import { useDesk, useDeskState } from "../../desk-context";
import { blockWords, inState } from "../../engine/receipt-figures";
import { totalsOf } from "../../engine/receipt-loading";
import type { ChosenRows } from "../../engine/receipt-state";
import { rowsInWords } from "../../engine/sheet-pulls";
import { count, moment, plural } from "../../engine/wording";
import { ActionButton, type Reason } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { ChoiceField } from "../../parts/ChoiceField";
import { CompanyField } from "../../parts/CompanyField";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";
import { useCompanyAtWork, useNoCompany } from "./company";

const useStyles = makeStyles({
  filters: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(120px, 1fr))", gap: tokens.spacingHorizontalS, alignItems: "end" },
  /** Names of companies are long. */
  wide: { gridColumn: "1 / -1", minWidth: 0 },
});

const { name } = sheets["sage-transactions"];

/** More blocks than a person would page through; older ones come with "All". */
const mostBlocks = 40;

const whyNotChosen = (chosen: ChosenRows | null): Reason | null => {
  if (chosen === null) return { why: `Pull ${name} first, then choose Yes in its column Sync.` };
  if (chosen.willSync.rows > 0) return null;
  const waiting = chosen.withoutMethod + chosen.cannot.reduce((sum, one) => sum + one.rows, 0);
  return { why: waiting === 0 ? "No row says Yes in the column Sync yet." : `None of the ${plural(waiting, "chosen row")} can be synced as ${waiting === 1 ? "it stands" : "they stand"}.` };
};

/** Rows chosen that will stay behind, and what each group needs. */
export const leftBehind = ({ withoutMethod, cannot }: Pick<ChosenRows, "withoutMethod" | "cannot">): readonly string[] => [
  ...(withoutMethod > 0 ? [`${plural(withoutMethod, "chosen row")} ${withoutMethod === 1 ? "has" : "have"} no payment method: choose one from the list in the column Payment Method.`] : []),
  ...cannot.map(({ state, rows }) => `${plural(rows, "chosen row")} will not be synced: ${state}.`),
];

/** Sage's receipts in their worksheet, and the rows of it that become payments in The Layer. */
export const TransactionsCard = () => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const company = useCompanyAtWork();
  const totals = useDeskState((state) => (company === null ? null : totalsOf(state, company)));
  const chosen = useDeskState((state) => state.receipts.chosen);
  const last = useDeskState((state) => state.pulls["sage-transactions"]);
  const cannotPull = useRefusal("viewer");
  const mayNot = useRefusal("editor");
  const noCompany = useNoCompany();
  const [state, setState] = useState<ReceiptRowState | "">("");
  const [block, setBlock] = useState("");

  const blocks = Math.min(mostBlocks, Math.ceil((totals?.receipts.count ?? 0) / 500));
  // Another company may have fewer receipts than the block chosen for the one before.
  const range = Number(block) <= blocks ? block : "";
  const query: SheetQuery = { ...(company === null ? {} : { company }), ...(state === "" ? {} : { state }), ...(range === "" ? {} : { range }) };
  const ready = totals ? inState(totals, "Ready") : null;
  const noneReady: Reason | null = noCompany ?? (ready === null ? { why: "The control totals are not known yet." } : ready.rows === 0 ? { why: "Nothing is ready to sync." } : null);
  const going = chosen?.willSync ?? null;
  return (
    <Card title="Receipts in Sage, payments in The Layer">
      <p className={layout.quiet}>A receipt in Sage becomes a payment in The Layer, on the invoice that Sage allocated it to. One row for each receipt and invoice, one for what is unallocated.</p>
      <div className={styles.filters} role="group" aria-label="Which receipts to pull">
        <div className={styles.wide}>
          <CompanyField />
        </div>
        <ChoiceField label="State" value={state} options={[["", "Every state"], ...receiptRowStates.map((one) => [one, one] as const)]} onChoose={setState} />
        <ChoiceField
          label="Range"
          value={range}
          options={[["", "All receipts"], ...Array.from({ length: blocks > 1 ? blocks : 0 }, (_, at) => [String(at + 1), blockWords(at + 1)] as const)]}
          onChoose={setBlock}
        />
      </div>
      <div className={layout.row}>
        <ActionButton primary={!last} onPress={() => void desk.receipts.pull(query)} reason={cannotPull}>
          {`Pull ${name}`}
        </ActionButton>
        {last && (
          <ActionButton onPress={() => void desk.receipts.refresh()} reason={cannotPull}>
            Refresh changed
          </ActionButton>
        )}
      </div>
      {last && (
        <p className={layout.quiet}>
          {last.rows === null ? "Refreshed" : `${rowsInWords("sage-transactions", last.rows)} pulled`}, as at {moment(last.asOf)}. Choose Yes in the column Sync of the rows to record in The Layer.
        </p>
      )}
      {last?.notes.map((note) => (
        <p key={note} className={layout.quiet}>
          {note}
        </p>
      ))}
      <div className={layout.row}>
        {last && (
          <ActionButton primary onPress={() => void desk.receipts.syncChosen()} reason={mayNot ?? whyNotChosen(chosen)}>
            {going === null || going.rows === 0 ? "Sync chosen rows" : `Sync ${count(going.rows)} chosen ${going.rows === 1 ? "row" : "rows"}: ${formatMoney(going.amount)}`}
          </ActionButton>
        )}
        <ActionButton onPress={() => company !== null && void desk.receipts.syncAllReady(company)} reason={mayNot ?? noneReady}>
          {ready === null || ready.rows === 0 ? "Sync all ready" : `Sync all ${count(ready.rows)} ready: ${formatMoney(ready.amount)}`}
        </ActionButton>
      </div>
      {chosen && leftBehind(chosen).map((words) => (
        <p key={words} className={layout.text}>
          {words}
        </p>
      ))}
    </Card>
  );
};
