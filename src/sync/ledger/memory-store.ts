import { isDeepStrictEqual } from "node:util";
import { after, claimableFrom, type LedgerEvent } from "./after";
import { type Instant, type LedgerPolicy, planned } from "./intent";
import type { PostingKey } from "./posting-key";
import type { Accepted, LedgerStore, NewIntent, StoredIntent } from "./store";

/** Intents in memory: for simulations, and as the plainest statement of what a store must do. */
export const createMemoryLedgerStore = <Payload>(clock: () => Instant, policy: LedgerPolicy): LedgerStore<Payload> => {
  const intents = new Map<PostingKey, StoredIntent<Payload>>();

  const parentsDone = (stored: StoredIntent<Payload>) => stored.parents.every((parent) => intents.get(parent)?.intent.state === "done");
  const content = ({ key, kind, company, parents, payload }: NewIntent<Payload>): NewIntent<Payload> => ({ key, kind, company, parents, payload });

  return {
    accept: async (next): Promise<Accepted> => {
      const there = intents.get(next.key);
      if (there) return isDeepStrictEqual(content(there), content(next)) ? "already there" : "other content under this key";
      intents.set(next.key, { ...content(next), intent: planned(clock()) });
      return "accepted";
    },
    read: async (key) => intents.get(key) ?? null,
    apply: async (key: PostingKey, event: LedgerEvent) => {
      const stored = intents.get(key);
      if (!stored) return { refused: true, why: "There is no such intent." };
      if (event.kind === "claimed" && !parentsDone(stored)) return { refused: true, why: "What it depends on is not done." };
      const next = after(stored.intent, event, clock(), policy);
      if (!("refused" in next)) intents.set(key, { ...stored, intent: next.intent });
      return next;
    },
    due: async (limit) => {
      const now = clock();
      const found: PostingKey[] = [];
      for (const stored of intents.values()) {
        if (found.length === limit) break;
        const from = claimableFrom(stored.intent);
        if (from !== null && from <= now && parentsDone(stored)) found.push(stored.key);
      }
      return found;
    },
    nextDue: async () => {
      let soonest: Instant | null = null;
      for (const stored of intents.values()) {
        const from = claimableFrom(stored.intent);
        if (from !== null && parentsDone(stored) && (soonest === null || from < soonest)) soonest = from;
      }
      return soonest;
    },
    now: async () => clock(),
  };
};
