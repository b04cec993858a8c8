import { Checkbox, makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { SheetQuery } from "../../../sync/contract";
import { sheets } from "../../../sync/sheets";
import { documentStates, type DocumentState } from "../../../sync/sheets/documents";
import type { DocumentSlug } from "../../../sync/sheets/sheet";
import { useDesk, useDeskState } from "../../desk-context";
import { rowsInWords } from "../../engine/sheet-pulls";
import { moment } from "../../engine/wording";
import { ActionButton, type Reason } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { ChoiceField } from "../../parts/ChoiceField";
import { CompanyField } from "../../parts/CompanyField";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";
import { documentKinds } from "./kinds";

const useStyles = makeStyles({
  filters: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(120px, 1fr))", gap: tokens.spacingHorizontalS, alignItems: "end" },
  wide: { gridColumn: "1 / -1" },
});

/** One kind of document in its own worksheet, and another try for the rows chosen there. */
export const PullCard = () => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const company = useDeskState((state) => state.company);
  const pulls = useDeskState((state) => state.pulls);
  const cannotPull = useRefusal("viewer");
  const mayNot = useRefusal("editor");
  const [slug, setSlug] = useState<DocumentSlug>("invoices");
  const [state, setState] = useState<DocumentState | "">("");
  const [onlyAttention, setOnlyAttention] = useState(false);
  const { name } = sheets[slug];
  const last = pulls[slug];
  const query: SheetQuery = { ...(company === null ? {} : { company }), ...(state === "" ? {} : { state }), ...(onlyAttention ? { attention: "yes" as const } : {}) };
  const pull = () => void desk.documents.pull(slug, query);
  const notPulled: Reason | null = last ? null : { why: `${name} were not pulled into this workbook yet.`, wayOut: { label: `Pull ${name} now`, go: pull } };
  return (
    <Card title="Worksheets">
      <p className={layout.quiet}>One row for each document, with its state, the reason, and Sage’s number once it is there.</p>
      <div className={styles.filters} role="group" aria-label="Which documents to pull">
        <ChoiceField label="Kind" value={slug} options={documentKinds.map((kind) => [kind.slug, kind.name])} onChoose={setSlug} />
        <CompanyField />
        <ChoiceField label="State" value={state} options={[["", "Every state"], ...documentStates.map((one) => [one, one] as const)]} onChoose={setState} />
        <Checkbox className={styles.wide} label="Only what needs attention" checked={onlyAttention} onChange={(_event, { checked }) => setOnlyAttention(checked === true)} />
      </div>
      <div className={layout.row}>
        <ActionButton onPress={pull} reason={cannotPull}>
          {`Pull ${name}`}
        </ActionButton>
        <ActionButton onPress={() => void desk.documents.refresh(slug)} reason={cannotPull ?? notPulled}>
          Refresh changed
        </ActionButton>
        {last && (
          <ActionButton onPress={() => void desk.documents.retryChosen(slug)} reason={mayNot}>
            Retry chosen rows
          </ActionButton>
        )}
      </div>
      {last && (
        <p className={layout.quiet}>
          {last.rows === null ? `${name} refreshed` : `${rowsInWords(slug, last.rows)} pulled`}, as at {moment(last.asOf)}. To try rows again, choose Yes in their column Retry.
        </p>
      )}
      {last?.notes.map((note) => (
        <p key={note} className={layout.quiet}>
          {note}
        </p>
      ))}
    </Card>
  );
};
