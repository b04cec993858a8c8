import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { useDesk, useDeskState, useWork } from "../desk-context";
import { plural } from "../engine/wording";
import { FailureBar } from "../parts/FailureBar";

const useStyles = makeStyles({
  notices: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS, padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM} 0`, flexShrink: 0, maxHeight: "50%", overflowY: "auto" },
});

/** What the user must know whatever panel is open: the last failure, work that waits to be sent, storage that does not keep. */
export const Notices = () => {
  const styles = useStyles();
  const desk = useDesk();
  const work = useWork();
  const failure = useDeskState((state) => state.failure);
  const notice = useDeskState((state) => state.storage.notice);
  const waiting = useDeskState((state) => state.waitingPushes);
  const session = useDeskState((state) => state.session);
  const isOffline = session.state === "failed";
  if (!failure && !notice && (waiting === 0 || work) && !isOffline) return null;
  return (
    <section className={styles.notices} aria-label="Messages">
      {failure && <FailureBar failure={failure} onDismiss={desk.dismiss} />}
      {isOffline && session.failure.cause !== failure?.cause && (
        <FailureBar failure={session.failure} intent="warning">
          <Button size="small" onClick={() => void desk.refreshSession()}>
            Try again
          </Button>
        </FailureBar>
      )}
      {waiting > 0 && !work && (
        <FailureBar intent="warning" failure={{ cause: `${plural(waiting, "push", "pushes")} kept here, not finished yet.`, cure: "Nothing is lost and nothing is sent twice." }}>
          <Button size="small" onClick={() => void desk.resume()}>
            Go on with it
          </Button>
        </FailureBar>
      )}
      {notice && <FailureBar failure={notice} intent="warning" />}
    </section>
  );
};
