import { Badge, Button, makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { PushSlug } from "../../sync/sheets/sheet";
import { useDesk } from "../desk-context";
import type { Preview, PreviewRow } from "../engine/state";
import { count, plural } from "../engine/wording";
import { ActionButton } from "../parts/ActionButton";
import { Card } from "../parts/Card";
import { Facts } from "../parts/Facts";
import { useLayout } from "../parts/layout";
import { ChangesTable } from "./ChangesTable";

const useStyles = makeStyles({
  rows: { listStyle: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  row: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXXS },
  name: { display: "flex", gap: tokens.spacingHorizontalXS, alignItems: "center", flexWrap: "wrap", fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase200 },
});

const outcomes = {
  create: { word: "Create", color: "success" },
  change: { word: "Change", color: "brand" },
  refuse: { word: "Refused", color: "danger" },
  conflict: { word: "Changed by someone else", color: "warning" },
  same: { word: "Left alone", color: "subtle" },
} as const;

/** Rows shown before "Show more": enough to spot a wrong column, few enough to draw at once. */
const step = 25;

const PreviewedRow = ({ slug, row }: { readonly slug: PushSlug; readonly row: PreviewRow }) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const outcome = outcomes[row.outcome];
  return (
    <li className={styles.row}>
      <span className={styles.name}>
        <Badge appearance="tint" color={outcome.color} size="small">
          {outcome.word}
        </Badge>
        {desk.rowName(slug, row.ref)}
      </span>
      {row.problems.map((problem) => (
        <p key={problem.code} className={layout.quiet}>
          {problem.cause} {problem.cure}
        </p>
      ))}
      {row.changes.length > 0 && (
        <ChangesTable
          label={`What would change in ${desk.rowName(slug, row.ref)}`}
          size="extra-small"
          headings={["Field", "Now", "After"]}
          changes={row.changes.map(({ column, from, to }) => ({ key: column, place: column, from, to }))}
        />
      )}
    </li>
  );
};

/** What a push would do, and the button that does exactly that. */
const PreviewCard = ({ slug, preview }: { readonly slug: PushSlug; readonly preview: Preview }) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const [shown, setShown] = useState(step);
  const { counts } = preview;
  const lines: readonly (readonly [string, number])[] = [
    ["To create", counts.create],
    ["To change", counts.change],
    ["Left alone", counts.same],
    ["Refused", counts.refuse],
    ["Changed by someone else", counts.conflict],
    ["Held back for errors", preview.withheld],
    ["Not filled in yet", preview.waiting],
  ];
  const writes = counts.create + counts.change;
  const reason = preview.isStale
    ? { why: "The sheet changed since this preview.", wayOut: { label: "Preview again", go: () => void desk.preview(slug) } }
    : writes + counts.same === 0
      ? { why: "No row of this preview can go through.", wayOut: { label: "See the problems", go: () => desk.discardPreview(slug) } }
      : null;
  return (
    <Card
      title="Preview"
      aside={
        <Button size="small" appearance="subtle" onClick={() => desk.discardPreview(slug)}>
          Close
        </Button>
      }
    >
      <Facts facts={lines.filter(([, number], at) => number > 0 || at < 2).map(([words, number]) => [words, count(number)])} are="figures" />
      <p className={layout.quiet}>Nothing has been sent yet.</p>
      <ActionButton primary onPress={() => void desk.push(slug)} reason={reason}>
        {`Push ${plural(preview.pushed.length, "row")}`}
      </ActionButton>
      {preview.rows.length > 0 && (
        <ul className={styles.rows} aria-label="Rows that would change">
          {preview.rows.slice(0, shown).map((row) => (
            <PreviewedRow key={`${row.ref.key} ${row.ref.nth}`} slug={slug} row={row} />
          ))}
        </ul>
      )}
      {preview.rows.length > shown && (
        <Button size="small" onClick={() => setShown(shown + step * 4)}>
          {`Show more (${count(preview.rows.length - shown)} left)`}
        </Button>
      )}
    </Card>
  );
};

export default PreviewCard;
