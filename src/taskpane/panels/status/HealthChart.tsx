import { makeStyles, mergeClasses, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import type { SyncHealth } from "../../../sync/contract";
import { count, plural } from "../../engine/wording";
import { useLayout } from "../../parts/layout";

type CompanyHealth = SyncHealth["companies"][number];
type Kind = "synced" | "linkedNeverSynced" | "unlinked" | "failing";

/** Each state has its own pattern besides its colour, so that the bars read in grey and in high contrast. */
const kinds: readonly { readonly kind: Kind; readonly words: string }[] = [
  { kind: "synced", words: "Synced" },
  { kind: "linkedNeverSynced", words: "Linked, never synced" },
  { kind: "unlinked", words: "Unlinked" },
  { kind: "failing", words: "Failing" },
];

const useStyles = makeStyles({
  companies: { listStyle: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  head: { display: "flex", justifyContent: "space-between", gap: tokens.spacingHorizontalS, fontSize: tokens.fontSizeBase200 },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere", minWidth: 0 },
  number: { fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" },
  bar: { display: "flex", height: "18px", gap: "1px", borderRadius: tokens.borderRadiusSmall, overflow: "hidden", backgroundColor: tokens.colorNeutralBackground5 },
  part: { minWidth: "3px", forcedColorAdjust: "none" },
  legend: { display: "flex", flexWrap: "wrap", columnGap: tokens.spacingHorizontalM, rowGap: tokens.spacingVerticalXXS, margin: 0, padding: 0, listStyle: "none", fontSize: tokens.fontSizeBase200 },
  key: { display: "inline-flex", alignItems: "center", gap: tokens.spacingHorizontalXS },
  swatch: { width: "12px", height: "12px", borderRadius: "2px", flexShrink: 0, forcedColorAdjust: "none" },
  synced: { backgroundColor: tokens.colorBrandBackground },
  linkedNeverSynced: { backgroundColor: tokens.colorNeutralBackground1, backgroundImage: `repeating-linear-gradient(45deg, ${tokens.colorBrandForeground1} 0 2px, transparent 2px 6px)` },
  unlinked: { backgroundColor: tokens.colorPaletteMarigoldBackground3, backgroundImage: `radial-gradient(${tokens.colorNeutralForeground1} 1px, transparent 1.4px)`, backgroundSize: "6px 6px" },
  failing: { backgroundColor: tokens.colorPaletteRedBackground3, backgroundImage: `repeating-linear-gradient(90deg, ${tokens.colorNeutralBackground1} 0 1px, transparent 1px 5px)` },
  table: { tableLayout: "auto" },
  cell: { textAlign: "end", fontVariantNumeric: "tabular-nums", paddingInline: tokens.spacingHorizontalXS },
  headCell: { fontSize: tokens.fontSizeBase200, paddingInline: tokens.spacingHorizontalXS, overflowWrap: "anywhere" },
  details: { fontSize: tokens.fontSizeBase200, overflowX: "auto" },
});

const totalOf = (company: CompanyHealth) => kinds.reduce((sum, { kind }) => sum + company[kind], 0);

/** "Acme UK: 120 synced, 3 linked, never synced, 10 unlinked, 2 failing" */
export const describeCompany = (company: CompanyHealth): string =>
  `${company.company}: ${kinds.map(({ kind, words }) => `${count(company[kind])} ${words.toLowerCase()}`).join("; ")}`;

const Bar = ({ company, widest }: { readonly company: CompanyHealth; readonly widest: number }) => {
  const styles = useStyles();
  const total = totalOf(company);
  return (
    <li>
      <div className={styles.head}>
        <span className={styles.name}>{company.company}</span>
        <span className={styles.number}>
          {count(company.synced)} of {count(total)} synced
        </span>
      </div>
      <div className={styles.bar} role="img" aria-label={describeCompany(company)} style={{ width: `${widest === 0 ? 100 : Math.max(12, (total / widest) * 100)}%` }}>
        {kinds.map(({ kind }) => company[kind] > 0 && <span key={kind} className={mergeClasses(styles.part, styles[kind])} style={{ flexGrow: company[kind] }} />)}
      </div>
    </li>
  );
};

/** Sync health as bars, one a company, with the same figures as a table for those who would rather read. */
export const HealthChart = ({ health, company }: { readonly health: SyncHealth; readonly company: string | null }) => {
  const styles = useStyles();
  const layout = useLayout();
  const shown = health.companies.filter((one) => company === null || one.company === company);
  const widest = Math.max(0, ...shown.map(totalOf));
  if (shown.length === 0) return <p className={layout.text}>No customer belongs to {company ?? "a Sage company"} yet. Map sub-companies under Mappings first.</p>;
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
      <ul className={styles.companies} aria-label="Customers by sync state">
        {shown.map((one) => (
          <Bar key={one.company} company={one} widest={widest} />
        ))}
      </ul>
      {health.unmapped > 0 && <p className={layout.text}>{plural(health.unmapped, "customer")} in no bar: their sub-company is not mapped to a Sage company.</p>}
      <details className={styles.details}>
        <summary>Show as a table</summary>
        <Table size="extra-small" className={styles.table} aria-label="Customers by company and sync state">
          <TableHeader>
            <TableRow>
              <TableHeaderCell className={styles.headCell}>Company</TableHeaderCell>
              {kinds.map(({ kind, words }) => (
                <TableHeaderCell key={kind} className={styles.headCell}>
                  {words}
                </TableHeaderCell>
              ))}
            </TableRow>
          </TableHeader>
          <TableBody>
            {shown.map((one) => (
              <TableRow key={one.company}>
                <TableCell className={styles.headCell}>{one.company}</TableCell>
                {kinds.map(({ kind }) => (
                  <TableCell key={kind} className={styles.cell}>
                    {count(one[kind])}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </details>
    </>
  );
};
