import { rememberedFrom, type Decision, type OpenCredit, type OpenDebit } from "../../../../src/sync/match/receipts";
import { sageAccountNumber } from "../../../../src/sync/model/ids";
import { aCreditNote, anInvoice, aReceipt, habits, matched, on, paid, said, suggest } from "./build";

const three = [anInvoice("INV-10442", 24_000), anInvoice("INV-10443", 31_250, "2026-09-04"), anInvoice("INV-10517", 8_999, "2026-09-20")];

describe("a document named on the receipt is found in spite of how it is written", () => {
  test.each([
    ["INV10442", "The receipt names INV-10442."],
    ["inv 10442", "The receipt names INV-10442."],
    ["BACS ACME 10442", "The number “10442” on the receipt is that of INV-10442."],
    ["BACS ACME 10424", "The reference “10424” is INV-10442 with two digits swapped."],
    ["1O442", "The reference “1O442” is INV-10442 with letters typed for digits."],
    ["INV 1042", "The reference “1042” is INV-10442 with one digit missing."],
    ["104442", "The reference “104442” is INV-10442 with one digit too many."],
    ["10842", "The reference “10842” is INV-10442 with one digit wrong."],
  ])("%s", (reference, sentence) => {
    const found = suggest(three, [aReceipt(reference, 24_000)]);
    expect(paid(found)).toEqual([["INV-10442", 24_000, null]]);
    expect(said(found)).toContain(sentence);
  });

  test("a second number may be cut to its last digits", () => {
    expect(paid(suggest(three, [aReceipt("10442/43", 55_250)]))).toEqual([["INV-10442", 24_000, null], ["INV-10443", 31_250, null]]);
  });

  test.each([
    ["in the digits before the number", "INV26/23489", "INV2623789"],
    ["in a zero before the number", "SI0052013", "5052013"],
    ["with a digit too many after the year", "INV26/24206", "INV26244206"],
  ])("a slip %s still tells twins apart", (_place, reference, text) => {
    const twins = [anInvoice("INV-90001", 22_400, "2026-08-28"), anInvoice(reference, 22_400), anInvoice("INV-90003", 22_400, "2026-09-05")];
    expect(paid(suggest(twins, [aReceipt(text, 22_400)]))).toEqual([[reference, 22_400, null]]);
  });

  test("a number cut off at the end of the field stands for one that begins so", () => {
    const found = suggest([...three, anInvoice("INV-20561", 24_000, "2026-08-30"), anInvoice("INV-20571", 31_250, "2026-09-02")], [aReceipt("ACME LTD 10517, 2057", 40_249)]);
    expect(paid(found)).toEqual([["INV-20571", 31_250, null], ["INV-10517", 8_999, null]]);
    expect(said(found)).toContain("“2057” on the receipt was cut off, and begins the number of INV-20571.");
  });

  test("a list that fills its field goes on: two more that make up the amount are taken for its end", () => {
    const listed = [anInvoice("INV-30001", 11_111), anInvoice("INV-30002", 12_345), anInvoice("INV-30011", 7_919, "2026-09-03"), anInvoice("INV-30012", 6_007, "2026-09-05"), anInvoice("INV-30013", 50_021, "2026-09-06")];
    expect(paid(suggest(listed, [aReceipt("ACMELTD, 30001/30002,", 37_382)]))).toEqual([["INV-30001", 11_111, null], ["INV-30002", 12_345, null], ["INV-30011", 7_919, null], ["INV-30012", 6_007, null]]);
  });

  test("an invoice named with a slip is suggested when the payer rounded up, but not surely", () => {
    const { proposal } = matched(suggest([anInvoice("INV-24371", 14_275), ...three], [aReceipt("24351", 15_000)]));
    expect(proposal.debits[0]?.reference).toBe("INV-24371");
    expect(proposal.credits[0]?.why).toEqual({ kind: "overpayment", amount: 725 });
    expect(proposal.score).toBeLessThan(0.9);
  });

  test("a named invoice beats an older one of the same amount, which is told as the next best", () => {
    const found = matched(suggest([anInvoice("INV-10443", 24_000, "2026-07-23"), anInvoice("INV-10442", 24_000)], [aReceipt("INV10442", 24_000)]));
    expect(found.proposal.debits[0]?.reference).toBe("INV-10442");
    const close = suggest([anInvoice("INV-20443", 24_000, "2026-08-20"), anInvoice("INV-10442", 24_000)], [aReceipt("10842", 24_000)]);
    expect(matched(close).nextBest?.whyItLost).toBe("INV-20443 is for the same amount but is not named and 12 days older.");
  });
});

