import fc from "fast-check";
import { minorUnits, zero } from "../../../../src/sync/model/money";
import { openOf, spreadPayment, type OpenLine } from "../../../../src/sync/flows/receipts/spread-payment";

const line = (id: string, pence: number): OpenLine => ({ id, outstanding: minorUnits(pence) });
const spread = (pence: number, lines: readonly OpenLine[]) => spreadPayment(minorUnits(pence), lines);

test("a payment fills the first line first, and the next with what is left", () => {
  expect(spread(30_00, [line("1", 20_00), line("2", 40_00), line("3", 5_00)])).toEqual({
    kind: "spread",
    lines: [
      { lineId: "1", amount: 20_00 },
      { lineId: "2", amount: 10_00 },
    ],
    left: [line("1", 0), line("2", 30_00), line("3", 5_00)],
  });
});

test("lines that are paid, or owed to the customer, take nothing", () => {
  expect(spread(5_00, [line("paid", 0), line("credit", -3_00), line("open", 8_00)])).toMatchObject({ lines: [{ lineId: "open", amount: 5_00 }] });
});

test("more than the lines take is not spread", () => {
  expect(spread(10_01, [line("1", 10_00), line("2", -5_00)])).toEqual({ kind: "too much", takes: 10_00 });
});

test("law: what is spread comes to the payment, no line takes more than it has, and a line is only reached when those before it are full", () => {
  const lines = fc.array(fc.integer({ min: -50_00, max: 50_00 }), { minLength: 1, maxLength: 12 }).map((all) => all.map((pence, at) => line(String(at), pence)));
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 400_00 }), (open, pence) => {
      const amount = minorUnits(pence);
      const found = spreadPayment(amount, open);
      if (found.kind === "too much") return expect(found.takes).toBeLessThan(pence);
      const taken = new Map(found.lines.map(({ lineId, amount: part }) => [lineId, part]));
      expect([...taken.values()].reduce((sum, part) => sum + part, 0)).toBe(pence);
      for (const [at, { id, outstanding }] of open.entries()) {
        const part = taken.get(id) ?? zero;
        expect(part).toBeGreaterThanOrEqual(0);
        expect(part).toBeLessThanOrEqual(Math.max(outstanding, 0));
        expect(found.left[at]?.outstanding).toBe(outstanding - part);
        if (part < Math.max(outstanding, 0)) for (const later of open.slice(at + 1)) expect(taken.has(later.id)).toBe(false);
      }
      return expect(openOf(found.left)).toBe(openOf(open) - pence);
    }),
  );
});
