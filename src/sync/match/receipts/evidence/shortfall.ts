/** Why the amount is not what the documents come to: a discount, a bank charge, a part, or too much. */
import { formatMoney, minorUnits } from "../../../model/money";
import type { Explanation } from "../candidate-sets/explanation";
import * as words from "../explaining/words";
import { sumOf, type Book } from "../open-items/book";
import { ofCharge, ofOverpayment, ofPart, ofShortfall } from "./chances-of-amounts";
import { prior } from "./points";
import type { Scale } from "./scale";

const money = (pence: number) => formatMoney(minorUnits(pence));

/** What customers in general do counts as so many payments of this one. */
const asManyOthers = 20;

export const weighGap = (book: Book, { receipts, debits, gap }: Explanation, scale: Scale): void => {
  const { habits } = book.open;
  const offers = debits.filter((debit) => {
    const discount = book.debits[debit]?.discount;
    return discount && discount.amount > 0 && (book.receipts[receipts[0] ?? -1]?.date ?? "") <= discount.lastDay;
  }).length;
  if (offers > 0 && gap?.kind !== "settlement discount") scale.sum += prior.discountNotTaken;
  if (gap === null) return;
  const owed = sumOf(book.debits, debits);
  const lastDay = Math.max(...receipts.map((receipt) => book.receiptDays[receipt] ?? 0));
  switch (gap.kind) {
    case "settlement discount": {
      const late = habits === null ? prior.discountLate : Math.log((habits.lateDiscounts * habits.payments + asManyOthers * Math.exp(prior.discountLate)) / (habits.payments + asManyOthers));
      return scale.add("settlement discount", gap.inTime ? prior.discountTaken : late, () => words.discount(book, debits, gap, lastDay));
    }
    case "bank charge":
      return scale.add("bank charge", ofShortfall(prior.bankCharge, book.shortfalls) + ofCharge(gap.amount, book.shortfalls), () => words.bankCharge(gap.amount, book.shortfalls));
    case "part payment":
      return scale.add("part payment", prior.partPayment + ofPart(owed - gap.amount, owed), () => words.partPayment(owed - gap.amount, owed));
    case "overpayment":
      return scale.add("overpayment", prior.overpayment + ofOverpayment(gap.amount, owed), () => `${money(gap.amount)} more came than the documents ask for.`);
  }
};
