import { useDesk, useDeskState } from "../desk-context";
import { curedAt } from "../engine/error-fixing";
import type { PushSlug } from "../../sync/sheets/sheet";
import { moment } from "../engine/wording";
import { ActionButton } from "../parts/ActionButton";
import { Card } from "../parts/Card";
import { useLayout } from "../parts/layout";
import { useRefusal } from "../parts/permission";

/** What is being fixed in this sheet, for somebody who came from the errors: why, how, the retry once it was pushed, and the way back. */
export const FixInHand = ({ slug }: { readonly slug: PushSlug }) => {
  const layout = useLayout();
  const desk = useDesk();
  const group = useDeskState((state) => state.errors.fixing);
  const cured = useDeskState((state) => (state.errors.fixing ? curedAt(state, state.errors.fixing) : null));
  const mayNot = useRefusal("editor");
  if (group?.fixAt?.sheet !== slug) return null;
  return (
    <Card title={`Fixing: ${group.what}`}>
      <p className={layout.text}>{group.cause}</p>
      <p className={layout.quiet}>{cured === null ? "Fill in the cell that is selected, then Preview and Push. The retry is offered here after that." : `Pushed ${moment(cured)}. ${group.onRetry}`}</p>
      <div className={layout.row}>
        {cured !== null && (
          <ActionButton primary onPress={() => void desk.documents.retryGroup(group)} reason={mayNot}>
            {`Retry ${group.what}`}
          </ActionButton>
        )}
        <ActionButton onPress={() => void desk.documents.leaveFix()} always>
          Back to Errors
        </ActionButton>
      </div>
    </Card>
  );
};
