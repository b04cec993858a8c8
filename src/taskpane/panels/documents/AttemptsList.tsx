import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { ChevronDownRegular, ChevronRightRegular } from "@fluentui/react-icons";
import { useId, useState } from "react";
import type { ReviewAttempt } from "../../../sync/contract";
import { moment, plural } from "../../engine/wording";
import { useLayout } from "../../parts/layout";

const useStyles = makeStyles({
  toggle: { alignSelf: "flex-start", paddingLeft: 0, minWidth: 0 },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
});

const times = (attempts: readonly ReviewAttempt[]): string => {
  const sent = attempts.filter(({ did }) => did === "sent").length;
  const lookedUp = attempts.length - sent;
  return `Tried ${plural(sent, "time")}${lookedUp === 0 ? "" : `, looked up ${plural(lookedUp, "time")}`}`;
};

/** "21 Nov 2026, 10:04: sent (sales receipt of 1,200.50); Sage did not have it." */
const inWords = ({ at, did, sent, answer }: ReviewAttempt): string => `${moment(at)}: ${did}${sent === "" ? "" : ` (${sent})`}; ${answer}.`;

type Props = {
  /** "payment PAY-7" */
  readonly of: string;
  readonly attempts: readonly ReviewAttempt[];
};

/** What was tried with one posting, behind a line that counts it. */
export const AttemptsList = ({ of, attempts }: Props) => {
  const styles = useStyles();
  const layout = useLayout();
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  if (attempts.length === 0) return null;
  return (
    <>
      <Button
        appearance="transparent"
        size="small"
        className={styles.toggle}
        icon={isOpen ? <ChevronDownRegular /> : <ChevronRightRegular />}
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-label={`${times(attempts)}: ${of}`}
        onClick={() => setOpen(!isOpen)}
      >
        {times(attempts)}
      </Button>
      {isOpen && (
        <ol id={listId} className={styles.list} aria-label={`What was tried with ${of}`}>
          {attempts.map((attempt, at) => (
            <li key={at} className={layout.quiet}>
              {inWords(attempt)}
            </li>
          ))}
        </ol>
      )}
    </>
  );
};
