import { useState } from "react";
import type { MatchBar } from "../../../sync/contract";
import { useDesk } from "../../desk-context";
import { sureness } from "../../engine/receipt-figures";
import { count } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { ChoiceField } from "../../parts/ChoiceField";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";

const offered = [0.99, 0.97, 0.95, 0.9];

/** "212 of 212 were right" */
const precision = ({ decided, right }: MatchBar["record"][number]): string => (decided === 0 ? "nobody has decided on one yet" : `${count(right)} of ${count(decided)} were right`);

const wordsOf = (bar: MatchBar, value: number): string => {
  const record = bar.record.find((one) => one.bar === value);
  return `From ${sureness(value)} on${record ? `: ${precision(record)}` : ""}`;
};

/** From which score on suggestions are allocated without anybody pressing. Nothing does until an administrator says so, seeing what it has been worth. */
export const BarCard = ({ bar }: { readonly bar: MatchBar }) => {
  const layout = useLayout();
  const desk = useDesk();
  const mayNot = useRefusal("admin");
  const [next, setNext] = useState<number | null>(bar.bar);
  const records = bar.record.filter((one) => one.decided > 0).sort((one, other) => other.bar - one.bar);
  const values = [...new Set([...offered, ...bar.record.map((one) => one.bar), ...(bar.bar === null ? [] : [bar.bar])])].filter((value) => value >= 0.5).sort((one, other) => other - one);
  return (
    <Card title="Automatic allocation">
      <p className={layout.text}>
        {bar.bar === null ? "Nothing is allocated automatically: every suggestion waits for you." : `Suggestions of ${sureness(bar.bar)} and more are allocated and synced automatically in ${bar.company}; the others wait for you.`}
      </p>
      {records.length === 0 ? (
        <p className={layout.quiet}>No suggestion has been decided on here yet, so nothing is known of how often they are right.</p>
      ) : (
        <ul className={layout.quiet} aria-label="How often suggestions were right">
          {records.map((record) => (
            <li key={record.bar}>
              At {sureness(record.bar)}: {precision(record)}
            </li>
          ))}
        </ul>
      )}
      {mayNot === null ? (
        <>
          <ChoiceField
            label="Allocate automatically"
            value={next === null ? "" : String(next)}
            options={[["", "Nothing: every suggestion waits for a click"], ...values.map((value) => [String(value), wordsOf(bar, value)] as const)]}
            onChoose={(value) => setNext(value === "" ? null : Number(value))}
          />
          {next !== bar.bar && (
            <div className={layout.row}>
              <ActionButton size="small" onPress={() => void desk.receipts.changeBar({ companyRef: bar.companyRef, bar: next })} label={`Save for ${bar.company}`} always>
                Save
              </ActionButton>
              <ActionButton size="small" onPress={() => setNext(bar.bar)} label={`Put back for ${bar.company}`} always>
                Put back
              </ActionButton>
            </div>
          )}
        </>
      ) : (
        <p className={layout.quiet}>An administrator may switch it on.</p>
      )}
    </Card>
  );
};
