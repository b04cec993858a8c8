/**
 * Whether what a look-up found is the posting that was sent. Only one that agrees in kind, date and amount is: anything else under our
 * key is for a person to look at, and neither taken for ours nor posted beside. Pure.
 */
import { postingAmount, typeInSage } from "../documents/in-sage";
import type { DocumentPosting, NewCustomer } from "../documents/posting";
import type { LookUpOutcome } from "../ledger/after";
import type { PostingKey } from "../ledger/posting-key";
import { displayDate, parseDate } from "../model/dates";
import { formatMoney, minorUnits, moneyFromNumber, type Money } from "../model/money";
import { folded } from "../model/spelling";
import type { TransactionType } from "../receipts/transaction";
import { postingName } from "./posting-request";
import { transactionTypes, type WirePostedTransaction } from "./posting-schema";
import { redactedText } from "./redaction";
import { cut } from "./widths";

const wireTypes: Readonly<Partial<Record<TransactionType, string>>> = {
  invoice: transactionTypes.invoice,
  "credit-note": transactionTypes.creditNote,
  receipt: transactionTypes.receipt,
  refund: transactionTypes.salesPayment,
};

const kindNames: Readonly<Record<string, string>> = {
  [transactionTypes.invoice]: "an invoice",
  [transactionTypes.creditNote]: "a credit note",
  [transactionTypes.receipt]: "a receipt",
  [transactionTypes.salesPayment]: "a sales payment",
};

const dayIn = (written: string): string => {
  const date = parseDate(written.slice(0, 10));
  return date.ok ? displayDate(date.value) : written;
};

/** Without its sign, as `postingAmount` is. */
const sizeOf = (found: WirePostedTransaction): Money | null => {
  const value = moneyFromNumber(found.document_gross_value);
  return value.ok ? minorUnits(Math.abs(value.value)) : null;
};

const differences = (found: WirePostedTransaction, posting: DocumentPosting): readonly string[] => {
  const size = sizeOf(found);
  const amount = postingAmount(posting);
  const type = wireTypes[typeInSage(posting)] ?? "";
  return [
    ...(found.customer_id === posting.sageCustomerId ? [] : [`it is on the account of record ${found.customer_id}, not ${posting.sageCustomerId}`]),
    ...(found.trader_transaction_type === type ? [] : [`it is ${kindNames[found.trader_transaction_type] ?? found.trader_transaction_type}, not ${kindNames[type] ?? ""}`]),
    ...(found.transaction_date.slice(0, 10) === posting.date ? [] : [`it is dated ${dayIn(found.transaction_date)}, not ${displayDate(posting.date)}`]),
    ...(size === amount ? [] : [`it is of ${size === null ? String(found.document_gross_value) : formatMoney(size)}, not ${formatMoney(amount)}`]),
  ];
};

/** `found` is everything on that account that bears the posting's key. */
export const postingFound = (found: readonly WirePostedTransaction[], posting: DocumentPosting, key: PostingKey): LookUpOutcome => {
  // A filter may fold case or trim; the key is ours to the letter.
  const bearing = found.filter((one) => one.second_reference === key);
  const [first, ...others] = bearing;
  if (first === undefined) return { kind: "absent" };
  if (others.length > 0)
    return { kind: "contradicted", why: `Sage has ${bearing.length} postings with the second reference ${key} (URN ${bearing.map((one) => one.urn).join(", ")}) where ${postingName(posting)} should be one. A person must look at them in Sage.` };
  const wrong = differences(first, posting);
  if (wrong.length > 0) return { kind: "contradicted", why: `Sage has a posting with the second reference ${key} (URN ${first.urn}), but it is not ${postingName(posting)} as it was sent: ${wrong.join("; ")}. A person must look at it in Sage.` };
  return { kind: "found", evidence: { urn: first.urn, recordId: first.id, foundBy: "look-up" } };
};

export type FoundAccount = { readonly id: string; readonly reference: string; readonly name: string };

/** `found` is every account of that reference, of which Sage allows one. */
export const accountFound = (found: readonly FoundAccount[], posting: NewCustomer): LookUpOutcome => {
  const account = found.find((one) => folded(one.reference) === folded(posting.accountNumber));
  if (account === undefined) return { kind: "absent" };
  if (folded(account.name) !== folded(cut("accountName", posting.fields.name)))
    return {
      kind: "contradicted",
      why: `Account ${account.reference} in Sage is called “${redactedText(account.name)}”, not “${posting.fields.name}”: somebody else took the account number that was reserved. A person must decide.`,
    };
  return { kind: "found", evidence: { urn: account.reference, recordId: account.id, foundBy: "look-up" } };
};
