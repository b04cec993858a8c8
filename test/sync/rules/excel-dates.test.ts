import { datesExcelReads } from "../../../src/sync/rules/excel-dates";

describe("codes that Excel turns into dates", () => {
  test.each([
    ["SEP01", [[9, 1, null]]],
    ["sept1", [[9, 1, null]]],
    ["MARCH1", [[3, 1, null]]],
    ["1DEC", [[12, 1, null]]],
    ["01-Sep-24", [[9, 1, 2024]]],
    ["MAR2024", [[3, 1, 2024]]],
    ["MAR-24", [[3, 24, null]]],
    ["SEP31", [[9, 1, 1931], [9, 1, 2031]]],
    ["FEB-75", [[2, 1, 1975]]],
    ["3-4", [[4, 3, null], [3, 4, null]]],
    ["13/5", [[5, 13, null]]],
    ["10-2024", [[10, 1, 2024]]],
    ["2024-10-05", [[10, 5, 2024]]],
    ["NORTH001", []],
    ["SEPAL01", []],
    ["MAY", []],
    ["45-46", []],
    ["JAN1800", []],
  ] as const)("%s", (code, expected) => {
    expect(datesExcelReads(code).map(({ month, day, year }) => [month, day, year])).toEqual(expected);
  });
});
