/** What a comparison with Sage's ledger found, as errors: each with its cause and what to do. Pure. */
import type { Comparison, Posted } from "../../documents/compare-posting";
import { postingAmount } from "../../documents/in-sage";
import type { DocumentPosting } from "../../documents/posting";
import { displayDate } from "../../model/dates";
import { failure, type Failure } from "../../model/failure";
import { formatMoney, minorUnits } from "../../model/money";
import { redactedText } from "../../sage200/redaction";
import type { ErrorKind } from "../../store/errors";
import type { UnknownPosting } from "../../store/ledger-comparison";

export type Finding = { readonly failure: Failure; readonly group: string };

const names: Readonly<Record<DocumentPosting["kind"], string>> = { invoice: "Invoice", "credit-note": "Credit note", receipt: "Payment", refund: "Refund" };

const urns = (others: readonly { readonly urn: string; readonly userName: string }[]): string =>
  new Intl.ListFormat("en-GB").format(others.map(({ urn, userName }) => (userName === "" ? `URN ${urn}` : `URN ${urn} by ${userName}`)));

/** Null where it agrees. `company` is the name that accountants know. */
export const findingOf = ({ posting, urn, key }: Posted, comparison: Comparison, company: string): Finding | null => {
  const name = `${names[posting.kind]} ${posting.reference}`;
  const what = `${name} of ${formatMoney(postingAmount(posting))}`;
  const finding = (kind: string, cause: string, cure: string): Finding => ({ failure: failure("ledger-differs", cause, cure, posting.reference), group: `compare|${kind}|${posting.company}|${posting.documentId}` });
  switch (comparison.kind) {
    case "agrees":
      return null;
    case "missing":
      return finding(
        "missing",
        `${what}, dated ${displayDate(posting.date)}, was posted to ${company} as URN ${urn}, and Sage no longer lists it.`,
        `Look for it in Sage. If it was lost there, as when a copy of Sage's data was restored, enter it by hand with the second reference ${key}; then compare again.`,
      );
    case "twice":
      return finding(
        "twice",
        `${what} stands in ${company} ${comparison.others.length + 1} times under Tieout's key: as URN ${urn}, and as ${urns(comparison.others)}.`,
        `Keep URN ${urn}. Reverse the other in Sage and take ${key} out of its second reference; then compare again.`,
      );
    case "differs":
      return finding(
        "differs",
        `${name} stands in ${company} as URN ${comparison.urn} otherwise than it was posted: ${comparison.differences.join("; ")}.`,
        "Find out in Sage who changed it. Correct it there, or with a credit note in The Layer, then compare again.",
      );
    case "entered by hand":
      return finding(
        "by hand",
        `${what} stands in ${company} as URN ${urn}, which Tieout posted, and was entered without Tieout as ${urns(comparison.others)}.`,
        "If both are for the same thing, reverse the one that was entered by hand and change its reference. If they are not, change its reference in Sage. Then compare again.",
      );
  }
};

const kinds: Readonly<Record<string, { readonly kind: ErrorKind; readonly name: string }>> = {
  I: { kind: "invoice", name: "an invoice" },
  C: { kind: "credit-note", name: "a credit note" },
  R: { kind: "payment", name: "a receipt" },
  F: { kind: "refund", name: "a refund" },
};

/** Of a transaction that bears our key and that this Tieout has not posted, as far as it knows. */
export const unknownFinding = (found: UnknownPosting, company: string): Finding & { readonly kind: ErrorKind; readonly id: string } => {
  const { kind, name } = kinds[found.secondReference.charAt(1)] ?? { kind: "invoice", name: "a document" };
  const what = `${company} has ${name} ${redactedText(found.reference)} of ${formatMoney(minorUnits(Math.abs(found.gross)))}, dated ${displayDate(found.date)}, as URN ${found.urn} under Tieout's key ${found.secondReference}`;
  const group = `compare|unknown|${found.companyRef}`;
  return found.refused
    ? {
        ...found.refused,
        group: `compare|refused|${found.companyRef}|${found.refused.id}`,
        failure: failure("ledger-differs", `${what}, and Sage refused that posting as far as Tieout knows.`, "Do not retry the document: it is in Sage. Tell whoever runs Tieout.", found.reference),
      }
    : {
        kind,
        id: found.secondReference,
        group,
        failure: failure(
          "ledger-differs",
          `${what}, and Tieout's records have no such posting.`,
          "If Tieout's database was restored from a copy, look at this before the next sync: the document may be posted again. If another Tieout posts to this company, there is nothing to do.",
          found.reference,
        ),
      };
};
