import fc from "fast-check";
import { minorUnits, sumMoney } from "../../../src/sync/model/money";
import { pairsOf, unexplained } from "../../../src/sync/receipts/pairs";
import type { SessionItem } from "../../../src/sync/receipts/transaction";
import { aMember } from "./builders";

const amounts = (urn: string, items: readonly SessionItem[]) => pairsOf(urn, items).map(({ urn: paid, amount, isInferred }) => [paid, amount, isInferred]);

test("one receipt spread over two invoices is exact", () =>
  expect(amounts("9", [aMember("9", -5_000), aMember("1", 3_000), aMember("2", 2_000)])).toEqual([["1", 3_000, false], ["2", 2_000, false]]));

test("several receipts for one invoice are exact, each with its own part", () => {
  const session = [aMember("1", 5_000), aMember("8", -3_000), aMember("9", -2_000)];
  expect(amounts("8", session)).toEqual([["1", 3_000, false]]);
  expect(amounts("9", session)).toEqual([["1", 2_000, false]]);
});

test("sessions stand one after the other and are told apart where their values come to zero", () =>
  expect(amounts("9", [aMember("9", -3_000), aMember("1", 3_000), aMember("2", 2_000), aMember("9", -2_000, { date: aMember("9", 1).date, userName: "p.nair" })])).toEqual([["1", 3_000, false], ["2", 2_000, false]]));

test("many receipts for many invoices are filled in in the order of posting, and said to be so", () => {
  const session = [aMember("10", -4_000), aMember("9", -6_000), aMember("2", 5_000), aMember("1", 5_000)];
  expect(amounts("9", session)).toEqual([["1", 5_000, true], ["2", 1_000, true]]);
  expect(amounts("10", session)).toEqual([["2", 4_000, true]]);
});

test("a part that comes to zero without the receipt belongs to the same session, so its neighbour is not certain", () => {
  const session = [aMember("8", -1_000), aMember("1", 1_000), aMember("9", -2_000), aMember("2", 2_000)];
  expect(amounts("8", session)).toEqual([["1", 1_000, true]]);
  expect(amounts("9", session)).toEqual([["2", 2_000, true]]);
});

test("a credit note in the session takes its share; it is not paid by the receipt", () =>
  expect(amounts("9", [aMember("9", -4_000), aMember("7", -1_000, { type: "credit-note" }), aMember("1", 5_000)])).toEqual([["1", 4_000, false]]));

test("what Sage counts as allocated and lists nowhere is told", () => {
  const pairs = pairsOf("9", [aMember("9", -3_000), aMember("1", 3_000)]);
  expect(unexplained(minorUnits(5_000), pairs)).toBe(2_000);
});

/** Sessions among a few receipts and invoices, each of which comes to zero. */
const aSession = fc
  .record({
    credits: fc.uniqueArray(fc.tuple(fc.integer({ min: 50, max: 59 }), fc.integer({ min: 1, max: 5_000 })), { minLength: 1, maxLength: 4, selector: ([urn]) => urn }),
    debits: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 5_000 })), { minLength: 1, maxLength: 4, selector: ([urn]) => urn }),
    order: fc.infiniteStream(fc.nat()),
  })
  .map(({ credits, debits, order }) => {
    const given = credits.reduce((sum, [, value]) => sum + value, 0);
    const parts = debits.reduce((sum, [, value]) => sum + value, 0);
    // The last document of the smaller side takes the rest.
    const [lastCredit = 50] = credits.at(-1) ?? [];
    const [lastDebit = 1] = debits.at(-1) ?? [];
    const members = [
      ...credits.map(([urn, value]) => aMember(String(urn), -(value + (urn === lastCredit ? Math.max(0, parts - given) : 0)))),
      ...debits.map(([urn, value]) => aMember(String(urn), value + (urn === lastDebit ? Math.max(0, given - parts) : 0))),
    ];
    const keys = members.map(() => order.next().value ?? 0);
    return members.map((member, at) => ({ member, key: keys[at] ?? 0 })).sort((one, other) => one.key - other.key).map(({ member }) => member);
  });

test("law: a receipt's pairs come to what its sessions give of it, and an invoice's to what it received, whoever's list they are read from", () => {
  fc.assert(
    fc.property(fc.array(aSession, { minLength: 1, maxLength: 4 }), (sessions) => {
      const listOf = (urn: string) => sessions.filter((session) => session.some((item) => item.urn === urn)).flat();
      const receipts = [...new Set(sessions.flat().filter((item) => item.value < 0).map((item) => item.urn))];
      const received = new Map<string, number>();
      for (const urn of receipts) {
        const pairs = pairsOf(urn, listOf(urn));
        const given = -sumMoney(listOf(urn).filter((item) => item.urn === urn).map((item) => item.value));
        expect(sumMoney(pairs.map((pair) => pair.amount))).toBe(given);
        expect(pairs.every((pair) => pair.amount > 0)).toBe(true);
        for (const pair of pairs) received.set(pair.urn, (received.get(pair.urn) ?? 0) + pair.amount);
      }
      for (const urn of new Set(sessions.flat().filter((item) => item.value > 0).map((item) => item.urn))) {
        expect(received.get(urn)).toBe(sumMoney(sessions.flat().filter((item) => item.urn === urn).map((item) => item.value)));
      }
    }),
  );
});

test("law: where one document stands alone on its side of the only session, nothing is inferred", () => {
  fc.assert(
    fc.property(aSession, (session) => {
      const sides = [session.filter((item) => item.value < 0), session.filter((item) => item.value > 0)];
      fc.pre(sides.some((side) => side.length === 1));
      for (const { urn } of sides[0] ?? []) expect(pairsOf(urn, session).some((pair) => pair.isInferred)).toBe(false);
    }),
  );
});
