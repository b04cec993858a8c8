/** Names that The Layer's own lists must have: sub-companies and payment methods. */
import { isUnknown } from "./companies";
import { error, fine, referenceRule, said, several, oneOf } from "./rule";

export const unknownSubCompany = referenceRule("unknown-sub-company", ["subCompanies"], (row, index) => {
  const reading = row.reading("SubCompany");
  if (!isUnknown(row, "SubCompany")) return fine;
  return error(
    ["SubCompany"],
    `The Layer has no sub-company ${said(reading.shown)}.`,
    `Choose one of ${several((index.subCompanies?.codes() ?? []).map(said), 4)}.`,
    () => oneOf("SubCompany", index.subCompanies?.nearest(reading.shown, 3) ?? [], { id: `sub-company:${reading.shown}`, label: `Replace ${said(reading.shown)}` }),
  );
});

export const unknownPaymentMethod = referenceRule("unknown-payment-method", ["paymentMethods"], (row, index) => {
  const reading = row.reading("PaymentMethod");
  if (!isUnknown(row, "PaymentMethod")) return fine;
  return error(
    ["PaymentMethod"],
    `The Layer has no payment method ${said(reading.shown)}.`,
    `The Layer's list is fixed: ${several((index.paymentMethods?.codes() ?? []).map(said), 6)}.`,
    () => oneOf("PaymentMethod", index.paymentMethods?.nearest(reading.shown, 3) ?? [], { id: `payment-method:${reading.shown}`, label: `Replace ${said(reading.shown)}` }),
  );
});

