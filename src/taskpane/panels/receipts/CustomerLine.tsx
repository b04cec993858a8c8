import { Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { formatMoney, minorUnits, zero } from "../../../sync/model/money";
import { useDeskState } from "../../desk-context";
import { amountOf, balanceShown } from "../../engine/receipt-figures";
import type { DeskState } from "../../engine/state";
import { useLayout } from "../../parts/layout";

const useStyles = makeStyles({
  line: { display: "flex", justifyContent: "space-between", gap: tokens.spacingHorizontalS, minWidth: 0 },
  name: { minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", fontSize: "inherit", lineHeight: "inherit" },
  amount: { flexShrink: 0, fontVariantNumeric: "tabular-nums", color: tokens.colorNeutralForeground1 },
});

type Line = { readonly name: string; readonly words: string };

/** The selected customer in one line; null while no row of a customer was selected and none looked up. */
export const customerLine = ({ receipts, company }: Pick<DeskState, "receipts" | "company">): Line | null => {
  const { balance, followed } = receipts;
  if (followed?.kind === "unknown") return { name: followed.name, words: "not in The Layer" };
  if (followed?.kind === "several") return { name: followed.name, words: "several of that name" };
  if (followed?.kind === "failed" || balance === null) return null;
  if (balance.value === null) return { name: balance.name, words: balance.failure ? "not known" : "asking Sage…" };
  const shown = balanceShown(balance.value.balances, [balance.company, company]);
  if (shown === null || shown.standing.kind === "not read") return { name: balance.name, words: "not known" };
  if (shown.standing.kind === "not linked") return { name: balance.name, words: "not linked" };
  const owed = amountOf(shown.standing.balance);
  const words = owed < zero ? `${formatMoney(minorUnits(-owed))} in credit` : `owes ${formatMoney(owed)}`;
  return { name: balance.name, words: `${words}${shown.standing.onHold ? ", on hold" : ""}` };
};

/** Whom the selected row is about and what that customer owes, in view whatever is scrolled. The card below says more. */
export const CustomerLine = ({ cardId }: { readonly cardId: string }) => {
  const styles = useStyles();
  const layout = useLayout();
  const name = useDeskState((state) => customerLine(state)?.name ?? null);
  const words = useDeskState((state) => customerLine(state)?.words ?? "");
  if (name === null) return <p className={layout.quiet}>Select a customer’s row to see what the customer owes.</p>;
  const goToCard = () => {
    const card = document.getElementById(cardId);
    card?.scrollIntoView({ block: "end" });
    card?.focus({ preventScroll: true });
  };
  return (
    <p className={mergeClasses(layout.quiet, styles.line)}>
      <Link as="button" className={styles.name} onClick={goToCard} title={`${name}: balance, credit limit and when it was read`}>
        {name}
      </Link>
      <span className={styles.amount}>{words}</span>
    </p>
  );
};
