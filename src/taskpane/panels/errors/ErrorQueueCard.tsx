import { Checkbox } from "@fluentui/react-components";
import { useState } from "react";
import { useDesk, useDeskState } from "../../desk-context";
import { rowsInWords } from "../../engine/sheet-pulls";
import { moment } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";

/** The Error Queue as a worksheet: every failure from its first, resolved ones too where they are asked for. */
export const ErrorQueueCard = () => {
  const layout = useLayout();
  const desk = useDesk();
  const company = useDeskState((state) => state.company);
  const last = useDeskState((state) => state.pulls["error-queue"]);
  const mayNot = useRefusal("editor");
  const cannotPull = useRefusal("viewer");
  const [showsResolved, setShowsResolved] = useState(false);
  const query = { ...(showsResolved ? {} : { state: "Open" as const }), ...(company === null ? {} : { company }) };
  return (
    <Card title="Error Queue sheet">
      <p className={layout.quiet}>One row for each failure. A later success resolves it; nothing is deleted.</p>
      <Checkbox label="Show resolved ones too" checked={showsResolved} onChange={(_event, { checked }) => setShowsResolved(checked === true)} />
      <div className={layout.row}>
        <ActionButton onPress={() => void desk.documents.pull("error-queue", query)} reason={cannotPull}>
          Pull the Error Queue
        </ActionButton>
        {last && (
          <ActionButton onPress={() => void desk.documents.refresh("error-queue")} reason={cannotPull}>
            Refresh changed
          </ActionButton>
        )}
        {last && (
          <ActionButton onPress={() => void desk.documents.retryChosen("error-queue")} reason={mayNot}>
            Retry chosen rows
          </ActionButton>
        )}
      </div>
      {last && (
        <p className={layout.quiet}>
          {last.rows === null ? "Refreshed" : `${rowsInWords("error-queue", last.rows)} pulled`}
          {last.filters.group === undefined ? "" : ", of one cause only"}, as at {moment(last.asOf)}. To try rows again, choose Yes in their column Retry.
        </p>
      )}
    </Card>
  );
};
