import fc from "fast-check";
import { dateFromSerial, displayDate, parseDate, serialFromDate, type PlainDate } from "../../../src/sync/model/dates";

const dateOf = (text: string): PlainDate => {
  const result = parseDate(text);
  if (!result.ok) throw new Error(result.failure.cause);
  return result.value;
};

describe("dates have no time and no zone", () => {
  test.each([
    [61, "1900-03-01"], [36526, "2000-01-01"], [45351, "2024-02-29"], [46347, "2026-11-21"], [46347.75, "2026-11-21"], [2958465, "9999-12-31"],
  ])("serial %d is %s", (serial, date) => {
    expect(dateFromSerial(serial)).toEqual({ ok: true, value: date });
  });

  test.each([60, 1, 0, -1, 2958466, Number.NaN])("serial %d is refused: Excel's own dates are wrong there, or end", (serial) => {
    expect(dateFromSerial(serial)).toMatchObject({ ok: false, failure: { cause: expect.stringContaining(String(serial)) } });
  });

  test("serial and date are one and the same day, both ways", () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_465 }), (serial) => {
        const date = dateFromSerial(serial);
        expect(date.ok && serialFromDate(date.value)).toBe(serial);
      }),
    );
  });

  test("a day before Excel's first sound serial has none", () => {
    expect(serialFromDate(dateOf("1900-02-28"))).toBeNull();
  });

  test.each(["2026-02-29", "2026-13-01", "2026-1-1", "21/11/2026", "", "2026-11-21T00:00"])("%s is not a date", (text) => {
    expect(parseDate(text).ok).toBe(false);
  });

  test("people read 21 Nov 2026", () => {
    expect(displayDate(dateOf("2026-11-21"))).toBe("21 Nov 2026");
    expect(displayDate(dateOf("2026-03-01"))).toBe("1 Mar 2026");
  });
});
