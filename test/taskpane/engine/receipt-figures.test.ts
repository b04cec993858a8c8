import fc from "fast-check";
import type { OpenItem, Suggestion } from "../../../src/sync/contract";
import { decimalText, minorUnits, sumMoney } from "../../../src/sync/model/money";
import { chosenOf, receiptRowOf, toSync } from "../../../src/taskpane/engine/chosen-receipts";
import { amountOf, blockWords, fullMonths, leftOf, pairByHand, pairNames, staysOnReceipts, sureWords, surerThan, verdictOf } from "../../../src/taskpane/engine/receipt-figures";
import { aSuggestion, someTotals } from "../../support/scripted-core";

const row = (cells: Record<string, string | number | null>) => {
  const read = receiptRowOf({ Id: "1", State: "Ready", Allocated: 10, "Payment Method": "BACS", Sync: "Yes", ...cells });
  if (!read) throw new Error("no row");
  return read;
};

describe("what a press of Sync would do", () => {
  test("counts and adds up the rows that may go, and says of each other chosen row why it stays", () => {
    const rows = [
      row({ Id: "1", Allocated: 0.1 }),
      row({ Id: "2", Allocated: 0.2, State: "Failed", Sync: "y" }),
      row({ Id: "3", State: "Choose a method", "Payment Method": null }),
      row({ Id: "4", State: "Choose a method", "Payment Method": "Card", Allocated: 5 }),
      row({ Id: "5", State: "Unallocated" }),
      row({ Id: "6", State: "Synced" }),
      row({ Id: "7", Sync: null }),
    ];
    expect(chosenOf(rows)).toEqual({ willSync: { rows: 3, amount: 530 }, withoutMethod: 1, cannot: [{ state: "Unallocated", rows: 1 }, { state: "Synced", rows: 1 }] });
    expect(toSync(rows)).toEqual([{ id: "1", method: "BACS" }, { id: "2", method: "BACS" }, { id: "4", method: "Card" }]);
  });

  test("a row that Tieout did not write is no row of it", () => {
    expect(receiptRowOf({ State: "Ready", Sync: "Yes" })).toBeNull();
  });
});

describe("how sure a suggestion is", () => {
  test.each([[0.97, "97% sure"], [0.9699, "96% sure"], [0.994, "99% sure"], [0.999, "more than 99% sure"], [1, "more than 99% sure"], [0.29, "29% sure"]])("%p reads “%s”: never more than was claimed, never certain", (score, words) => {
    expect(sureWords(score)).toBe(words);
  });

  test("ties and receipts without a match are never among those that one press accepts", () => {
    const suggested = aSuggestion();
    const best = suggested.outcome.kind === "suggested" ? suggested.outcome.best : null;
    if (!best) throw new Error("no proposal");
    const tie = aSuggestion({ id: "tie", outcome: { kind: "tie", why: "Equal.", choices: [best, best] } });
    const none = aSuggestion({ id: "none", outcome: { kind: "none", why: "Nothing fits." } });
    expect(surerThan([tie, suggested, none], 0.97).map(({ id }) => id)).toEqual(["suggestion-1"]);
    expect(surerThan([suggested], 0.99)).toEqual([]);
  });
});

