import * as fc from "fast-check";
import { formatTsv, parseTsv } from "../../../src/workbench/grid/tsv";

describe("blocks of cells as text", () => {
  test("formatting and parsing give back the same cells", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "B", "0", '"', "\t", "\n", "\r\n", " ", "=", ",") });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }).chain((wide) => fc.array(fc.array(cell, { minLength: wide, maxLength: wide }), { minLength: 1, maxLength: 5 })), (rows) => {
        // A lone blank last row cannot be told from the line end that closes the block.
        fc.pre(!(rows.length > 1 && rows[rows.length - 1]!.every((text) => text === "")));
        expect(parseTsv(formatTsv(rows))).toEqual(rows);
      }),
    );
  });

  test.each([
    ["Excel ends a block with a line end", "1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]],
    ["LibreOffice quotes a cell with a line end", 'a\t"two\nlines"\n', [["a", "two\nlines"]]],
    ["a quote inside a word is text", '6" pipe\t"Smith" Ltd', [['6" pipe', '"Smith" Ltd']]],
    ["blank cells stay", "\t\n\tx", [["", ""], ["", "x"]]],
    ["old Mac line ends", "a\rb", [["a"], ["b"]]],
  ])("%s", (_, text, rows) => expect(parseTsv(text)).toEqual(rows));
});
