/**
 * What to tell people when Sage 200 refuses a posting. Sage publishes neither its messages nor their shapes, so the reason is told by
 * the words it uses (assumed: English, as in Sage's own client), and Sage's own sentence is always quoted beside ours.
 */
import { displayDate } from "../model/dates";
import { failure, type Failure } from "../model/failure";
import type { HttpAnswer } from "../http";
import type { SagePosting } from "../documents/posting";
import type { SageCompanyRef } from "../rules/reference";
import { allocationRefusal, allocationRefused } from "./allocation-refusals";
import { readErrorBody } from "./error-body";
import { postingName } from "./posting-request";

type Refused = { readonly posting: SagePosting; readonly company: SageCompanyRef; readonly quote: string };

/** A kind of refusal: the words it is known by, and what it means. */
type Reason = { readonly said: RegExp; readonly tell: (refused: Refused) => Failure };

const sageSays = (quote: string): string => `Sage says: “${quote}”`;
const dayOf = (posting: SagePosting): string => ("date" in posting && posting.date !== null ? displayDate(posting.date) : "today");
const accountOf = (posting: SagePosting): string => ("sageCustomerId" in posting ? `record ${posting.sageCustomerId}` : posting.accountNumber);

/** Rights and closed periods, which stand first, stop anything that is posted; the others are about documents. */
const ofAll = 2;

