import { makeStyles, mergeClasses, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import { receiptAges, type ReceiptTotals } from "../../../sync/contract";
import { formatMoney, sumMoney, zero, type Money } from "../../../sync/model/money";
import type { ReceiptRowState } from "../../../sync/sheets/sage-transactions";
import { amountOf } from "../../engine/receipt-figures";
import { useLayout } from "../../parts/layout";

type Kind = "ready" | "choice" | "unallocated" | "failed";

/** Each has its own pattern besides its colour, so that the bars read in grey and in high contrast. */
const kinds: readonly { readonly kind: Kind; readonly words: string; readonly states: readonly ReceiptRowState[] }[] = [
  { kind: "ready", words: "Ready to sync", states: ["Ready", "Syncing"] },
  { kind: "unallocated", words: "Unallocated", states: ["Unallocated"] },
  { kind: "choice", words: "Needs a choice", states: ["Choose a method", "No matching invoice", "Exceeds what is outstanding"] },
  { kind: "failed", words: "Failed or changed", states: ["Failed", "Needs review", "De-allocated after sync"] },
];

const useStyles = makeStyles({
  ages: { listStyle: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  head: { display: "flex", justifyContent: "space-between", gap: tokens.spacingHorizontalS, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  number: { fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" },
  bar: { display: "flex", height: "16px", gap: "1px", borderRadius: tokens.borderRadiusSmall, overflow: "hidden" },
  part: { minWidth: "3px", forcedColorAdjust: "none" },
  legend: { display: "flex", flexWrap: "wrap", columnGap: tokens.spacingHorizontalM, rowGap: tokens.spacingVerticalXXS, margin: 0, padding: 0, listStyle: "none", fontSize: tokens.fontSizeBase200 },
  key: { display: "inline-flex", alignItems: "center", gap: tokens.spacingHorizontalXS },
  swatch: { width: "12px", height: "12px", borderRadius: "2px", flexShrink: 0, forcedColorAdjust: "none" },
  ready: { backgroundColor: tokens.colorBrandBackground },
  unallocated: { backgroundColor: tokens.colorPaletteMarigoldBackground3, backgroundImage: `radial-gradient(${tokens.colorNeutralForeground1} 1px, transparent 1.4px)`, backgroundSize: "6px 6px" },
  choice: { backgroundColor: tokens.colorNeutralBackground1, backgroundImage: `repeating-linear-gradient(45deg, ${tokens.colorBrandForeground1} 0 2px, transparent 2px 6px)` },
  failed: { backgroundColor: tokens.colorPaletteRedBackground3, backgroundImage: `repeating-linear-gradient(90deg, ${tokens.colorNeutralBackground1} 0 1px, transparent 1px 5px)` },
  table: { tableLayout: "auto" },
  cell: { fontSize: tokens.fontSizeBase200, textAlign: "end", fontVariantNumeric: "tabular-nums", paddingInline: tokens.spacingHorizontalXS },
  headCell: { fontSize: tokens.fontSizeBase200, paddingInline: tokens.spacingHorizontalXS },
  headNumber: { "& > *": { justifyContent: "flex-end" } },
  details: { fontSize: tokens.fontSizeBase200 },
});

type Age = { readonly name: string; readonly amounts: Readonly<Record<Kind, Money>>; readonly total: Money };

const nameOf = (upTo: number | null, before: number | null): string => {
  if (upTo === null) return `Over ${String(before)} days`;
  return before === null ? `Up to ${upTo} days` : `${before + 1} to ${upTo} days`;
};

/** Every age from the youngest to the oldest, each with what is not dealt with, by kind. */
export const agesOf = (totals: Pick<ReceiptTotals, "ages">): readonly Age[] => {
  const ends = [...receiptAges, null];
  return ends.map((upTo, at) => {
    const here = totals.ages.filter((age) => age.upTo === upTo);
    const amounts = Object.fromEntries(kinds.map(({ kind, states }) => [kind, sumMoney(here.filter((age) => states.includes(age.state)).map((age) => amountOf(age.amount)))])) as Record<Kind, Money>;
    return { name: nameOf(upTo, at === 0 ? null : (ends[at - 1] ?? null)), amounts, total: sumMoney(Object.values(amounts)) };
  });
};

/** What has not been dealt with, by the age of the receipt and what it waits for: as bars, and as a table for those who would rather read. */
export const AgesChart = ({ totals }: { readonly totals: ReceiptTotals }) => {
  const styles = useStyles();
  const layout = useLayout();
  const ages = agesOf(totals);
  const widest = Math.max(0, ...ages.map((age) => age.total));
  if (widest === 0) return <p className={layout.text}>{totals.readAt === null ? "Receipts will stand here by age once Sage has been read." : "Every receipt is dealt with."}</p>;
  return (
    <>
      <ul className={styles.legend} aria-hidden>
        {kinds.map(({ kind, words }) => (
          <li key={kind} className={styles.key}>
            <span className={mergeClasses(styles.swatch, styles[kind])} />
            {words}
          </li>
        ))}
      </ul>
      <ul className={styles.ages} aria-label="Receipts not dealt with, by age">
        {ages.map((age) => (
          <li key={age.name}>
            <div className={styles.head}>
              <span>{age.name}</span>
              <span className={styles.number}>{formatMoney(age.total)}</span>
            </div>
            {age.total > zero && (
              <div
                className={styles.bar}
                role="img"
                aria-label={`${age.name}: ${kinds.map(({ kind, words }) => `${formatMoney(age.amounts[kind])} ${words.toLowerCase()}`).join("; ")}`}
                style={{ width: `${Math.max(4, (age.total / widest) * 100)}%` }}
              >
                {kinds.map(({ kind }) => age.amounts[kind] > zero && <span key={kind} className={mergeClasses(styles.part, styles[kind])} style={{ flexGrow: age.amounts[kind] }} />)}
              </div>
            )}
          </li>
        ))}
      </ul>
      <details className={styles.details}>
        <summary>Show as a table</summary>
        <Table size="extra-small" className={styles.table} aria-label="Receipts by age and state">
          <TableHeader>
            <TableRow>
              <TableHeaderCell className={styles.headCell}>Age</TableHeaderCell>
              <TableHeaderCell className={styles.headCell}>State</TableHeaderCell>
              <TableHeaderCell className={mergeClasses(styles.headCell, styles.headNumber)}>Amount</TableHeaderCell>
            </TableRow>
          </TableHeader>
          <TableBody>
            {ages.flatMap((age) =>
              kinds
                .filter(({ kind }) => age.amounts[kind] > zero)
                .map(({ kind, words }) => (
                  <TableRow key={`${age.name} ${kind}`}>
                    <TableCell className={styles.headCell}>{age.name}</TableCell>
                    <TableCell className={styles.headCell}>{words}</TableCell>
                    <TableCell className={styles.cell}>{formatMoney(age.amounts[kind])}</TableCell>
                  </TableRow>
                )),
            )}
          </TableBody>
        </Table>
      </details>
    </>
  );
};
