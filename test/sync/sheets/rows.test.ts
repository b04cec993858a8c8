import fc from "fast-check";
import { customerLinks } from "../../../src/sync/sheets/customer-links";
import { numberRows, refText, reviseRows } from "../../../src/sync/sheets/rows";
import { keyOf } from "../../../src/sync/sheets/sheet";

const row = fc.record({ CustomerId: fc.constantFrom("C1", "C2", "c1 ", "C3"), SageCompanyName: fc.constantFrom("Acme", "Beta"), SageAccountNumber: fc.constantFrom("A1", "A2", null) });

describe("rows are known by key, never by position", () => {
  test("rows of one key are numbered from the top", () => {
    const rows = numberRows(customerLinks, [{ CustomerId: "C1", SageCompanyName: "Acme" }, { CustomerId: "C2", SageCompanyName: "Acme" }, { CustomerId: " c1", SageCompanyName: "ACME" }]);
    expect(rows.map((one) => one.ref.nth)).toEqual([0, 0, 1]);
    expect(rows[0]?.ref.key).toBe(rows[2]?.ref.key);
  });

  test("case, spaces and invisible characters make no other key", () => {
    expect(keyOf(customerLinks, { CustomerId: "C\u200b1", SageCompanyName: "Acme  UK" })).toBe(keyOf(customerLinks, { CustomerId: "c1 ", SageCompanyName: "acme\u00a0uk" }));
  });

  test("revising some rows gives what numbering them all anew gives, and its edit leads there", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), fc.nat(), fc.nat(), fc.array(row, { maxLength: 4 }), (before, from, howMany, replacement) => {
        const at = from % (before.length + 1);
        const count = howMany % (before.length - at + 1);
        const rows = numberRows(customerLinks, before);
        const { rows: revised, edit } = reviseRows(customerLinks, rows, at, count, replacement);
        const anew = numberRows(customerLinks, [...before.slice(0, at), ...replacement, ...before.slice(at + count)]);
        expect(revised).toEqual(anew);

        const table = new Map(rows.map((one) => [refText(one.ref), one.cells]));
        for (const ref of edit.removed) table.delete(refText(ref));
        for (const one of edit.changed) table.set(refText(one.ref), one.cells);
        expect(table).toEqual(new Map(anew.map((one) => [refText(one.ref), one.cells])));
      }),
    );
  });

  test("rows that share no key with an edit are not touched", () => {
    const rows = numberRows(customerLinks, ["C1", "C2", "C3"].map((CustomerId) => ({ CustomerId, SageCompanyName: "Acme" })));
    const { edit } = reviseRows(customerLinks, rows, 1, 1, [{ CustomerId: "C9", SageCompanyName: "Acme" }]);
    expect(edit.changed.map((one) => one.cells["CustomerId"])).toEqual(["C9"]);
    expect(edit.removed).toEqual([rows[1]?.ref]);
  });

  test("rows that are not there are a bug", () => {
    expect(() => reviseRows(customerLinks, [], 0, 1, [])).toThrow(RangeError);
  });
});
