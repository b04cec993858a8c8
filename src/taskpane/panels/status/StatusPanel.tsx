import { useEffect, useState } from "react";
import { useDesk, useDeskState } from "../../desk-context";
import type { SheetQuery } from "../../../sync/contract";
import { moment, plural } from "../../engine/wording";
import { ActionButton, type Reason } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { Filters } from "./Filters";
import { HealthChart } from "./HealthChart";

/** Who is synced with Sage and who is not, as a chart and as the Customers sheet. */
const StatusPanel = () => {
  const layout = useLayout();
  const desk = useDesk();
  const company = useDeskState((state) => state.company);
  const health = useDeskState((state) => state.health);
  const status = useDeskState((state) => state.pulls.customers);
  const session = useDeskState((state) => state.session);
  const [filters, setFilters] = useState<SheetQuery>({});
  useEffect(() => void desk.loadHealth(), [desk]);

  const query: SheetQuery = { ...filters, ...(company === null ? {} : { company }) };
  const offline: Reason | null = session.state === "failed" ? { why: "The gateway cannot be reached.", wayOut: { label: "Try again", go: () => void desk.refreshSession() } } : null;
  const cannotRefresh: Reason | null = offline ?? (status ? null : { why: "There is no pull to refresh yet.", wayOut: { label: "Pull customers", go: () => void desk.pullStatus(query) } });

  return (
    <div className={layout.column}>
      <Card title="Sync by company" aside={health.state === "loaded" && <span className={layout.quiet}>As at {moment(health.value.asOf)}</span>}>
        {health.state === "failed" && <FailureBar intent="warning" failure={health.failure} />}
        {health.state === "loading" && <p className={layout.quiet}>Counting…</p>}
        {health.state === "loaded" && <HealthChart health={health.value} company={company} />}
      </Card>
      <Card title="Customers sheet">
        <p className={layout.quiet}>One row for each customer and Sage company, with its state and the reason.</p>
        <Filters filters={filters} onChange={setFilters} />
        <div className={layout.row}>
          <ActionButton primary onPress={() => void desk.pullStatus(query)} reason={offline}>
            Pull
          </ActionButton>
          <ActionButton onPress={() => void desk.refreshStatus()} reason={cannotRefresh}>
            Refresh changed
          </ActionButton>
        </div>
        {status && (
          <p className={layout.quiet}>
            {status.rows === null ? "Refreshed" : `${plural(status.rows, "row")} pulled`}, as at {moment(status.asOf)}.
          </p>
        )}
        {status?.notes.map((note) => <p key={note} className={layout.quiet}>{note}</p>)}
      </Card>
    </div>
  );
};

export default StatusPanel;
