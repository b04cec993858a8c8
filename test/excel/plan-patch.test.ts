import fc from "fast-check";
import { type SheetCell, textCell } from "../../src/excel/cells";
import { blocksOf, patchSteps, runsOf } from "../../src/excel/plan-patch";
import { customerLinks } from "../../src/sync/sheets/customer-links";

const scatterOf = (cells: readonly (readonly [number, number])[]) => {
  const scatter = new Map<number, Map<number, SheetCell>>();
  for (const [row, column] of cells) scatter.set(column, (scatter.get(column) ?? new Map<number, SheetCell>()).set(row, textCell(`r${row}c${column}`)));
  return scatter;
};
const place = { worksheet: "S", top: 5, left: 2, canonical: Object.keys(customerLinks.columns) };

describe("scattered cells", () => {
  test("exactly the cells asked for are written, each once, and every other is left alone", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.nat(400), fc.nat(8)), { selector: ([row, column]) => `${row},${column}` }), (cells) => {
        const seen = new Map<string, unknown>();
        for (const command of patchSteps(customerLinks, place, scatterOf(cells)).flatMap((step) => step.commands)) {
          if (command.kind !== "writeBlock") continue;
          command.values.forEach((row, down) =>
            row.forEach((value, across) => {
              const at = `${command.area.top + down - place.top},${command.area.left + across - place.left}`;
              if (value === null) return;
              expect(seen.has(at)).toBe(false);
              seen.set(at, value);
            }),
          );
        }
        expect([...seen.keys()].sort()).toEqual(cells.map(([row, column]) => `${row},${column}`).sort());
      }),
    );
  });

  test("a short gap is bridged with cells left alone, a long one jumped", () => {
    expect(runsOf(scatterOf([[0, 1], [3, 1], [500, 1]])).map((run) => [run.top, run.cells.length])).toEqual([
      [0, 4],
      [500, 1],
    ]);
  });

  test("neighbouring columns over the same rows are one block", () => {
    expect(blocksOf(runsOf(scatterOf([[0, 7], [1, 7], [0, 8], [1, 8], [0, 3]]))).map((block) => block.map((run) => run.column))).toEqual([[3], [7, 8]]);
  });

  test("a text column's cells get the text format before their values, cells between them keep theirs", () => {
    const commands = patchSteps(customerLinks, place, scatterOf([[0, 4], [2, 4]])).flatMap((step) => step.commands);
    expect(commands).toMatchObject([
      { kind: "formatCells", formats: ["@", null, "@"] },
      { kind: "writeBlock", values: [["r0c4"], [null], ["r2c4"]] },
    ]);
  });
});
