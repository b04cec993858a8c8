import { minorUnits } from "../../../src/sync/model/money";
import { rowStanding } from "../../../src/sync/receipts/row-state";
import type { RowFacts } from "../../../src/sync/receipts/row-state";
import { someFacts } from "./builders";

const why = { cause: "The Layer refused it.", cure: "Look there." };

test.each<[string, Partial<RowFacts>, string, string]>([
  ["what can be recorded is ready", {}, "Ready", ""],
  ["our own receipt is there already, allocated or not", { isOurs: true, content: { kind: "rest" } }, "Already in The Layer", "Posted to Sage from The Layer"],
  ["what is not allocated belongs to no invoice", { content: { kind: "rest" }, match: { kind: "none" } }, "Unallocated", "Not allocated in Sage"],
  ["an invoice raised in Sage has no match, and says so", { match: { kind: "none" } }, "No matching invoice", "The Layer has no invoice INV-10442 of this customer in Acme UK Ltd"],
  ["an account that is linked to nobody says how to link it", { match: { kind: "not linked" } }, "No matching invoice", "Link the customer on the Customer Links sheet"],
  ["two invoices of one reference are never chosen from", { match: { kind: "several" } }, "No matching invoice", "several invoices with the reference INV-10442"],
  ["another posting of the same reference is not the invoice", { match: { kind: "other posting", urn: "99" } }, "No matching invoice", "transaction 99"],
  [
    "an invoice in another currency is not paid in sterling",
    { match: { kind: "found", id: "inv-1", reference: "INV-10442", outstanding: minorUnits(12_000), currency: "EUR" } },
    "No matching invoice",
    "invoice INV-10442 is in EUR, and Acme UK Ltd keeps its books in GBP",
  ],
  ["a draft takes no payment", { match: { kind: "draft" } }, "No matching invoice", "Finalise it"],
  ["a refund that took the receipt is no invoice", { content: { kind: "allocated", invoice: { urn: "5", type: "refund", reference: "REF-1" }, isInferred: false } }, "No matching invoice", "a refund (REF-1)"],
  ["more than is outstanding is not recorded", { allocated: minorUnits(12_001) }, "Exceeds what is outstanding", "120.01 would be recorded on invoice INV-10442, of which The Layer has 120.00 outstanding"],
  ["a bank of several methods is to be chosen from", { methods: { kind: "several", methods: ["BACS", "Cheque"] } }, "Choose a method", "BACS and Cheque"],
  ["a bank without a method names its code", { methods: { kind: "none" } }, "Choose a method", "Acc - Code 1200"],
  ["a recording under way is told", { sync: { phase: "syncing", why: null } }, "Syncing", "Being recorded"],
  ["a lost answer is still under way, and says why", { sync: { phase: "in doubt", why } }, "Syncing", "The Layer refused it."],
  ["what a person decides is told", { sync: { phase: "needs review", why } }, "Needs review", "Look there."],
  ["a failure is told with its cure", { sync: { phase: "failed", why } }, "Failed", "The Layer refused it. Look there."],
  ["what is recorded in full is synced", { synced: minorUnits(5_000) }, "Synced", "Recorded in The Layer."],
  ["a later allocation of the same pair is ready for the difference", { synced: minorUnits(3_000) }, "Ready", "30.00 of it is in The Layer already; 20.00 is to be recorded."],
  ["taken back after it was recorded says by how much", { allocated: minorUnits(3_000), synced: minorUnits(5_000) }, "De-allocated after sync", "Sage no longer allocates 20.00 of this receipt to INV-10442; The Layer still counts it"],
  ["what was taken back is not lost behind an old failure", { allocated: minorUnits(0), synced: minorUnits(5_000), sync: { phase: "failed", why } }, "De-allocated after sync", "50.00"],
])("%s", (_rule, changes, state, says) => {
  const standing = rowStanding(someFacts(changes));
  expect(standing.state).toBe(state);
  expect(standing.result).toContain(says);
});

test("an amount that was filled in says that Sage does not record it", () => {
  const content = { kind: "allocated", invoice: { urn: "1", type: "invoice", reference: "INV-1" }, isInferred: true } as const;
  expect(rowStanding(someFacts({ content })).result).toContain("Sage does not record which of several receipts paid which of several invoices");
});
