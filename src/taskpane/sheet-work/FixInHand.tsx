import { useDesk, useDeskState } from "../desk-context";
import { curedAt, curedWith } from "../engine/error-fixing";
import { sheets as sheetNames } from "../../sync/sheets";
import type { PushSlug } from "../../sync/sheets/sheet";
import { count, moment } from "../engine/wording";
import { ActionButton } from "../parts/ActionButton";
import { Card } from "../parts/Card";
import { useLayout } from "../parts/layout";
import { useRefusal } from "../parts/permission";

/** What is being fixed in this sheet, for somebody who came from the errors: why, how, the retry once it was pushed, and the way back. */
export const FixInHand = ({ slug }: { readonly slug: PushSlug }) => {
  const layout = useLayout();
  const desk = useDesk();
  const group = useDeskState((state) => state.errors.fixing);
  const sheets = useDeskState((state) => state.sheets);
  const errors = useDeskState((state) => state.errors);
  const mayNot = useRefusal("editor");
  if (group?.fixAt?.sheet !== slug) return null;
  const cured = curedAt({ sheets }, group);
  const together = curedWith({ sheets, errors }, group);
  const isMore = together.length > 1;
  return (
    <Card title={`Fixing: ${group.what}`}>
      <p className={layout.text}>{group.cause}</p>
      <p className={layout.quiet}>{cured === null ? "Fill in the cell that is selected, then Preview and Push. The retry is offered here after that." : `Pushed ${moment(cured)}. ${group.onRetry}`}</p>
      <div className={layout.row}>
        {isMore && (
          <ActionButton primary onPress={() => void desk.documents.retryGroups(together)} reason={mayNot}>
            {`Retry all ${count(together.reduce((sum, one) => sum + one.count, 0))} that ${sheetNames[slug].name} held up`}
          </ActionButton>
        )}
        {cured !== null && (
          <ActionButton primary={!isMore} onPress={() => void desk.documents.retryGroups([group])} reason={mayNot}>
            {isMore ? `Only ${group.what}` : `Retry ${group.what}`}
          </ActionButton>
        )}
        <ActionButton onPress={() => void desk.documents.leaveFix()} always>
          Back to Errors
        </ActionButton>
      </div>
    </Card>
  );
};
