import fc from "fast-check";
import type { BaseRow } from "../../../src/sync/local";
import { numberRows } from "../../../src/sync/sheets/rows";
import { sheets } from "../../../src/sync/sheets";
import { keyOf } from "../../../src/sync/sheets/sheet";
import { isEdited, planMerge } from "../../../src/taskpane/engine/merge";

const definition = sheets["customer-links"];
const cells = (id: string, account: string | null) => ({ CustomerId: id, SageCompanyName: account === null ? null : "Acme UK", SageSiteId: account === null ? null : "s", SageAccountNumber: account });
const key = (id: string, account: string | null) => keyOf(definition, cells(id, account));
const base = (version: number, id: string, account: string | null): [string, BaseRow] => [key(id, account), { version, cells: cells(id, account) }];
const pulled = (version: number, id: string, account: string | null) => ({ key: key(id, account), version, cells: cells(id, account) });
const local = (...rows: readonly (readonly [string, string | null])[]) => numberRows(definition, rows.map(([id, account]) => cells(id, account)));

test("a row edited here and unchanged there stays as it is", () => {
  const plan = planMerge(definition, local(["1", "MINE"]), new Map([base(1, "1", "OLD")]), [pulled(1, "1", "OLD")]);
  expect(plan).toMatchObject({ changed: [], gone: [], conflicts: [], kept: 1 });
});

test("a row changed there and not here is taken", () => {
  const plan = planMerge(definition, local(["1", "OLD"]), new Map([base(1, "1", "OLD")]), [pulled(2, "1", "NEW")]);
  expect(plan.changed).toEqual([cells("1", "NEW")]);
  expect(plan.conflicts).toEqual([]);
});

test("a row changed on both sides is a conflict, and its base is kept until the user has chosen", () => {
  const plan = planMerge(definition, local(["1", "MINE"]), new Map([base(1, "1", "OLD")]), [pulled(2, "1", "THEIRS")]);
  expect(plan.changed).toEqual([]);
  expect(plan.conflicts).toMatchObject([{ fields: [{ column: "SageAccountNumber", yours: "MINE", theirs: "THEIRS", base: "OLD" }] }]);
  expect(plan.bases.get(key("1", "OLD"))?.version).toBe(1);
});

test("both sides making the same change is no conflict", () => {
  const plan = planMerge(definition, local(["1", "SAME"]), new Map([base(1, "1", "OLD")]), [pulled(2, "1", "SAME")]);
  expect(plan.conflicts).toEqual([]);
  expect(plan.bases.get(key("1", "SAME"))?.version).toBe(2);
});

test("a row removed there goes where it was not edited, and is a conflict where it was", () => {
  const bases = new Map([base(1, "1", "OLD"), base(1, "2", "OLD2")]);
  const plan = planMerge(definition, local(["1", "OLD"], ["2", "MINE"]), bases, []);
  expect(plan.gone).toEqual([key("1", "OLD")]);
  expect(plan.conflicts).toMatchObject([{ row: { key: key("2", "MINE") }, theirs: null }]);
});

test("a customer filled in here does not come back as a second, blank row", () => {
  const plan = planMerge(definition, local(["1", "MINE"]), new Map([base(0, "1", null)]), [pulled(0, "1", null)]);
  expect(plan.changed).toEqual([]);
});

test("a customer that somebody else linked meanwhile replaces its blank row here", () => {
  const plan = planMerge(definition, local(["1", null]), new Map([base(0, "1", null)]), [pulled(1, "1", "THEIRS")]);
  expect(plan.changed).toEqual([cells("1", "THEIRS")]);
  expect(plan.gone).toEqual([key("1", null)]);
});

test("no merge ever writes over or removes a row that was edited here", () => {
  const account = fc.constantFrom<string | null>(null, "A", "B", "C");
  const rows = fc.uniqueArray(fc.tuple(fc.constantFrom("1", "2", "3", "4"), account), { selector: ([id]) => id });
  fc.assert(
    fc.property(rows, rows, rows, fc.nat(2), (mine, before, theirs, later) => {
      const bases = new Map(before.map(([id, name]) => base(1, id, name)));
      const sheet = local(...mine);
      const plan = planMerge(definition, sheet, bases, theirs.map(([id, name]) => pulled(1 + later, id, name)));
      const edited = new Set(sheet.filter((row) => isEdited(definition, row, bases.get(row.ref.key))).map((row) => row.ref.key));
      const touched = [...plan.changed.map((row) => keyOf(definition, row)), ...plan.gone];
      expect(touched.filter((one) => edited.has(one))).toEqual([]);
    }),
  );
});

test("pulling the same rows a second time changes nothing", () => {
  const rows = [pulled(1, "1", "A"), pulled(3, "2", null), pulled(2, "3", "C")];
  const first = planMerge(definition, [], new Map(), rows);
  const sheet = numberRows(definition, first.changed);
  expect(planMerge(definition, sheet, first.bases, rows)).toMatchObject({ changed: [], gone: [], conflicts: [], kept: 0 });
});
