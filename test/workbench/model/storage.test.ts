import fc from "fast-check";
import { areaAddress, columnIndex, columnName, createWorkbook, maxColumns, maxRows, parseArea, Runs, splitAddress, quoteSheetName } from "../../../src/workbench/model";
import type { Value } from "../../../src/workbench/model";

describe("runs hold what a plain array would", () => {
  type Step = { readonly kind: "set" | "insert" | "remove"; readonly at: number; readonly count: number; readonly value: number };
  const length = 40;
  const step: fc.Arbitrary<Step> = fc.record({ kind: fc.constantFrom("set" as const, "insert" as const, "remove" as const), at: fc.integer({ min: 0, max: length - 1 }), count: fc.integer({ min: 1, max: 12 }), value: fc.integer({ min: 0, max: 3 }) });

  test("after any sequence of settings, insertions and removals", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const runs = new Runs<number>(0, length);
        let plain = new Array<number>(length).fill(0);
        for (const { kind, at, count, value } of steps) {
          if (kind === "set") {
            const to = Math.min(at + count - 1, length - 1);
            runs.set(at, to, value);
            plain.fill(value, at, to + 1);
          } else if (kind === "insert") {
            runs.insert(at, count);
            plain.splice(at, 0, ...new Array<number>(count).fill(at > 0 ? (plain[at - 1] ?? 0) : 0));
            plain = plain.slice(0, length);
          } else {
            const gone = Math.min(count, length - at);
            const last = plain[length - 1] ?? 0;
            runs.remove(at, gone);
            plain.splice(at, gone);
            plain.push(...new Array<number>(gone).fill(last));
          }
        }
        expect(Array.from({ length }, (_, index) => runs.get(index))).toEqual(plain);
        const spelled = [...runs.within(0, length - 1)].flatMap((run) => new Array<number>(run.to - run.from + 1).fill(run.value));
        expect(spelled).toEqual(plain);
      }),
    );
  });
});

describe("addresses", () => {
  test("a column's name and index are each other's inverse", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: maxColumns - 1 }), (index) => expect(columnIndex(columnName(index))).toBe(index)));
    expect([columnName(25), columnName(26), columnName(701), columnName(702), columnName(16383)]).toEqual(["Z", "AA", "ZZ", "AAA", "XFD"]);
  });

  test("an area is read back from its address", () => {
    const row = fc.integer({ min: 0, max: maxRows - 2 });
    const column = fc.integer({ min: 0, max: maxColumns - 2 });
    fc.assert(
      fc.property(row, row, column, column, (top, bottom, left, right) => {
        const area = { top: Math.min(top, bottom), bottom: Math.max(top, bottom), left: Math.min(left, right), right: Math.max(left, right) };
        expect(parseArea(areaAddress(area))).toEqual(area);
      }),
    );
  });

  test.each(["A", "1", "A1:", "XFE1", "A1048577", "A1:B", "A:1", "A1:B2:C3", "", "A0"])("%j is no address", (text) => expect(parseArea(text)).toBeNull());

  test("whole columns and rows have the address Excel gives them", () => {
    expect(areaAddress(parseArea("C:A") as never)).toBe("A:C");
    expect(areaAddress(parseArea("$2:$5") as never)).toBe("2:5");
  });

  test("a worksheet's name is quoted where it must be and read back", () => {
    for (const name of ["Sheet1", "Customer Links", "O'Neil", "A1", "R1C1", "2026"]) expect(splitAddress(`${quoteSheetName(name)}!B2`)).toEqual({ sheet: name, rest: "B2" });
    expect([quoteSheetName("Sheet1"), quoteSheetName("Customer Links"), quoteSheetName("O'Neil"), quoteSheetName("A1")]).toEqual(["Sheet1", "'Customer Links'", "'O''Neil'", "'A1'"]);
  });
});

describe("cells", () => {
  test("rows inserted and removed leave what a plain table of rows would", () => {
    type Step = { readonly insert: boolean; readonly at: number; readonly count: number };
    const step: fc.Arbitrary<Step> = fc.record({ insert: fc.boolean(), at: fc.integer({ min: 0, max: 12 }), count: fc.integer({ min: 1, max: 4 }) });
    const cells = fc.array(fc.tuple(fc.option(fc.integer()), fc.option(fc.string({ minLength: 1 }))), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(cells, fc.array(step, { maxLength: 8 }), (rows, steps) => {
        const { grid } = createWorkbook().active;
        let plain: Value[][] = rows.map((row) => [...row]);
        plain.forEach((row, index) => row.forEach((value, column) => grid.column(column).put(index, value)));
        for (const { insert, at, count } of steps) {
          if (insert) {
            grid.insertRows(at, count);
            if (at < plain.length) plain.splice(at, 0, ...Array.from({ length: count }, () => [null, null]));
          } else {
            grid.removeRows(at, count);
            plain.splice(at, count);
          }
        }
        plain = plain.slice(0, 60);
        expect(plain.map((_, row) => [grid.value(row, 0), grid.value(row, 1)])).toEqual(plain);
      }),
    );
  });

  test("the used range is the smallest that holds every value, and a format on a whole column does not stretch it", () => {
    const sheet = createWorkbook().active;
    expect(sheet.usedArea()).toBeNull();
    sheet.grid.column(3).put(4, "x");
    sheet.grid.column(1).put(9, 1);
    sheet.grid.setNumberFormat({ top: 0, bottom: maxRows - 1, left: 0, right: 0 }, "@");
    expect(sheet.usedArea()).toEqual({ top: 4, bottom: 9, left: 1, right: 3 });
    sheet.grid.setNumberFormat({ top: 0, bottom: 1, left: 0, right: 0 }, "0.00");
    expect(sheet.usedArea()).toEqual({ top: 0, bottom: 9, left: 0, right: 3 });
    expect(sheet.usedArea(true)).toEqual({ top: 4, bottom: 9, left: 1, right: 3 });
  });

  test("blanking the last cells shortens the column", () => {
    const column = createWorkbook().active.grid.column(0);
    column.put(0, 1);
    column.put(5, 2);
    column.put(5, null);
    expect(column.lastRow()).toBe(0);
    expect(column.values).toHaveLength(1);
  });
});
