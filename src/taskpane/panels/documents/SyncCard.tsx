import { Link, makeStyles, ProgressBar, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { DocumentCounts, RunSummary } from "../../../sync/contract";
import { useDesk, useDeskState } from "../../desk-context";
import { goingRuns, outcomeOf, progressOfRun, soFar, startedBy, wasCancelled } from "../../engine/runs";
import { moment } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";

const useStyles = makeStyles({
  runs: { listStyle: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  run: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXXS, minWidth: 0 },
  title: { margin: 0, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, fontWeight: tokens.fontWeightSemibold },
});

const GoingRun = ({ run, counts }: { readonly run: RunSummary; readonly counts: DocumentCounts | null }) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const mayNot = useRefusal("editor");
  const { done, total, words } = progressOfRun(run, counts);
  const said = soFar(run);
  const name = `${run.trigger === "comparison" ? "Comparing" : "Syncing"} ${run.company ?? "every company"}`;
  return (
    <li className={styles.run}>
      <p className={layout.text}>
        <strong>{run.company ?? "Every company"}</strong> {words}
      </p>
      <ProgressBar aria-label={name} {...(total === null ? {} : { value: done, max: total })} />
      <p className={layout.quiet}>
        {said.charAt(0).toUpperCase() + said.slice(1)}. Begun {moment(run.startedAt)}, {startedBy(run)}.
      </p>
      <div className={layout.row}>
        <ActionButton size="small" label={`Cancel: ${name}`} reason={mayNot} onPress={() => void desk.documents.cancelRun(run)} always>
          Cancel
        </ActionButton>
      </div>
    </li>
  );
};

const PastRun = ({ run }: { readonly run: RunSummary }) => {
  const styles = useStyles();
  const layout = useLayout();
  const told = outcomeOf(run);
  return (
    <li className={styles.run}>
      <p className={layout.text}>
        {run.state === "failed" ? (wasCancelled(run) ? "Cancelled: " : "Stopped: ") : ""}
        {told.charAt(0).toUpperCase() + told.slice(1)}
      </p>
      <p className={layout.quiet}>
        {moment(run.startedAt)} · {run.company ?? "Every company"} · {startedBy(run)}
      </p>
      {run.failure && (
        <p className={layout.quiet}>
          {run.failure.cause} {run.failure.cure}
        </p>
      )}
    </li>
  );
};

const shownAtFirst = 3;

/** Starting a sync, what is going on now, and how the last ones ended. */
export const SyncCard = () => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const company = useDeskState((state) => state.company);
  const documents = useDeskState((state) => state.documents);
  const mayNot = useRefusal("editor");
  const [showsAll, setShowsAll] = useState(false);
  const going = goingRuns(documents);
  const inTheWay = going.find((run) => run.company === null || run.company === company);
  const past = (documents.runs.value ?? []).filter((run) => run.state !== "running" && (company === null || run.company === null || run.company === company));
  return (
    <Card title="Sync">
      <p className={layout.quiet}>Posts The Layer’s invoices, credit notes, payments and refunds to Sage, each exactly once. A payment in The Layer is a receipt in Sage.</p>
      <div className={layout.row}>
        <ActionButton primary onPress={() => void desk.documents.sync(company)} reason={mayNot ?? (inTheWay ? { why: inTheWay.trigger === "comparison" ? "A comparison is going on." : "A sync is going on." } : null)} always>
          Sync now
        </ActionButton>
        <ActionButton onPress={() => void desk.documents.compare(company)} reason={mayNot ?? (inTheWay ? { why: "Available when that has finished." } : null)} always>
          Compare with Sage
        </ActionButton>
      </div>
      <p className={layout.quiet}>
        {company === null ? "For every company." : `For ${company} only, as chosen above.`} Comparing changes nothing: each document that was posted is looked for in Sage’s ledger, where it must stand once, as it was posted.
      </p>
      {documents.counts.failure && <FailureBar intent="warning" failure={documents.counts.failure} />}
      {going.length > 0 && (
        <>
          <ul className={styles.runs} aria-label="Syncs going on">
            {going.map((run) => (
              <GoingRun key={run.id} run={run} counts={documents.counts.value} />
            ))}
          </ul>
          <p className={layout.quiet}>It goes on when Excel is closed. After Cancel, what is being sent is finished; the rest waits for the next sync.</p>
        </>
      )}
      {documents.sheetsAreBehind && <p className={layout.quiet}>The sheets pulled here are being brought up to date.</p>}
      {documents.runs.failure && !documents.counts.failure && <FailureBar intent="warning" failure={documents.runs.failure} />}
      {documents.runs.value && (
        <>
          <h3 className={styles.title}>Last syncs</h3>
          {past.length === 0 && <p className={layout.quiet}>None yet. Press Sync now to post what is finalised in The Layer.</p>}
          {past.length > 0 && (
            <ul className={styles.runs} aria-label="Last syncs">
              {past.slice(0, showsAll ? past.length : shownAtFirst).map((run) => (
                <PastRun key={run.id} run={run} />
              ))}
            </ul>
          )}
          {past.length > shownAtFirst && (
            <Link as="button" onClick={() => setShowsAll(!showsAll)}>
              {showsAll ? "Show fewer syncs" : "Show more syncs"}
            </Link>
          )}
        </>
      )}
    </Card>
  );
};
