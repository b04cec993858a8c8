import fc from "fast-check";
import { isDateFormat, serialOfDate, serialOfInstant, textOfSerial } from "../../src/excel/serials";

describe("dates as Excel counts them", () => {
  test.each([
    ["1900-03-01", 61],
    ["2026-11-21", 46347],
    ["2024-02-29", 45351],
  ])("%s is %i", (iso, serial) => expect(serialOfDate(iso)).toBe(serial));

  test.each(["1900-02-28", "2026-02-30", "2026-13-01", "21/11/2026", "", "2026-11-21T10:00:00Z"])("%s is no date for a cell", (text) => expect(serialOfDate(text)).toBeNull());

  test("a date never moves by a day, whatever the time zone and season", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date("1900-03-01"), max: new Date("2999-12-31"), noInvalidDate: true }), (date) => {
        const iso = date.toISOString().slice(0, 10);
        const serial = serialOfDate(iso) ?? 0;
        expect(textOfSerial(serial)).toBe(`${date.getUTCDate()} ${date.toLocaleString("en-GB", { month: "short", timeZone: "UTC" }).slice(0, 3)} ${date.getUTCFullYear()}`);
      }),
    );
  });

  test("a moment is shown as this computer's wall clock has it", () => {
    const local = new Date(2026, 6, 1, 9, 30, 15);
    expect(serialOfInstant(local.toISOString())).toBeCloseTo((serialOfDate("2026-07-01") ?? 0) + (9 * 3600 + 30 * 60 + 15) / 86400, 8);
    expect(serialOfInstant("yesterday")).toBeNull();
  });

  test.each(["dd mmm yyyy", "d-mmm", "hh:mm", "[h]:mm", "[$-809]dd/mm/yyyy", "yyyy\\-mm"])("%s shows a date", (format) => expect(isDateFormat(format)).toBe(true));
  test.each(["General", "@", "0.00", '"days" 0', "[Red]0", "#,##0.00;[Red]-#,##0.00", "\\d0", "0%"])("%s shows none", (format) => expect(isDateFormat(format)).toBe(false));
});
