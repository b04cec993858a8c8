import type { LedgerEvent } from "../../src/sync/ledger/after";
import type { LedgerPolicy } from "../../src/sync/ledger/intent";
import type { LedgerStore } from "../../src/sync/ledger/store";
import type { Poster } from "../../src/sync/ledger/work";
import type { Random } from "./random";

export type Payload = { readonly customer: string; readonly pence: number };

/** A way of getting it wrong. The simulation must notice each of them. */
export type Mutant = {
  readonly name: string;
  readonly policy?: (policy: LedgerPolicy) => LedgerPolicy;
  readonly poster?: (poster: Poster<Payload>, random: Random) => Poster<Payload>;
  readonly store?: (store: LedgerStore<Payload>) => LedgerStore<Payload>;
  readonly reference?: (key: string, random: Random) => string;
  readonly sendLimit?: false;
  readonly acceptBeforeCommit?: true;
};

/** Every check of lease and fence off: any worker's word is taken, and what is being sent may be claimed again. */
const withoutLeases = (store: LedgerStore<Payload>): LedgerStore<Payload> => ({
  ...store,
  apply: async (key, event) => {
    const stored = await store.read(key);
    const token = stored?.intent.fence ?? 0;
    const retold: LedgerEvent = "token" in event ? { ...event, token } : event;
    if (event.kind === "claimed" && stored && stored.intent.state === "planned" && stored.intent.lease)
      return { intent: { ...stored.intent }, why: "claimed over another's lease" };
    return store.apply(key, retold);
  },
});

/** The attempt is written only after the answer: a worker that dies in between leaves no trace of having sent. */
const recordedAfterSend = (store: LedgerStore<Payload>): LedgerStore<Payload> => {
  const pending = new Map<string, LedgerEvent>();
  return {
    ...store,
    apply: async (key, event) => {
      if (event.kind === "attempt recorded") {
        pending.set(`${key}:${event.token}`, event);
        const stored = await store.read(key);
        if (!stored) return { refused: true, why: "gone" };
        return { intent: stored.intent, why: "not written yet" };
      }
      if (event.kind === "sent") {
        const late = pending.get(`${key}:${event.token}`);
        if (late) await store.apply(key, late);
      }
      return store.apply(key, event);
    },
  };
};

export const mutants: readonly Mutant[] = [
  { name: "no look-up", poster: (poster) => ({ ...poster, lookUp: async () => ({ kind: "absent" }) }) },
  { name: "random key", reference: (key, random) => `${key}-${random.int(1e9)}` },
  {
    name: "5xx taken as not posted",
    poster: (poster) => ({
      ...poster,
      send: async (intent, inTime) => {
        const outcome = await poster.send(intent, inTime);
        return outcome.kind === "unknown" && outcome.why.startsWith("5") ? { kind: "throttled", retryAfter: null } : outcome;
      },
    }),
  },
  { name: "accepted before commit", acceptBeforeCommit: true },
  { name: "intent written after the send", store: recordedAfterSend },
  { name: "no settling", policy: (policy) => ({ ...policy, settle: 0 }) },
  { name: "no send limit", sendLimit: false },
  { name: "lease and fence removed", store: withoutLeases },
];
