/** The evidence that a person decides by: every attempt at a posting that stayed in doubt, in words and without secrets. */
import type { Review, ReviewAttempt } from "../../contract";
import type { LookUpOutcome, SendOutcome } from "../../ledger/after";
import { displayDate, type PlainDate } from "../../model/dates";
import { formatMoney, sumMoney, type Money } from "../../model/money";
import { redactedText } from "../../sage200/redaction";
import type { Database } from "../../store";
import type { Attempt } from "../../store/ledger-store";
import { reviewedDocuments } from "../../store/review-attempts";

/** People look at a screenful. */
const mostReviews = 200;

const sheetOf = { invoice: "invoices", "credit-note": "credit-notes", payment: "payments", refund: "refunds" } as const;
const words: Readonly<Record<string, string>> = { invoice: "sales invoice", "credit-note": "sales credit note", receipt: "sales receipt", refund: "refund" };

/** As an attempt keeps it: a posting without its bank. */
type Kept = { readonly kind?: string; readonly date?: string; readonly reference?: string; readonly amount?: Money; readonly goods?: Money; readonly tax?: Money };

const sentInWords = (request: Kept | null): string => {
  if (request === null) return "";
  const amount = request.amount ?? (request.goods !== undefined && request.tax !== undefined ? sumMoney([request.goods, request.tax]) : null);
  const parts = [
    `${words[request.kind ?? ""] ?? "posting"}${amount === null ? "" : ` of ${formatMoney(amount)}`}`,
    request.date === undefined ? "" : displayDate(request.date as PlainDate),
    request.reference === undefined || request.reference === "" ? "" : `reference ${request.reference}`,
  ];
  return redactedText(parts.filter((part) => part !== "").join(", "));
};

const answerInWords = (outcome: SendOutcome | LookUpOutcome | null): string => {
  if (outcome === null) return "nothing was heard of it: the program that did it ended";
  switch (outcome.kind) {
    case "posted":
    case "found":
      return `Sage has it as number ${outcome.evidence.urn}`;
    case "refused":
      return `Sage refused it: ${outcome.failure.cause}`;
    case "throttled":
      return "Sage was busy and did not take it";
    case "unknown":
      return `no answer that says whether it is in Sage (${outcome.why})`;
    case "absent":
      return "Sage did not have it";
    case "contradicted":
      return `Sage has something else under its key (${outcome.why})`;
    case "failed":
      return `Sage could not be asked (${outcome.why})`;
  }
};

export const attemptInWords = ({ what, at, request, outcome }: Attempt): ReviewAttempt => ({
  at: new Date(at).toISOString(),
  did: what === "send" ? "sent" : "looked up",
  sent: sentInWords(request),
  answer: redactedText(answerInWords(outcome as SendOutcome | LookUpOutcome | null)),
});

export const readReviews = async ({ db, tenant }: { readonly db: Database; readonly tenant: string }): Promise<readonly Review[]> =>
  (await db.read((handle) => reviewedDocuments(handle, tenant, mostReviews))).map(({ kind, id, attempts }) => ({ sheet: sheetOf[kind], id, attempts: attempts.map(attemptInWords) }));
