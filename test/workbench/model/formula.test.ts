import { createWorkbook, addTable, areaAt, typeInto, writeInputs } from "../../../src/workbench/model";
import type { Worksheet } from "../../../src/workbench/model";
import { copyFormula, shiftFormula } from "../../../src/workbench/model/formula/references";
import { parseFormula } from "../../../src/workbench/model/formula/parse";

const aSheet = (): Worksheet => {
  const sheet = createWorkbook({ thisYear: 2026 }).active;
  writeInputs(sheet, areaAt(0, 0, 4, 3), [
    ["Id", "Name", "Amount"],
    ["'001", "Acme Ltd", 100],
    ["'002", "Bolt & Co", 250.5],
    ["'001", "Crane", null],
  ]);
  return sheet;
};

const shown = (sheet: Worksheet, formula: string): string => {
  typeInto(sheet, 10, 10, formula);
  return sheet.text(10, 10);
};

test.each([
  ["=1+2*3", "7"],
  ["=-2^2", "4"],
  ["=(1+2)*3", "9"],
  ['="a"&1&TRUE', "a1TRUE"],
  ["=10%", "0.1"],
  ["=1/0", "#DIV/0!"],
  ['="x"+1', "#VALUE!"],
  ["=SUM(C1:C4)", "350.5"],
  ["=SUM(C:C)", "350.5"],
  ["=AVERAGE(C2:C3)", "175.25"],
  ['=COUNTIF(A:A,"001")', "2"],
  ["=COUNTIF($A$2:$A$4,A2)>1", "TRUE"],
  ['=COUNTIF(B2:B4,"*co")', "1"],
  ['=COUNTIFS(A2:A4,"001",C2:C4,">50")', "1"],
  ['=SUMIF(A2:A4,"001",C2:C4)', "100"],
  ["=COUNTA(C2:C4)", "2"],
  ["=COUNTBLANK(C2:C4)", "1"],
  ['=IF(C4="","none","some")', "none"],
  ["=IF(ISBLANK(C4),1,2)", "1"],
  ['=ISNUMBER(SEARCH("acme",B2))', "TRUE"],
  ['=IFERROR(FIND("z",B2),"no")', "no"],
  ["=AND(C2>50,C3>50)", "TRUE"],
  ["=OR(FALSE,NOT(TRUE))", "FALSE"],
  ['=MATCH("002",A2:A4,0)', "2"],
  ['=INDEX(B2:B4,MATCH("002",A2:A4,0))', "Bolt & Co"],
  ['=VLOOKUP("002",A2:C4,3,FALSE)', "250.5"],
  ['=XLOOKUP("009",A2:A4,B2:B4,"?")', "?"],
  ['=TRIM("  a   b ")', "a b"],
  ["=LEFT(B2,4)&LEN(B2)", "Acme8"],
  ["=ROUND(1.005,2)", "1.01"],
  ['=EXACT("a","A")', "FALSE"],
  ['="a"="A"', "TRUE"],
  ["=ROW()", "11"],
  ['=SUM(INDIRECT("C2:C3"))', "350.5"],
  ['=TEXT(46347,"dd mmm yyyy")', "21 Nov 2026"],
  ["=NOSUCHTHING(1)", "#NAME?"],
  ["=Acme", "#NAME?"],
  ["=K11", "0"],
])("%s shows %s", (formula, expected) => expect(shown(aSheet(), formula)).toBe(expected));

test("a result follows the cells it is computed from", () => {
  const sheet = aSheet();
  typeInto(sheet, 0, 5, "=SUM(C2:C4)");
  typeInto(sheet, 1, 5, "=F1*2");
  expect(sheet.value(1, 5)).toBe(701);
  typeInto(sheet, 3, 2, "9.5");
  expect(sheet.value(1, 5)).toBe(720);
});

test("tables, their columns and defined names can be used in a formula", () => {
  const sheet = aSheet();
  addTable(sheet, areaAt(0, 0, 4, 3), true, "Links");
  sheet.workbook.names.add({ name: "Total", scope: null, formula: "=Sheet1!$C$2:$C$4", visible: false, comment: "" });
  expect(shown(sheet, "=SUM(Links[Amount])")).toBe("350.5");
  expect(shown(sheet, "=SUM(total)")).toBe("350.5");
  expect(shown(sheet, "=COUNTA(Links[[#Headers],[Id]:[Name]])")).toBe("2");
  typeInto(sheet, 2, 8, "=Links[@Amount]");
  expect(sheet.value(2, 8)).toBe(250.5);
});

test("a text that is no formula is refused and the cell stays as it was", () => {
  const sheet = aSheet();
  expect(() => typeInto(sheet, 1, 1, "=1+")).toThrow(/not a formula/);
  expect(() => typeInto(sheet, 1, 1, "+44 20 7946 0018")).toThrow(/not a formula/);
  expect(sheet.value(1, 1)).toBe("Acme Ltd");
});

test("what cannot be read as a formula is known", () => {
  for (const bad of ["=", "=1+", "=(1", "=1 2", '="x', "=SUM(1,", "=A1:"]) expect(parseFormula(bad)).toBeNull();
});

const rows = (at: number, count: number) => ({ axis: "rows" as const, at, count, from: 0, to: 16_383 });
const columns = (at: number, count: number) => ({ axis: "columns" as const, at, count, from: 0, to: 1_048_575 });

test.each([
  ["=A5+$B$6", rows(2, 3), "=A8+$B$9"],
  ["=A1+B2", rows(2, 3), "=A1+B2"],
  ["=SUM(A2:A9)", rows(4, 2), "=SUM(A2:A11)"],
  ["=SUM(A2:A9)", rows(4, -2), "=SUM(A2:A7)"],
  ["=A3", rows(2, -1), "=#REF!"],
  ["=Other!A3+'Sheet1'!A3", rows(0, 1), "=Other!A3+Sheet1!A4"],
  ['="A3"&A3', rows(0, 1), '="A3"&A4'],
  ["=SUM(C:D)", columns(1, 1), "=SUM(D:E)"],
  ["=LOG10(A3)", rows(0, 1), "=LOG10(A4)"],
])("%s becomes %s when lines move", (formula, shift, expected) => expect(shiftFormula(formula, "Sheet1", "Sheet1", shift)).toBe(expected));

test("a copied formula moves what has no dollar", () => {
  expect(copyFormula("=A1+$A$1+A$1+$A1+SUM(B:B)", 2, 1)).toBe("=B3+$A$1+B$1+$A3+SUM(C:C)");
});
