import { Button, makeStyles, Radio, RadioGroup, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { PushSlug } from "../../sync/sheets/sheet";
import { useDesk } from "../desk-context";
import { allFrom, type Side } from "../engine/conflicts";
import type { Conflict } from "../engine/merge";
import { plural } from "../engine/wording";
import { ActionButton } from "../parts/ActionButton";
import { Card } from "../parts/Card";
import { useLayout } from "../parts/layout";
import { Shown } from "./Shown";

const useStyles = makeStyles({
  rows: { listStyle: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  row: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS },
  field: { border: "none", margin: 0, padding: 0, paddingInlineStart: tokens.spacingHorizontalS, borderInlineStartWidth: "2px", borderInlineStartStyle: "solid", borderInlineStartColor: tokens.colorNeutralStroke2 },
  legend: { fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold, padding: 0 },
});

const ConflictRow = ({ slug, conflict }: { readonly slug: PushSlug; readonly conflict: Conflict }) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const [choices, setChoices] = useState<Readonly<Record<string, Side>>>({});
  const name = desk.rowName(slug, conflict.row);
  const isComplete = conflict.fields.every((field) => choices[field.column] !== undefined);
  const settle = (side: Side) => void desk.resolve(slug, conflict, allFrom(conflict, side));
  return (
    <li className={styles.row}>
      <p className={layout.text}>
        <strong>{name}</strong>
      </p>
      {conflict.theirs === null ? (
        <p className={layout.quiet}>Somebody removed this row since your last pull, and you changed it.</p>
      ) : (
        conflict.fields.map((field) => (
          <fieldset key={field.column} className={styles.field}>
            <legend className={styles.legend}>{field.column}</legend>
            <RadioGroup
              layout="vertical"
              value={choices[field.column] ?? ""}
              onChange={(_event, { value }) => setChoices({ ...choices, [field.column]: value as Side })}
              aria-label={`${field.column} of ${name}`}
            >
              <Radio value="yours" label={<>Yours: <Shown value={field.yours} /></>} />
              <Radio value="theirs" label={<>Theirs: <Shown value={field.theirs} /></>} />
            </RadioGroup>
            <p className={layout.quiet}>
              At your last pull: <Shown value={field.base} />
            </p>
          </fieldset>
        ))
      )}
      <div className={layout.row}>
        {conflict.theirs !== null && conflict.fields.length > 1 && (
          <ActionButton
            size="small"
            onPress={() => void desk.resolve(slug, conflict, choices)}
            reason={isComplete ? null : { why: "Choose a side for each field first." }}
          >
            Use these choices
          </ActionButton>
        )}
        <Button size="small" onClick={() => settle("yours")} aria-label={`Keep yours for ${name}`}>
          Keep yours
        </Button>
        <Button size="small" onClick={() => settle("theirs")} aria-label={`${conflict.theirs === null ? "Remove the row" : "Take theirs"} for ${name}`}>
          {conflict.theirs === null ? "Remove the row" : "Take theirs"}
        </Button>
      </div>
    </li>
  );
};

/** Conflicts drawn at once; the next ones follow as these are settled. */
const atOnce = 10;

/** Rows that changed here and elsewhere since the last pull. None is pushed or overwritten until somebody chose. */
const ConflictCard = ({ slug, conflicts }: { readonly slug: PushSlug; readonly conflicts: readonly Conflict[] }) => {
  const styles = useStyles();
  const layout = useLayout();
  return (
    <Card title={`${plural(conflicts.length, "row")} changed on both sides`}>
      <p className={layout.quiet}>Somebody else changed {conflicts.length === 1 ? "this row" : "these rows"} after your last pull. Choose what to keep; nothing is overwritten until you do.</p>
      <ul className={styles.rows}>
        {conflicts.slice(0, atOnce).map((conflict) => (
          <ConflictRow key={`${conflict.row.key} ${conflict.row.nth}`} slug={slug} conflict={conflict} />
        ))}
      </ul>
    </Card>
  );
};

export default ConflictCard;
