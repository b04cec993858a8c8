import type { ErrorGroup } from "../../../sync/contract";
import { isPushSlug, sheets } from "../../../sync/sheets";
import { useDesk, useDeskState } from "../../desk-context";
import { curedAt } from "../../engine/error-fixing";
import { moment } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";

const when = (group: ErrorGroup): string => {
  const [first, last] = [moment(group.firstAt), moment(group.lastAt)];
  return first === last ? `Failed ${first}.` : `First failed ${first}, last ${last}.`;
};

type Props = { readonly group: ErrorGroup; /** The first of the list carries the panel's primary action. */ readonly isFirst: boolean };

/** All errors of one cause: what to do about it, what a retry does, and both at a press. */
export const ErrorGroupCard = ({ group, isFirst }: Props) => {
  const layout = useLayout();
  const desk = useDesk();
  const mayNot = useRefusal("editor");
  const cured = useDeskState((state) => curedAt(state, group));
  const title = `${group.what}: ${group.cause}`;
  const sheet = group.fixAt && isPushSlug(group.fixAt.sheet) ? sheets[group.fixAt.sheet].name : null;
  return (
    <Card title={title}>
      <p className={layout.text}>{group.cure}</p>
      <p className={layout.quiet}>{group.onRetry}</p>
      <p className={layout.quiet}>
        {when(group)}
        {group.company !== null && ` ${group.company}.`}
      </p>
      {cured !== null && sheet !== null && <p className={layout.text}>{`${sheet} was pushed ${moment(cured)}, after these failed: retry them now.`}</p>}
      <div className={layout.row}>
        {sheet !== null && (
          <ActionButton primary={isFirst && cured === null} onPress={() => void desk.documents.fix(group)} label={`Fix it: ${title}`} title={`Opens ${sheet} at the cell to mend`}>
            Fix it
          </ActionButton>
        )}
        <ActionButton primary={cured !== null} onPress={() => void desk.documents.retryGroups([group])} reason={mayNot} label={`Retry: ${title}`} always>
          Retry
        </ActionButton>
        <ActionButton onPress={() => void desk.documents.showRows(group)} label={`Show rows: ${title}`}>
          Show rows
        </ActionButton>
      </div>
    </Card>
  );
};
