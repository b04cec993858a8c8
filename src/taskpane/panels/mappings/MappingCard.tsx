import { makeStyles, ProgressBar, tokens } from "@fluentui/react-components";
import type { Coverage } from "../../../sync/contract";
import { useDesk, useDeskState } from "../../desk-context";
import { plural } from "../../engine/wording";
import { ActionButton, type Reason } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { useLayout } from "../../parts/layout";
import { readyRows } from "../../sheet-work/SheetSummary";
import type { Mapping } from "./mappings";

const useStyles = makeStyles({
  actions: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS, alignItems: "flex-start" },
});

type Props = { readonly mapping: Mapping; readonly name: string; readonly coverage: Coverage | null };

/** One mapping sheet: what it is for, how complete it is, and Open, Check and Push. */
export const MappingCard = ({ mapping, name, coverage }: Props) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const { slug } = mapping;
  const sheet = useDeskState((state) => state.sheets[slug]);
  const covered = coverage ? mapping.covered(coverage) : null;

  const make = () => void desk.fill(slug).then((made) => made.ok && desk.openMapping(slug));
  const noSheet: Reason | null = sheet.state === "absent" ? { why: `No ${name} sheet yet.`, wayOut: { label: "Make it", go: make } } : null;
  const nothingReady: Reason | null =
    sheet.state === "open" && readyRows(sheet) === 0 ? { why: sheet.counts.rowsInError > 0 ? "Every filled row holds an error." : "No row is filled in yet.", wayOut: { label: "Open the sheet", go: () => void open() } } : null;
  const open = async () => {
    const opened = await desk.open(slug);
    if (opened.ok) desk.openMapping(slug);
  };
  const check = async () => {
    desk.openMapping(slug);
    await desk.check(slug);
  };
  const push = async () => {
    desk.openMapping(slug);
    await desk.preview(slug);
  };

  return (
    <Card title={name} aside={sheet.state === "open" && sheet.counts.error > 0 ? <span className={layout.quiet}>{plural(sheet.counts.error, "error")}</span> : null}>
      <p className={layout.quiet}>{mapping.about}</p>
      {covered && (
        <>
          <p className={layout.text}>{covered.words}</p>
          {covered.total > 0 && (
            <ProgressBar thickness="large" shape="rounded" value={covered.mapped} max={covered.total} color={covered.mapped === covered.total ? "success" : "warning"} aria-label={`${name}: mapped`} />
          )}
        </>
      )}
      {sheet.state === "absent" ? (
        <div className={styles.actions}>
          <ActionButton onPress={make} label={`New template: ${name}`}>
            New template
          </ActionButton>
          <ActionButton reason={noSheet} onPress={() => void push()} label={`Push ${name}`}>
            Push
          </ActionButton>
        </div>
      ) : (
        <div className={styles.actions}>
          <ActionButton onPress={() => void open()} label={`Open ${name}`}>
            Open
          </ActionButton>
          <ActionButton onPress={() => void check()} label={`Check ${name}`}>
            Check
          </ActionButton>
          <ActionButton onPress={() => void push()} reason={nothingReady} label={`Push ${name}`}>
            Push
          </ActionButton>
        </div>
      )}
    </Card>
  );
};
