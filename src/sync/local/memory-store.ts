import type { ResultLine } from "../contract";
import { ok, type Result } from "../model/failure";
import type { LookupKind } from "../sheets/sheet";
import { refId, spaceOf, type BaseRow, type CachedLookup, type Changes, type Draft, type LocalStore, type OutboxPush } from "./store";

const done = Promise.resolve<Result<void>>(ok(undefined));
const apply = <T>(before: ReadonlyMap<string, T>, changes: Changes<T>): Map<string, T> => {
  const after = new Map(before);
  for (const id of changes.gone) after.delete(id);
  for (const [id, value] of changes.set) after.set(id, value);
  return after;
};

/** The same store without a disk: what was kept is gone when the pane closes. */
export const createMemoryStore = (): LocalStore => {
  let scope: string | null = null;
  const pushes = new Map<string, OutboxPush>();
  const results = new Map<string, Map<number, ResultLine>>();
  const lookups = new Map<LookupKind, CachedLookup>();
  const bases = new Map<string, ReadonlyMap<string, BaseRow>>();
  const cursors = new Map<string, string>();
  const drafts = new Map<string, Map<string, Draft>>();

  const forgetBooks = () => [lookups, bases, cursors, drafts].forEach((kept) => kept.clear());

  return {
    keeps: "memory",
    outbox: {
      put: (push) => (pushes.set(push.id, push), done),
      all: async () => ok([...pushes.values()].sort((a, b) => a.storedAt.localeCompare(b.storedAt))),
      setState: (id, state) => {
        const push = pushes.get(id);
        if (push) pushes.set(id, { ...push, state });
        return done;
      },
      addResults: (id, lines) => {
        const known = results.get(id) ?? new Map<number, ResultLine>();
        for (const line of lines) known.set(line.seq, line);
        results.set(id, known);
        return done;
      },
      results: async (id) => ok([...(results.get(id)?.values() ?? [])].sort((a, b) => a.seq - b.seq)),
      remove: (id) => (pushes.delete(id), results.delete(id), done),
    },
    lookups: {
      read: async (kind) => ok(lookups.get(kind) ?? null),
      replace: (kind, lookup) => (lookups.set(kind, lookup), done),
      merge: (kind, changes, cursor, asOf) => {
        lookups.set(kind, { records: apply(lookups.get(kind)?.records ?? new Map(), changes), cursor, asOf });
        return done;
      },
    },
    bases: {
      read: async (of) => ok(bases.get(spaceOf(of)) ?? new Map()),
      replace: (of, rows) => (bases.set(spaceOf(of), new Map(rows)), done),
      merge: (of, changes) => (bases.set(spaceOf(of), apply(bases.get(spaceOf(of)) ?? new Map(), changes)), done),
      cursor: async (of) => ok(cursors.get(spaceOf(of)) ?? null),
      setCursor: (of, cursor) => (cursors.set(spaceOf(of), cursor), done),
    },
    drafts: {
      put: (of, rows) => {
        const known = drafts.get(spaceOf(of)) ?? new Map<string, Draft>();
        for (const draft of rows) known.set(refId(draft.row), draft);
        drafts.set(spaceOf(of), known);
        return done;
      },
      all: async (of) => ok([...(drafts.get(spaceOf(of))?.values() ?? [])]),
      remove: (of, rows) => {
        for (const row of rows) drafts.get(spaceOf(of))?.delete(refId(row));
        return done;
      },
    },
    useScope: (wanted) => {
      if (scope !== null && scope !== wanted) forgetBooks();
      scope = wanted;
      return done;
    },
    clear: () => {
      forgetBooks();
      pushes.clear();
      results.clear();
      return done;
    },
    close: () => undefined,
  };
};
