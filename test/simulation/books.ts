import type { LookUpOutcome, SendOutcome } from "../../src/sync/ledger/after";
import { failure } from "../../src/sync/model/failure";
import type { Random } from "./random";
import type { Process, Scheduler } from "./scheduler";

export type Faults = {
  readonly lostRequest: number;
  readonly lostAnswer: number;
  readonly lateCommit: number;
  readonly errorAfterCommit: number;
  readonly errorBefore: number;
  readonly throttled: number;
  readonly lookUpFails: number;
  /** Longest time after the request arrived that a late commit may take, and that look-ups may lag, in ms. */
  readonly longestCommit: number;
  readonly longestLag: number;
};

export const someFaults: Faults = {
  lostRequest: 0.08,
  lostAnswer: 0.12,
  lateCommit: 0.08,
  errorAfterCommit: 0.08,
  errorBefore: 0.06,
  throttled: 0.05,
  lookUpFails: 0.15,
  longestCommit: 120_000,
  longestLag: 20_000,
};

type Entry = { readonly reference: string; readonly customer: string; readonly pence: number; readonly visibleFrom: number };

/** A ledger such as Sage 200's: it knows no idempotency, takes the same reference twice, and may commit after everyone gave up. */
export const createBooks = (random: Random, scheduler: Scheduler, faults: () => Faults, timeout: number) => {
  const entries: Entry[] = [];
  let urn = 1_000;

  const commit = (reference: string, customer: string, pence: number) => {
    entries.push({ reference, customer, pence, visibleFrom: scheduler.now() + random.int(faults().longestLag + 1) });
    urn += 1;
    return String(urn);
  };
  const commitLater = (delay: number, reference: string, customer: string, pence: number) => {
    void scheduler.sleep(null, delay).then(() => commit(reference, customer, pence));
  };

  return {
    entries: (): readonly Entry[] => entries,
    /** A request has arrived at the network; the answer as the caller will see it. */
    post: async (caller: Process, reference: string, customer: string, pence: number): Promise<SendOutcome> => {
      const { lostRequest, lostAnswer, lateCommit, errorAfterCommit, errorBefore, throttled, longestCommit } = faults();
      const roll = random.next();
      let edge = 0;
      const hit = (share: number) => roll < (edge += share);
      if (hit(lostRequest)) {
        await scheduler.sleep(caller, timeout);
        return { kind: "unknown", why: "time-out" };
      }
      if (hit(lateCommit)) {
        commitLater(random.int(longestCommit), reference, customer, pence);
        await scheduler.sleep(caller, random.chance(0.5) ? timeout : random.int(5_000));
        return { kind: "unknown", why: "504 Gateway Timeout" };
      }
      // The request is on its way: what the caller does now, and whether it still lives, changes nothing.
      await scheduler.sleep(null, random.int(400));
      if (hit(throttled)) return { kind: "throttled", retryAfter: random.chance(0.5) ? random.int(10_000) : null };
      if (hit(errorBefore)) return { kind: "unknown", why: "503 Service Unavailable" };
      if (pence <= 0) return { kind: "refused", failure: failure("sage-refused", "The value must be above zero.", "Correct the document.") };
      const number = commit(reference, customer, pence);
      if (hit(errorAfterCommit)) return { kind: "unknown", why: "500 Internal Server Error" };
      if (hit(lostAnswer)) {
        await scheduler.sleep(caller, timeout);
        return { kind: "unknown", why: "connection reset" };
      }
      await scheduler.gate(caller);
      return { kind: "posted", evidence: { urn: number, recordId: null, foundBy: "answer" } };
    },
    find: async (caller: Process, reference: string): Promise<LookUpOutcome> => {
      await scheduler.sleep(caller, random.int(300));
      if (random.chance(faults().lookUpFails)) return { kind: "failed", why: "503" };
      const found = entries.find((entry) => entry.reference === reference && entry.visibleFrom <= scheduler.now());
      await scheduler.gate(caller);
      return found ? { kind: "found", evidence: { urn: "0", recordId: null, foundBy: "look-up" } } : { kind: "absent" };
    },
  };
};

export type Books = ReturnType<typeof createBooks>;
