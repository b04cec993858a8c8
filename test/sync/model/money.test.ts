import fc from "fast-check";
import {
  addMoney, decimalText, formatMoney, minorUnits, moneyFromNumber, negateMoney, parseMoney, subtractMoney, sumMoney, zero, type Money,
} from "../../../src/sync/model/money";

const amounts = fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 }).map(minorUnits);
const read = (text: string): Money => {
  const result = parseMoney(text);
  if (!result.ok) throw new Error(result.failure.cause);
  return result.value;
};

describe("money is whole pence", () => {
  test.each([
    ["0", 0], ["12", 1200], ["12.3", 1230], ["12.34", 1234], ["12.340", 1234], [".5", 50], ["1,234.56", 123456], ["-12.00", -1200],
    ["(12.00)", -1200], ["(-12.00)", 1200], ["£3", 300], ["-£3.10", -310], [" 1 234.50 ", 123450], ["−7", -700],
  ])("%s is read as %d pence", (text, pence) => {
    expect(read(text)).toBe(pence);
  });

  test.each(["", "abc", "1,23", "12,34.00", "1.234", "(5", "5)", "1e3", "--1", "99999999999999999", "£", "."])("%s is refused, with what to write instead", (text) => {
    const result = parseMoney(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.failure).toMatchObject({ cause: expect.stringContaining(`“${text}”`), cure: expect.stringContaining("1234.56") });
  });

  test("what is written is read back, with commas or without", () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(read(decimalText(amount))).toBe(amount);
        expect(read(formatMoney(amount))).toBe(amount);
      }),
    );
  });

  test("a number cell means the pennies it shows, whatever its binary tail", () => {
    expect(moneyFromNumber(0.1 + 0.2)).toEqual({ ok: true, value: 30 });
    expect(moneyFromNumber(1.005)).toMatchObject({ ok: false });
    expect(moneyFromNumber(Number.NaN)).toMatchObject({ ok: false });
    fc.assert(fc.property(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), (pence) => expect(moneyFromNumber(pence / 100)).toEqual({ ok: true, value: pence === 0 ? 0 : pence })));
  });

  test("sums are exact and do not depend on the order", () => {
    const small = fc.array(fc.integer({ min: -1e9, max: 1e9 }).map(minorUnits));
    fc.assert(
      fc.property(small, (list) => {
        expect(sumMoney(list)).toBe(sumMoney([...list].reverse()));
        expect(subtractMoney(sumMoney(list), sumMoney(list))).toBe(zero);
        expect(addMoney(sumMoney(list), sumMoney(list.map(negateMoney)))).toBe(0);
      }),
    );
  });

  test("half a penny is a bug", () => {
    expect(() => minorUnits(0.5)).toThrow(RangeError);
    expect(() => addMoney(minorUnits(Number.MAX_SAFE_INTEGER), minorUnits(1))).toThrow(RangeError);
  });

  test("thousands are set apart for people", () => {
    expect(formatMoney(minorUnits(-123456789))).toBe("-1,234,567.89");
    expect(formatMoney(minorUnits(5))).toBe("0.05");
  });
});
