import fc from "fast-check";
import { textCell, type Written, written } from "../../src/excel/cells";
import { chunkRows, jsonBytes, packed, type Step } from "../../src/excel/chunk";
import type { SheetCommand } from "../../src/excel/command";

const text = (value: string): Written => written(textCell(value), "text");
const limits = { bytes: 400, cells: 12 };

describe("chunks of a write", () => {
  test("bytes are counted as UTF-8 JSON", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (value) => expect(jsonBytes(value)).toBe(Buffer.byteLength(JSON.stringify(value)))));
  });

  test("every row is in exactly one chunk, in order, and none is above the limits unless it is one row", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ maxLength: 60 }), { minLength: 3, maxLength: 3 })), (matrix) => {
        const rows = matrix.map((row) => row.map(text));
        const chunks = [...chunkRows(rows, limits)];
        expect(chunks.flatMap((chunk) => chunk.rows)).toEqual(rows);
        expect(chunks.filter((chunk) => chunk.isLast)).toEqual([chunks.at(-1)]);
        for (const chunk of chunks) {
          expect(chunk.rows).toEqual(rows.slice(chunk.first, chunk.first + chunk.rows.length));
          if (chunk.rows.length > 1) {
            expect(jsonBytes(chunk.rows) - 2).toBeLessThanOrEqual(limits.bytes);
            expect(chunk.rows.length * 3).toBeLessThanOrEqual(limits.cells);
          }
        }
      }),
    );
  });

  test("commands are packed in order, and a block too large for one sync is cut by rows", () => {
    const block = (rows: number): SheetCommand => ({
      kind: "writeBlock",
      worksheet: "S",
      area: { top: 10, bottom: 9 + rows, left: 2, right: 2 },
      values: Array.from({ length: rows }, (_, row) => [text(`row ${row}`)]),
    });
    const steps: Step[] = [{ commands: [{ kind: "activate", worksheet: "S" }, block(30)], rows: 30 }, { commands: [{ kind: "activate", worksheet: "T" }], rows: 1 }];
    const batches = [...packed(steps, { bytes: 3000, cells: 12 })];
    const writes = batches.flatMap((batch) => batch.commands).filter((command) => command.kind === "writeBlock");
    expect(writes.map(({ area }) => [area.top, area.bottom])).toEqual([
      [10, 21],
      [22, 33],
      [34, 39],
    ]);
    expect(writes.flatMap((command) => command.values)).toHaveLength(30);
    expect(batches.reduce((sum, batch) => sum + batch.rows, 0)).toBe(31);
    for (const batch of batches) expect(batch.commands.filter((command) => command.kind === "writeBlock").length).toBeLessThanOrEqual(1);
  });
});
