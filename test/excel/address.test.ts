import fc from "fast-check";
import { absoluteAddressOf, addressOf, lastSheetColumn, lastSheetRow, parseArea, parseAreas } from "../../src/excel/address";

describe("addresses", () => {
  test("an area written and read is the same area", () => {
    const area = fc.record({ top: fc.nat(lastSheetRow), bottom: fc.nat(lastSheetRow), left: fc.nat(lastSheetColumn), right: fc.nat(lastSheetColumn) });
    fc.assert(
      fc.property(area, (corners) => {
        const sorted = { top: Math.min(corners.top, corners.bottom), bottom: Math.max(corners.top, corners.bottom), left: Math.min(corners.left, corners.right), right: Math.max(corners.left, corners.right) };
        expect(parseArea(addressOf(sorted))).toEqual(sorted);
        expect(parseArea(absoluteAddressOf(sorted))).toEqual(sorted);
      }),
    );
  });

  test.each([
    ["'North & Co!'!B2", { top: 1, bottom: 1, left: 1, right: 1 }],
    ["Sheet1!$A:$B", { top: 0, bottom: lastSheetRow, left: 0, right: 1 }],
    ["3:4", { top: 2, bottom: 3, left: 0, right: lastSheetColumn }],
  ])("%s", (address, area) => expect(parseArea(address)).toEqual(area));

  test("several areas are several, and nonsense is none", () => {
    expect(parseAreas("A1,B2:C3")).toHaveLength(2);
    expect(parseArea("A1,B2")).toBeNull();
    expect(parseAreas("#REF!")).toEqual([]);
  });
});
