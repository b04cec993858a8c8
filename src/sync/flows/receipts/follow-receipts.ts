/** What follows from each step of an allocation or of a payment in The Layer, in the step's own transaction. */
import type { Allocation, LayerPayment, Posting } from "../../documents/posting";
import type { Failure } from "../../model/failure";
import { formatMoney, zero } from "../../model/money";
import { writeAudit } from "../../store/audit";
import type { Tx } from "../../store/database";
import { openErrors, resolveErrors, type NewError } from "../../store/errors";
import type { Follow } from "../../store/ledger-events";
import { thingOf } from "../../store/ledger-rows";
import { receiptPaymentKept, receiptPaymentsDone } from "../../store/receipt-payments";
import { askedBy } from "../../store/receipt-syncs";
import { recordingOutcome } from "./recording-outcome";
import { reviewFailure } from "./review-words";
import type { StoredIntent } from "../../ledger/store";
import type { PostingKey } from "../../ledger/posting-key";
import type { Step } from "../../ledger/after";

/** Errors with one cause and one cure stand together. */
const groupOf = (posting: Posting, failure: Failure): string => [posting.kind === "layer-payment" ? "layer" : "sage", posting.company, posting.kind, failure.code, failure.cure].join("|");

const referenceOf = (lines: Allocation["lines"]): string => lines.filter(({ value }) => value < zero).map(({ reference, urn }) => reference || `URN ${urn}`).join(", ");

/** How the Error Queue knows an allocation, and the recording of a row. */
export const allocationError = (posting: Allocation) => ({ kind: "receipt", id: thingOf(posting).id, operation: "allocate" }) as const;
export const recordingError = (rowId: string) => ({ kind: "receipt", id: rowId, operation: "record" }) as const;

const entry = (posting: Allocation | LayerPayment, failure: Failure): NewError => ({
  ...(posting.kind === "allocation" ? allocationError(posting) : recordingError(posting.rowId)),
  reference: posting.kind === "allocation" ? referenceOf(posting.lines) : posting.reference || `URN ${posting.receiptUrn}`,
  customerId: posting.customerId,
  subCompany: "",
  companyRef: posting.company,
  failure,
  group: groupOf(posting, failure),
  fixAt: null,
});

const followAllocation = async (tx: Tx, tenant: string, { intent }: Step, posting: Allocation): Promise<void> => {
  if (intent.state === "done") await resolveErrors(tx, tenant, [allocationError(posting)]);
  if (intent.state === "refused") await openErrors(tx, tenant, [entry(posting, intent.failure)]);
  if (intent.state === "needs review") await openErrors(tx, tenant, [entry(posting, reviewFailure(posting, intent.failure))]);
};

const followPayment = async (tx: Tx, tenant: string, { intent }: Step, key: PostingKey, payment: LayerPayment): Promise<void> => {
  const outcome = recordingOutcome(payment, intent);
  if (outcome.kind === "kept") {
    await receiptPaymentKept(tx, tenant, key, outcome.sync);
    if (outcome.error) await openErrors(tx, tenant, [entry(payment, outcome.error)]);
    return;
  }
  const { recordId, urn } = outcome.evidence;
  await receiptPaymentsDone(tx, tenant, [{ postingKey: key, layerPaymentId: recordId ?? urn }]);
  await resolveErrors(tx, tenant, [recordingError(payment.rowId)]);
  const asked = await askedBy(tx, tenant, key);
  if (!asked) return;
  await writeAudit(tx, tenant, [
    {
      whoId: asked.id,
      who: asked.name,
      what: "Recorded in The Layer",
      sheet: "sage-transactions",
      key: payment.rowId,
      from: null,
      to: { Payment: urn, "Layer Invoice": payment.invoiceReference, Amount: formatMoney(payment.amount), "Payment Method": payment.method },
      pushId: null,
    },
  ]);
};

export const followReceipts =
  (tenant: string): Follow =>
  async (tx: Tx, step: Step, { key, payload }: StoredIntent<Posting>) => {
    if (payload.kind === "allocation") await followAllocation(tx, tenant, step, payload);
    if (payload.kind === "layer-payment") await followPayment(tx, tenant, step, key, payload);
  };
