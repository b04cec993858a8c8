import { matchChoices } from "../../../src/workbench/grid/choices";

describe("the choices of a drop-down", () => {
  const names = ["Northwind Ltd", "Über Freight", "Southgate plc", "The North Company", "northern Lights"];

  test("those that begin with the text come first, case and accents aside", () => {
    expect(matchChoices(names, "NORTH", 10)).toEqual({ items: ["Northwind Ltd", "northern Lights", "The North Company"], total: 3 });
    expect(matchChoices(names, "uber", 10).items).toEqual(["Über Freight"]);
  });

  test("nothing typed shows the list from its beginning", () => {
    expect(matchChoices(names, "  ", 2)).toEqual({ items: names.slice(0, 2), total: 5 });
  });

  test("of 100,000 accounts the first matches are kept and all are counted", () => {
    const accounts = Array.from({ length: 100_000 }, (_, index) => `ACC${String(index).padStart(6, "0")}`);
    const { items, total } = matchChoices(accounts, "acc00123", 5);
    expect([items[0], items.length, total]).toEqual(["ACC001230", 5, 10]);
  });
});
