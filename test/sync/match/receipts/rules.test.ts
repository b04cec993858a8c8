import { noMemory, suggestForCustomer } from "../../../../src/sync/match/receipts";
import { ceiling } from "../../../../src/sync/match/receipts/evidence/points";
import { aCreditNote, aReceipt, anInvoice, habits, matched, openItems, paid, said, suggest } from "./build";

const references = (found: ReturnType<typeof suggest>) => paid(found).map(([reference]) => reference);

describe("what is read on a receipt", () => {
  test.each(["BACS REM 10424", "BACS REM10424", "BACS PO 10424", "PO10424", "ORDER 10424"])("%s is the payer's own number: no slip of ours, and none of ours that is missing", (text) => {
    const twins = [anInvoice("INV-10442", 24_000), anInvoice("INV-10517", 24_000)];
    expect(suggest(twins, [aReceipt(text, 24_000)]).map(({ kind }) => kind)).toEqual(["tie"]);
    expect(said(suggest([anInvoice("INV-10517", 24_000)], [aReceipt(text, 24_000)]))).not.toContainEqual(expect.stringContaining("looks like a document number"));
  });
  test("a number of ours after such a word is still ours", () => {
    expect(references(suggest([anInvoice("INV-10442", 24_000), anInvoice("INV-10517", 24_000)], [aReceipt("REM 10442", 24_000)]))).toEqual(["INV-10442"]);
  });
  test("the number of one document may be a slip in that of another, whose amount it is", () => {
    const debits = [anInvoice("INV-28544", 63_481), anInvoice("INV-28944", 15_194)];
    expect(references(suggest(debits, [aReceipt("28544", 15_194)]))).toEqual(["INV-28944"]);
    expect(said(suggest(debits, [aReceipt("28544", 15_194)]))).toContain("The reference “28544” is INV-28944 with one digit wrong.");
  });
  test("the month in which a receipt came says when it was paid, not for what", () => {
    const twins = [anInvoice("A-1001", 50_000, "2026-09-20"), anInvoice("A-1002", 12_345, "2026-09-22"), anInvoice("A-1003", 50_000, "2026-10-02"), anInvoice("A-1004", 12_345, "2026-10-03")];
    const [bare, dated] = [suggest(twins, [aReceipt("ACME", 62_345, "2026-10-28")], habits()), suggest(twins, [aReceipt("ACME OCT", 62_345, "2026-10-28")], habits())];
    expect(references(dated)).toEqual(references(bare));
  });
  test("a statement of a month lists what is older, too, but nothing younger", () => {
    const debits = [anInvoice("A-1001", 50_000, "2026-09-20"), anInvoice("A-1002", 12_345, "2026-10-07"), anInvoice("A-1003", 50_000, "2026-11-03")];
    const found = suggest(debits, [aReceipt("OCT STATEMENT", 62_345, "2026-11-10")], habits({ daysToPay: { typical: 29, spread: 8 } }));
    expect(references(found)).toEqual(["A-1001", "A-1002"]);
    expect(said(found)).toContain("The reference speaks of a statement of October, by the end of which these documents were open.");
  });
});

describe("several receipts for one document", () => {
  const whole = [anInvoice("INV-24841", 6_777), anInvoice("INV-30001", 9_999)];
  const grouped = (credits: Parameters<typeof suggest>[1]) => suggest(whole, credits).find(({ receipts }) => receipts.length > 1);
  test("the name that a second receipt repeats counts in full", () => {
    const weak = [aReceipt("24814", 4_541), aReceipt("24814", 2_000, "2026-10-09")];
    const repeated = suggest(whole, weak).find(({ receipts }) => receipts.length > 1);
    expect(repeated?.kind === "match" && repeated.proposal.debits[0]?.reference).toBe("INV-24841");
    expect(suggest(whole, [aReceipt("24814", 4_541), aReceipt("ACME", 2_000, "2026-10-09")]).some(({ receipts }) => receipts.length > 1)).toBe(false);
  });
  test("the rest follows within weeks, or is not its rest", () => {
    const ofDates = (date: string) => {
      const found = grouped([aReceipt("ACME", 4_541), aReceipt("ACME", 2_236, date)]);
      return found?.kind === "match" ? found.proposal.reasons.find(({ evidence }) => evidence === "dates")?.weight : undefined;
    };
    expect(ofDates("2026-11-20")).toBeLessThanOrEqual((ofDates("2026-10-15") ?? NaN) - 2);
  });
  test("a receipt that came before the document was raised is no part of it", () => {
    const late = [anInvoice("INV-24841", 9_200, "2026-09-20"), anInvoice("INV-21002", 4_600, "2026-08-20")];
    const found = suggest(late, [aReceipt("ACME", 4_600, "2026-09-12"), aReceipt("INV 24841", 4_600, "2026-10-20")], habits());
    expect(found.map(({ receipts }) => receipts.length)).toEqual([1, 1]);
  });
  test("of two receipts of one amount, the later is the repeat", () => {
    expect(grouped([aReceipt("24841", 4_541), aReceipt("ACME", 2_236, "2026-10-09"), aReceipt("ACME", 2_236, "2026-10-13")])?.receipts).toEqual(["r:24841:4541:2026-10-05", "r:ACME:2236:2026-10-09"]);
  });
});

