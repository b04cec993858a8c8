import "fake-indexeddb/auto";
import Dexie from "dexie";
import { openLocalStore, type OutboxPush } from "../../../src/sync/local";
import { PaneDatabase } from "../../../src/sync/local/database";
import { createDexieStore } from "../../../src/sync/local/dexie-store";
import frozen from "../../fixtures/local-version-1.json";

/** Builds a database exactly as the released version left it, without today's code. */
const restore = async (name: string) => {
  const old = new Dexie(name);
  old.version(frozen.version).stores(frozen.stores);
  await old.open();
  for (const [table, rows] of Object.entries(frozen.rows)) await old.table(table).bulkPut(rows);
  old.close();
};

test("a computer that kept version 1 loses nothing that cannot be fetched again", async () => {
  await restore("frozen-1");
  const { store, notice } = await openLocalStore("frozen-1");
  expect(notice).toBeNull();
  const pushes = await store.outbox.all();
  expect(pushes).toEqual({ ok: true, value: frozen.rows.pushes });
  expect(await store.outbox.results("push-frozen")).toEqual({ ok: true, value: frozen.rows.results.map((stored) => stored.line) });
  expect(await store.drafts.all({ workbook: "book", sheet: "customer-links" })).toMatchObject({ ok: true, value: [{ cells: { SageAccountNumber: "NORTH001" } }] });
  const lookup = await store.lookups.read("sage-company");
  expect(lookup.ok && [...(lookup.value?.records.keys() ?? [])]).toEqual(["acme uk"]);
  store.close();
});

test("a database left by a newer Tieout is not touched: the pane works from memory and says so", async () => {
  const newer = new Dexie("newer");
  newer.version(900).stores({ pushes: "id, storedAt" });
  await newer.open();
  newer.close();
  const { store, notice } = await openLocalStore("newer");
  expect(store.keeps).toBe("memory");
  expect(notice?.cause).toBe("Tieout can't keep a local copy on this computer: a newer Tieout has used it here.");
});

test("a browser storage that never answers does not keep the pane waiting", async () => {
  const open = jest.spyOn(Dexie.prototype, "open").mockReturnValue(new Dexie.Promise(() => undefined) as never);
  const { store, notice } = await openLocalStore("silent", 5);
  open.mockRestore();
  expect(store.keeps).toBe("memory");
  expect(notice?.cause).toContain("does not answer");
});

test("a computer without IndexedDB works from memory", async () => {
  const open = jest.spyOn(Dexie.prototype, "open").mockReturnValue(Dexie.Promise.reject(new Dexie.MissingAPIError("IndexedDB API missing")) as never);
  const { store, notice } = await openLocalStore("missing");
  open.mockRestore();
  expect(store.keeps).toBe("memory");
  expect(notice?.cure).not.toBe("");
});

test("a full disk drops the look-up cache to make room for a push", async () => {
  const database = new PaneDatabase("full");
  await database.open();
  const store = createDexieStore(database);
  await store.lookups.replace("sage-company", { records: new Map([["a", 1]]), cursor: "c", asOf: "now" });
  jest.spyOn(database.pushes, "put").mockReturnValueOnce(Dexie.Promise.reject(new Dexie.QuotaExceededError("full")));
  expect(await store.outbox.put(frozen.rows.pushes[0] as OutboxPush)).toEqual({ ok: true, value: undefined });
  expect(await store.outbox.all()).toEqual({ ok: true, value: frozen.rows.pushes });
  expect(await store.lookups.read("sage-company")).toEqual({ ok: true, value: null });
  store.close();
});

test("a disk that stays full is told to the user with a cure", async () => {
  const database = new PaneDatabase("fuller");
  await database.open();
  const store = createDexieStore(database);
  jest.spyOn(database.pushes, "put").mockReturnValue(Dexie.Promise.reject(new Dexie.QuotaExceededError("full")));
  expect(await store.outbox.put(frozen.rows.pushes[0] as OutboxPush)).toMatchObject({
    ok: false,
    failure: { code: "local-storage", cure: expect.stringContaining("Clear local data") },
  });
  store.close();
});
