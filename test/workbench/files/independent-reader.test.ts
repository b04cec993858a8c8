import * as XLSX from "@e965/xlsx";
import * as fc from "fast-check";
import { saveWorkbook } from "../../../src/workbench/files";
import { aWorkbook, reopened } from "./builder";

/** What another program reads from our file. */
const readElsewhere = (bytes: Uint8Array) => {
  const book = XLSX.read(bytes, { type: "array", cellFormula: true, cellNF: true });
  return (address: string, sheet = book.SheetNames[0]!): XLSX.CellObject | undefined => book.Sheets[sheet]?.[address] as XLSX.CellObject | undefined;
};

/** Each property saves and opens dozens of files; a machine that is busy with other tests needs time for that. */
jest.setTimeout(120_000);

describe("a saved file, read by a program that is not ours", () => {
  test("holds leading zeros as they were", async () => {
    const cell = readElsewhere(await saveWorkbook(aWorkbook([["00123"], ["0000"], ["1E10"]], (sheet) => sheet.grid.setNumberFormat({ top: 0, left: 0, bottom: 2, right: 0 }, "@"))));
    expect(["A1", "A2", "A3"].map((address) => [cell(address)?.t, cell(address)?.v, cell(address)?.z])).toEqual([["s", "00123", "@"], ["s", "0000", "@"], ["s", "1E10", "@"]]);
  });

  test("holds no formula where the workbook holds text, whatever it begins with", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom("=", "+", "-", "@", "\t", "\r"), fc.string({ maxLength: 12 })).map(([first, rest]) => first + rest.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (texts, isResaved) => {
          const workbook = aWorkbook(texts.map((text) => [text]));
          const cell = readElsewhere(await saveWorkbook(isResaved ? await reopened(workbook) : workbook));
          texts.forEach((text, row) => {
            const found = cell(`A${row + 1}`);
            expect(found?.f).toBeUndefined();
            expect([found?.t, found?.v]).toEqual(["s", text]);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test("holds real formulas, numbers, booleans and errors as such", async () => {
    const workbook = aWorkbook([[2, true]], (sheet) => sheet.grid.column(2).putFormula(0, "=A1+1", 3));
    const cell = readElsewhere(await saveWorkbook(workbook));
    expect([cell("A1")?.t, cell("A1")?.v, cell("B1")?.t, cell("B1")?.v, cell("C1")?.f, cell("C1")?.v]).toEqual(["n", 2, "b", true, "A1+1", 3]);
  });
});
