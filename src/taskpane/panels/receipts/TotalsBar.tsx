import { makeStyles, tokens } from "@fluentui/react-components";
import { useEffect, useRef } from "react";
import type { ReceiptTotals } from "../../../sync/contract";
import { shownAmount } from "../../engine/receipt-figures";
import { moment, plural } from "../../engine/wording";
import { useLayout } from "../../parts/layout";
import { CustomerLine } from "./CustomerLine";
import { Verdict } from "./Verdict";

const useStyles = makeStyles({
  bar: {
    position: "sticky",
    // Over the padding of the panel, so that nothing shows above it while the rest scrolls.
    top: `calc(-1 * ${tokens.spacingHorizontalM})`,
    zIndex: 2,
    marginInline: `calc(-1 * ${tokens.spacingHorizontalM})`,
    marginTop: `calc(-1 * ${tokens.spacingHorizontalM})`,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXS,
    // A low pane keeps room for the work below.
    "@media (max-height: 560px)": { position: "static" },
  },
  head: { display: "flex", flexWrap: "wrap", justifyContent: "space-between", columnGap: tokens.spacingHorizontalS },
  title: { margin: 0, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, fontWeight: tokens.fontWeightSemibold, outlineStyle: "none" },
  figures: { margin: 0, display: "grid", gridTemplateColumns: "repeat(3, minmax(0, 1fr))", columnGap: tokens.spacingHorizontalS, rowGap: tokens.spacingVerticalXXS },
  name: { margin: 0, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground2 },
  figure: { margin: 0, fontVariantNumeric: "tabular-nums", fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, overflowWrap: "anywhere" },
});

/** Control totals of one company, over all its receipts, in view whatever is scrolled. */
export const TotalsBar = ({ totals, balanceCardId }: { readonly totals: ReceiptTotals; readonly balanceCardId: string }) => {
  const styles = useStyles();
  const layout = useLayout();
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever chose the company by a button that is gone now goes on here.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  const figures: readonly (readonly [string, string])[] = [
    [plural(totals.receipts.count, "receipt"), totals.receipts.amount],
    ["Allocated", totals.allocated],
    ["Unallocated", totals.unallocated],
    ["Synced", totals.synced],
    ["From The Layer", totals.fromLayer],
    ["Still to sync", totals.open],
  ];
  return (
    <section className={styles.bar} aria-label={`Control totals of ${totals.company}`}>
      <div className={styles.head}>
        <h2 ref={heading} tabIndex={-1} className={styles.title}>
          Control totals
        </h2>
        <span className={layout.quiet}>{totals.readAt === null ? "Sage not read yet" : `Sage read ${moment(totals.readAt)}`}</span>
      </div>
      <dl className={styles.figures}>
        {figures.map(([name, amount]) => (
          <div key={name}>
            <dt className={styles.name}>{name}</dt>
            <dd className={styles.figure}>{shownAmount(amount)}</dd>
          </div>
        ))}
      </dl>
      <Verdict totals={totals} />
      <CustomerLine cardId={balanceCardId} />
    </section>
  );
};
