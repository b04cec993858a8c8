/**
 * Brings what other systems know into the store: incrementally by change stamp, now and then completely. One reading of a
 * part runs at a time in a process; two processes reading the same part do no harm, as everything stored is idempotent.
 */
import { cancelled } from "./failures";
import { failed, ok, type Failure, type Result } from "../model/failure";
import type { LayerApi } from "../layer";
import type { Sage200Api } from "../sage200";
import type { Database, StoreLogger } from "../store";
import { databaseNow, readFreshness, recordFailure, type Freshness } from "../store/freshness";
import { partName, type Part } from "./parts";
import { readPart, type Reading } from "./read-part";

export type Need = {
  /** The reading must have begun at or after this instant of the database's clock. */
  readonly notBefore: string;
  /** The part must also have been compared with the complete list since then, so that deletions are known. */
  readonly swept: boolean;
};

export type Refresher = {
  readonly now: () => Promise<string>;
  /** Reads the part unless it is fresh enough already. On a failure the store keeps what it had. */
  ensure(part: Part, need: Need, signal: AbortSignal): Promise<Result<Freshness>>;
  /** What the store knows about the part, without reading it. */
  freshness(part: Part): Promise<Freshness>;
  close(): Promise<void>;
};

/** A system that did not answer just now is not asked again by everybody who needs it. */
const failureKept = 4_000;

const isFresh = (freshness: Freshness, need: Need): boolean =>
  freshness.readAt !== null && freshness.readAt >= need.notBefore && (!need.swept || (freshness.sweptAt !== null && freshness.sweptAt >= need.notBefore));

/** Resolves with the promise, or with a failure once the caller gives up; what others wait for goes on. */
const orGivenUp = <T>(work: Promise<Result<T>>, signal: AbortSignal): Promise<Result<T>> => {
  if (signal.aborted) return Promise.resolve(failed(cancelled));
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(failed(cancelled));
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
};

export const createRefresher = (options: {
  readonly db: Database;
  readonly layer: LayerApi;
  readonly sage200: Sage200Api;
  readonly tenant: string;
  readonly logger?: StoreLogger | undefined;
  readonly sweepTransactionsEvery?: number | undefined;
}): Refresher => {
  const { db, tenant, logger } = options;
  const closing = new AbortController();
  const flights = new Map<string, Promise<Result<Freshness>>>();
  const failures = new Map<string, { readonly failure: Failure; readonly at: number }>();

  const fly = async (part: Part, reading: Reading): Promise<Result<Freshness>> => {
    const name = partName(part);
    const startedAt = Date.now();
    const read = await readPart({ ...options, signal: closing.signal }, part, reading);
    if (!read.ok) {
      if (read.failure.code !== "cancelled") {
        failures.set(name, { failure: read.failure, at: Date.now() });
        await db.transaction("note a failed reading", (tx) => recordFailure(tx, tenant, name, read.failure));
        logger?.warn({ part: name, code: read.failure.code }, "A part of the reference data could not be read");
      }
      return failed(read.failure);
    }
    failures.delete(name);
    logger?.info({ part: name, records: read.value, ms: Date.now() - startedAt }, "Reference data read");
    return ok(await db.read((handle) => readFreshness(handle, tenant, name)));
  };

  const share = (part: Part, reading: Reading): Promise<Result<Freshness>> => {
    const name = partName(part);
    const key = reading.swept ? `${name} swept` : name;
    // A reading that also compares the complete list is all that anybody can want.
    const flying = flights.get(`${name} swept`) ?? flights.get(key);
    if (flying) return flying;
    const flight = fly(part, reading).finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };

  return {
    now: () => db.read(databaseNow),
    freshness: (part) => db.read((handle) => readFreshness(handle, tenant, partName(part))),
    async ensure(part, need, signal) {
      // A flight that was under way may have begun before `notBefore`; the next cannot have.
      for (let flight = 0; flight < 3; flight += 1) {
        const freshness = await db.read((handle) => readFreshness(handle, tenant, partName(part)));
        if (isFresh(freshness, need)) return ok(freshness);
        const recent = failures.get(partName(part));
        if (recent && Date.now() - recent.at < failureKept) return failed(recent.failure);
        const read = await orGivenUp(share(part, { swept: need.swept }), signal);
        if (!read.ok) return read;
        if (isFresh(read.value, need)) return read;
      }
      throw new Error(`${partName(part)} was read three times and is still older than ${need.notBefore}.`);
    },
    async close() {
      closing.abort();
      await Promise.allSettled(flights.values());
    },
  };
};
