/** Whether a document that was posted stands in Sage as it was posted, and only once. Pure. */
import { formatMoney, minorUnits, type Money } from "../model/money";
import { displayDate } from "../model/dates";
import { bearsOurKey, type SageTransaction } from "../receipts/transaction";
import { postingAmount, typeInSage } from "./in-sage";
import type { DocumentPosting } from "./posting";

/** A transaction of the posting's customer account, or one that bears its key or its URN. `gone`: Sage lists it no longer. */
export type Standing = Pick<SageTransaction, "urn" | "type" | "sageCustomerId" | "reference" | "secondReference" | "date" | "gross" | "userName"> & { readonly gone: boolean };

export type Posted = { readonly key: string; readonly urn: string; readonly posting: DocumentPosting };

export type Comparison =
  /** Also where Sage has archived it since. */
  | { readonly kind: "agrees" }
  | { readonly kind: "missing" }
  | { readonly kind: "differs"; /** Such as "it is of 130.00, not 120.00". */
      readonly differences: readonly string[]; readonly urn: string }
  /** The others, beside the one that was recorded. */
  | { readonly kind: "twice"; readonly others: readonly Pick<Standing, "urn" | "userName">[] }
  /** The same document without our key: somebody typed it. */
  | { readonly kind: "entered by hand"; readonly others: readonly Pick<Standing, "urn" | "userName">[] };

const size = (amount: Money): Money => minorUnits(Math.abs(amount));

const typed = (text: string): string => text.trim().toUpperCase();

/**
 * A payment's reference is no number that people would type again, so only invoices and credit notes are looked for by hand.
 * A blank reference names nothing.
 */
const enteredByHand = (posting: DocumentPosting, standing: readonly Standing[]): readonly Standing[] =>
  (posting.kind === "invoice" || posting.kind === "credit-note") && typed(posting.reference) !== ""
    ? standing.filter(
        (one) =>
          (one.type === posting.kind || one.type === `opening-${posting.kind}`) &&
          one.sageCustomerId === posting.sageCustomerId &&
          size(one.gross) === postingAmount(posting) &&
          typed(one.reference) === typed(posting.reference) &&
          !bearsOurKey(one),
      )
    : [];

const differencesOf = (posting: DocumentPosting, there: Standing): readonly string[] => [
  ...(there.sageCustomerId === posting.sageCustomerId ? [] : [`it is on the account of record ${there.sageCustomerId}, not ${posting.sageCustomerId}`]),
  ...(there.date === posting.date ? [] : [`it is dated ${displayDate(there.date)}, not ${displayDate(posting.date)}`]),
  ...(size(there.gross) === postingAmount(posting) ? [] : [`it is of ${formatMoney(size(there.gross))}, not ${formatMoney(postingAmount(posting))}`]),
];

export const comparePosting = ({ key, urn, posting }: Posted, found: readonly Standing[]): Comparison => {
  const type = typeInSage(posting);
  const ours = found.filter((one) => one.type === type && (one.secondReference === key || one.urn === urn));
  if (ours.length === 0) return { kind: "missing" };
  const standing = ours.filter((one) => !one.gone);
  const recorded = standing.find((one) => one.urn === urn) ?? standing[0];
  if (!recorded) return { kind: "agrees" };
  const others = standing.filter((one) => one !== recorded);
  if (others.length > 0) return { kind: "twice", others };
  const differences = differencesOf(posting, recorded);
  if (differences.length > 0) return { kind: "differs", differences, urn: recorded.urn };
  const byHand = enteredByHand(posting, found.filter((one) => !one.gone && one !== recorded));
  return byHand.length > 0 ? { kind: "entered by hand", others: byHand } : { kind: "agrees" };
};
