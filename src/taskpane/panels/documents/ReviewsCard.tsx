import { Button, Checkbox, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { Review } from "../../engine/document-state";
import { useDesk, useDeskState } from "../../desk-context";
import { count, plural } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { Facts } from "../../parts/Facts";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";
import { AttemptsList } from "./AttemptsList";
import { amountInWords, dateInWords, kindOf } from "./kinds";

const useStyles = makeStyles({
  rows: { listStyle: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  row: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXXS },
  content: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
});

const said = (review: Review, header: string): string => String(review.cells[header] ?? "");
/** "payment P-1001" */
const nameOf = (review: Review): string => `${kindOf(review.sheet).one} ${said(review, "Reference") || review.id}`;

/** What to look for in Sage, field by field, before anything is sent a second time. */
const factsOf = (review: Review): readonly (readonly [string, string])[] =>
  [
    ["Sage company", said(review, "Sage Company")],
    ["Customer", said(review, "Customer")],
    ["Kind in Sage", kindOf(review.sheet).inSage],
    ["Date", dateInWords(review.cells["Date"])],
    ["Amount", amountInWords(review.cells["Amount"])],
    ["Reference", said(review, "Reference")],
  ].flatMap(([words = "", value = ""]) => (value === "" ? [] : [[words, value] as const]));

type DialogProps = { readonly review: Review; readonly onSend: () => void; readonly onLook: () => void; readonly onClose: () => void };

const SendAgainDialog = ({ review, onSend, onLook, onClose }: DialogProps) => {
  const styles = useStyles();
  const layout = useLayout();
  const [hasLooked, setLooked] = useState(false);
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{`Send ${nameOf(review)} again?`}</DialogTitle>
          <DialogContent className={styles.content}>
            <p className={layout.text}>First look in Sage, in the customer’s transactions, for this posting:</p>
            <Facts facts={factsOf(review)} are="words" />
            <p className={layout.text}>If it is there, sending it again would post it twice: choose Look again in Sage instead.</p>
            <Checkbox label="I looked in Sage, and it is not there" checked={hasLooked} onChange={(_event, { checked }) => setLooked(checked === true)} />
          </DialogContent>
          <DialogActions fluid>
            <Button onClick={onClose}>Leave it</Button>
            <Button onClick={onLook}>Look again in Sage</Button>
            <Button appearance="primary" disabledFocusable={!hasLooked} title={hasLooked ? undefined : "Look in Sage first, then tick the box."} onClick={hasLooked ? onSend : undefined}>
              Send again
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};

const atOnce = 10;

/** Postings of which nobody but a person can say whether they are in Sage. */
export const ReviewsCard = () => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const company = useDeskState((state) => state.company);
  const { value, failure } = useDeskState((state) => state.documents.reviews);
  const mayNot = useRefusal("editor");
  const [asking, setAsking] = useState<Review | null>(null);
  const [shown, setShown] = useState(atOnce);
  const waiting = (value ?? []).filter((review) => company === null || said(review, "Sage Company") === company);
  const settle = (review: Review, decision: "send again" | "look again") => {
    setAsking(null);
    void desk.documents.settleReview(review, decision);
  };
  if (waiting.length === 0) return failure ? <FailureBar intent="warning" failure={failure} /> : null;
  return (
    <Card title={`${plural(waiting.length, "document")} to look at in Sage`}>
      <p className={layout.quiet}>Sage did not say whether it took {waiting.length === 1 ? "it" : "them"}, and Tieout did not find {waiting.length === 1 ? "it" : "them"} there. Nothing is sent again until you say so.</p>
      <ul className={styles.rows} aria-label="Documents to look at in Sage">
        {waiting.slice(0, shown).map((review) => (
          <li key={`${review.sheet} ${review.id}`} className={styles.row}>
            <p className={layout.text}>
              <strong>{nameOf(review).replace(/^./, (first) => first.toUpperCase())}</strong> {[said(review, "Customer"), amountInWords(review.cells["Amount"]), dateInWords(review.cells["Date"]), said(review, "Sage Company")].filter((part) => part !== "").join(" · ")}
            </p>
            {said(review, "Last Error") !== "" && <p className={layout.quiet}>{said(review, "Last Error")}</p>}
            <AttemptsList of={nameOf(review)} attempts={review.attempts} />
            <div className={layout.row}>
              <ActionButton size="small" onPress={() => settle(review, "look again")} reason={mayNot} label={`Look again in Sage for ${nameOf(review)}`} always>
                Look again in Sage
              </ActionButton>
              {mayNot === null && (
                <ActionButton size="small" onPress={() => setAsking(review)} label={`Send again: ${nameOf(review)}`} always>
                  Send again…
                </ActionButton>
              )}
            </div>
          </li>
        ))}
      </ul>
      {waiting.length > shown && (
        <Button size="small" onClick={() => setShown(shown + atOnce * 5)}>
          {`Show more (${count(waiting.length - shown)} left)`}
        </Button>
      )}
      {asking && <SendAgainDialog review={asking} onSend={() => settle(asking, "send again")} onLook={() => settle(asking, "look again")} onClose={() => setAsking(null)} />}
    </Card>
  );
};
