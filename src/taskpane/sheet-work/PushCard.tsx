import { Link, makeStyles, tokens } from "@fluentui/react-components";
import type { PushSlug } from "../../sync/sheets/sheet";
import { useDesk } from "../desk-context";
import { summaryOf } from "../engine/pushing";
import type { PushReport } from "../engine/state";
import { count, moment, plural } from "../engine/wording";
import { ActionButton } from "../parts/ActionButton";
import { Card } from "../parts/Card";
import { FailureBar } from "../parts/FailureBar";
import { useLayout } from "../parts/layout";

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS, fontSize: tokens.fontSizeBase200 },
});

/** Failures listed by name; the rest stand in the sheet's Result column anyway. */
const listed = 8;

/** How the last push ended, in one sentence, and a retry of what failed. */
export const PushCard = ({ slug, report }: { readonly slug: PushSlug; readonly report: PushReport }) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const { failed } = report;
  return (
    <Card title={report.finishedAt ? "Last push" : "Push not finished"} aside={report.finishedAt && <span className={layout.quiet}>{moment(report.finishedAt)}</span>}>
      <p className={layout.text}>{summaryOf(report)}</p>
      {report.failure && <FailureBar failure={report.failure} intent="warning" />}
      {report.unplaced > 0 && <p className={layout.quiet}>{plural(report.unplaced, "result")} could not be written, as the row is no longer in the sheet.</p>}
      {failed.length > 0 && (
        <>
          <ul className={styles.list} aria-label="Rows that did not go through">
            {failed.slice(0, listed).map((row) => (
              <li key={`${row.ref.key} ${row.ref.nth}`}>
                <strong>{desk.rowName(slug, row.ref)}</strong> {row.message}
              </li>
            ))}
          </ul>
          {failed.length > listed && (
            <p className={layout.quiet}>
              And {count(failed.length - listed)} more: see the Result column.{" "}
              <Link as="button" onClick={() => void desk.open(slug)}>
                Open the sheet
              </Link>
            </p>
          )}
          <ActionButton onPress={() => void desk.retryFailed(slug)}>{`Retry ${plural(failed.length, "failed row")}`}</ActionButton>
        </>
      )}
    </Card>
  );
};
