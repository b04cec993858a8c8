import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, tokens } from "@fluentui/react-components";
import { ArrowUndoRegular, MoreHorizontalRegular } from "@fluentui/react-icons";
import { sheets } from "../../sync/sheets";
import type { PushSlug } from "../../sync/sheets/sheet";
import { useDesk, useDeskState, useWork } from "../desk-context";
import type { OpenSheet } from "../engine/state";
import { count, moment, plural } from "../engine/wording";
import { ActionButton, type Reason } from "../parts/ActionButton";
import { Card } from "../parts/Card";
import { useLayout } from "../parts/layout";

const useStyles = makeStyles({
  actions: { display: "flex", flexWrap: "wrap", alignItems: "flex-start", gap: tokens.spacingHorizontalS },
  notes: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
});

/** Rows that a push would take: filled in, and without errors. */
export const readyRows = (sheet: Pick<OpenSheet, "rows" | "waiting" | "counts">): number => Math.max(0, sheet.rows - sheet.waiting - sheet.counts.rowsInError);

export const summarySentence = (sheet: OpenSheet): string => {
  const parts = [`${count(readyRows(sheet))} ready`];
  if (sheet.counts.rowsInError > 0) parts.push(`${count(sheet.counts.rowsInError)} with errors`);
  if (sheet.waiting > 0) parts.push(`${count(sheet.waiting)} not filled in yet`);
  return `${plural(sheet.rows, "row")}: ${parts.join(", ")}.`;
};

type Props = { readonly slug: PushSlug; readonly sheet: OpenSheet; readonly onNext: () => void };

/** How the sheet stands, and what can be done with it. */
export const SheetSummary = ({ slug, sheet, onNext }: Props) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const work = useWork();
  const undo = useDeskState((state) => state.undo);
  const { name } = sheets[slug];
  const isBusy = work !== null && !work.isUnasked;
  const total = sheet.counts.error + sheet.counts.warning + sheet.counts.info;

  const cannotPreview: Reason | null =
    readyRows(sheet) > 0
      ? null
      : sheet.counts.rowsInError > 0
        ? { why: "Every filled row holds an error.", wayOut: { label: "Go to the first", go: onNext } }
        : { why: "No row is filled in yet. Choose values in the columns with drop-downs.", wayOut: { label: "Open the sheet", go: () => void desk.open(slug) } };

  return (
    <Card title={name} aside={<span className={layout.quiet}>Checked {moment(sheet.checkedAt)}</span>}>
      <p className={layout.text}>{summarySentence(sheet)}</p>
      {sheet.edited > 0 && <p className={layout.quiet}>{plural(sheet.edited, "row")} edited and not pushed yet.</p>}
      {sheet.notes.length > 0 && (
        <ul className={styles.notes} aria-label="About the data">
          {sheet.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div className={styles.actions}>
        <ActionButton primary={!sheet.preview} onPress={() => void desk.preview(slug)} reason={cannotPreview}>
          {sheet.preview ? "Preview again" : "Preview"}
        </ActionButton>
        {total > 0 && (
          <ActionButton onPress={onNext} always title="F8 or Alt+N">
            Next problem (F8)
          </ActionButton>
        )}
        <ActionButton onPress={() => void desk.check(slug)}>
          Check
        </ActionButton>
        {undo?.sheet === slug && (
          <ActionButton icon={<ArrowUndoRegular />} onPress={() => void desk.undo()} label={`Undo: ${undo.label}`}>
            Undo
          </ActionButton>
        )}
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button icon={<MoreHorizontalRegular />} aria-label={`More for ${name}`} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem disabled={isBusy} onClick={() => void desk.fill(slug)}>
                Bring up to date from The Layer
              </MenuItem>
              <MenuItem disabled={isBusy} onClick={() => void desk.adopt(slug)}>
                Use this sheet
              </MenuItem>
              <MenuItem disabled={isBusy} onClick={() => void desk.open(slug)}>
                Open the sheet
              </MenuItem>
              {slug === "customer-links" && (
                <MenuItem disabled={isBusy} onClick={() => void desk.copyForUpload(slug)}>
                  Copy for The Layer’s upload
                </MenuItem>
              )}
            </MenuList>
          </MenuPopover>
        </Menu>
      </div>
    </Card>
  );
};
