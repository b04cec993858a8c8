import { makeStyles, tokens } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { CompanySettings } from "../../../sync/contract";
import { useDesk, useDeskState } from "../../desk-context";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { ChoiceField } from "../../parts/ChoiceField";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";

const useStyles = makeStyles({
  companies: { listStyle: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  company: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS, minWidth: 0 },
  name: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
});

const newCustomers: Readonly<Record<CompanySettings["newCustomers"], string>> = {
  "unless alike": "Create, unless one is alike",
  always: "Always create",
  ask: "Always ask",
};
const refunds: Readonly<Record<CompanySettings["refunds"], string>> = {
  "negative receipt": "Receipt of negative value",
  "sales payment": "Sales payment",
};
const options = <Value extends string>(words: Readonly<Record<Value, string>>) => Object.entries(words) as [Value, string][];

const Company = ({ settings }: { readonly settings: CompanySettings }) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const [changed, setChanged] = useState<Partial<Pick<CompanySettings, "newCustomers" | "refunds">>>({});
  const next = { ...settings, ...changed };
  const isChanged = next.newCustomers !== settings.newCustomers || next.refunds !== settings.refunds;
  const save = async () => {
    const saved = await desk.documents.changeSettings({
      companyRef: settings.companyRef,
      ...(next.newCustomers === settings.newCustomers ? {} : { newCustomers: next.newCustomers }),
      ...(next.refunds === settings.refunds ? {} : { refunds: next.refunds }),
    });
    if (saved.ok) setChanged({});
  };
  return (
    <li className={styles.company}>
      <h3 className={styles.name}>{settings.company}</h3>
      <ChoiceField
        label="A customer without a link"
        said={`A customer without a link, in ${settings.company}`}
        value={next.newCustomers}
        options={options(newCustomers)}
        onChoose={(value) => setChanged({ ...changed, newCustomers: value })}
      />
      <ChoiceField label="A refund becomes" said={`A refund becomes, in ${settings.company}`} value={next.refunds} options={options(refunds)} onChoose={(value) => setChanged({ ...changed, refunds: value })} />
      {isChanged && (
        <div className={layout.row}>
          <ActionButton size="small" onPress={() => void save()} label={`Save for ${settings.company}`} always>
            Save
          </ActionButton>
          <ActionButton size="small" onPress={() => setChanged({})} label={`Put back for ${settings.company}`} always>
            Put back
          </ActionButton>
        </div>
      )}
    </li>
  );
};

/** How each Sage company is synced. An administrator changes it; everybody may read it. */
export const CompanySettingsCard = () => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const chosen = useDeskState((state) => state.company);
  const { value, failure } = useDeskState((state) => state.documents.settings);
  const mayNot = useRefusal("admin");
  useEffect(() => void desk.documents.loadSettings(), [desk]);
  const shown = (value ?? []).filter((one) => chosen === null || one.company === chosen);
  if (!failure && shown.length === 0) return null;
  return (
    <Card title="How each company is synced">
      {failure && <FailureBar intent="warning" failure={failure} />}
      {mayNot === null ? (
        <ul className={styles.companies}>
          {shown.map((settings) => (
            <Company key={settings.companyRef} settings={settings} />
          ))}
        </ul>
      ) : (
        <>
          <ul className={styles.companies}>
            {shown.map((settings) => (
              <li key={settings.companyRef} className={styles.company}>
                <h3 className={styles.name}>{settings.company}</h3>
                <p className={layout.text}>
                  A customer without a link: {newCustomers[settings.newCustomers].toLowerCase()}. A refund becomes: {refunds[settings.refunds].toLowerCase()}.
                </p>
              </li>
            ))}
          </ul>
          <p className={layout.quiet}>An administrator may change it.</p>
        </>
      )}
    </Card>
  );
};
