import Dexie, { type Table } from "dexie";
import { failed, failure, ok, type Result } from "../model/failure";
import type { LookupKind } from "../sheets/sheet";
import { changeBlock, fromBlocks, toBlocks, touchedBlocks, type Block } from "./blocks";
import type { PaneDatabase } from "./database";
import { refId, spaceOf, type BaseRow, type Changes, type LocalStore } from "./store";

const lookupSpace = (kind: LookupKind) => `lookup\u001e${kind}`;
const baseSpace = (space: string) => `base\u001e${space}`;
const cursorName = (space: string) => `cursor\u001e${space}`;

const isFull = (fault: unknown) =>
  fault instanceof Error && (fault.name === "QuotaExceededError" || (fault instanceof Dexie.DexieError && fault.inner instanceof Error && fault.inner.name === "QuotaExceededError"));

const cannotKeep = (fault: unknown) =>
  isFull(fault)
    ? failure("local-storage", "This computer has no room left for Tieout's local copy.", "Free some disk space, or use Clear local data under Connections, then try again.")
    : failure(
        "local-storage",
        `This computer's browser storage refused: ${fault instanceof Error ? fault.message : String(fault)}.`,
        "Close other windows with Tieout and open the pane again.",
      );

/** The store in IndexedDB. The database is open already; see `openLocalStore`. */
export const createDexieStore = (database: PaneDatabase): LocalStore => {
  const { pushes, results, lookups, blocks, drafts, values } = database;

  const attempt = async <T>(work: () => PromiseLike<T>): Promise<Result<T>> => {
    try {
      return ok(await work());
    } catch (fault) {
      return failed(cannotKeep(fault));
    }
  };

  /** When the disk is full, what can be fetched again makes room for what cannot. */
  const attemptWithRoom = async <T>(work: () => PromiseLike<T>): Promise<Result<T>> => {
    try {
      return ok(await work());
    } catch (fault) {
      if (!isFull(fault)) return failed(cannotKeep(fault));
      const room = await attempt(() => forgetLookups());
      return room.ok ? attempt(work) : room;
    }
  };

  const inTransaction = <T>(tables: Table[], work: () => PromiseLike<T>) => database.transaction("rw", tables, work);

  const forgetLookups = () =>
    inTransaction([blocks, lookups], async () => {
      await lookups.clear();
      await blocks.where("space").startsWith("lookup\u001e").delete();
    });

  const replaceSpace = async (space: string, entries: ReadonlyMap<string, unknown>) => {
    await blocks.where("space").equals(space).delete();
    await blocks.bulkPut(toBlocks(space, entries));
  };
  const mergeSpace = async (space: string, changes: Changes<unknown>) => {
    const touched = touchedBlocks(changes);
    const before = await blocks.bulkGet(touched.map((block): [string, number] => [space, block]));
    await blocks.bulkPut(touched.map((block, at) => changeBlock(before[at], space, block, changes)));
  };
  const readSpace = (space: string) => blocks.where("space").equals(space).toArray();

  return {
    keeps: "disk",
    outbox: {
      put: (push) => attemptWithRoom(() => pushes.put(push).then(() => undefined)),
      all: () => attempt(() => pushes.orderBy("storedAt").toArray()),
      setState: (id, state) => attempt(() => pushes.update(id, { state }).then(() => undefined)),
      addResults: (id, lines) =>
        attemptWithRoom(() => results.bulkPut(lines.map((line) => ({ push: id, seq: line.seq, line }))).then(() => undefined)),
      results: (id) => attempt(async () => (await results.where("[push+seq]").between([id, Dexie.minKey], [id, Dexie.maxKey]).toArray()).map((stored) => stored.line)),
      remove: (id) =>
        attempt(() =>
          inTransaction([pushes, results], async () => {
            await pushes.delete(id);
            await results.where("push").equals(id).delete();
          }),
        ),
    },
    lookups: {
      read: (kind) =>
        attempt(async () => {
          const known = await lookups.get(kind);
          return known ? { records: fromBlocks(await readSpace(lookupSpace(kind))), cursor: known.cursor, asOf: known.asOf } : null;
        }),
      replace: (kind, lookup) =>
        attempt(() =>
          inTransaction([blocks, lookups], async () => {
            await replaceSpace(lookupSpace(kind), lookup.records);
            await lookups.put({ kind, cursor: lookup.cursor, asOf: lookup.asOf });
          }),
        ),
      merge: (kind, changes, cursor, asOf) =>
        attempt(() =>
          inTransaction([blocks, lookups], async () => {
            await mergeSpace(lookupSpace(kind), changes);
            await lookups.put({ kind, cursor, asOf });
          }),
        ),
    },
    bases: {
      read: (of) => attempt(async () => fromBlocks((await readSpace(baseSpace(spaceOf(of)))) as Block<BaseRow>[])),
      replace: (of, rows) => attemptWithRoom(() => inTransaction([blocks], () => replaceSpace(baseSpace(spaceOf(of)), rows))),
      merge: (of, changes) => attemptWithRoom(() => inTransaction([blocks], () => mergeSpace(baseSpace(spaceOf(of)), changes))),
      cursor: (of) => attempt(async () => (await values.get(cursorName(spaceOf(of))))?.value ?? null),
      setCursor: (of, cursor) => attempt(() => values.put({ name: cursorName(spaceOf(of)), value: cursor }).then(() => undefined)),
    },
    drafts: {
      put: (of, rows) =>
        attemptWithRoom(() => drafts.bulkPut(rows.map((draft) => ({ ...draft, space: spaceOf(of), id: refId(draft.row) }))).then(() => undefined)),
      all: (of) =>
        attempt(async () =>
          (await drafts.where("space").equals(spaceOf(of)).toArray()).map(({ row, cells, editedAt }) => ({ row, cells, editedAt })),
        ),
      remove: (of, rows) => attempt(() => drafts.bulkDelete(rows.map((row): [string, string] => [spaceOf(of), refId(row)]))),
    },
    useScope: (scope) =>
      attempt(() =>
        inTransaction([blocks, lookups, drafts, values], async () => {
          const known = (await values.get("scope"))?.value;
          if (known === scope) return;
          if (known !== undefined) await Promise.all([blocks.clear(), lookups.clear(), drafts.clear(), values.clear()]);
          await values.put({ name: "scope", value: scope });
        }),
      ),
    clear: () => attempt(() => inTransaction([pushes, results, blocks, lookups, drafts, values], async () => {
      await Promise.all([pushes.clear(), results.clear(), blocks.clear(), lookups.clear(), drafts.clear(), values.clear()]);
    })),
    close: () => database.close(),
  };
};