/** In order: the first whose words are found is taken. Sums and widths come before the fields that their sentences name. */
const reasons: readonly Reason[] = [
  {
    said: /\b(permission|not permitted|not authori[sz]ed|access (is )?denied|insufficient rights|does not have access)\b/i,
    tell: ({ posting, company, quote }) =>
      failure("sage-no-access", `The connected Sage user may not post ${postingName(posting)} in ${company.name}. ${sageSays(quote)}`, "In Sage 200 System Administration, give that user's role the features to enter sales ledger transactions, then retry.", company.name),
  },
  {
    said: /\b(period|financial year|accounting year|trading year|posting date|closed for posting)\b|\bdate\b.*\b(closed|not open|future|outside|range)\b/i,
    tell: ({ posting, company, quote }) =>
      failure("sage-period-closed", `The sales ledger of ${company.name} takes no posting dated ${dayOf(posting)}. ${sageSays(quote)}`, "Open that period in Sage, retry, and close it again. The date of a document is never shifted.", dayOf(posting)),
  },
  {
    said: /\b(analysis|goods|tax|net|gross|nominal|total).*\b(add up|sum|sums|total|totals|equal|match|agree|balance)\b/i,
    tell: ({ posting, company, quote }) =>
      failure("sage-refused", `${company.name} finds that the lines of ${postingName(posting)} do not add up. ${sageSays(quote)}`, "Compare the document with its tax codes in Sage, as a tax code may not allow that much tax; correct the Tax Codes sheet, then retry."),
  },
  {
    said: /\b(cannot|can't|may not|must not) be (negative|below zero|less than zero)\b|\bmust be (positive|greater than zero)\b/i,
    tell: ({ posting, company, quote }) =>
      failure(
        "sage-refused",
        `${company.name} takes no amount below zero in ${postingName(posting)}. ${sageSays(quote)}`,
        posting.kind === "refund" && posting.as === "negative-receipt"
          ? "Set this company's refunds to sales payments, then retry."
          : "Its lines of one tax or nominal code come to less than zero together. Post what is owed to the customer as a credit note in The Layer, or this document in Sage by hand.",
      ),
  },
  {
    said: /\b(too long|max(imum)? length|string length|characters|truncated?|exceeds? the (length|width))\b/i,
    tell: ({ posting, company, quote }) => failure("sage-refused", `A text of ${postingName(posting)} is longer than ${company.name} takes. ${sageSays(quote)}`, "Shorten in The Layer what Sage names, then retry."),
  },
  {
    said: /\b(already (exists?|in use|used|taken)|duplicate|must be unique|not unique)\b/i,
    tell: ({ posting, company, quote }) =>
      failure("sage-account-taken", `${company.name} already has what ${postingName(posting)} was to bring${posting.kind === "new-customer" ? `, such as account ${posting.accountNumber}` : ""}. ${sageSays(quote)}`, "Look for it in Sage. If the account is this customer's, link it in Customer Links; otherwise give that account another number in Sage, then retry."),
  },
  {
    said: /\bbank/i,
    tell: ({ posting, company, quote }) =>
      failure(
        "sage-bank-unknown",
        `${company.name} does not take the bank account of ${postingName(posting)}. ${sageSays(quote)}`,
        "Check the Acc - Code of its payment method in the Payment Methods sheet, and that the bank account is not hidden in Sage, then retry.",
        "bankId" in posting ? posting.bankId : undefined,
      ),
  },
  {
    said: /\b(nominal|cost.?cent(re|er)|department)/i,
    tell: ({ posting, company, quote }) =>
      failure(
        "sage-nominal-unknown",
        `${company.name} does not take a nominal code of ${postingName(posting)}${codesOf(posting)}. ${sageSays(quote)}`,
        "Correct the nominal code of the document or its lines in The Layer, or create the code in Sage, then retry.",
      ),
  },
  {
    said: /\b(tax|vat)\b.*\b(code|rate|id|analysis)\b|\btax_analysis|SageNullFieldException/i,
    tell: ({ posting, company, quote }) =>
      failure("sage-tax-code-unknown", `${company.name} does not take a tax code of ${postingName(posting)}. ${sageSays(quote)}`, "Check the company's rows in the Tax Codes sheet, read the tax codes again, then retry."),
  },
  {
    said: /\b(on hold|hidden|inactive|not active|suspended|account (is )?closed|credit limit)\b/i,
    tell: ({ posting, company, quote }) =>
      failure(
        "sage-account-blocked",
        `The account for ${postingName(posting)} (${accountOf(posting)}) in ${company.name} takes no postings now. ${sageSays(quote)}`,
        "In Sage, make the account active and take it off hold, then retry; or link the customer to another account.",
        accountOf(posting),
      ),
  },
  {
    said: /\b(customer|account|trader|customer_id)\b/i,
    tell: ({ posting, company, quote }) =>
      failure(
        "sage-account-unknown",
        `${company.name} does not know the account for ${postingName(posting)} (${accountOf(posting)}). ${sageSays(quote)}`,
        "Look for the account in Sage; it may have been deleted or merged. Correct the customer's row in Customer Links, then retry.",
        accountOf(posting),
      ),
  },
];

const codesOf = (posting: SagePosting): string => ("nominalItems" in posting ? ` (${posting.nominalItems.map((item) => item.code).join(", ")})` : "");

const generic = ({ posting, company, quote }: Refused): Failure =>
  failure("sage-refused", `Sage 200 refused ${postingName(posting)} in ${company.name}. ${sageSays(quote)}`, "Put right what it names, then retry.", company.name);

/** A definite no: a 4xx that means that nothing was posted. 401 is not among them. */
export const postingRefusal = (answer: HttpAnswer, posting: SagePosting, company: SageCompanyRef): Failure => {
  const body = readErrorBody(answer.text);
  const quote = body.kind === "message" ? body.text : null;
  if (answer.status === 403)
    return failure(
      "sage-no-access",
      `The connected Sage user may not post ${postingName(posting)} in ${company.name}${quote === null ? "." : `. ${sageSays(quote)}`}`,
      `In Sage 200 System Administration, give that user's role the ${posting.kind === "receipt" || posting.kind === "refund" ? "Sales Ledger and Cash Book" : "Sales Ledger"} features, then retry.`,
      company.name,
    );
  if (answer.status < 400)
    return failure("sage-refused", `Sage 200 redirects elsewhere (${answer.status}), which is not followed; ${postingName(posting)} was not posted.`, "Put the final address of the Sage 200 API into SAGE200_URL, then retry.", company.name);
  if (answer.status === 404 && quote === null)
    return failure(
      "sage-refused",
      `Sage 200 in ${company.name} offers no way to post ${postingName(posting)} (404).`,
      "Check SAGE200_URL: the product in it is sage200extra for Professional and sage200 for Standard. An old version of Sage 200 may also lack this kind of posting: update it.",
      company.name,
    );
  if (quote === null)
    return failure(
      "sage-refused",
      `Sage 200 refused ${postingName(posting)} in ${company.name} without saying why (${answer.status}).`,
      "Check in Sage that the account, the bank account, the tax and nominal codes exist and that the period is open, then retry.",
      company.name,
    );
  const refused = { posting, company, quote };
  if (posting.kind === "allocation") {
    const told = allocationRefusal(posting, company, quote) ?? reasons.slice(0, ofAll).find((reason) => reason.said.test(quote))?.tell(refused);
    return told ?? allocationRefused(posting, company, quote);
  }
  return (reasons.find((reason) => reason.said.test(quote))?.tell ?? generic)(refused);
};
