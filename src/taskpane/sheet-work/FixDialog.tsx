import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from "@fluentui/react-components";
import { useDesk } from "../desk-context";
import type { FixPreview } from "../engine/fixing";
import { plural } from "../engine/wording";
import { useLayout } from "../parts/layout";
import { ChangesTable } from "./ChangesTable";

const useStyles = makeStyles({
  surface: { padding: tokens.spacingHorizontalL, maxWidth: "560px", width: "calc(100vw - 16px)", boxSizing: "border-box" },
  content: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
});

/** As many rows as help to decide; the rest are counted. */
const shownRows = 50;

type Props = { readonly preview: FixPreview; readonly onApply: (all: boolean) => void; readonly onClose: () => void };

/** What a fix would change, from and to, before it is made: in this row, or in all that are like it. */
const FixDialog = ({ preview, onApply, onClose }: Props) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const { alike, fix, problem } = preview;
  const changes = alike.flatMap((one) => one.changes);
  const isMany = alike.length > 1;
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{isMany && preview.groupLabel ? preview.groupLabel : fix.label}</DialogTitle>
          <DialogContent className={styles.content}>
            <p className={layout.text}>{problem.cause}</p>
            <ChangesTable
              label="Cells that would change"
              size="small"
              headings={["Cell", "From", "To"]}
              changes={changes.slice(0, shownRows).map(({ row, column, from, to }, at) => ({
                key: String(at),
                place: (
                  <>
                    {desk.rowName(preview.sheet, row)}
                    <br />
                    {column}
                  </>
                ),
                from,
                to,
              }))}
            />
            {changes.length > shownRows && <p className={layout.quiet}>And {plural(changes.length - shownRows, "more cell")}.</p>}
            <p className={layout.quiet}>You can take it back with Undo.</p>
          </DialogContent>
          <DialogActions fluid>
            <Button onClick={onClose}>Leave as it is</Button>
            {isMany && <Button onClick={() => onApply(false)}>Only this row</Button>}
            <Button appearance="primary" onClick={() => onApply(true)}>
              {isMany ? `Apply to all ${alike.length.toLocaleString("en-GB")} like it` : "Apply"}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};

export default FixDialog;
