import type { PushLine, PushSummary, SheetLine } from "../../src/sync/contract";
import type { SyncCore } from "../../src/sync/core";
import { failed, failure, ok } from "../../src/sync/model/failure";

export const aSummary = (changes: Partial<PushSummary> = {}): PushSummary => ({
  pushId: "push-0001",
  sheet: "customer-links",
  state: "done",
  by: "You",
  acceptedAt: "2026-11-21T09:30:00.000Z",
  finishedAt: "2026-11-21T09:30:01.000Z",
  rows: 1,
  counts: { saved: 1, same: 0, refused: 0, conflict: 0, later: 0, cancelled: 0, waiting: 0 },
  ...changes,
});
export const aRow = (at: number): SheetLine => ({ type: "row", key: `row-${at}`, version: 1, cells: { CustomerId: String(at).padStart(5, "0"), CustomerName: `Customer number ${at}` } });
export const aTrailer = (count: number): SheetLine => ({ type: "trailer", count, cursor: "c1", notes: [], asOf: "2026-11-21T09:30:00.000Z" });

/** A core for tests of HTTP alone: it keeps pushes in memory and gives what the test says. */
export const scriptedCore = (changes: Partial<SyncCore> = {}) => {
  const accepted = new Map<string, string>();
  const core: SyncCore = {
    connections: async () => [],
    async *sheet() {
      yield aRow(1);
      yield aTrailer(1);
    },
    async *preview(_slug, rows) {
      for (const { ref } of rows) yield { type: "preview", ref, outcome: "create", changes: [], problems: [], version: 0 };
      yield { type: "trailer", counts: { create: rows.length, change: 0, same: 0, refuse: 0, conflict: 0 } };
    },
    async acceptPush({ id, slug, rows, by }) {
      const body = JSON.stringify([slug, rows]);
      const before = accepted.get(id);
      if (before !== undefined && before !== body) return failed(failure("push-key-reused", `The push id ${id} was used for other rows.`, "Push again.", id));
      accepted.set(id, body);
      return ok({ push: aSummary({ pushId: id, sheet: slug, rows: rows.length, by: by.name }), replay: before !== undefined });
    },
    async readPush(id) {
      if (!accepted.has(id)) return null;
      return (async function* (): AsyncGenerator<PushLine> {
        yield { type: "accepted", push: aSummary({ pushId: id }), replay: false };
        yield { type: "result", seq: 1, ref: { key: "row-1", nth: 0 }, outcome: "saved", message: "Linked.", fills: {}, version: 2, problems: [] };
        yield { type: "trailer", push: aSummary({ pushId: id }) };
      })();
    },
    cancelPush: async (id) => (accepted.has(id) ? ok(aSummary({ pushId: id, state: "cancelled" })) : failed(failure("not-found", `There is no push ${id}.`, "Nothing to do.", id))),
    async *lookup() {
      yield { type: "record", record: { name: "Acme UK Ltd" } };
      yield { type: "trailer", count: 1, cursor: "c1", notes: [], asOf: "2026-11-21T09:30:00.000Z" };
    },
    health: async () => ({ companies: [], unmapped: 0, asOf: "2026-11-21T09:30:00.000Z" }),
    coverage: async () => {
      const none = { mapped: 0, total: 0, missing: [] };
      return { subCompanies: { ...none, customersAffected: 0 }, paymentMethods: none, taxCodes: none };
    },
    audit: async () => ({ entries: [], next: null }),
    work: async () => undefined,
    close: async () => undefined,
    ...changes,
  };
  return { core, accepted };
};
