import { createSpellings } from "../../../src/sync/match/nearest-spelling";

describe("the nearest spelling", () => {
  const spellings = createSpellings(["Acme UK", "Acme Ireland", "Beta Trading", "Card"]);

  test.each([["Acme UKK", "Acme UK"], ["acme  uk", "Acme UK"], ["Acme Irland", "Acme Ireland"], ["Beta Tradnig", "Beta Trading"], ["Crad", "Card"], ["Cadr", "Card"]])("of %j is %s", (text, nearest) => {
    expect(spellings.nearest(text, 3)[0]?.text).toBe(nearest);
  });

  test("an equal text is wholly alike, a far one is not offered", () => {
    expect(spellings.nearest("Acme UK", 1)).toEqual([{ text: "Acme UK", likeness: 1 }]);
    expect(spellings.nearest("Gamma", 3)).toEqual([]);
    expect(createSpellings([]).nearest("x", 3)).toEqual([]);
  });

  test("asking again gives the same", () => {
    expect(spellings.nearest("Acme UKK", 3)).toEqual(spellings.nearest("Acme UKK", 3));
  });
});
