/** The Layer's documents and what became of each in Sage: one worksheet a kind, one row a document. */
import { code, date, flag, instant, money, sheet, text } from "./sheet";

/** Where a document stands on its way to Sage. */
export const documentStates = ["Posted", "Nothing to post", "Waiting", "Posting", "In doubt", "Needs review", "Failed", "Draft"] as const;
export type DocumentState = (typeof documentStates)[number];

const about = {
  date: date("The document's own date, which is also its date in Sage.", { owner: "layer" }),
  reference: code("The Layer's number of the document.", { owner: "layer", max: 100 }),
  customer: text("The customer's name in The Layer.", { owner: "layer", max: 200 }),
  subCompany: text("The sub-company that it was raised in.", { owner: "layer" }),
  sageCompany: text("The Sage company that it is posted to.", { owner: "sage", max: 100 }),
  invoice: code("The invoice that it belongs to.", { owner: "layer", max: 100 }),
  method: text("The payment method in The Layer.", { owner: "layer" }),
};
const outcome = {
  Amount: money("What it comes to, tax included.", { owner: "layer" }),
  Reconciled: flag("Whether it is in Sage and The Layer knows so.", { owner: "tieout" }),
  "Sage Transaction": code("Sage's number of the posting (its URN).", { owner: "sage", max: 20 }),
  State: text("Posted, Nothing to post, Waiting, Posting, In doubt, Needs review, Failed or Draft.", { owner: "tieout" }),
  "Last Error": text("Why it is not in Sage, and what to do; or what it waits for.", { owner: "tieout", max: 1000 }),
  "Last Attempt": instant("When Sage was last asked to take it.", { owner: "tieout" }),
  Retry: flag("Yes to try this row again with Retry chosen rows.", { owner: "user" }),
  Id: code("The Layer's id of the document, by which the row is known.", { owner: "layer", max: 100 }),
} as const;

export const invoices = sheet({
  name: "Invoices",
  slug: "invoices",
  table: "Invoices",
  direction: "pull",
  key: ["Id"],
  columns: { Date: about.date, Reference: about.reference, Customer: about.customer, "Sub Company": about.subCompany, "Sage Company": about.sageCompany, ...outcome },
});

export const creditNotes = sheet({
  name: "Credit Notes",
  slug: "credit-notes",
  table: "CreditNotes",
  direction: "pull",
  key: ["Id"],
  columns: { Date: about.date, Reference: about.reference, Invoice: about.invoice, Customer: about.customer, "Sub Company": about.subCompany, "Sage Company": about.sageCompany, ...outcome },
});

const withMethod = { Date: about.date, Reference: about.reference, Invoice: about.invoice, Customer: about.customer, "Sub Company": about.subCompany, "Sage Company": about.sageCompany, "Payment Method": about.method, ...outcome };

export const payments = sheet({ name: "Payments", slug: "payments", table: "Payments", direction: "pull", key: ["Id"], columns: withMethod });
export const refunds = sheet({
  name: "Refunds",
  slug: "refunds",
  table: "Refunds",
  direction: "pull",
  key: ["Id"],
  columns: { Date: about.date, Reference: about.reference, "Credit Note": code("The credit note that it pays back.", { owner: "layer", max: 100 }), Invoice: about.invoice, Customer: about.customer, "Sub Company": about.subCompany, "Sage Company": about.sageCompany, "Payment Method": about.method, ...outcome },
});
