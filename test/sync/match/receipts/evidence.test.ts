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
    ["INVLO442", "The reference “INVLO442” is INV-10442 with letters typed for digits."],
    ["INV LO442", "The reference “LO442” is INV-10442 with letters typed for digits."],
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

  test("letters that may belong to the series or stand for digits are read as those that make a number of ours", () => {
    const twins = [anInvoice("SI0053166", 15_100), anInvoice("SI0053254", 15_100)];
    const found = suggest(twins, [aReceipt("SIO053I66", 15_100)]);
    expect(paid(found)).toEqual([["SI0053166", 15_100, null]]);
    expect(said(found)).toContain("The reference “SIO053I66” is SI0053166 with letters typed for digits.");
  });

  test("a number cut in two by the end of the first field goes on in the second", () => {
    const twins = [anInvoice("230465", 11_376), anInvoice("230466", 11_376)];
    expect(paid(suggest(twins, [aReceipt("HEXHAM TEXTILES 2304", 11_376, "2026-10-05", { secondReference: "65" })]))).toEqual([["230465", 11_376, null]]);
  });

  test("what one receipt surely names is not taken by another that does not name it", () => {
    const found = suggest([anInvoice("INV-52186", 7_100)], [aReceipt("INV 52186", 7_013), aReceipt("ACME", 7_100, "2026-10-07")]);
    expect(found.map((one) => (one.kind === "match" ? one.receipts[0] : one.kind))).toEqual(["r:INV 52186:7013:2026-10-05", "none"]);
  });

  test("a list that fills its field goes on: two more that make up the amount are taken for its end", () => {
    const listed = [anInvoice("INV-30001", 11_111), anInvoice("INV-30002", 12_345), anInvoice("INV-30011", 7_919, "2026-09-03"), anInvoice("INV-30012", 6_007, "2026-09-05"), anInvoice("INV-30013", 50_021, "2026-09-06")];
    expect(paid(suggest(listed, [aReceipt("ACMELTD, 30001/30002,", 37_382)]))).toEqual([["INV-30001", 11_111, null], ["INV-30002", 12_345, null], ["INV-30011", 7_919, null], ["INV-30012", 6_007, null]]);
  });

  test("a list that was cut off goes on with the next documents in a row, however many", () => {
    const row = Array.from({ length: 12 }, (_unused, at) => anInvoice(`INV-${30_001 + at * 7}`, 10_007 + at * 1_301, `2026-09-${String(at + 1).padStart(2, "0")}`));
    const paysNine = row.slice(0, 9);
    const found = suggest(row, [aReceipt("ACMELTD, 30001/30008,", paysNine.reduce((sum, { outstanding }) => sum + outstanding, 0))], habits({ daysToPay: { typical: 30, spread: 8 }, lumpSums: 1 }));
    expect(paid(found).map(([reference]) => reference)).toEqual(paysNine.map(({ reference }) => reference));
  });

  test.each(["ACME 8SEP", "ACME 8 SEP", "ACME 8TH SEP"])("%s is the day on which money was sent, not the month of the documents", (text) => {
    const twins = [anInvoice("INV-1001", 50_000, "2026-08-05"), anInvoice("INV-1002", 50_000, "2026-09-01")];
    const [bare, dated] = [suggest(twins, [aReceipt("ACME", 50_000, "2026-09-08")], habits()), suggest(twins, [aReceipt(text, 50_000, "2026-09-08")], habits())];
    expect(paid(dated)).toEqual(paid(bare));
    expect(paid(dated)).toEqual([["INV-1001", 50_000, null]]);
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

  test("a receipt that names another document is no part of this one", () => {
    const others = Array.from({ length: 150 }, (_unused, at) => anInvoice(`INV-${10_001 + at}`, 100_003 + at * 17, "2026-08-13"));
    const found = suggest([...others, anInvoice("INV-26514", 2_400, "2026-10-24"), anInvoice("INV-27779", 2_400, "2026-11-07")], [aReceipt("26514", 1_200, "2026-11-18"), aReceipt("27779", 1_200, "2026-11-23")], habits({ payments: 271, daysToPay: { typical: 20, spread: 4 }, lumpSums: 0 }));
    expect(found.map((one) => (one.kind === "match" ? [one.receipts.length, one.proposal.debits[0]?.reference] : one.kind))).toEqual([[1, "INV-26514"], [1, "INV-27779"]]);
  });
  test("of receipts of one amount, the one that names the document is the other's second half", () => {
    const debits = [anInvoice("INV-24841", 6_777), anInvoice("INV-30001", 9_999)];
    const found = suggest(debits, [aReceipt("24841", 4_541), aReceipt("24841", 2_236, "2026-10-09"), aReceipt("ACME", 2_236, "2026-10-09")]);
    expect(found.map(({ receipts }) => receipts).filter(({ length }) => length > 1)).toEqual([["r:24841:4541:2026-10-05", "r:24841:2236:2026-10-09"]]);
  });

  test("a payment of several leaves nothing older behind that is due", () => {
    const debits = [anInvoice("A-1001", 22_500, "2026-08-29"), anInvoice("A-1002", 32_710, "2026-09-03"), anInvoice("A-1003", 22_500, "2026-09-08"), anInvoice("A-1004", 43_202, "2026-09-29")];
    const found = suggest(debits, [aReceipt("ACME", 55_210, "2026-10-12")], habits({ daysToPay: { typical: 40, spread: 8 }, lumpSums: 0.9 }));
    expect(paid(found).map(([reference]) => reference)).toEqual(["A-1001", "A-1002"]);
    expect(matched(found).nextBest?.reasons.map(({ text }) => text)).toContain("An older document that was due is left unpaid.");
  });
  test("what has been due for very long is disputed, and may be left behind", () => {
    const debits = [anInvoice("A-1001", 22_500, "2026-02-01"), anInvoice("A-1002", 32_710, "2026-09-03"), anInvoice("A-1003", 22_500, "2026-09-08"), anInvoice("A-1004", 43_202, "2026-09-29")];
    const found = suggest(debits, [aReceipt("ACME", 55_210, "2026-10-12")], habits({ daysToPay: { typical: 40, spread: 8 }, lumpSums: 0.9 }));
    expect(paid(found).map(([reference]) => reference)).toEqual(["A-1002", "A-1003"]);
    expect(said(found)).not.toContain("An older document that was due is left unpaid.");
  });
  test("what other receipts name stands in no row: the rest are neighbours", () => {
    const rest = Array.from({ length: 30 }, (_unused, at) => anInvoice(`B-${2001 + at}`, 10_007 + at * at * 131, `2026-08-${String(at + 1).padStart(2, "0")}`));
    const row = rest.slice(3, 12);
    const found = suggest([...rest, anInvoice("A-1001", 9_999, "2026-08-06"), anInvoice("A-1002", 8_887, "2026-08-09")], [aReceipt("A-1001", 12_000), aReceipt("A-1002", 10_500), aReceipt("ACME", row.reduce((sum, { outstanding }) => sum + outstanding, 0), "2026-09-20")], habits({ daysToPay: { typical: 43, spread: 6 }, lumpSums: 0.9 }));
    const sum = found.find((one) => one.kind === "match" && one.proposal.debits.length > 1);
    expect(sum?.kind === "match" && sum.proposal.debits.map(({ reference }) => reference)).toEqual(row.map(({ reference }) => reference));
  });

  test("what is surely paid is taken out, and the rest is seen to be what is left", () => {
    const debits = [anInvoice("A-1001", 1_111), anInvoice("A-1002", 2_222, "2026-09-02"), anInvoice("A-1003", 3_333, "2026-09-03"), anInvoice("A-1004", 4_444, "2026-09-04"), anInvoice("A-1005", 5_557, "2026-09-05")];
    const found = suggest(debits, [aReceipt("A-1003", 3_333), aReceipt("STATEMENT", 13_334, "2026-10-08")]);
    expect(found.map((one) => (one.kind === "match" ? one.proposal.debits.length : 0)).sort()).toEqual([1, 4]);
  });

  test("once the named receipts are out of the way, the only set of the rest that comes to the amount is found", () => {
    const rest = [1_111, 2_345, 3_619, 4_873, 6_131, 7_393, 8_641].map((pence, at) => anInvoice(`B-${2001 + at}`, pence, `2026-09-0${at + 1}`));
    const found = suggest([...rest, anInvoice("A-1001", 9_999, "2026-09-02")], [aReceipt("A-1001", 9_999), aReceipt("STATEMENT", 1_111 + 3_619 + 6_131 + 8_641, "2026-10-08")], habits({ lumpSums: 0.9 }));
    const sum = found.find((one) => one.kind === "match" && one.proposal.debits.length > 1);
    expect(sum?.kind === "match" && sum.proposal.debits.map(({ reference }) => reference)).toEqual(["B-2001", "B-2003", "B-2005", "B-2007"]);
  });

  test("a round sum that names nothing is a part of the only larger document left, but not surely", () => {
    const found = suggest([anInvoice("A-1001", 22_772), anInvoice("A-1002", 80_500, "2026-09-03")], [aReceipt("A-1002", 80_500), aReceipt("ACME", 10_000, "2026-10-08")]);
    const part = found.find((one) => one.kind === "match" && one.proposal.shape === "part payment");
    expect(part).toMatchObject({ proposal: { debits: [{ reference: "A-1001", allocated: 10_000 }] } });
    expect(part?.kind === "match" && part.proposal.score).toBeLessThan(0.99);
  });

  test("an invoice paid twice is paid by the first receipt; the second is left alone", () => {
    const found = suggest(three, [aReceipt("ACME", 31_250, "2026-10-05"), aReceipt("ACME", 31_250, "2026-10-12")]);
    expect(found.map((one) => [one.kind, one.receipts[0]])).toEqual([["match", "r:ACME:31250:2026-10-05"], ["none", "r:ACME:31250:2026-10-12"]]);
  });
  test("as many receipts as invoices of one amount are not taken for repeats", () => {
    const found = suggest([anInvoice("A-1001", 50_000, "2026-08-01"), anInvoice("A-1002", 50_000, "2026-09-01")], [aReceipt("ACME", 50_000, "2026-09-04"), aReceipt("ACME", 50_000, "2026-10-05")], habits());
    expect(found.map((one) => (one.kind === "match" ? one.proposal.debits[0]?.reference : one.kind))).toEqual(["A-1001", "A-1002"]);
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

describe("dates between invoices of one amount", () => {
  const apart = (days: number) => [anInvoice("INV-1001", 50_000, "2026-09-01"), anInvoice("INV-1002", 50_000, `2026-09-${String(1 + days).padStart(2, "0")}`)];
  test("choose when they make one at least twice as likely, and then not surely", () => {
    const { proposal, nextBest } = matched(suggest(apart(12), [aReceipt("ACME", 50_000)], habits()));
    expect(proposal.debits[0]?.reference).toBe("INV-1001");
    expect(proposal.score).toBeLessThan(0.99);
    expect(nextBest?.debits[0]?.reference).toBe("INV-1002");
  });
  test("choose nothing when they make one less than twice as likely", () => {
    expect(suggest(apart(3), [aReceipt("ACME", 50_000)], habits()).map(({ kind }) => kind)).toEqual(["tie"]);
  });
});

describe("where the past says nothing, receipts that name what they pay say how a customer pays", () => {
  const named = (short: number) => [11_111, 22_222, 33_333, 44_444].map((pence, at) => ({ owed: anInvoice(`INV-${2001 + at}`, pence, `2026-09-0${at + 1}`), came: aReceipt(`INV-${2001 + at}`, pence - short, `2026-09-1${at + 1}`) }));
  test("how long it takes", () => {
    const twins = [anInvoice("INV-1001", 50_000, "2026-08-15"), anInvoice("INV-1002", 50_000, "2026-09-10")];
    const found = suggest([...named(0).map(({ owed }) => owed), ...twins], [...named(0).map(({ came }) => came), aReceipt("ACME", 50_000, "2026-09-20")]);
    expect(found.filter((one) => one.kind === "match").map(({ proposal }) => proposal.debits[0]?.reference)).toContain("INV-1002");
    // An average customer takes longer.
    expect(paid(suggest(twins, [aReceipt("ACME", 50_000, "2026-09-20")])).map(([reference]) => reference)).toEqual(["INV-1001"]);
  });
  test("what its bank takes", () => {
    const other = anInvoice("INV-1001", 50_000, "2026-09-05");
    const found = suggest([...named(437).map(({ owed }) => owed), other], [...named(437).map(({ came }) => came), aReceipt("ACME", 49_563, "2026-09-16")]);
    expect(found.filter((one) => one.kind === "match").flatMap(({ proposal }) => proposal.debits)).toContainEqual(expect.objectContaining({ reference: "INV-1001", allocated: 49_563, why: { kind: "bank charge", amount: 437 } }));
    expect(paid(suggest([other], [aReceipt("ACME", 49_563, "2026-09-16")]))).not.toContainEqual(["INV-1001", 49_563, "bank charge"]);
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
