/** What to tell a person who must decide about a payment or an allocation. The ledger speaks of postings that bear a key in Sage, which these do not. Pure. */
import type { Allocation, LayerPayment } from "../../documents/posting";
import { failure, type Failure } from "../../model/failure";
import { formatMoney } from "../../model/money";

const lostTooOften = ({ code }: Failure): boolean => code === "sage-down";

const ofPayment = (payment: LayerPayment, why: Failure): Failure =>
  lostTooOften(why)
    ? failure(
        "layer-down",
        `The payment of ${formatMoney(payment.amount)} on invoice ${payment.invoiceReference} was sent several times; each time the answer was lost, and The Layer did not have it.`,
        "Look at the invoice's payments in The Layer, then sync the row again: The Layer is asked first.",
        payment.invoiceReference,
      )
    : failure("layer-refused", why.cause, "Put it right in The Layer, then sync the row again: The Layer is asked first.", payment.invoiceReference);

const ofAllocation = (why: Failure): Failure =>
  lostTooOften(why)
    ? failure("sage-down", "The allocation was sent to Sage several times; each time the answer was lost, and nothing had moved in Sage.", "Look at the account in Sage, then retry: what is allocated is compared first.")
    : failure("sage-unreadable", why.cause, "Look at the account in Sage. Where it is allocated as wanted, nothing is left to do; otherwise pull the receipts again and allocate what is still open.");

export const reviewFailure = (posting: LayerPayment | Allocation, why: Failure): Failure => (posting.kind === "layer-payment" ? ofPayment(posting, why) : ofAllocation(why));
