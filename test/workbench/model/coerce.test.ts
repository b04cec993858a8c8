import { coerceInput } from "../../../src/workbench/model";
import type { Entry } from "../../../src/workbench/model";

const typed = (input: string, format = "General"): Entry => coerceInput(input, { format, thisYear: 2026, by: "typed" });
const byApi = (input: string, format = "General"): Entry => coerceInput(input, { format, thisYear: 2026, by: "api" });
const number = (value: number, format: string | null = null): Entry => ({ kind: "number", number: value, format });
const text = (value: string, prefixed = false): Entry => ({ kind: "text", text: value, prefixed });

describe("what is typed into a General cell becomes what Excel makes of it", () => {
  test.each<[string, Entry]>([
    ["00123", number(123)],
    ["-5", number(-5)],
    ["+5", number(5)],
    ["(12.50)", number(-12.5)],
    [".5", number(0.5)],
    [" 5 ", number(5)],
    ["1E5", number(100_000, "0.00E+00")],
    ["1e-2", number(0.01, "0.00E+00")],
    ["1,234", number(1234, "#,##0")],
    ["1,234.5", number(1234.5, "#,##0.00")],
    ["1,23", text("1,23")],
    ["50%", number(0.5, "0%")],
    ["12.5%", number(0.125, "0.00%")],
    ["£1,234.50", number(1234.5, "£#,##0.00;[Red]-£#,##0.00")],
    ["-£5", number(-5, "£#,##0;[Red]-£#,##0")],
    ["£-5", number(-5, "£#,##0;[Red]-£#,##0")],
    ["2 1/2", number(2.5, "# ?/?")],
    ["TRUE", { kind: "boolean", value: true }],
    ["false", { kind: "boolean", value: false }],
    ["#n/a", { kind: "error", error: { error: "#N/A" } }],
    ["#N/B", text("#N/B")],
    ["", { kind: "blank" }],
    ["5\u00a0", text("5\u00a0")],
    ["Acme Ltd", text("Acme Ltd")],
    ["5-", text("5-")],
    ["=A1+1", { kind: "formula", formula: "=A1+1" }],
    ["+A1", { kind: "formula", formula: "=+A1" }],
    ["-A1", { kind: "formula", formula: "=-A1" }],
    ["@SUM(A1)", { kind: "formula", formula: "=SUM(A1)" }],
    ["=", text("=")],
    ["'=A1", text("=A1", true)],
    ["'00123", text("00123", true)],
  ])("%j", (input, expected) => expect(typed(input)).toEqual(expected));

  test.each<[string, number, string]>([
    ["3-4", 46115, "dd-mmm"],
    ["3/4", 46115, "dd-mmm"],
    ["SEP01", 46266, "dd-mmm"],
    ["MAR22", 46103, "dd-mmm"],
    ["DEC1", 46357, "dd-mmm"],
    ["1-Dec", 46357, "dd-mmm"],
    ["MAR45", 16497, "mmm-yy"],
    ["Mar 2022", 44621, "mmm-yy"],
    ["3/2026", 46082, "mmm-yy"],
    ["1/2/26", 46054, "dd/mm/yyyy"],
    ["21/11/2026", 46347, "dd/mm/yyyy"],
    ["2026-11-21", 46347, "dd/mm/yyyy"],
    ["21 Nov 2026", 46347, "dd-mmm-yy"],
    ["21 November 2026", 46347, "dd-mmm-yy"],
    ["3-14", 46095, "dd-mmm"],
    ["29/2/28", 46812, "dd/mm/yyyy"],
    ["1/1/30", 10959, "dd/mm/yyyy"],
    ["12:30", 0.5208333333333334, "hh:mm"],
    ["1:30 pm", 0.5625, "hh:mm"],
  ])("%s is a date or time", (input, serial, format) => expect(typed(input)).toEqual(number(serial, format)));

  test.each(["31-2-2026", "29/2/2027", "32/1/2026", "3.4.2026", "CUST01", "1-2-3-4", "JUNE-7X", "ABC1E5", "AB12"])("%s is no date and stays text", (input) => expect(typed(input)).toEqual(text(input)));
});

test("a text cell keeps every entry as it is, a leading = included", () => {
  for (const input of ["00123", "1E5", "3-4", "SEP01", "=1+1", "@x", "-5", "TRUE", "#N/A", " 5 "]) expect(typed(input, "@")).toEqual(text(input));
});

test("an apostrophe is the prefix of a text and no part of it, in a text cell too", () => {
  expect(typed("'007", "@")).toEqual(text("007", true));
});

test("more than fifteen digits lose the rest, as account numbers do", () => {
  expect(typed("1234567890123456789")).toEqual(number(1234567890123450000));
  expect(typed("GB29NWBK60161331926819")).toEqual(text("GB29NWBK60161331926819"));
});

test("by the API a date in a locale's own order stays text, an ISO date does not", () => {
  expect(byApi("19-8-2025")).toEqual(text("19-8-2025"));
  expect(byApi("19/8/2025")).toEqual(text("19/8/2025"));
  expect(byApi("2025-08-19")).toEqual(number(45888, "dd/mm/yyyy"));
  expect(byApi("3-4")).toEqual(number(46115, "dd-mmm"));
});
