import { Button, Input, makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { AllocationPair, OpenItem, Suggestion } from "../../../sync/contract";
import { displayDate, parseDate } from "../../../sync/model/dates";
import { decimalText, formatMoney, minorUnits } from "../../../sync/model/money";
import { amountOf, choosable, leftOf, pairByHand, receiptNames, shownAmount } from "../../engine/receipt-figures";
import { plural } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS, minWidth: 0 },
  items: { listStyle: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS },
  item: { display: "grid", gridTemplateColumns: "minmax(0, 1fr) auto auto", columnGap: tokens.spacingHorizontalS, alignItems: "center" },
  all: { minWidth: 0 },
  amount: { width: "96px", "& input": { textAlign: "end", fontVariantNumeric: "tabular-nums" } },
  subtitle: { margin: 0, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, fontWeight: tokens.fontWeightSemibold },
  running: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, fontVariantNumeric: "tabular-nums" },
});

const dateWords = (date: string): string => {
  const read = parseDate(date);
  return read.ok ? displayDate(read.value) : date;
};

type ItemsProps = { readonly title: string; readonly items: readonly OpenItem[]; readonly typed: Readonly<Record<string, string>>; readonly onType: (id: string, text: string) => void; readonly onAll: (item: OpenItem) => void };

const Items = ({ title, items, typed, onType, onAll }: ItemsProps) => {
  const styles = useStyles();
  const layout = useLayout();
  return items.length === 0 ? null : (
    <>
      <h4 className={styles.subtitle}>{title}</h4>
      <ul className={styles.items} aria-label={title}>
        {items.map((item) => (
          <li key={item.id} className={styles.item}>
            <span>
              <span className={layout.text}>{item.reference || item.kind}</span>
              <br />
              <span className={layout.quiet}>
                {dateWords(item.date)} · {shownAmount(item.outstanding)} open
              </span>
            </span>
            <Button size="small" className={styles.all} onClick={() => onAll(item)} aria-label={`All that fits on ${item.reference || item.kind}`}>
              All
            </Button>
            <Input
              size="small"
              className={styles.amount}
              inputMode="decimal"
              aria-label={`Amount on ${item.reference || item.kind}, ${shownAmount(item.outstanding)} open`}
              value={typed[item.id] ?? ""}
              onChange={(_event, { value }) => onType(item.id, value)}
            />
          </li>
        ))}
      </ul>
    </>
  );
};

type Props = { readonly suggestion: Suggestion; readonly onAllocate: (pairs: readonly AllocationPair[]) => void };

/** Everything open on the account, with an amount against each: what is left of the receipt is said as it changes. */
export const ByHand = ({ suggestion, onAllocate }: Props) => {
  const styles = useStyles();
  const layout = useLayout();
  const mayNot = useRefusal("editor");
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const { debits, credits, others } = choosable(suggestion);
  const worked = pairByHand(suggestion, typed);
  const isBegun = Object.values(typed).some((text) => text.trim() !== "");
  const type = (id: string, text: string) => setTyped((now) => ({ ...now, [id]: text }));
  /** As much as the item has open and, of an invoice, as the receipt still holds. */
  const fill = (item: OpenItem, isDebit: boolean) => {
    const open = amountOf(item.outstanding);
    const { [item.id]: _own, ...rest } = typed;
    const without = pairByHand(suggestion, rest);
    const left = without.left ?? leftOf(suggestion);
    type(item.id, decimalText(isDebit ? minorUnits(Math.max(0, Math.min(open, left))) : open));
  };
  if (debits.length === 0) return <p className={layout.text}>Nothing is open on this account, so the receipt stays on account until there is.</p>;
  return (
    <div className={styles.form} role="group" aria-label={`Allocate ${receiptNames(suggestion)} by hand`}>
      <Items title="Open invoices" items={debits} typed={typed} onType={type} onAll={(item) => fill(item, true)} />
      <Items title="Credit notes and other receipts to set against them" items={credits} typed={typed} onType={type} onAll={(item) => fill(item, false)} />
      {others > 0 && <p className={layout.quiet}>{plural(others, "other item")} on the account can be allocated in Sage only.</p>}
      <p className={styles.running} role="status">
        {worked.ok
          ? worked.left === 0
            ? `${formatMoney(worked.allocated)} allocated, nothing left of the receipt.`
            : `${formatMoney(worked.allocated)} allocated; ${formatMoney(worked.left)} stays on account.`
          : `${formatMoney(leftOf(suggestion))} to allocate.`}
      </p>
      <ActionButton
        primary
        onPress={() => worked.ok && onAllocate(worked.pairs)}
        reason={mayNot ?? (worked.ok ? null : { why: isBegun ? worked.why : "Enter what the receipt pays on at least one invoice." })}
        label={`Allocate and sync: ${receiptNames(suggestion)}, by hand`}
      >
        Allocate and sync
      </ActionButton>
    </div>
  );
};
