import { receiptAges, type ReceiptTotals } from "../../../sync/contract";
import { formatMoney, sumMoney, zero, type Money } from "../../../sync/model/money";
import type { ReceiptRowState } from "../../../sync/sheets/sage-transactions";
import { amountOf } from "../../engine/receipt-figures";
import { useLayout } from "../../parts/layout";
import { ShownAsTable } from "../../parts/ShownAsTable";
import { StackedBars, type BarKind } from "../../parts/StackedBars";

type Kind = "ready" | "choice" | "unallocated" | "failed";

const kinds: readonly (BarKind<Kind> & { readonly states: readonly ReceiptRowState[] })[] = [
  { kind: "ready", words: "Ready to sync", pattern: "plain", states: ["Ready", "Syncing"] },
  { kind: "unallocated", words: "Unallocated", pattern: "dotted", states: ["Unallocated"] },
  { kind: "choice", words: "Needs a choice", pattern: "hatched", states: ["Choose a method", "No matching invoice", "Exceeds what is outstanding"] },
  { kind: "failed", words: "Failed or changed", pattern: "striped", states: ["Failed", "Needs review", "De-allocated after sync"] },
];

type Age = { readonly name: string; readonly amounts: Readonly<Record<Kind, Money>>; readonly total: Money };

const nameOf = (upTo: number | null, before: number | null): string => {
  if (upTo === null) return `Over ${String(before)} days`;
  return before === null ? `Up to ${upTo} days` : `${before + 1} to ${upTo} days`;
};

/** Every age from the youngest to the oldest, each with what is not dealt with, by kind. */
const agesOf = (totals: Pick<ReceiptTotals, "ages">): readonly Age[] => {
  const ends = [...receiptAges, null];
  return ends.map((upTo, at) => {
    const here = totals.ages.filter((age) => age.upTo === upTo);
    const amounts = Object.fromEntries(kinds.map(({ kind, states }) => [kind, sumMoney(here.filter((age) => states.includes(age.state)).map((age) => amountOf(age.amount)))])) as Record<Kind, Money>;
    return { name: nameOf(upTo, at === 0 ? null : (ends[at - 1] ?? null)), amounts, total: sumMoney(Object.values(amounts)) };
  });
};

/** What has not been dealt with, by the age of the receipt and what it waits for: as bars, and as a table for those who would rather read. */
export const AgesChart = ({ totals }: { readonly totals: ReceiptTotals }) => {
  const layout = useLayout();
  const ages = agesOf(totals);
  if (ages.every(({ total }) => total === zero)) return <p className={layout.text}>{totals.readAt === null ? "Receipts will stand here by age once Sage has been read." : "Every receipt is dealt with."}</p>;
  return (
    <>
      <StackedBars label="Receipts not dealt with, by age" kinds={kinds} lines={ages.map(({ name, amounts, total }) => ({ name, figure: formatMoney(total), parts: amounts }))} shown={formatMoney} />
      <ShownAsTable
        label="Receipts by age and state"
        columns={[{ words: "Age", isFigure: false }, { words: "State", isFigure: false }, { words: "Amount", isFigure: true }]}
        rows={ages.flatMap(({ name, amounts }) => kinds.filter(({ kind }) => amounts[kind] > zero).map(({ kind, words }) => [name, words, formatMoney(amounts[kind])]))}
      />
    </>
  );
};
