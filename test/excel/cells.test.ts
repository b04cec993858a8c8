import fc from "fast-check";
import { clear, dateCell, flagCell, formulaCell, keep, longestText, numberCell, storableText, textCell, written } from "../../src/excel/cells";

const dangerous = ["=1+1", "+44 20 7946 0000", "-7", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "＝1", "＋1", "－1", "＠x", "\n@x"];
const coerced = ["00123", "1E5", "3-4", "Jan 5", "TRUE", "false ", "#N/A", "12.50", "£5", "5%", "May 2026", "'quoted"];

describe("what is written into a cell", () => {
  test.each([...dangerous, ...coerced])("text %j stands behind an apostrophe where the column may be General", (text) => {
    expect(written(textCell(text), "general")).toBe(`'${text}`);
  });

  test.each([...dangerous, "00123", "TRUE"])("text %j is sent as it is into a text column", (text) => {
    expect(written(textCell(text), "text")).toBe(text);
  });

  test("a name that begins with an apostrophe keeps it in either column", () => {
    expect(written(textCell("'t Hooft"), "text")).toBe("''t Hooft");
    expect(written(textCell("'t Hooft"), "general")).toBe("''t Hooft");
  });

  test.each(["CustomerId", "Acme UK", "Error in SageSiteId · Customer C-1042 has neither an account number nor an id."])("plain words need no apostrophe: %s", (text) => {
    expect(written(textCell(text), "general")).toBe(text);
  });

  test("no text at all is ever sent to a General column in a form that could be a formula, a number or a date", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const sent = written(textCell(text), "general");
        expect(sent === "" || (typeof sent === "string" && /^['A-Za-z]/.test(sent))).toBe(true);
      }),
    );
  });

  test("keeping a cell and emptying it are different things", () => {
    expect(written(keep, "text")).toBeNull();
    expect(written(clear, "text")).toBe("");
    expect(textCell("")).toBe(clear);
  });

  test("numbers, dates and flags are literals in a General column and text in a text column", () => {
    expect([written(numberCell(-12.5), "general"), written(numberCell(123), "text")]).toEqual([-12.5, "123"]);
    expect([written(dateCell(46347), "general"), written(flagCell(true), "general"), written(flagCell(true), "text")]).toEqual([46347, true, "TRUE"]);
  });

  test("a number that is none, and a date before Excel's calendar is right, are bugs", () => {
    expect(() => numberCell(Number.NaN)).toThrow(RangeError);
    expect(() => dateCell(60)).toThrow(RangeError);
  });

  test("data enters a formula only as a quoted argument", () => {
    expect(written(formulaCell("=EXACT([@A],?)", 'a"&CMD'), "general")).toBe('=EXACT([@A],"a""&CMD")');
    expect(() => formulaCell("=A1", "too many")).toThrow();
    expect(() => formulaCell("A1")).toThrow();
    expect(() => written(formulaCell("=A1"), "text")).toThrow();
  });

  test("what a workbook cannot hold is taken out: NUL, half a surrogate pair, more than 32,767 characters", () => {
    expect(storableText("\u0000=1")).toBe("=1");
    expect(storableText("a\ud800b")).toBe("a\ufffdb");
    expect(storableText("😀")).toBe("😀");
    expect(storableText("x".repeat(longestText + 5))).toHaveLength(longestText);
  });
});
