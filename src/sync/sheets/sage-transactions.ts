import { code, date, flag, money, pick, sheet, text } from "./sheet";

/** Where a row of a receipt stands on its way to The Layer. */
export const receiptRowStates = [
  "Ready",
  "Choose a method",
  "Already in The Layer",
  "No matching invoice",
  "Exceeds what is outstanding",
  "Unallocated",
  "Syncing",
  "Synced",
  "De-allocated after sync",
  "Needs review",
  "Failed",
] as const;
export type ReceiptRowState = (typeof receiptRowStates)[number];

/** One row for each receipt and invoice that Sage allocated it to, and one for what is left of a receipt. */
export const sageTransactions = sheet({
  name: "Sage Transactions",
  slug: "sage-transactions",
  table: "SageTransactions",
  direction: "pull",
  key: ["Id"],
  columns: {
    "Sage Company": text("The Sage company that the receipt was entered in.", { owner: "sage", max: 100 }),
    "Receipt Date": date("The receipt's own date in Sage.", { owner: "sage" }),
    "Receipt Reference": code("As entered in Sage.", { owner: "sage", max: 20 }),
    Customer: text("The customer's name in The Layer, or the Sage account's where it is linked to none.", { owner: "layer", max: 200 }),
    "Receipt Amount": money("What the whole receipt comes to.", { owner: "sage" }),
    "Sage Invoice": code("Reference of the invoice that Sage allocated it to; empty for what is not allocated.", { owner: "sage", max: 20 }),
    Allocated: money("What Sage allocated of this receipt to that invoice, or what is left of it.", { owner: "sage" }),
    "Layer Invoice": code("The invoice in The Layer that it belongs to.", { owner: "layer", max: 100 }),
    "Layer Outstanding": money("What is still owed on that invoice in The Layer.", { owner: "layer" }),
    State: text(`${receiptRowStates.slice(0, -1).join(", ")} or ${receiptRowStates.at(-1)}.`, { owner: "tieout" }),
    "Payment Method": pick("The Layer's payment method: filled in where the bank belongs to one alone, to be chosen where it belongs to several or to none.", "layer-payment-method"),
    Sync: flag("Yes to record this row in The Layer with Sync chosen rows."),
    Result: text("What became of the row: the payment it made, or why it cannot be synced and what to do.", { owner: "tieout", max: 1000 }),
    Id: code("By which the row is known.", { owner: "tieout", max: 120 }),
  },
});
