/** Accepting pushes once, and reading what became of them at any time. */
import { createHash } from "node:crypto";
import type { PushedRow, PushLine, PushSummary } from "../contract";
import type { Actor } from "../core";
import { failed, failure, ok, type Result } from "../model/failure";
import { sheets } from "../sheets";
import type { PushSlug } from "../sheets/sheet";
import type { Database } from "../store";
import { writeAudit } from "../store/audit";
import { readResults } from "../store/push-results";
import { askCancel, insertPush, readPush, type PushRow } from "../store/pushes";
import type { Bell } from "./bell";
import { siblingKeys } from "./link-decisions";

/** The rows as they are decided and stored; `number` is the row's place in the push, from 0. */
export const pushRows = (rows: readonly PushedRow[]): readonly PushRow[] =>
  rows.map((row, number) => ({ number, ref: row.ref, version: row.version ?? null, cells: row.cells }));

/** The same for the same rows, whatever order a client writes a row's cells in. */
const bodyHash = (slug: PushSlug, rows: readonly PushedRow[]): string => {
  const hash = createHash("sha256").update(slug);
  for (const { ref, version, cells } of rows) hash.update(JSON.stringify([ref.key, ref.nth, version ?? null, Object.entries(cells).sort(([a], [b]) => (a < b ? -1 : 1))]));
  return hash.digest("hex");
};

const unknownPush = (id: string) => failed(failure("not-found", `There is no push ${id} here.`, "It was never accepted, so nothing of it was done. Push again.", id));

const page = 500;
/** So many rows change what a table is like. */
const many = 1_000;
/** Other processes do not ring this one's bell. */
const poll = 200;

export type PushLedger = ReturnType<typeof createPushLedger>;

export const createPushLedger = ({ db, tenant, bell, batchSize = 500 }: { readonly db: Database; readonly tenant: string; readonly bell: Bell; readonly batchSize?: number }) => {
  const summaryOf = async (id: string): Promise<PushSummary | null> => (await db.read((handle) => readPush(handle, tenant, id)))?.summary ?? null;

  async function* lines(id: string, first: PushSummary, options: { readonly after: number; readonly follow: boolean; readonly signal: AbortSignal }): AsyncGenerator<PushLine> {
    yield { type: "accepted", push: first, replay: true };
    let after = options.after;
    for (;;) {
      // The summary before the results: when it says finished, all results are there to be read.
      const summary = (await summaryOf(id)) ?? first;
      for (;;) {
        const results = await db.read((handle) => readResults(handle, tenant, id, after, page));
        yield* results;
        after = results.at(-1)?.seq ?? after;
        if (results.length < page) break;
      }
      if (summary.finishedAt !== null || !options.follow) {
        yield { type: "trailer", push: (await summaryOf(id)) ?? summary };
        return;
      }
      await bell.wait(poll, options.signal);
      if (options.signal.aborted) return;
    }
  }

  return {
    /** See `SyncCore.acceptPush`. Failure: `push-key-reused`. */
    async accept({ id, slug, rows, by }: { id: string; slug: PushSlug; rows: readonly PushedRow[]; by: Actor }): Promise<Result<{ push: PushSummary; replay: boolean }>> {
      const hash = bodyHash(slug, rows);
      const inserted = await db.transaction(
        "accept a push",
        async (tx) => {
          const isNew = await insertPush(tx, tenant, {
            id,
            sheet: slug,
            bodyHash: hash,
            byId: by.id,
            byName: by.name,
            rows: pushRows(rows).map((row) => ({ ...row, ...siblingKeys(row.cells) })),
            batchSize,
          });
          if (isNew) {
            const to = { Rows: rows.length, Sheet: sheets[slug].name };
            await writeAudit(tx, tenant, [{ whoId: by.id, who: by.name, what: "Pushed", sheet: slug, key: id, from: null, to, pushId: id }]);
          }
          return isNew;
        },
        // 100,000 rows take the embedded engine some ten seconds.
        { timeout: 120_000 },
      );
      if (inserted && rows.length >= many) await db.recount(["push", "push_batch", "push_row"]);
      const stored = await db.read((handle) => readPush(handle, tenant, id));
      if (!stored) throw new Error(`Push ${id} is gone right after it was accepted.`);
      if (stored.bodyHash !== hash || stored.summary.sheet !== slug) {
        return failed(failure("push-key-reused", `Push ${id} was accepted before with other rows.`, "Nothing of this one was done. Push again under a new id.", id));
      }
      bell.ring();
      return ok({ push: stored.summary, replay: !inserted });
    },

    async read(id: string, options: { readonly after: number; readonly follow: boolean; readonly signal: AbortSignal }): Promise<AsyncIterable<PushLine> | null> {
      const first = await summaryOf(id);
      return first && lines(id, first, options);
    },

    /** Failure: `not-found`. A finished push stays as it is. */
    async cancel(id: string, by: Actor): Promise<Result<PushSummary>> {
      await db.transaction("cancel a push", async (tx) => {
        if (!(await askCancel(tx, tenant, id))) return;
        const sheet = (await readPush(tx, tenant, id))?.summary.sheet ?? "";
        await writeAudit(tx, tenant, [{ whoId: by.id, who: by.name, what: "Cancelled push", sheet, key: id, from: null, to: null, pushId: id }]);
      });
      bell.ring();
      const summary = await summaryOf(id);
      return summary ? ok(summary) : unknownPush(id);
    },
  };
};
