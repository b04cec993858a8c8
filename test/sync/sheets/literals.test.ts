import fc from "fast-check";
import { parseFlag, parseRate } from "../../../src/sync/sheets/literals";

describe("flags", () => {
  test.each([["Yes", "Yes"], ["y", "Yes"], [true, "Yes"], [1, "Yes"], [" TRUE ", "Yes"], ["No", "No"], [false, "No"], [0, "No"], ["n", "No"]] as const)("%j is %s", (value, flag) => {
    expect(parseFlag(value)).toBe(flag);
  });
  test.each([null, "", "maybe", 2])("%j is neither", (value) => {
    expect(parseFlag(value)).toBeNull();
  });
});

describe("rates are per cent", () => {
  test.each([[20, "20"], ["20", "20"], ["20%", "20"], ["17.50 %", "17.5"], [0, "0"], ["0.5%", "0.5"], ["020", "20"], [100, "100"], [1, "1"], [17.5, "17.5"]] as const)("%j is %s per cent", (value, percent) => {
    expect(parseRate(value)).toEqual({ kind: "rate", percent });
  });

  test.each([[0.2, "20", "0.2"], [0.175, "17.5", "0.175"], ["0.05", "5", "0.05"]] as const)("%j may be %s or %s per cent", (value, asFraction, asPercent) => {
    expect(parseRate(value)).toEqual({ kind: "ambiguous", asFraction, asPercent });
  });

  test.each([null, true, "", "standard", "17,5", 101, -5, "1e1", "0.12345"])("%j is no rate", (value) => {
    expect(parseRate(value)).toEqual({ kind: "unreadable" });
  });

  test("a rate in its one form is read as itself when it carries its sign", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (tenThousandths) => {
        const first = parseRate(`${tenThousandths / 10_000}%`);
        if (first.kind !== "rate") throw new Error("no rate");
        expect(parseRate(`${first.percent}%`)).toEqual(first);
        expect(Number(first.percent)).toBe(tenThousandths / 10_000);
      }),
    );
  });
});
