import type { Cell } from "../../../src/sync/model/cell";
import { serialFromDate, type PlainDate } from "../../../src/sync/model/dates";
import { customerLinks } from "../../../src/sync/sheets/customer-links";
import { aLink, anAccount, aCustomer, check, codes, fixesOf, world } from "./build";

const account = (SageAccountNumber: Cell, id = "C400") => aLink({ CustomerId: id, CustomerName: null, SageAccountNumber });
const day = (date: string, text: string): Cell => ({ kind: "date", serial: serialFromDate(date as PlainDate) ?? 0, text });
const formula = (value: string | number): Cell => ({ kind: "formula", formula: "=VLOOKUP(A2,Old!A:B,2,0)", value });

describe("what Excel and people do to codes", () => {
  test("a row that is right has no problem", () => {
    expect(check(customerLinks, [aLink()])).toEqual([]);
  });

  test.each<[string, Cell, string, string]>([
    ["a number whose code has leading zeros", 123, "error lost-zeros", "00123"],
    ["shorter digit text", "123", "error lost-zeros", "00123"],
    ["a number that was a code with an E", 4e12, "error scientific-notation", "4E12"],
    ["the same saved as text", "4E+12", "error scientific-notation", "4E12"],
    ["a date that was a code", day("2026-09-01", "01-Sep"), "error code-became-date", "SEP01"],
    ["the same date saved as text", "01-Sep", "error code-became-date", "SEP01"],
    ["spaces around it", " NORTH001 ", "warning stray-spaces", "NORTH001"],
    ["a non-breaking space", "NORTH001\u00a0", "warning stray-spaces", "NORTH001"],
    ["a zero-width space", "NORTH\u200b001", "warning stray-spaces", "NORTH001"],
    ["the letter O for zero", "NORTHOO1", "error look-alike-letters", "NORTH001"],
    ["a small l for one", "NORTH00l", "error look-alike-letters", "NORTH001"],
    ["a Cyrillic O", "NОRTH001", "error look-alike-letters", "NORTH001"],
    ["a Greek Nu", "ΝORTH001", "error look-alike-letters", "NORTH001"],
    ["other capitals", "north001", "info wrong-case", "NORTH001"],
    ["a formula", formula("NORTH001"), "error formula-in-code", "NORTH001"],
    ["a formula whose outcome lost its zeros", formula(123), "error formula-in-code", "00123"],
  ])("an account number with %s is named, and its fix restores the code exactly", (_what, cell, problem, code) => {
    const problems = check(customerLinks, [account(cell)]);
    expect(codes(problems)).toEqual([problem]);
    expect(fixesOf(problems[0])).toEqual([{ SageAccountNumber: code }]);
    expect(problems[0]?.fixes[0]?.group?.id).toBeTruthy();
    expect(problems[0]?.columns).toEqual(["SageAccountNumber"]);
  });

  test("the same happens to customer ids", () => {
    expect(fixesOf(check(customerLinks, [aLink({ CustomerId: 42, CustomerName: null })])[0])).toEqual([{ CustomerId: "00042" }]);
    expect(fixesOf(check(customerLinks, [aLink({ CustomerId: 1e10, CustomerName: null })])[0])).toEqual([{ CustomerId: "1E10" }]);
    expect(fixesOf(check(customerLinks, [aLink({ CustomerId: day("2025-03-24", "24-Mar"), CustomerName: null })])[0])).toEqual([{ CustomerId: "MAR-24" }]);
  });

  test("a company in other capitals is the company", () => {
    const [problem] = check(customerLinks, [aLink({ SageCompanyName: "ACME  uk" })]);
    expect(problem).toMatchObject({ code: "wrong-case", severity: "info" });
    expect(fixesOf(problem)).toEqual([{ SageCompanyName: "Acme UK" }]);
  });

  test("where two codes may have been meant, each is offered and none is chosen for all", () => {
    const reference = { ...world, accounts: [...world.accounts, anAccount("0123", "Other Zero", { id: "5" })] };
    const [problem] = check(customerLinks, [account(123)], reference);
    expect(problem).toMatchObject({ code: "lost-zeros", severity: "error", cause: expect.stringContaining("“00123” or “0123”") });
    expect(fixesOf(problem)).toEqual([{ SageAccountNumber: "00123" }, { SageAccountNumber: "0123" }]);
    expect(problem?.fixes.map((fix) => fix.group)).toEqual([undefined, undefined]);
    expect(problem?.fixes[0]?.label).toBe("Use 00123 Zero Plumbing");
  });

  test("a number that may be a code as it stands, or one with zeros, is asked about", () => {
    const reference = { ...world, accounts: [...world.accounts, anAccount("123", "Plain", { id: "5" })] };
    expect(fixesOf(check(customerLinks, [account(123)], reference)[0])).toEqual([{ SageAccountNumber: "00123" }, { SageAccountNumber: "123" }]);
    expect(check(customerLinks, [account("123")], reference)).toEqual([]);
  });

  test("a number that is a known code is only advice; without a list to compare, a warning", () => {
    const known = check(customerLinks, [aLink({ SageCustomerId: 27006 })]);
    expect(codes(known)).toEqual(["info number-in-code"]);
    expect(fixesOf(known[0])).toEqual([{ SageCustomerId: "27006" }]);
    expect(codes(check(customerLinks, [aLink({ SageAccountNumber: 123 })], {}))).toEqual(["warning number-in-code"]);
  });

  test("an error value is named and has to be typed anew", () => {
    for (const cell of [{ kind: "error", text: "#N/A" }, "#N/A", formula("#REF!")] as Cell[]) {
      const [problem, ...others] = check(customerLinks, [account(cell)]);
      expect(problem).toMatchObject({ code: "error-value", severity: "error", cause: expect.stringMatching(/#N\/A|#REF!/) });
      expect(others).toEqual([]);
    }
  });

  test("a date that no known code becomes is an error without a guess", () => {
    expect(check(customerLinks, [account(day("2026-12-25", "25-Dec"))])).toMatchObject([{ code: "code-became-date", fixes: [] }]);
  });

  test("a code that merely looks like another known one is that other only if nothing else is", () => {
    const reference = { ...world, customers: [...world.customers, aCustomer("CI00", "Other Firm")] };
    expect(check(customerLinks, [aLink({ CustomerId: "CI00", CustomerName: null })], reference)).toEqual([]);
  });

  test("what is too long for Sage is refused and never cut off", () => {
    const problems = check(customerLinks, [account("NORTH00111")]);
    expect(codes(problems)).toEqual(["error too-long"]);
    expect(problems[0]).toMatchObject({ cause: expect.stringContaining("10 characters"), columns: ["SageAccountNumber"] });
    expect(fixesOf(problems[0])).toEqual([{ SageAccountNumber: "NORTH001" }]);
    expect(codes(check(customerLinks, [account("NORTH0011")], {}))).toEqual(["error too-long"]);
  });

  test("a slip and what it hides are said at once, so that the fix brings no surprise", () => {
    const problems = check(customerLinks, [aLink({ SageAccountNumber: "CLOSEDO1" })]);
    expect(codes(problems)).toEqual(["error look-alike-letters", "warning hidden-account"]);
  });
});
