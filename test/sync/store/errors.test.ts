import { failure } from "../../../src/sync/model/failure";
import { latestChange } from "../../../src/sync/store/changes";
import { countOpenErrors, errorGroups, errorPage, openErrors, openErrorsOf, resolveErrors, type ErrorEntry, type ErrorPageQuery, type NewError } from "../../../src/sync/store/errors";
import { customerThing } from "../../../src/sync/store/ledger-rows";
import { numberChanges } from "../../../src/sync/store/numbering";
import { aTenant, describeOnEachEngine } from "../../support/database";

const anError = (id: string, change: Partial<NewError> = {}): NewError => ({
  kind: "payment",
  id,
  operation: "post",
  reference: `P-${id}`,
  customerId: "C1",
  subCompany: "North",
  companyRef: "site-1/3",
  failure: failure("not-mapped", "Method Card has no Acc - Code for Acme UK.", "Fill in the Payment Methods sheet.", "Card"),
  group: "not-mapped|payment-methods|Acme UK|Card",
  fixAt: { sheet: "payment-methods", column: "Acc - Code", value: "Card", company: "Acme UK" },
  ...change,
});

describeOnEachEngine("the Error Queue", (on) => {
  const setUp = () => {
    const tenant = aTenant();
    const { db } = on();
    return {
      tenant,
      db,
      open: (...errors: readonly NewError[]) => db.transaction("open", (tx) => openErrors(tx, tenant, errors)),
      resolve: (id: string) => db.transaction("resolve", (tx) => resolveErrors(tx, tenant, [{ kind: "payment", id, operation: "post" }])),
      page: (query: Partial<ErrorPageQuery> = {}) => db.read((handle) => errorPage(handle, tenant, { since: null, after: null, limit: 100, ...query })),
    };
  };

  it("has one open entry for a document and an operation, which counts the attempts", async () => {
    const { open, page } = setUp();
    await open(anError("1"), anError("1", { operation: "tell" }), anError("2"));
    await open(anError("1"));
    expect((await page()).map((entry) => [entry.documentId, entry.operation, entry.attempts])).toEqual([
      ["1", "post", 2],
      ["1", "tell", 1],
      ["2", "post", 1],
    ]);
  });

  it("keeps what was resolved, and opens a new entry when it fails again", async () => {
    const { open, resolve, page, db, tenant } = setUp();
    await open(anError("1"));
    expect([await resolve("1"), await resolve("1")]).toEqual([1, 0]);
    await open(anError("1"));
    expect((await page()).map((entry) => [entry.state, entry.attempts, entry.resolvedAt === null])).toEqual([
      ["resolved", 1, false],
      ["open", 1, true],
    ]);
    expect(await db.read((handle) => countOpenErrors(handle, tenant))).toBe(1);
  });

  it("two workers that report the same failure at once make one entry", async () => {
    const { tenant, page } = setUp();
    const errors = Array.from({ length: 20 }, (_, at) => anError(String(at)));
    await Promise.all([on().db, on().other].map((db, at) => db.transaction("open", (tx) => openErrors(tx, tenant, at === 0 ? errors : [...errors].reverse()))));
    const entries = await page();
    expect([entries.length, new Set(entries.map((entry) => entry.attempts))]).toEqual([20, new Set([2])]);
  });

  it("is grouped by cause, counted by kind, with where it is mended", async () => {
    const { open, resolve, db, tenant } = setUp();
    await open(anError("1"), anError("2"), anError("3", { kind: "refund" }), anError("4", { group: "other", companyRef: null, fixAt: null }), anError("5"));
    await resolve("5");
    const groups = await db.read((handle) => errorGroups(handle, tenant));
    expect(groups).toMatchObject([
      { group: anError("1").group, count: 3, kinds: { payment: 2, refund: 1 }, cause: anError("1").failure.cause, companyRef: "site-1/3", fixAt: anError("1").fixAt },
      { group: "other", count: 1, kinds: { payment: 1 }, companyRef: null, fixAt: null },
    ]);
  });

  it("a group of several companies names none", async () => {
    const { open, db, tenant } = setUp();
    await open(anError("1"), anError("2", { companyRef: "site-1/4" }));
    expect(await db.read((handle) => errorGroups(handle, tenant))).toMatchObject([{ count: 2, companyRef: null }]);
  });

  it("is read in pages that miss nothing, whole or since a change", async () => {
    const { open, resolve, page, db, tenant } = setUp();
    await open(...Array.from({ length: 7 }, (_, at) => anError(String(at))));
    await numberChanges(db, tenant);
    const seen = await db.read((handle) => latestChange(handle, tenant));
    for (const id of ["1", "4", "6"]) await resolve(id);
    await numberChanges(db, tenant);
    const all = async (query: Partial<ErrorPageQuery>) => {
      const found: ErrorEntry[] = [];
      for (;;) {
        const rows = await page({ limit: 2, ...query, after: found.at(-1) ?? null });
        if (rows.length === 0) return found.map((entry) => entry.documentId).sort();
        found.push(...rows);
      }
    };
    expect(await all({})).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
    expect(await all({ state: "open" })).toEqual(["0", "2", "3", "5"]);
    expect(await all({ since: seen })).toEqual(["1", "4", "6"]);
    expect(await all({ group: "another" })).toEqual([]);
  });

  it("one customer may fail in one company and not in another", async () => {
    const { open, page, db, tenant } = setUp();
    const of = (companyRef: string) => anError("", { ...customerThing("C1", companyRef), companyRef });
    await open(of("site-1/3"), of("site-1/4"));
    expect((await page({ kinds: ["customer"] })).map((entry) => entry.companyRef)).toEqual(["site-1/3", "site-1/4"]);
    const ids = (await page()).map((entry) => entry.id);
    expect(await db.read((handle) => openErrorsOf(handle, tenant, [...ids, 0]))).toHaveLength(2);
  });
});
