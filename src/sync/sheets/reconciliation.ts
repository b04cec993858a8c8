import { code, date, instant, money, sheet, text } from "./sheet";

/** In the order in which they stand on the sheet. */
export const reconciliationSections = ["Summary", "Opening", "Receipts", "Allocations", "Synced payments", "Exceptions", "Closing"] as const;
export type ReconciliationSection = (typeof reconciliationSections)[number];

/** Month-end evidence for one Sage company: what came in, where it went, what is left, and who did what. */
export const reconciliation = sheet({
  name: "Reconciliation",
  slug: "reconciliation",
  table: "Reconciliation",
  direction: "pull",
  key: ["Line"],
  columns: {
    Line: code("Its place on the sheet.", { owner: "tieout", max: 10, width: 62 }),
    Section: text("Summary, Opening, Receipts, Allocations, Synced payments, Exceptions or Closing.", { owner: "tieout", width: 104 }),
    Date: date("The date of the receipt, allocation or payment.", { owner: "sage" }),
    Reference: code("The receipt's reference in Sage, or the payment's in The Layer.", { owner: "sage", max: 100, width: 132 }),
    Customer: text("The customer.", { owner: "layer", max: 200, width: 180 }),
    Description: text("What the line says.", { owner: "tieout", max: 1000, width: 290 }),
    Amount: money("In the company's currency.", { owner: "sage", width: 84 }),
    Who: text("Who did it, in Sage or in Tieout.", { owner: "tieout", width: 100 }),
    When: instant("When it was done.", { owner: "tieout", width: 118 }),
  },
});
