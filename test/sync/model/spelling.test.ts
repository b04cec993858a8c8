import fc from "fast-check";
import { isBlank, shownValue } from "../../../src/sync/model/cell";
import { digitsOf, folded, skeleton, tidy } from "../../../src/sync/model/spelling";

describe("spelling forgives what cannot be seen", () => {
  test.each([
    ["  N1 ", "N1"], ["N\u00a01", "N 1"], ["\u200bN1\ufeff", "N1"], ["N1\r\n", "N1"], ["N\u00ad1", "N1"], ["\u202fN1", "N1"], ["N\t1", "N 1"], ["N\u00001", "N1"],
  ])("%j is %j when tidied", (text, neat) => {
    expect(tidy(text)).toBe(neat);
  });

  test("tidying, folding and the skeleton change nothing the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(tidy(tidy(text))).toBe(tidy(text));
        expect(folded(folded(text))).toBe(folded(text));
        expect(skeleton(skeleton(text))).toBe(skeleton(text));
      }),
    );
  });

  test("each way forgives all that the one before does", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(folded(tidy(text))).toBe(folded(text));
        expect(skeleton(folded(text))).toBe(skeleton(text));
      }),
    );
  });

  test.each([
    ["NORTH001", "NORTHOO1"], ["NORTH001", "NORTH00l"], ["NORTH001", "north00I"], ["SAGE", "ЅАGЕ"], ["ACME 1", "acme1"], ["KITE", "ΚΙΤΕ"],
  ])("%s and %s look alike", (one, other) => {
    expect(skeleton(one)).toBe(skeleton(other));
  });

  test("codes that look different stay different", () => {
    expect(skeleton("NORTH001")).not.toBe(skeleton("NORTH002"));
    expect(skeleton("B8")).not.toBe(skeleton("88"));
  });

  test.each([[123, "123"], [4e12, "4000000000000"], [1e21, "1000000000000000000000"], [1.5, "1.5"], [-7, "-7"]])("the number %d is the code %s, never with an exponent", (value, text) => {
    expect(digitsOf(value)).toBe(text);
  });
});

describe("a cell is blank when nothing can be seen in it", () => {
  test.each([null, undefined, "", "  ", "\u00a0", "\u200b"])("%j is blank", (cell) => {
    expect(isBlank(cell)).toBe(true);
  });

  test("zero, No and a formula that shows nothing are not blank", () => {
    expect(isBlank(0)).toBe(false);
    expect(isBlank(false)).toBe(false);
    expect(isBlank({ kind: "formula", formula: '=""', value: "" })).toBe(false);
  });

  test("a cell shows the outcome of its formula, its error or its date", () => {
    expect(shownValue({ kind: "formula", formula: "=A1", value: 7 })).toBe(7);
    expect(shownValue({ kind: "error", text: "#N/A" })).toBe("#N/A");
    expect(shownValue({ kind: "date", serial: 46266, text: "01-Sep" })).toBe("01-Sep");
    expect(shownValue(undefined)).toBeNull();
  });
});
