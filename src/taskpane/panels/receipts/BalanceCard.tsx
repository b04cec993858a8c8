import { Button, Combobox, Field, makeStyles, Option } from "@fluentui/react-components";
import { useState } from "react";
import type { CustomerBalance } from "../../../sync/contract";
import type { LayerCustomerRef } from "../../../sync/rules/reference";
import { useDesk, useDeskState } from "../../desk-context";
import { balanceShown, shownAmount } from "../../engine/receipt-figures";
import type { Followed } from "../../engine/receipt-state";
import { count, moment } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { ChoiceField } from "../../parts/ChoiceField";
import { Facts } from "../../parts/Facts";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";

const useStyles = makeStyles({
  field: { minWidth: 0 },
  search: { minWidth: 0, width: "100%" },
});

/** Found at once: a longer list would not be read. */
const mostFound = 20;

/** Those that contain what was typed in id or name, the ones that begin with it first. */
const customersLike = (customers: readonly LayerCustomerRef[], wanted: string): readonly LayerCustomerRef[] => {
  const [beginning, containing]: [LayerCustomerRef[], LayerCustomerRef[]] = [[], []];
  for (const one of customers) {
    const [id, name] = [one.id.toLowerCase(), one.name.toLowerCase()];
    if (id.startsWith(wanted) || name.startsWith(wanted)) beginning.push(one);
    else if (id.includes(wanted) || name.includes(wanted)) containing.push(one);
  }
  return [...beginning, ...containing];
};

const Standing = ({ balance }: { readonly balance: CustomerBalance }) => {
  const layout = useLayout();
  const { standing } = balance;
  switch (standing.kind) {
    case "not linked":
      return <p className={layout.text}>Not linked with {balance.company}: it has no balance there that Tieout knows of.</p>;
    case "not read":
      return <FailureBar intent="warning" failure={standing.failure} />;
    case "linked": {
      const facts: readonly (readonly [string, string])[] = [
        ["Sage balance", shownAmount(standing.balance)],
        ["Credit limit", standing.creditLimit === null ? "None in Sage" : shownAmount(standing.creditLimit)],
        ["On hold", standing.onHold ? "Yes" : "No"],
        ["Sage account", standing.accountNumber],
      ];
      return (
        <>
          <Facts facts={facts} are="figures" />
          <p className={layout.quiet}>As at {moment(standing.asAt)}.</p>
        </>
      );
    }
  }
};

/** Why the row selected in the worksheet has no balance to show, and what to do about it. */
const NotShown = ({ followed }: { readonly followed: Followed }) => {
  const layout = useLayout();
  const desk = useDesk();
  switch (followed.kind) {
    case "failed":
      return <FailureBar intent="warning" failure={followed.failure} />;
    case "unknown":
      return <p className={layout.text}>{`No customer of The Layer is called “${followed.name}”, so no balance is known. If it is a Sage account, link it with its customer under Links.`}</p>;
    case "several":
      return (
        <>
          <p className={layout.text}>{`${count(followed.customers.length)} customers of The Layer are called “${followed.name}”. Choose one:`}</p>
          <div className={layout.row} role="group" aria-label={`Customers called ${followed.name}`}>
            {followed.customers.map((one) => (
              <Button key={one.id} size="small" onClick={() => void desk.receipts.lookUpBalance(one.id, one.name, followed.company)}>
                {one.id}
              </Button>
            ))}
          </div>
        </>
      );
  }
};

/** What Sage says a customer owes, company by company. A customer without a link owes nothing that is known: never zero. */
export const BalanceCard = () => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const customers = useDeskState((state) => state.receipts.customers);
  const look = useDeskState((state) => state.receipts.balance);
  const pulled = useDeskState((state) => state.pulls.balances);
  const chosen = useDeskState((state) => state.company);
  const cannotPull = useRefusal("viewer");
  const followed = useDeskState((state) => state.receipts.followed);
  // What was typed or picked for one customer says nothing of the next one that a selection brings.
  const shownFor = `${look?.customerId ?? ""} ${look?.company ?? ""}`;
  const [own, setOwn] = useState<{ readonly of: string; readonly typed: string | null; readonly company: string | null }>({ of: "", typed: null, company: null });
  const { typed: words, company } = own.of === shownFor ? own : { typed: null, company: null };
  const typed = words ?? look?.name ?? "";
  const setTyped = (next: string) => setOwn({ of: shownFor, typed: next, company });
  const wanted = typed.trim().toLowerCase();
  const found = customersLike(customers.value ?? [], wanted);
  const balances = look?.value?.balances ?? [];
  const shown = balanceShown(balances, [company, look?.company ?? null, chosen]);
  return (
    <Card title="Customer balance in Sage">
      <p className={layout.quiet}>Select a customer’s row in any sheet, or look the customer up here.</p>
      <Field label="Customer, by id or name" size="small" className={styles.field}>
        <Combobox
          size="small"
          freeform
          className={styles.search}
          value={typed}
          placeholder="For example Northwind"
          onFocus={() => customers.value === null && void desk.receipts.loadCustomers()}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onOptionSelect={(_event, { optionValue, optionText }) => {
            if (optionValue === undefined) return;
            setOwn({ of: "", typed: null, company: null });
            void desk.receipts.lookUpBalance(optionValue, optionText ?? optionValue);
          }}
        >
          {found.slice(0, mostFound).map((one) => (
            <Option key={one.id} value={one.id} text={one.name}>
              {`${one.name} (${one.id})`}
            </Option>
          ))}
          {found.length === 0 && (
            <Option key="none" disabled text="">
              {customers.value === null ? (customers.failure?.cause ?? "Asking The Layer for its customers…") : `No customer of The Layer is like “${typed.trim()}”.`}
            </Option>
          )}
          {found.length > mostFound && (
            <Option key="more" disabled text="">
              Type more to see others
            </Option>
          )}
        </Combobox>
      </Field>
      {followed && <NotShown followed={followed} />}
      {look?.failure && <FailureBar intent="warning" failure={look.failure} />}
      {look && !look.value && !look.failure && <p className={layout.quiet}>Asking Sage…</p>}
      {look?.value && balances.length === 0 && <p className={layout.text}>No Sage company is connected, so there is no balance.</p>}
      {look?.value && shown && (
        <>
          <ChoiceField
            label={`Sage company of ${look.value.customer}`}
            value={shown.company}
            options={balances.map((one) => [one.company, `${one.company}${one.isDefault ? " (default)" : ""}${one.standing.kind === "not linked" ? ", not linked" : ""}`])}
            onChoose={(value) => setOwn({ of: shownFor, typed: words, company: value })}
          />
          <Standing balance={shown} />
        </>
      )}
      <div className={layout.row}>
        <ActionButton size="small" onPress={() => void desk.receipts.pullBalances(chosen === null ? {} : { company: chosen })} reason={cannotPull}>
          Pull Balances
        </ActionButton>
      </div>
      {pulled && (
        <p className={layout.quiet}>
          Balances pulled as at {moment(pulled.asOf)}: linked customers only.
        </p>
      )}
    </Card>
  );
};
