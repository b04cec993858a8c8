import type { SyncHealth } from "../../../sync/contract";
import { count, plural } from "../../engine/wording";
import { useLayout } from "../../parts/layout";
import { ShownAsTable } from "../../parts/ShownAsTable";
import { StackedBars, type BarKind } from "../../parts/StackedBars";

const kinds: readonly BarKind<"synced" | "linkedNeverSynced" | "unlinked" | "failing">[] = [
  { kind: "synced", words: "Synced", pattern: "plain" },
  { kind: "linkedNeverSynced", words: "Linked, never synced", pattern: "hatched" },
  { kind: "unlinked", words: "Unlinked", pattern: "dotted" },
  { kind: "failing", words: "Failing", pattern: "striped" },
];

/** Sync health as bars, one a company, with the same figures as a table for those who would rather read. */
export const HealthChart = ({ health, company }: { readonly health: SyncHealth; readonly company: string | null }) => {
  const layout = useLayout();
  const shown = health.companies.filter((one) => company === null || one.company === company);
  if (shown.length === 0) return <p className={layout.text}>No customer belongs to {company ?? "a Sage company"} yet. Map sub-companies under Mappings first.</p>;
  const totalOf = (one: SyncHealth["companies"][number]) => kinds.reduce((sum, { kind }) => sum + one[kind], 0);
  return (
    <>
      <StackedBars label="Customers by sync state" kinds={kinds} lines={shown.map((one) => ({ name: one.company, figure: `${count(one.synced)} of ${count(totalOf(one))} synced`, parts: one }))} shown={count} />
      {health.unmapped > 0 && <p className={layout.text}>{plural(health.unmapped, "customer")} in no bar: their sub-company is not mapped to a Sage company.</p>}
      <ShownAsTable
        label="Customers by company and sync state"
        columns={[{ words: "Company", isFigure: false }, ...kinds.map(({ words }) => ({ words, isFigure: true }))]}
        rows={shown.map((one) => [one.company, ...kinds.map(({ kind }) => count(one[kind]))])}
      />
    </>
  );
};
