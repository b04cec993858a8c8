import { isDeepStrictEqual } from "node:util";
import { after, claimableFrom, type LedgerEvent, type Refused, type Step } from "./after";
import { type Instant, type LedgerPolicy, planned } from "./intent";
import type { PostingKey } from "./posting-key";
import type { Accepted, Claim, ClaimingStore, NewIntent, StoredIntent } from "./store";

/** Intents in memory: for simulations, and as the plainest statement of what a store must do. */
export const createMemoryLedgerStore = <Payload>(clock: () => Instant, policy: LedgerPolicy): ClaimingStore<Payload> => {
  const intents = new Map<PostingKey, StoredIntent<Payload>>();

  const parentsDone = (stored: StoredIntent<Payload>) => stored.parents.every((parent) => intents.get(parent)?.intent.state === "done");
  const content = ({ key, kind, company, parents, payload }: NewIntent<Payload>): NewIntent<Payload> => ({ key, kind, company, parents, payload });

  const due = (limit: number, company?: string): readonly PostingKey[] => {
    const now = clock();
    const found: PostingKey[] = [];
    for (const stored of intents.values()) {
      if (found.length === limit) break;
      const from = claimableFrom(stored.intent);
      if (from !== null && from <= now && parentsDone(stored) && (company === undefined || stored.company === company)) found.push(stored.key);
    }
    return found;
  };

  const apply = (key: PostingKey, event: LedgerEvent): Step | Refused => {
    const stored = intents.get(key);
    if (!stored) return { refused: true, why: "There is no such intent." };
    if (event.kind === "claimed" && !parentsDone(stored)) return { refused: true, why: "What it depends on is not done." };
    const next = after(stored.intent, event, clock(), policy);
    if (!("refused" in next)) intents.set(key, { ...stored, intent: next.intent });
    return next;
  };

  const claim = (worker: string, key: PostingKey): Claim<Payload> | null => {
    const claimed = apply(key, { kind: "claimed", worker });
    if ("refused" in claimed || !("lease" in claimed.intent) || claimed.intent.lease === null) return null;
    const token = claimed.intent.fence;
    const to = claimed.intent.state === "planned" ? "send" : "look up";
    if (to === "send" && "refused" in apply(key, { kind: "attempt recorded", token })) return null;
    const stored = intents.get(key);
    return stored ? { to, token, stored } : null;
  };

  return {
    accept: async (next): Promise<Accepted> => {
      const there = intents.get(next.key);
      if (there) return isDeepStrictEqual(content(there), content(next)) ? "already there" : "other content under this key";
      intents.set(next.key, { ...content(next), intent: planned(clock()) });
      return "accepted";
    },
    read: async (key) => intents.get(key) ?? null,
    apply: async (key, event) => apply(key, event),
    due: async (limit) => due(limit),
    nextDue: async () => {
      let soonest: Instant | null = null;
      for (const stored of intents.values()) {
        const from = claimableFrom(stored.intent);
        if (from !== null && parentsDone(stored) && (soonest === null || from < soonest)) soonest = from;
      }
      return soonest;
    },
    now: async () => clock(),
    claimDue: async (worker, { limit, company }) => due(limit, company).flatMap((key) => claim(worker, key) ?? []),
    // No lock: a simulated worker that dies never gives one back, and nothing here would notice its death.
    withKeyLock: (_, work) => work(),
  };
};
