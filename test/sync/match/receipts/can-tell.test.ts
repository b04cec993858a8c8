import { canTell, type Asked, type Candidate } from "../../../../bench/matching/can-tell";
import type { Invoice, Kind, Payment } from "../../../../bench/matching/life";
import { aPayer, type Payer } from "../../../../bench/matching/payer";
import { randomFrom } from "../../../../bench/matching/random";

const payer = (more: Partial<Payer> = {}): Payer => ({ ...aPayer(randomFrom(1)), mode: "each", typicalDays: 30, spreadDays: 5, charge: 0, ...more });
const invoice = (day: number, amount: number): Invoice => ({ serial: day, day, amount, discount: 0, number: 0, payment: null });
const open = (invoices: readonly Invoice[]): Candidate[] => invoices.map((one) => ({ invoice: one, outstanding: one.amount }));
const payment = (pays: readonly Invoice[], more: Partial<Payment> = {}): Payment => ({
  kind: pays.length > 1 ? "statement" : "full", day: 100, amount: pays.reduce((sum, { amount }) => sum + amount, 0), notes: [], partner: null,
  pays: pays.map((one) => ({ invoice: one, allocated: one.amount, left: 0 })), ...more,
});
const asked = (candidates: readonly Invoice[], paid: Payment, more: Partial<Asked> = {}): Asked => ({ payer: payer(), payment: paid, named: 0, candidates: open(candidates), partner: null, ...more });

describe("one document", () => {
  const [older, younger, longAgo] = [invoice(69, 50_000), invoice(71, 50_000), invoice(20, 50_000)];
  test("twins that text and dates do not tell apart cannot be told", () => {
    expect(canTell(asked([older, younger], payment([older])))).toBe(false);
    expect(canTell(asked([older, younger], payment([younger])))).toBe(false);
  });
  test("twins can be told when one is named", () => {
    expect(canTell(asked([older, younger], payment([older]), { named: 1 }))).toBe(true);
  });
  test("documents of one amount can be told when dates make one nine times as likely, whichever was paid", () => {
    expect(canTell(asked([longAgo, younger], payment([younger])))).toBe(true);
    expect(canTell(asked([longAgo, younger], payment([longAgo])))).toBe(true);
  });
  test("an amount that is nothing else's can be told", () => {
    expect(canTell(asked([older, invoice(71, 50_001)], payment([older])))).toBe(true);
  });
  test("a shortfall can be told only of a payer whose bank always takes it", () => {
    const short = payment([older], { kind: "charge", amount: 49_850 });
    expect(canTell(asked([older], short))).toBe(false);
    expect(canTell(asked([older], short, { payer: payer({ charge: 150 }) }))).toBe(true);
  });
  test.each<[Kind, boolean]>([["over", false], ["noise", false]])("without a name, %s cannot be told", (kind, expected) => {
    expect(canTell(asked([older], payment([older], { kind, amount: 51_234 })))).toBe(expected);
  });
});

describe("a part", () => {
  const [whole, other] = [invoice(60, 50_000), invoice(70, 40_000)];
  test("can be told when it is half of one document only", () => {
    expect(canTell(asked([whole, other], payment([whole], { kind: "part", amount: 25_000 })))).toBe(true);
    expect(canTell(asked([whole, other, invoice(71, 50_000)], payment([whole], { kind: "part", amount: 25_000 })))).toBe(false);
  });
  test("can be told when one document only is larger", () => {
    expect(canTell(asked([whole, other], payment([whole], { kind: "part", amount: 45_000 })))).toBe(true);
    expect(canTell(asked([whole, other], payment([whole], { kind: "part", amount: 10_000 })))).toBe(false);
  });
  test("with its other half can be told when both come to one document only", () => {
    const [one, rest] = [payment([whole], { kind: "in two", amount: 20_000 }), payment([whole], { kind: "in two", amount: 30_000 })];
    expect(canTell(asked([whole, other], one, { partner: rest }))).toBe(true);
    expect(canTell(asked([whole, invoice(71, 50_000)], one, { partner: rest }))).toBe(false);
    expect(canTell(asked([whole, other], one))).toBe(false);
  });
});

describe("several documents", () => {
  const row = [1_111, 2_345, 3_619, 4_873, 6_131].map((amount, at) => invoice(60 + at, amount));
  const picked = (...places: number[]) => row.filter((_invoice, at) => places.includes(at));
  test("can be told when half of them are named, and not by fewer alone", () => {
    const equal = Array.from({ length: 6 }, (_unused, at) => invoice(60 + at, 10_000));
    const paid = payment([0, 2, 4].flatMap((at) => equal[at] ?? []));
    expect(canTell(asked(equal, paid, { named: 2 }))).toBe(true);
    expect(canTell(asked(equal, paid, { named: 1 }))).toBe(false);
  });
  test("can be told when they are the only set that comes to the amount", () => {
    expect(canTell(asked(row, payment(picked(0, 2, 4))))).toBe(true);
  });
  test("cannot be told when another set comes to the amount", () => {
    expect(canTell(asked([...row, invoice(70, 1_111)], payment(picked(0, 2, 4))))).toBe(false);
  });
  test("can be told when they lie next to one another", () => {
    expect(canTell(asked([...row, invoice(70, 1_111)], payment(picked(0, 1, 2))))).toBe(true);
  });
  test("cannot be told when they are picked out of more than can be tried", () => {
    expect(canTell(asked([...row, ...Array.from({ length: 20 }, (_unused, at) => invoice(70 + at, 100_003 + at))], payment(picked(0, 2, 4))))).toBe(false);
  });
});
