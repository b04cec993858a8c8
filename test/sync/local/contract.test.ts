import "fake-indexeddb/auto";
import fc from "fast-check";
import type { ResultLine } from "../../../src/sync/contract";
import { createMemoryStore, openLocalStore, type LocalStore, type OutboxPush, type SheetOf } from "../../../src/sync/local";
import type { Result } from "../../../src/sync/model/failure";

const value = async <T>(work: Promise<Result<T>>): Promise<T> => {
  const result = await work;
  if (!result.ok) throw new Error(result.failure.cause);
  return result.value;
};

const aPush = (change: Partial<OutboxPush> = {}): OutboxPush => ({
  id: "push-0001",
  sheet: "customer-links",
  scope: "practice",
  workbook: "book",
  storedAt: "2026-11-21T10:00:00.000Z",
  state: "to send",
  rows: [{ ref: { key: "c1\u001facme uk", nth: 0 }, cells: { CustomerId: "00123", SageAccountNumber: null } }],
  ...change,
});
const aResult = (seq: number): ResultLine => ({
  type: "result",
  seq,
  ref: { key: `c${seq}`, nth: 0 },
  outcome: "saved",
  message: `Linked row ${seq}`,
  fills: { SageCustomerId: "9007199254740993" },
  version: 1,
  problems: [],
});
const links: SheetOf = { workbook: "book", sheet: "customer-links" };

let count = 0;
const implementations: [string, () => Promise<LocalStore>][] = [
  ["memory", async () => createMemoryStore()],
  ["IndexedDB", async () => (await openLocalStore(`contract-${(count += 1)}`)).store],
];

describe.each(implementations)("the pane's local store in %s", (_name, open) => {
  let store: LocalStore;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  test("a push comes back as it was stored, codes and blanks included", async () => {
    await value(store.outbox.put(aPush()));
    expect(await value(store.outbox.all())).toEqual([aPush()]);
  });

  test("pushes come back oldest first, whatever the order of storing", async () => {
    await value(store.outbox.put(aPush({ id: "second-1", storedAt: "2026-11-21T11:00:00.000Z" })));
    await value(store.outbox.put(aPush({ id: "first-01", storedAt: "2026-11-21T09:00:00.000Z" })));
    expect((await value(store.outbox.all())).map((push) => push.id)).toEqual(["first-01", "second-1"]);
  });

  test("results that arrive twice or out of order are kept once and in order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 20 }), async (seqs) => {
        await value(store.outbox.remove("push-0001"));
        for (const seq of seqs) await value(store.outbox.addResults("push-0001", [aResult(seq)]));
        expect((await value(store.outbox.results("push-0001"))).map((line) => line.seq)).toEqual([...new Set(seqs)].sort((a, b) => a - b));
      }),
      { numRuns: 10 },
    );
  });

  test("the state of a push changes alone, and removing it takes its results and no other's", async () => {
    await value(store.outbox.put(aPush()));
    await value(store.outbox.addResults("push-0001", [aResult(1)]));
    await value(store.outbox.addResults("push-0002", [aResult(7)]));
    await value(store.outbox.setState("push-0001", "accepted"));
    expect(await value(store.outbox.all())).toEqual([aPush({ state: "accepted" })]);
    await value(store.outbox.remove("push-0001"));
    expect(await value(store.outbox.all())).toEqual([]);
    expect(await value(store.outbox.results("push-0001"))).toEqual([]);
    expect(await value(store.outbox.results("push-0002"))).toHaveLength(1);
  });

  test("a look-up never fetched is told apart from one without records", async () => {
    expect(await value(store.lookups.read("sage-company"))).toBeNull();
    await value(store.lookups.replace("sage-company", { records: new Map(), cursor: "c0", asOf: "now" }));
    expect(await value(store.lookups.read("sage-company"))).toEqual({ records: new Map(), cursor: "c0", asOf: "now" });
  });

  test("merging changes into a look-up gives what replacing it with the outcome would give", async () => {
    const ids = fc.constantFrom("a", "b", "c", "d", "e", "NORTH001", "00123");
    const records = fc.dictionary(ids, fc.integer()).map((found) => new Map<string, unknown>(Object.entries(found)));
    await fc.assert(
      fc.asyncProperty(records, records, fc.array(ids), async (before, set, gone) => {
        const leaves = gone.filter((id) => !set.has(id));
        await value(store.lookups.replace("sage-account", { records: before, cursor: "1", asOf: "then" }));
        await value(store.lookups.merge("sage-account", { set, gone: leaves }, "2", "now"));
        const expected = new Map([...before, ...set]);
        for (const id of leaves) expected.delete(id);
        const found = await value(store.lookups.read("sage-account"));
        expect(new Map([...(found?.records ?? [])].sort())).toEqual(new Map([...expected].sort()));
        expect(found?.cursor).toBe("2");
      }),
      { numRuns: 25 },
    );
  });

  test("rows at the last pull belong to one workbook and one sheet", async () => {
    const base = new Map([["c1", { version: 3, cells: { SageAccountNumber: "NORTH001" } }]]);
    await value(store.bases.replace(links, base));
    await value(store.bases.setCursor(links, "cursor-1"));
    expect(await value(store.bases.read(links))).toEqual(base);
    expect(await value(store.bases.read({ ...links, workbook: "copy" }))).toEqual(new Map());
    expect(await value(store.bases.cursor({ ...links, sheet: "tax-codes" }))).toBeNull();
    await value(store.bases.merge(links, { set: new Map([["c2", { version: 1, cells: {} }]]), gone: ["c1"] }));
    expect([...(await value(store.bases.read(links))).keys()]).toEqual(["c2"]);
  });

  test("a second edit of a row replaces its draft, and rows with the same key are told apart", async () => {
    const draft = (nth: number, account: string) => ({ row: { key: "c1", nth }, cells: { SageAccountNumber: account }, editedAt: "2026-11-21T10:00:00.000Z" });
    await value(store.drafts.put(links, [draft(0, "A"), draft(1, "B")]));
    await value(store.drafts.put(links, [draft(0, "C")]));
    expect((await value(store.drafts.all(links))).map((kept) => kept.cells["SageAccountNumber"]).sort()).toEqual(["B", "C"]);
    await value(store.drafts.remove(links, [{ key: "c1", nth: 0 }]));
    expect(await value(store.drafts.all(links))).toEqual([draft(1, "B")]);
  });

  test("other books drop cached rows and keep pushes in progress", async () => {
    await value(store.useScope("practice"));
    await value(store.lookups.replace("sage-company", { records: new Map([["a", 1]]), cursor: "c", asOf: "now" }));
    await value(store.outbox.put(aPush()));
    await value(store.useScope("practice"));
    expect(await value(store.lookups.read("sage-company"))).not.toBeNull();
    await value(store.useScope("real books"));
    expect(await value(store.lookups.read("sage-company"))).toBeNull();
    expect(await value(store.outbox.all())).toHaveLength(1);
  });

  test("clearing forgets everything", async () => {
    await value(store.outbox.put(aPush()));
    await value(store.outbox.addResults("push-0001", [aResult(1)]));
    await value(store.bases.replace(links, new Map([["c1", { version: 1, cells: {} }]])));
    await value(store.clear());
    expect(await value(store.outbox.all())).toEqual([]);
    expect(await value(store.outbox.results("push-0001"))).toEqual([]);
    expect(await value(store.bases.read(links))).toEqual(new Map());
  });
});