describe("amounts", () => {
  const cases: [string, readonly OpenDebit[], readonly OpenCredit[], unknown[]][] = [
    ["an exact amount needs no text", three, [aReceipt("ACME", 31_250)], [["INV-10443", 31_250, null]]],
    ["everything open is a statement", three, [aReceipt("STATEMENT", 64_249)], [["INV-10442", 24_000, null], ["INV-10443", 31_250, null], ["INV-10517", 8_999, null]]],
    ["a discount in time stays open on its invoice", [anInvoice("INV-10442", 24_000, "2026-09-01", { discount: { amount: 480 as never, lastDay: on("2026-09-15") } }), ...three.slice(1)], [aReceipt("10442", 23_520, "2026-09-12")], [["INV-10442", 23_520, "settlement discount"]]],
    ["a small shortfall is a bank charge", three, [aReceipt("10442", 23_850)], [["INV-10442", 23_850, "bank charge"]]],
    ["a named invoice may be paid in part", three, [aReceipt("10442", 10_000)], [["INV-10442", 10_000, "part payment"]]],
    ["a credit note is netted", three, [aReceipt("10442", 20_000), aCreditNote("CN-2031", 4_000)], [["INV-10442", 24_000, null]]],
  ];
  test.each(cases)("%s", (_rule, debits, credits, expected) => {
    expect(paid(suggest(debits, credits))).toEqual(expected);
  });

  test("what comes too much stays on the receipt", () => {
    const { proposal } = matched(suggest(three, [aReceipt("INV-10442", 25_000)]));
    expect(proposal.credits).toMatchObject([{ allocated: 24_000, remains: 1_000, why: { kind: "overpayment", amount: 1_000 } }]);
    expect(proposal.score).toBeLessThan(0.97);
  });

  test("two receipts that name one invoice and come to it are told together", () => {
    const found = suggest(three, [aReceipt("10442", 10_000, "2026-10-01"), aReceipt("10442 REST", 14_000, "2026-10-09")]);
    expect(matched(found).receipts).toHaveLength(2);
    expect(paid(found)).toEqual([["INV-10442", 24_000, null]]);
  });

  test("what is surely paid is taken out, and the rest is seen to be what is left", () => {
    const debits = [anInvoice("A-1001", 1_111), anInvoice("A-1002", 2_222, "2026-09-02"), anInvoice("A-1003", 3_333, "2026-09-03"), anInvoice("A-1004", 4_444, "2026-09-04"), anInvoice("A-1005", 5_557, "2026-09-05")];
    const found = suggest(debits, [aReceipt("A-1003", 3_333), aReceipt("STATEMENT", 13_334, "2026-10-08")]);
    expect(found.map((one) => (one.kind === "match" ? one.proposal.debits.length : 0)).sort()).toEqual([1, 4]);
  });

  test("nothing that fits is said so", () => {
    expect(suggest(three, [aReceipt("OTHER", 77_777)])).toMatchObject([{ kind: "none", why: "Neither the text nor the amount points to an open document." }]);
    expect(suggest([], [aReceipt("OTHER", 77_777)])).toMatchObject([{ kind: "none", why: "This customer has no open invoice." }]);
  });
});

describe("equals", () => {
  const twins = [anInvoice("INV-1001", 50_000), anInvoice("INV-1002", 50_000)];
  test("are never chosen between", () => {
    expect(suggest(twins, [aReceipt("ACME", 50_000)])).toMatchObject([{ kind: "tie", choices: [{ debits: [{ reference: "INV-1001" }] }, { debits: [{ reference: "INV-1002" }] }] }]);
  });
  test("are told apart by a name", () => {
    expect(paid(suggest(twins, [aReceipt("1002", 50_000)]))).toEqual([["INV-1002", 50_000, null]]);
  });
  test("two receipts for two equal invoices are two ties, since neither is surely the one's", () => {
    expect(suggest(twins, [aReceipt("ACME", 50_000), aReceipt("ACME", 50_000, "2026-10-06")]).map(({ kind }) => kind)).toEqual(["tie", "tie"]);
  });
  test("what another receipt names is gone", () => {
    const found = suggest(twins, [aReceipt("1002", 50_000), aReceipt("ACME", 50_000, "2026-10-06")]);
    expect(found.map((one) => (one.kind === "match" ? one.proposal.debits[0]?.reference : one.kind))).toEqual(["INV-1002", "INV-1001"]);
  });
});

describe("what is remembered", () => {
  const decision = (more: Partial<Decision>): Decision => ({ account: sageAccountNumber("ACME"), alias: "ACME", receipts: ["x"], outcome: "accepted", on: on("2026-10-03"), score: 0.9, suggested: null, settled: null, ...more });
  const charged = { shape: "one document" as const, lines: [], debits: [{ id: "x", reference: "X", allocated: 100 as never, remains: 150 as never, why: { kind: "bank charge" as const, amount: 150 as never } }] };

  test("an accepted bank charge is told as a reason, and speaks for it", () => {
    const receipt = [aReceipt("ACME 10424", 23_850)];
    const memory = rememberedFrom([decision({ suggested: charged, settled: charged })]);
    const [before, after] = [matched(suggest(three, receipt)), matched(suggest(three, receipt, null, memory))];
    expect(after.proposal.reasons.map(({ text }) => text)).toContain("You accepted this payer's short payment of 1.50 as a bank charge on 3 Oct 2026.");
    expect(after.proposal.score).toBeGreaterThanOrEqual(before.proposal.score);
  });
  test("a rejected line is not suggested for the same receipt again", () => {
    const receipt = aReceipt("ACME", 31_250);
    const first = matched(suggest(three, [receipt]));
    const memory = rememberedFrom([decision({ outcome: "rejected", suggested: first.proposal, receipts: first.receipts })]);
    expect(suggest(three, [receipt], null, memory)[0]?.kind).toBe("none");
  });
  test("another payer's decisions say nothing", () => {
    const receipt = [aReceipt("ACME 10424", 23_850)];
    expect(suggest(three, receipt, null, rememberedFrom([decision({ alias: "OTHER", suggested: charged, settled: charged })]))).toEqual(suggest(three, receipt));
  });
});

test("a customer's usual charge is worth more than any", () => {
  const usual = habits({ shortfalls: [{ amount: 1_275 as never, times: 12 }] });
  const receipt = [aReceipt("ACME", 29_975)];
  expect(paid(suggest(three, receipt, usual))).toEqual([["INV-10443", 29_975, "bank charge"]]);
  expect(said(suggest(three, receipt, usual))).toContain("The amount is short by 12.75, as this customer's payments have been 12 times before.");
});
