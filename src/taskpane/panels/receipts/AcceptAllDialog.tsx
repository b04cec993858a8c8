import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from "@fluentui/react-components";
import type { Suggestion } from "../../../sync/contract";
import { formatMoney, subtractMoney, sumMoney } from "../../../sync/model/money";
import { leftOf, pairNames, receiptNames, sureWords, totalOfPairs } from "../../engine/receipt-figures";
import { count, plural } from "../../engine/wording";
import { Facts } from "../../parts/Facts";
import { useLayout } from "../../parts/layout";

const useStyles = makeStyles({
  content: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  list: { margin: 0, padding: 0, listStyle: "none", display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, overflowWrap: "anywhere", maxHeight: "30vh", overflowY: "auto" },
  head: { display: "flex", justifyContent: "space-between", gap: tokens.spacingHorizontalS, fontWeight: tokens.fontWeightSemibold },
  amount: { fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" },
});

type Props = { readonly suggestions: readonly Suggestion[]; readonly above: string; readonly onAccept: () => void; readonly onClose: () => void };

/** What one press would allocate, in totals and one by one. */
export const AcceptAllDialog = ({ suggestions, above, onAccept, onClose }: Props) => {
  const styles = useStyles();
  const layout = useLayout();
  const best = suggestions.flatMap((suggestion) => (suggestion.outcome.kind === "suggested" ? [{ suggestion, proposal: suggestion.outcome.best }] : []));
  const receipts = sumMoney(suggestions.map(leftOf));
  const own = sumMoney(best.map(({ suggestion, proposal }) => totalOfPairs(proposal.pairs.filter((pair) => suggestion.receipts.some((receipt) => receipt.id === pair.creditId)))));
  const facts: readonly (readonly [string, string])[] = [
    ["Receipts", count(suggestions.reduce((sum, one) => sum + one.receipts.length, 0))],
    ["They hold", formatMoney(receipts)],
    ["To be allocated", formatMoney(own)],
    ["Stays on account", formatMoney(subtractMoney(receipts, own))],
    ["Customers", count(new Set(suggestions.map((one) => one.sageCustomerId)).size)],
  ];
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{`Accept all ${plural(suggestions.length, "suggestion")} above ${above}?`}</DialogTitle>
          <DialogContent className={styles.content}>
            <Facts facts={facts} are="figures" />
            <ul className={styles.list} aria-label="What would be allocated">
              {best.map(({ suggestion, proposal }) => (
                <li key={suggestion.id}>
                  <span className={styles.head}>
                    <span>{suggestion.customer}</span> <span className={styles.amount}>{formatMoney(leftOf(suggestion))}</span>
                  </span>{" "}
                  Receipt {receiptNames(suggestion)} pays {pairNames(suggestion, proposal)} ({sureWords(proposal.score)})
                </li>
              ))}
            </ul>
            <p className={layout.text}>Each is allocated in Sage and then recorded in The Layer. Sage has no way to take an allocation back from here.</p>
          </DialogContent>
          <DialogActions fluid>
            <Button onClick={onClose}>Go back</Button>
            <Button appearance="primary" onClick={onAccept}>
              {`Allocate and sync ${count(suggestions.length)}`}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};