describe("credit notes of one amount", () => {
  test("the one that follows its invoice soon is netted with it", () => {
    const notes = [aCreditNote("CN-1", 5_000, "2026-08-20"), aCreditNote("CN-2", 5_000, "2026-09-06"), aCreditNote("CN-3", 5_000, "2026-09-30")];
    const found = suggest([anInvoice("INV-1001", 24_000, "2026-09-01")], [aReceipt("1001", 19_000), ...notes]);
    expect(matched(found).proposal.credits.map(({ reference }) => reference)).toEqual(["CN-2", "1001"]);
  });
});

describe("a sum that would be the same with another document of one amount", () => {
  const row = [anInvoice("A-1001", 22_511, "2026-09-03"), anInvoice("A-1002", 32_710, "2026-09-05"), anInvoice("A-1003", 15_000, "2026-09-08"), anInvoice("A-1004", 15_000, "2026-09-12"), anInvoice("A-1005", 43_202, "2026-09-29")];
  const receipt = [aReceipt("STATEMENT", 22_511 + 32_710 + 15_000, "2026-10-12")];
  test("is never certain, and its twin is told", () => {
    const { proposal, nextBest } = matched(suggest(row, receipt, habits({ lumpSums: 0.9 })));
    expect(proposal.debits.map(({ reference }) => reference)).toEqual(["A-1001", "A-1002", "A-1003"]);
    expect(proposal.score).toBeLessThanOrEqual(ceiling.setWithTwin);
    expect(nextBest?.debits.map(({ reference }) => reference)).toEqual(["A-1001", "A-1002", "A-1004"]);
  });
  test("may be certain when the other is named by another receipt", () => {
    const found = suggest(row, [...receipt, aReceipt("A-1004", 15_000, "2026-10-13")], habits({ lumpSums: 0.9 }));
    expect(found.flatMap((one) => (one.kind === "match" && one.proposal.debits.length > 1 ? [one.proposal.score] : []))[0]).toBeGreaterThan(ceiling.setWithTwin);
  });
});

test("what is surely explained says how long a customer takes of whom nothing is known", () => {
  const sure = [11_111, 22_222, 33_333, 44_444].map((pence, at) => ({ owed: anInvoice(`A-${2001 + at}`, pence, `2026-09-0${at + 1}`), came: aReceipt("ACME", pence, `2026-09-1${at + 1}`) }));
  const twins = [anInvoice("A-1001", 50_000, "2026-08-15"), anInvoice("A-1002", 50_000, "2026-09-10")];
  const unnamed = aReceipt("ACME", 50_000, "2026-09-20");
  const found = suggest([...sure.map(({ owed }) => owed), ...twins], [...sure.map(({ came }) => came), unnamed]);
  expect(found.find(({ receipts }) => receipts[0] === unnamed.id)).toMatchObject({ kind: "match", proposal: { debits: [{ reference: "A-1002" }] } });
});

describe("what is said", () => {
  test("of a receipt that came on the day of the invoice", () => {
    expect(said(suggest([anInvoice("A-1001", 50_000, "2026-10-05")], [aReceipt("A-1001", 50_000)]))).toContain("Paid on the day of the invoice.");
  });
  test("of several, when none is known of the past and one is of the day", () => {
    const debits = [anInvoice("A-1001", 50_000, "2026-10-01"), anInvoice("A-1002", 12_345, "2026-10-05")];
    expect(said(suggest(debits, [aReceipt("A-1001 A-1002", 62_345)]))).toContain("Paid up to 4 days after the invoices.");
  });
  test("of what this customer has never done", () => {
    const debits = [anInvoice("A-1001", 50_000), anInvoice("A-1002", 12_345, "2026-09-02")];
    expect(said(suggest(debits, [aReceipt("A-1001 A-1002", 62_345)], habits({ lumpSums: 0, payments: 4 })))).toContain("This customer has never paid several documents at once, in 4 payments.");
  });
  test("when nothing is likely enough, what comes nearest", () => {
    const [found] = suggestForCustomer(openItems([anInvoice("A-1001", 50_000, "2026-10-04"), anInvoice("A-1002", 80_123, "2026-10-04")], [aReceipt("ACME", 33_337)], habits()), noMemory);
    expect(found).toMatchObject({ kind: "none", why: expect.stringMatching(/^(More likely none of these: A-100\d comes nearest\.|Neither the text)/) });
  });
});
