import { Link, makeStyles, mergeClasses, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import type { DocumentCounts } from "../../../sync/contract";
import { useDesk, useDeskState } from "../../desk-context";
import { companiesOf } from "../../engine/companies";
import { count, moment, plural } from "../../engine/wording";
import { Card } from "../../parts/Card";
import { useLayout } from "../../parts/layout";
import { documentKinds, kindOf } from "./kinds";

type Counted = DocumentCounts["counts"][number];

const useStyles = makeStyles({
  company: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS },
  name: { margin: 0, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  table: { tableLayout: "auto" },
  kind: { fontSize: tokens.fontSizeBase200, paddingInline: tokens.spacingHorizontalXS, whiteSpace: "nowrap", width: "40%" },
  head: { fontSize: tokens.fontSizeBase200, paddingInline: tokens.spacingHorizontalXS, overflowWrap: "anywhere" },
  number: { textAlign: "end", fontVariantNumeric: "tabular-nums", paddingInline: tokens.spacingHorizontalXS, "& > *": { justifyContent: "flex-end" } },
  link: { fontVariantNumeric: "tabular-nums", fontWeight: tokens.fontWeightSemibold },
  details: { fontSize: tokens.fontSizeBase200 },
  states: { margin: 0, marginTop: tokens.spacingVerticalXS, paddingInlineStart: tokens.spacingHorizontalL, lineHeight: tokens.lineHeightBase200 },
});

const states: readonly (readonly [keyof Counted, string])[] = [
  ["posted", "posted"],
  ["nothing", "with nothing to post"],
  ["waiting", "waiting"],
  ["posting", "being posted"],
  ["inDoubt", "in doubt"],
  ["needsReview", "to look at in Sage"],
  ["failed", "failed"],
  ["drafts", "still drafts"],
];

/** "Invoices: 120 posted, 3 waiting" */
export const describeKind = (counted: Counted): string => {
  const said = states.filter(([state]) => Number(counted[state]) > 0).map(([state, words]) => `${count(Number(counted[state]))} ${words}`);
  return `${kindOf(counted.sheet).name}: ${said.length === 0 ? "none" : said.join(", ")}`;
};

const onTheWay = (counted: Counted) => counted.waiting + counted.posting + counted.inDoubt;
const needingSomebody = (counted: Counted) => counted.failed + counted.needsReview;

type CompanyProps = { readonly name: string; /** Whether worksheets can be filtered by it. */ readonly isKnown: boolean; readonly kinds: readonly Counted[] };

const Company = ({ name, isKnown, kinds }: CompanyProps) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const shown = isKnown ? name : "Sage company not known yet";
  const inDoubt = kinds.reduce((sum, one) => sum + one.inDoubt, 0);
  return (
    <div className={styles.company}>
      <h3 className={styles.name}>{shown}</h3>
      <Table size="extra-small" className={styles.table} aria-label={`Documents: ${shown}`}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell className={styles.kind}>Kind</TableHeaderCell>
            {["In Sage", "On the way", "Needs you"].map((words) => (
              <TableHeaderCell key={words} className={mergeClasses(styles.head, styles.number)}>
                {words}
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {kinds.map((one) => (
            <TableRow key={one.sheet}>
              <TableCell className={styles.kind}>{kindOf(one.sheet).name}</TableCell>
              <TableCell className={styles.number}>{count(one.posted)}</TableCell>
              <TableCell className={styles.number}>{count(onTheWay(one))}</TableCell>
              <TableCell className={styles.number}>
                {needingSomebody(one) === 0 ? (
                  "0"
                ) : (
                  <Link
                    as="button"
                    className={styles.link}
                    onClick={() => void desk.documents.pull(one.sheet, { attention: "yes", ...(isKnown ? { company: name } : {}) })}
                    aria-label={`${count(needingSomebody(one))}: pull the ${kindOf(one.sheet).name.toLowerCase()} of ${shown} that need you`}
                  >
                    {count(needingSomebody(one))}
                  </Link>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {inDoubt > 0 && <p className={layout.quiet}>{plural(inDoubt, "document")} in doubt: Sage did not say whether it took {inDoubt === 1 ? "it" : "them"}. Tieout looks in Sage before anything is sent again.</p>}
    </div>
  );
};

const byCompany = (counts: readonly Counted[]) => {
  const order = documentKinds.map((kind) => kind.slug);
  const companies = new Map<string, Counted[]>();
  for (const one of counts) companies.set(one.company, [...(companies.get(one.company) ?? []), one]);
  return [...companies].map(([name, kinds]) => ({ name, kinds: kinds.sort((one, other) => order.indexOf(one.sheet) - order.indexOf(other.sheet)) })).sort((one, other) => one.name.localeCompare(other.name, "en-GB"));
};

/** Documents by company and kind, counted again and again while somebody looks. */
export const CountsCard = () => {
  const styles = useStyles();
  const layout = useLayout();
  const company = useDeskState((state) => state.company);
  const { value, failure } = useDeskState((state) => state.documents.counts);
  const session = useDeskState((state) => state.session);
  const known = new Set(session.state === "loaded" ? companiesOf(session.value).map((one) => one.name) : []);
  const shown = byCompany((value?.counts ?? []).filter((one) => company === null || one.company === company));
  const total = (value?.counts ?? []).reduce((sum, one) => sum + one.posted, 0);
  return (
    <Card title="Documents by company" aside={value && <span className={layout.quiet}>As at {moment(value.asOf)}</span>}>
      {!value && !failure && <p className={layout.quiet}>Counting…</p>}
      {value && shown.length === 0 && <p className={layout.text}>{company === null ? "No document of The Layer has been read yet. Press Sync now." : `No document of The Layer belongs to ${company} yet.`}</p>}
      {shown.map(({ name, kinds }) => (
        <Company key={name} name={name} isKnown={known.has(name)} kinds={kinds} />
      ))}
      {shown.length > 0 && (
        <details className={styles.details}>
          <summary>Every state</summary>
          {shown.map(({ name, kinds }) => (
            <ul key={name} className={styles.states} aria-label={`Every state: ${known.has(name) ? name : "Sage company not known yet"}`}>
              {kinds.map((one) => (
                <li key={one.sheet}>{describeKind(one)}</li>
              ))}
            </ul>
          ))}
        </details>
      )}
      {company === null && shown.length > 1 && <p className={layout.quiet}>{count(total)} in Sage altogether.</p>}
    </Card>
  );
};

