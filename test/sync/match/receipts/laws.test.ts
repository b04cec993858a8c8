import fc from "fast-check";
import { allocationValues, applyBar, noMemory, suggestAll, suggestForCustomer, type CustomerOpenItems, type Proposal, type Suggestion } from "../../../../src/sync/match/receipts";
import { sageAccountNumber } from "../../../../src/sync/model/ids";
import { aCreditNote, anInvoice, aReceipt, openItems } from "./build";

const amount = fc.constantFrom(1_000, 1_500, 2_500, 5_000, 7_777, 10_000, 12_345);
const date = fc.integer({ min: 1, max: 28 }).map((day) => `2026-09-${String(day).padStart(2, "0")}`);
const words = fc.constantFrom("", "ACME", "STATEMENT", "1001", "INV 1002", "1001/02", "1012", "1003 1004", "SEPT");
const debits = fc.array(fc.tuple(amount, date), { maxLength: 7 }).map((list) => list.map(([pence, day], at) => anInvoice(`INV-${1001 + at}`, pence, day, at === 3 && pence > 2_000 ? { discount: { amount: 100 as never, lastDay: "2026-10-10" as never } } : {})));
const receipts = fc.array(fc.tuple(words, fc.oneof(amount, fc.integer({ min: 1, max: 30_000 })), date), { maxLength: 5 }).map((list) => list.map(([text, pence, day], at) => aReceipt(text, pence, day.replace("-09-", "-10-"), { id: `r${at}` })));
const notes = fc.array(amount, { maxLength: 2 }).map((list) => list.map((pence, at) => aCreditNote(`CN-${2001 + at}`, pence)));
const customer = fc.tuple(debits, receipts, notes).map(([owed, paid, credited]) => openItems(owed, [...paid, ...credited]));

const proposals = (suggestion: Suggestion): readonly Proposal[] => (suggestion.kind === "match" ? [suggestion.proposal, ...(suggestion.nextBest ? [suggestion.nextBest] : [])] : suggestion.kind === "tie" ? suggestion.choices : suggestion.closest ? [suggestion.closest] : []);
const total = (pence: readonly number[]) => pence.reduce((sum, one) => sum + one, 0);
const outstanding = (open: CustomerOpenItems) => new Map([...open.debits, ...open.credits].map((item) => [item.id, item.outstanding as number]));

describe("whatever is open", () => {
  test("a proposal's lines sum to zero as Sage wants them, agree with its documents, and are above zero", () => {
    fc.assert(fc.property(customer, (open) => {
      for (const proposal of suggestForCustomer(open, noMemory).flatMap(proposals)) {
        expect(total(allocationValues(proposal).map(({ value }) => value))).toBe(0);
        for (const document of proposal.debits) expect(total(proposal.lines.filter(({ debitId }) => debitId === document.id).map((line) => line.amount))).toBe(document.allocated);
        for (const document of proposal.credits) expect(total(proposal.lines.filter(({ creditId }) => creditId === document.id).map((line) => line.amount))).toBe(document.allocated);
        expect(proposal.lines.every((line) => line.amount > 0)).toBe(true);
        for (const document of [...proposal.debits, ...proposal.credits]) {
          expect(document.allocated + document.remains).toBe(outstanding(open).get(document.id));
          expect(document.remains).toBe(document.why?.amount ?? 0);
        }
      }
    }));
  });

  test("all matches together never allocate more than is outstanding on either side", () => {
    fc.assert(fc.property(customer, (open) => {
      const left = outstanding(open);
      for (const { proposal } of applyBar(suggestForCustomer(open, noMemory), 0)) {
        for (const { creditId, debitId, amount: pence } of proposal.lines) for (const id of [creditId, debitId]) left.set(id, (left.get(id) ?? -1) - pence);
      }
      for (const rest of left.values()) expect(rest).toBeGreaterThanOrEqual(0);
    }));
  });

  test("each receipt is in exactly one suggestion", () => {
    fc.assert(fc.property(customer, (open) => {
      expect(suggestForCustomer(open, noMemory).flatMap((suggestion) => suggestion.receipts).sort()).toEqual(open.credits.filter(({ kind }) => kind === "receipt").map(({ id }) => id).sort());
    }));
  });

  test("the order of the items changes nothing", () => {
    fc.assert(fc.property(customer, (open) => {
      const turned = { ...open, debits: [...open.debits].reverse(), credits: [...open.credits].reverse() };
      expect(suggestForCustomer(turned, noMemory)).toEqual(suggestForCustomer(open, noMemory));
    }));
  });

  test("another customer changes nothing, and nothing crosses from one to the other", () => {
    fc.assert(fc.property(customer, customer, (open, stranger) => {
      const other = { ...stranger, account: sageAccountNumber("OTHER"), debits: stranger.debits.map((debit) => ({ ...debit, id: `other ${debit.id}` })), credits: stranger.credits.map((credit) => ({ ...credit, id: `other ${credit.id}` })) };
      const both = [...suggestAll([open, other], noMemory)];
      expect(both[0]?.suggestions).toEqual(suggestForCustomer(open, noMemory));
      for (const proposal of (both[1]?.suggestions ?? []).flatMap(proposals)) for (const { creditId, debitId } of proposal.lines) expect([creditId.startsWith("other "), debitId.startsWith("other ")]).toEqual([true, true]);
    }));
  });

  test("invoices that nothing tells apart are never chosen between", () => {
    fc.assert(fc.property(amount, fc.integer({ min: 2, max: 9 }), fc.constantFrom("", "ACME", "PAYMENT"), (pence, count, text) => {
      const twins = Array.from({ length: count }, (_unused, at) => anInvoice(`INV-${1001 + at}`, pence));
      expect(suggestForCustomer(openItems(twins, [aReceipt(text, pence)]), noMemory).map(({ kind }) => kind)).toEqual(["tie"]);
    }));
  });

  test("nothing applies without a bar, and a tie with none", () => {
    fc.assert(fc.property(customer, (open) => {
      const suggestions = suggestForCustomer(open, noMemory);
      expect(applyBar(suggestions, null)).toEqual([]);
      expect(applyBar(suggestions, 0)).toEqual(suggestions.filter(({ kind }) => kind === "match"));
    }));
  });
});
