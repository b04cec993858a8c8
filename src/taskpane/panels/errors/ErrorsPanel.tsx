import { Button, Spinner } from "@fluentui/react-components";
import { useState } from "react";
import { useDesk, useDeskState } from "../../desk-context";
import { count, moment, plural } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";
import { ErrorGroupCard } from "./ErrorGroupCard";
import { ErrorQueueCard } from "./ErrorQueueCard";
import { NothingWaiting } from "./NothingWaiting";

/** Groups drawn at once: each is a card of its own, and the largest come first. */
const atOnce = 20;

/** What could not be done, by cause, each with its cure and another try. */
const ErrorsPanel = () => {
  const layout = useLayout();
  const desk = useDesk();
  const company = useDeskState((state) => state.company);
  const { value, failure } = useDeskState((state) => state.errors.groups);
  const mayNot = useRefusal("editor");
  const [drawn, setDrawn] = useState(atOnce);
  // What belongs to no company yet, as its sub-company is not mapped, is everybody's.
  const shown = (value?.groups ?? []).filter((group) => company === null || group.company === null || group.company === company);
  const elsewhere = (value?.groups.length ?? 0) - shown.length;
  return (
    <div className={layout.column}>
      {failure && <FailureBar intent="warning" failure={failure} />}
      {!value && !failure && <Spinner label="Asking for the errors" />}
      {value && value.groups.length === 0 && <NothingWaiting />}
      {value && value.groups.length > 0 && (
        <Card title={`${plural(value.open, "error")} open`} aside={<span className={layout.quiet}>As at {moment(value.asOf)}</span>}>
          <p className={layout.quiet}>Grouped by cause: mend it once, then retry the group. What is in Sage already is never posted again.</p>
          <ActionButton onPress={() => void desk.documents.retryAll()} reason={mayNot} always>
            Retry all
          </ActionButton>
        </Card>
      )}
      {shown.slice(0, drawn).map((group, at) => (
        <ErrorGroupCard key={group.id} group={group} isFirst={at === 0} />
      ))}
      {shown.length > drawn && (
        <Button size="small" onClick={() => setDrawn(drawn + atOnce * 2)}>
          {`Show more (${count(shown.length - drawn)} left)`}
        </Button>
      )}
      {elsewhere > 0 && <p className={layout.quiet}>{`${count(elsewhere)} more ${elsewhere === 1 ? "group belongs" : "groups belong"} to other companies. Choose all companies above to see ${elsewhere === 1 ? "it" : "them"}.`}</p>}
      {value && <ErrorQueueCard />}
    </div>
  );
};

export default ErrorsPanel;
