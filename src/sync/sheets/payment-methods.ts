import { code, flag, pick, problemColumn, resultColumn, sheet, text } from "./sheet";

/** Which Sage bank account a payment method of The Layer pays into. A blank company means every company. */
export const paymentMethods = sheet({
  name: "Payment Methods",
  slug: "payment-methods",
  table: "PaymentMethods",
  direction: "push",
  key: ["PaymentMethod", "SageCompanyName"],
  columns: {
    PaymentMethod: pick("The payment method in The Layer.", "layer-payment-method", { mandatory: true }),
    Enabled: flag("Whether the method is used. An enabled method needs a bank code."),
    "Payment Account Name": text("A label for people. Nothing is looked up by it.", { max: 60 }),
    "Acc - Code": code("The code of the bank account in Sage. Needed when the method is enabled.", { max: 8, lookup: "sage-bank" }),
    SageCompanyName: pick("The Sage company. Blank means every company.", "sage-company"),
    Problem: problemColumn,
    Result: resultColumn,
  },
});
