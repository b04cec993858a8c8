import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { NewCustomer } from "../../../sync/contract";
import { useDesk, useDeskState } from "../../desk-context";
import { count, listed, moment, plural } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";

const useStyles = makeStyles({
  rows: { listStyle: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalL },
  row: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS, minWidth: 0 },
  name: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  candidates: { listStyle: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS },
  candidate: {
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    minWidth: 0,
  },
  words: { flex: 1, minWidth: 0 },
  content: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
});

type Candidate = NewCustomer["candidates"][number];
const accountOf = (candidate: Candidate) => `${candidate.accountNumber} ${candidate.name}`.trim();

type CreateProps = { readonly customer: NewCustomer; readonly onCreate: () => void; readonly onClose: () => void };

/** A second account for a customer is found by nobody until month end: it is made only by somebody who saw the first. */
const CreateDialog = ({ customer, onCreate, onClose }: CreateProps) => {
  const styles = useStyles();
  const layout = useLayout();
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{`Create a new account for ${customer.name}?`}</DialogTitle>
          <DialogContent className={styles.content}>
            <p className={layout.text}>
              {customer.company} has {plural(customer.candidates.length, "account")} that may be this customer already:
            </p>
            <ul className={styles.candidates}>
              {customer.candidates.map((candidate) => (
                <li key={candidate.sageCustomerId} className={layout.text}>
                  <strong>{accountOf(candidate)}</strong>: {listed(candidate.reasons, 5)}
                </li>
              ))}
            </ul>
            <p className={layout.text}>A second account splits the customer’s balance in two.</p>
          </DialogContent>
          <DialogActions fluid>
            <Button onClick={onClose}>Go back</Button>
            <Button appearance="primary" onClick={onCreate}>
              Create a new account
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};

const Customer = ({ customer, onCreate }: { readonly customer: NewCustomer; readonly onCreate: () => void }) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const mayNot = useRefusal("editor");
  const place = `${customer.name} in ${customer.company}`;
  return (
    <li className={styles.row}>
      <h3 className={styles.name}>
        {customer.name} ({customer.customerId})
      </h3>
      <p className={layout.quiet}>
        {customer.company} · {plural(customer.documents, "document")} {customer.documents === 1 ? "waits" : "wait"} · since {moment(customer.since)}
      </p>
      <ul className={styles.candidates} aria-label={`Accounts in Sage that may be ${customer.name}`}>
        {customer.candidates.map((candidate) => (
          <li key={candidate.sageCustomerId} className={styles.candidate}>
            <div className={styles.words}>
              <p className={layout.text}>
                <strong>{candidate.accountNumber}</strong> {candidate.name}
              </p>
              <p className={layout.quiet}>{candidate.reasons.join("; ")}</p>
            </div>
            {mayNot === null && (
              <ActionButton
                size="small"
                onPress={() => void desk.documents.decide(customer, { kind: "link", sageCustomerId: candidate.sageCustomerId })}
                label={`Link ${place} to ${candidate.accountNumber}`}
                always
              >
                Link
              </ActionButton>
            )}
          </li>
        ))}
      </ul>
      <div className={layout.row}>
        <ActionButton size="small" onPress={onCreate} reason={mayNot} label={`Create a new account for ${place}`} always>
          {customer.candidates.length > 0 ? "Create a new account…" : "Create an account"}
        </ActionButton>
        {mayNot === null && (
          <ActionButton size="small" onPress={() => void desk.documents.decide(customer, { kind: "skip" })} label={`Skip ${place}`} always>
            Skip
          </ActionButton>
        )}
      </div>
    </li>
  );
};

const atOnce = 5;

/** Customers of The Layer that are to get an account in Sage and may have one already. */
export const NewCustomersCard = () => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const company = useDeskState((state) => state.company);
  const { value, failure } = useDeskState((state) => state.documents.newCustomers);
  const [creating, setCreating] = useState<NewCustomer | null>(null);
  const [shown, setShown] = useState(atOnce);
  const waiting = (value ?? []).filter((customer) => company === null || customer.company === company);
  const create = (customer: NewCustomer) => {
    setCreating(null);
    void desk.documents.decide(customer, { kind: "create" });
  };
  if (waiting.length === 0) return failure ? <FailureBar intent="warning" failure={failure} /> : null;
  return (
    <Card title="New customers to decide" aside={<span className={layout.quiet}>{count(waiting.length)}</span>}>
      <p className={layout.quiet}>
        {waiting.length === 1 ? "It" : "Each"} may have an account in Sage already. Link it to that account, create a new one, or skip it: then nothing of the customer is posted to that company until it is linked under Links.
      </p>
      <ul className={styles.rows} aria-label="New customers to decide">
        {waiting.slice(0, shown).map((customer) => (
          <Customer
            key={`${customer.companyRef} ${customer.customerId}`}
            customer={customer}
            onCreate={() => (customer.candidates.length > 0 ? setCreating(customer) : create(customer))}
          />
        ))}
      </ul>
      {waiting.length > shown && (
        <Button size="small" onClick={() => setShown(shown + atOnce * 5)}>
          {`Show more (${count(waiting.length - shown)} left)`}
        </Button>
      )}
      {creating && <CreateDialog customer={creating} onCreate={() => create(creating)} onClose={() => setCreating(null)} />}
    </Card>
  );
};
