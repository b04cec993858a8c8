/** What one can do to a Range. */
import type { Area } from "../../model";
import { areaAt, clearArea, columnsOf, copyFormula, deleteCells, rowsOf, writeLiterals } from "../../model";
import { invalidArgument } from "../errors";
import type { TypeDefinition } from "../host-type";
import { findPlace } from "../reference";
import type { RangeTarget } from "./range-target";
import { rangeType } from "./range-target";

const clearWhats = ["All", "Formats", "Contents", "Hyperlinks", "RemoveHyperlinks", "ResetContents"] as const;

export const rangeMethods: NonNullable<TypeDefinition<RangeTarget>["methods"]> = {
  clear: (range, args) => clearArea(range.sheet, range.cells, args.oneOf(0, clearWhats, "All")),
  delete: (range, args) => deleteCells(range.sheet, range.cells, args.oneOf(0, ["Up", "Left"] as const)),
  select: (range) => range.sheet.workbook.select(range.sheet, [range.cells]),
  calculate: (range) => range.sheet.workbook.calculator.invalidate(),
  copyFrom: (range, args) => {
    const passed = args.object(0)?.as(rangeType);
    const place = passed ? { sheet: passed.sheet, area: passed.cells } : findPlace(range.sheet.workbook, range.sheet, args.text(0));
    if (!place) throw invalidArgument();
    copy(place, range, args.oneOf(1, ["All", "Formulas", "Values", "Formats"] as const, "All"));
  },
  /** The client sends it before it splits a big matrix into pieces. */
  _ValidateArraySize: (range, args) => {
    if (args.integer(0) !== rowsOf(range.cells) || args.integer(1) !== columnsOf(range.cells)) throw invalidArgument();
  },
};

const copy = (from: { sheet: RangeTarget["sheet"]; area: Area }, to: RangeTarget, what: "All" | "Formulas" | "Values" | "Formats"): void => {
  const target = to.cells;
  // A single target cell takes the whole block, as pasting does.
  const area = rowsOf(target) === 1 && columnsOf(target) === 1 ? areaAt(target.top, target.left, rowsOf(from.area), columnsOf(from.area)) : target;
  const source = (row: number, column: number) => ({ row: from.area.top + ((row - area.top) % rowsOf(from.area)), column: from.area.left + ((column - area.left) % columnsOf(from.area)) });
  // Read before anything is written: the areas may overlap.
  const cells = Array.from({ length: rowsOf(area) }, (_row, down) =>
    Array.from({ length: columnsOf(area) }, (_column, right) => {
      const [row, column] = [area.top + down, area.left + right];
      const own = source(row, column);
      const formula = from.sheet.formula(own.row, own.column);
      return {
        value: from.sheet.value(own.row, own.column),
        formula: formula === null ? null : copyFormula(formula, row - own.row, column - own.column),
        format: from.sheet.numberFormat(own.row, own.column),
        style: from.sheet.style(own.row, own.column),
      };
    }),
  );
  if (what === "All" || what === "Formats") {
    cells.forEach((row, down) =>
      row.forEach((cell, right) => {
        const column = to.sheet.grid.column(area.left + right);
        column.formats.set(area.top + down, area.top + down, cell.format);
        column.styles.set(area.top + down, area.top + down, cell.style);
      }),
    );
    to.sheet.workbook.emit({ kind: "look", worksheet: to.sheet.id, area });
  }
  if (what === "Formats") return;
  writeLiterals(to.sheet, area, cells.map((row) => row.map(({ value }) => value)));
  if (what === "Values") return;
  cells.forEach((row, down) =>
    row.forEach(({ formula, value }, right) => {
      if (formula !== null) to.sheet.grid.column(area.left + right).putFormula(area.top + down, formula, value);
    }),
  );
};
