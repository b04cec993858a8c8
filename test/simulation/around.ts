/** Whatever is done around each call of a ledger's store. */
import type { Posting } from "../../src/sync/documents/posting";
import type { ClaimingStore } from "../../src/sync/ledger/store";
import type { Process, Scheduler } from "./scheduler";

export type Around = <T>(work: () => T | Promise<T>) => Promise<T>;

/** What a transaction is to the process: it may be stopped before and after it, and never in between. Before it is after the one before. */
export const aroundOf =
  (scheduler: Scheduler, process: Process): Around =>
  async (work) => {
    const answer = await work();
    await scheduler.gate(process);
    return answer;
  };

/** Work under a lock is not one call: what it asks of the store is. */
export const storeOf = (ledger: ClaimingStore<Posting>, around: Around): ClaimingStore<Posting> => ({
  accept: (intent) => around(() => ledger.accept(intent)),
  read: (key) => around(() => ledger.read(key)),
  apply: (key, event) => around(() => ledger.apply(key, event)),
  due: (limit) => around(() => ledger.due(limit)),
  nextDue: () => around(() => ledger.nextDue()),
  now: () => around(() => ledger.now()),
  claimDue: (worker, options) => around(() => ledger.claimDue(worker, options)),
  withKeyLock: (key, work) => ledger.withKeyLock(key, work),
});
