/** Carries out what was accepted, and tells how it ended. What nobody waits for any more goes on; what a killed process leaves, the sweep takes over. */
import type { Intent } from "../../ledger/intent";
import type { PostingKey } from "../../ledger/posting-key";
import { standingsOf } from "../../store/allocations";
import { createBell } from "../bell";
import type { ReceiptEffectParts } from "./effect-parts";

export type Ended = { readonly key: PostingKey; readonly intent: Intent };

export type CarryOut = {
  /** Sees to it that what is due in these companies is worked through, now. */
  ring(companyRefs: Iterable<string>): void;
  /** Each of them once it is final, until `until` (by `performance.now`) has come or the signal says so; those that are not by then are left out. */
  ends(keys: ReadonlySet<PostingKey>, companyRefs: readonly string[], until: number, signal: AbortSignal): AsyncGenerator<Ended>;
  close(): Promise<void>;
};

const firstLook = 20;
const slowestLook = 1_000;
/** So many keys are asked about at once. */
const mostAsked = 1_000;

export const createCarryOut = ({ db, tenant, worker, logger }: Pick<ReceiptEffectParts, "db" | "tenant" | "worker" | "logger">): CarryOut => {
  const closing = new AbortController();
  const pause = createBell();
  /** One at a time for each company, so that what is under way there at once stays bounded; true where another is asked for meanwhile. */
  const atWork = new Map<string, { again: boolean; work: Promise<void> }>();

  const work = async (companyRef: string): Promise<void> => {
    for (;;) {
      const own = atWork.get(companyRef);
      if (own) own.again = false;
      try {
        await worker.workDue(closing.signal, undefined, companyRef);
      } catch (error) {
        logger?.error({ error, company: companyRef }, "What was accepted could not be worked through; it is taken up again");
      }
      if (!atWork.get(companyRef)?.again || closing.signal.aborted) break;
    }
    atWork.delete(companyRef);
  };

  const ring: CarryOut["ring"] = (companyRefs) => {
    for (const companyRef of new Set(companyRefs)) {
      const own = atWork.get(companyRef);
      if (own) own.again = true;
      else if (!closing.signal.aborted) {
        // Entered before it begins, so that it finds itself.
        const entry = { again: false, work: Promise.resolve() };
        atWork.set(companyRef, entry);
        entry.work = work(companyRef);
      }
    }
  };

  async function* ends(keys: ReadonlySet<PostingKey>, companyRefs: readonly string[], until: number, signal: AbortSignal): AsyncGenerator<Ended> {
    const open = new Set(keys);
    for (let look = firstLook; open.size > 0; look = Math.min(look * 1.5, slowestLook)) {
      const asked = [...open].slice(0, mostAsked);
      const ended = await db.read((handle) => standingsOf(handle, tenant, asked, ["done", "refused", "needs review"]));
      for (const { key, intent } of ended) {
        open.delete(key);
        yield { key, intent };
      }
      // Asked about again when the others have been: those that wait for long hide nobody behind them.
      for (const key of asked) if (open.delete(key)) open.add(key);
      if (ended.length > 0) look = firstLook;
      if (open.size === 0 || signal.aborted || closing.signal.aborted || performance.now() >= until) return;
      // What has settled, or was thrown back, is due by now: it is not left to the sweep while somebody waits.
      ring(companyRefs);
      await pause.wait(Math.min(look, Math.max(1, until - performance.now())), AbortSignal.any([signal, closing.signal]));
    }
  }

  return {
    ring,
    ends,
    async close() {
      closing.abort();
      pause.ring();
      await Promise.allSettled([...atWork.values()].map((one) => one.work));
    },
  };
};
