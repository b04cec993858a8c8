import fc from "fast-check";
import { nameLikeness, nameWords } from "../../../src/sync/match/company-name";

describe("company names", () => {
  test.each([
    ["The Northwick Tools Co. Ltd", ["northwick", "tools"]],
    ["NORTHWICK TOOLS LIMITED", ["northwick", "tools"]],
    ["Smith & Sons P.L.C.", ["smith", "sons"]],
    ["O'Brien's Café", ["obriens", "cafe"]],
    ["J. Bloggs t/a Bloggs Bros", ["j", "bloggs", "t", "a", "bloggs", "brothers"]],
    ["The Company Ltd", ["the", "company", "ltd"]],
    ["", []],
  ])("the telling words of %j are %j", (name, words) => {
    expect(nameWords(name)).toEqual(words);
  });

  test.each([
    ["Northwick Tools Ltd", "Northwick Tools Limited"],
    ["Smith and Sons", "Smith & Sons Ltd"],
    ["The Green Door Company", "Green Door"],
    ["Tools Northwick", "Northwick Tools PLC"],
    ["North Wick Tools", "Northwick Tools"],
  ])("%s is %s", (one, other) => {
    expect(nameLikeness(one, other)).toBe(1);
  });

  test.each([["Northwick Tools", "Nortwick Tools"], ["Southgate Foods", "Southgate Food"]])("%s is much like %s", (one, other) => {
    expect(nameLikeness(one, other)).toBeGreaterThan(0.85);
    expect(nameLikeness(one, other)).toBeLessThan(1);
  });

  test.each([["Northwick Tools", "Southgate Foods"], ["Unit 12 Storage", "Unit 13 Storage"], ["Acme UK", "Acme Ireland"], ["Northwick Tools", ""]])("%s is not %s", (one, other) => {
    expect(nameLikeness(one, other)).toBeLessThan(0.85);
  });

  test("likeness is the same both ways, and whole with itself", () => {
    const names = fc.array(fc.constantFrom("north", "wick", "tools", "tool", "12", "13", "ltd", "&", "foods"), { minLength: 1, maxLength: 4 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(names, names, (one, other) => {
        expect(nameLikeness(one, other)).toBeLessThanOrEqual(1 + 1e-9);
        if (nameWords(one).length > 0) expect(nameLikeness(one, one)).toBeCloseTo(1);
        expect(nameLikeness(one, other)).toBeCloseTo(nameLikeness(other, one), 5);
      }),
    );
  });
});
