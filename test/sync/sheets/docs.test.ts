import { sheets } from "../../../src/sync/sheets";
import { customerLinks } from "../../../src/sync/sheets/customer-links";
import { sheetTable } from "../../../src/sync/sheets/docs";

describe("the documented table follows from the definition", () => {
  test.each(Object.values(sheets).map((definition) => [definition.name, definition] as const))("%s: one line a column, in order", (_name, definition) => {
    const lines = sheetTable(definition).split("\n").slice(2);
    expect(lines.map((line) => line.split(" | ")[0]?.slice(2))).toEqual(Object.keys(definition.columns));
    expect(new Set(lines.map((line) => line.split(" | ").length))).toEqual(new Set([5]));
  });

  test("mandatory columns bear a star, and those of which one is needed a diamond", () => {
    const table = sheetTable(customerLinks);
    expect(table).toContain("| CustomerId | ★ | Text, up to 50 | You |");
    expect(table).toContain("| SageAccountNumber | ◆ | Text, up to 8 | You |");
    expect(table).toContain("| Synced |  | Yes or No | The Layer |");
  });
});
