import { makeStyles, Spinner } from "@fluentui/react-components";
import { useEffect, useId } from "react";
import { useDesk, useDeskState } from "../../desk-context";
import { totalsOf } from "../../engine/receipt-loading";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { AgesCard } from "./AgesCard";
import { BalanceCard } from "./BalanceCard";
import { BarCard } from "./BarCard";
import { CompaniesCard } from "./CompaniesCard";
import { EvidenceCard } from "./EvidenceCard";
import { MatchCard } from "./MatchCard";
import { TotalsBar } from "./TotalsBar";
import { TransactionsCard } from "./TransactionsCard";
import { useCompanyAtWork } from "./company";

const useStyles = makeStyles({ place: { minWidth: 0, outlineStyle: "none" } });

/** Receipts entered in Sage on their way to The Layer: do the two agree, what is to be matched, and the month-end evidence. */
const ReceiptsPanel = () => {
  const styles = useStyles();
  const layout = useLayout();
  const balanceCardId = useId();
  const desk = useDesk();
  const company = useCompanyAtWork();
  const isSignedIn = useDeskState((state) => state.session.state === "loaded");
  const { value, failure } = useDeskState((state) => state.receipts.totals);
  const totals = useDeskState((state) => (company === null ? null : totalsOf(state, company)));
  const bar = useDeskState((state) => state.receipts.bars.value?.find((one) => one.company === company) ?? null);
  useEffect(() => {
    if (isSignedIn) void desk.receipts.open();
  }, [desk, company, isSignedIn]);
  useEffect(() => {
    if (!isSignedIn) return;
    const following = desk.receipts.followSelection();
    return () => {
      void following.then((followed) => (followed.ok ? followed.value() : undefined));
    };
  }, [desk, isSignedIn]);
  return (
    <div className={layout.column}>
      {totals && <TotalsBar totals={totals} balanceCardId={balanceCardId} />}
      {failure && <FailureBar intent="warning" failure={failure} />}
      {!value && !failure && <Spinner label="Asking for the control totals" />}
      {value && company !== null && !totals && <p className={layout.text}>Nothing is known of the receipts of {company} yet. Press Sync now under Documents to read Sage.</p>}
      {value && company === null && <CompaniesCard companies={value.companies} />}
      <MatchCard />
      <TransactionsCard />
      {totals && <AgesCard totals={totals} />}
      <EvidenceCard />
      <div id={balanceCardId} tabIndex={-1} className={styles.place}>
        <BalanceCard />
      </div>
      {bar && <BarCard key={`${bar.companyRef} ${String(bar.bar)}`} bar={bar} />}
    </div>
  );
};

export default ReceiptsPanel;
