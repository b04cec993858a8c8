import fc from "fast-check";
import { serialFromDate, type PlainDate } from "../../../src/sync/model/dates";
import { knownCodes, numberExcelReads } from "../../../src/sync/rules/known-codes";

const known = (...list: string[]) => knownCodes(list.map((code) => [code, code]));
const serial = (date: string) => serialFromDate(date as PlainDate) ?? 0;

describe("a list of known codes answers for every wrong way to write one", () => {
  test.each([[123, ["00123", "0123"]], [4e12, ["4E12"]], [1e10, ["1E10"]], [1.1, ["1.10"]], [7, []]])("the number %d was %j", (value, codes) => {
    expect(known("00123", "0123", "4E12", "1E10", "1.10", "N7").becomingNumber(value)).toEqual(codes);
  });

  test("digits beyond Excel's fifteen are found again", () => {
    expect(known("1234567890123456789").becomingNumber(1234567890123450000)).toEqual(["1234567890123456789"]);
    expect(known("1234567890123456789").becomingNumber(1234567890123456789)).toEqual(["1234567890123456789"]);
  });

  test("a date was a code of that day, in the year it was typed or in its own", () => {
    const codes = known("SEP01", "SEP02", "1-SEP-24", "45000");
    expect(codes.becomingDate(serial("2026-09-01"))).toEqual(["SEP01"]);
    expect(codes.becomingDate(serial("2024-09-01"))).toEqual(["SEP01", "1-SEP-24"]);
    expect(codes.becomingDate(45000)).toEqual(["45000"]);
    expect(codes.becomingDate(serial("2026-12-25"))).toEqual([]);
  });

  test("any code that is a number to Excel is found by that number", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^0{0,3}[1-9]\d{0,8}(E\d{1,2})?$/), (code) => {
        const value = numberExcelReads(code);
        fc.pre(value !== null);
        expect(known(code, "OTHER").becomingNumber(value ?? 0)).toEqual([code]);
      }),
    );
  });

  test("case and look-alikes lead to the known code, and to all where there are several", () => {
    const codes = known("NORTH001", "north001", "A1O", "A10");
    expect(codes.sameLetters("North001")).toEqual(["NORTH001", "north001"]);
    expect(codes.lookAlikes("AlO")).toEqual(["A1O", "A10"]);
    expect(codes.lookAlikes("ΝORTH00l")).toEqual(["NORTH001", "north001"]);
  });

  test("the nearest spelling comes first, and nothing comes for what is far", () => {
    expect(known("NORTH002", "NORTH001", "SOUTH001").nearest("NRTH001", 2)).toEqual(["NORTH001", "NORTH002"]);
    expect(known("NORTH001").nearest("XYZ", 3)).toEqual([]);
  });
});