describe("by hand", () => {
  const suggestion = aSuggestion();
  test("what is not allocated stays on account", () => {
    const worked = pairByHand(suggestion, { "i-1": "100", "i-3": "£90.00" });
    expect(worked).toEqual({ ok: true, allocated: 19_000, left: 6_000, pairs: [{ creditId: "r-1", debitId: "i-1", amount: "100.00" }, { creditId: "r-1", debitId: "i-3", amount: "90.00" }] });
  });

  test.each([
    [{}, "Enter what the receipt pays on at least one invoice."],
    [{ "i-1": "100.01" }, "INV-1001: 100.01 is more than the 100.00 that is open on it."],
    [{ "i-1": "-5" }, "INV-1001: enter an amount above zero, or leave it empty."],
    [{ "i-1": "ten" }, "INV-1001: “ten” is not an amount: it has something other than digits."],
    [{ "i-1": "100", "i-2": "150", "i-3": "0.01" }, "0.01 more than the receipt holds. Lower an amount, or add a credit note."],
  ])("%j is refused in words", (typed, why) => {
    expect(pairByHand(suggestion, typed)).toMatchObject({ ok: false, why });
  });

  test("a credit note is used up before the receipt", () => {
    const creditNote: OpenItem = { id: "c-1", kind: "credit note", reference: "CN-1", date: "2026-11-01", gross: "40.00", outstanding: "40.00" };
    const worked = pairByHand(aSuggestion({ open: [...suggestion.open, creditNote] }), { "i-1": "100", "c-1": "40" });
    expect(worked).toMatchObject({ ok: true, left: 19_000, pairs: [{ creditId: "c-1", debitId: "i-1", amount: "40.00" }, { creditId: "r-1", debitId: "i-1", amount: "60.00" }] });
  });

  test("the pairs always come to what was typed, take no more from any item than it has, and leave the rest", () => {
    const pence = fc.integer({ min: 1, max: 100_000 });
    const items = fc.array(fc.record({ open: pence, part: fc.double({ min: 0, max: 1, noNaN: true }) }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(items, items, fc.array(pence, { minLength: 1, maxLength: 3 }), (debits, credits, receipts) => {
        const item = (id: string, kind: OpenItem["kind"], open: number): OpenItem => ({ id, kind, reference: id, date: "2026-11-01", gross: decimalText(minorUnits(open)), outstanding: decimalText(minorUnits(open)) });
        const made: Suggestion = aSuggestion({
          receipts: receipts.map((open, at) => item(`r-${at}`, "receipt", open)),
          open: [...debits.map(({ open }, at) => item(`d-${at}`, "invoice", open)), ...credits.map(({ open }, at) => item(`c-${at}`, "credit note", open))],
        });
        const typedOf = (list: typeof debits, prefix: string) => list.map(({ open, part }, at) => [`${prefix}-${at}`, decimalText(minorUnits(Math.max(1, Math.floor(open * part))))] as const);
        const typed = Object.fromEntries([...typedOf(debits, "d"), ...typedOf(credits, "c")]);
        const worked = pairByHand(made, typed);
        if (!worked.ok) return;
        const sumOf = (id: string) => sumMoney(worked.pairs.filter((pair) => pair.creditId === id || pair.debitId === id).map((pair) => amountOf(pair.amount)));
        for (const [id, text] of Object.entries(typed)) expect(sumOf(id)).toBe(amountOf(text));
        for (const receipt of made.receipts) expect(sumOf(receipt.id)).toBeLessThanOrEqual(amountOf(receipt.outstanding));
        expect(staysOnReceipts(made, worked)).toBe(worked.left);
        expect(worked.pairs.every((pair) => amountOf(pair.amount) > 0)).toBe(true);
      }),
    );
  });
});

test("a proposal is named by its invoices, shortly where they are many", () => {
  const suggestion = aSuggestion();
  const pair = (debitId: string) => ({ creditId: "r-1", debitId, amount: "1.00" });
  expect(pairNames(suggestion, { pairs: ["i-1", "i-2"].map(pair) })).toBe("INV-1001 and INV-1002");
  expect(pairNames(suggestion, { pairs: ["i-1", "i-2", "i-3", "i-1"].map(pair) })).toBe("INV-1001, INV-1002 and INV-1003");
  expect(leftOf(suggestion)).toBe(25_000);
});

test("control totals agree at nothing but zero, and say so only once Sage was read", () => {
  expect(verdictOf(someTotals())).toEqual({ kind: "agreed", control: 400_000 });
  expect(verdictOf(someTotals({ readAt: null }))).toEqual({ kind: "not read" });
  expect(verdictOf(someTotals({ control: { accounts: "4000.01", transactions: "4000.00", difference: "0.01" } }))).toMatchObject({ kind: "differs", difference: 1 });
});

test("full months are counted back from the last one, over the turn of a year", () => {
  expect(fullMonths(new Date(2026, 1, 10), 4)).toEqual(["2026-01", "2025-12", "2025-11", "2025-10"]);
  expect(fullMonths(new Date(2026, 11, 31), 1)).toEqual(["2026-11"]);
});

test("blocks of 500 are named by where they lie", () => {
  expect([1, 2, 3].map(blockWords)).toEqual(["Newest 500", "501 to 1,000", "1,001 to 1,500"]);
});
