import type { LookUpOutcome, SendOutcome } from "./after";
import type { PostingKey } from "./posting-key";
import type { LedgerStore, StoredIntent } from "./store";

/** The other system. Neither call throws for anything the network or the other side can do. */
export type Poster<Payload> = {
  /**
   * Sends once; gives up after the policy's time-out. Asks `inTime` in the same breath as it hands the request to the
   * network, and answers "not sent" when told no.
   */
  send(intent: StoredIntent<Payload>, inTime: () => boolean): Promise<SendOutcome | { readonly kind: "not sent" }>;
  /** Looks for the posting by its key. */
  lookUp(intent: StoredIntent<Payload>): Promise<LookUpOutcome>;
};

export type Worker = {
  readonly name: string;
  /** Milliseconds that never jump: elapsed time is measured where it passes, whatever the clocks say. */
  readonly monotonic: () => number;
  readonly sendWithin: number;
};

export type Worked = { readonly key: PostingKey; readonly state: string; readonly why: string };

/**
 * Takes one intent a step further. Every step is recorded before the next begins, so that a worker may die at any
 * await: what it held is taken over when its lease ends, and what it may have sent is looked up, never sent blindly.
 */
export const workOne = async <Payload>(store: LedgerStore<Payload>, poster: Poster<Payload>, worker: Worker, key: PostingKey): Promise<Worked> => {
  const claimed = await store.apply(key, { kind: "claimed", worker: worker.name });
  if ("refused" in claimed) return { key, state: "not claimed", why: claimed.why };
  const token = claimed.intent.fence;

  if (claimed.intent.state === "in doubt" && claimed.intent.lease) {
    const stored = await store.read(key);
    if (!stored) return { key, state: "gone", why: "There is no such intent." };
    const outcome = await poster.lookUp(stored);
    const next = await store.apply(key, { kind: "looked up", token, outcome });
    return "refused" in next ? { key, state: "lost", why: next.why } : { key, state: next.intent.state, why: next.why };
  }
  if (claimed.intent.state !== "planned") return { key, state: claimed.intent.state, why: claimed.why };

  // Begun before the attempt is recorded: what has passed here is never less than what has passed for the store.
  const begun = worker.monotonic();
  const recorded = await store.apply(key, { kind: "attempt recorded", token });
  if ("refused" in recorded) return { key, state: "lost", why: recorded.why };
  const stored = await store.read(key);
  if (!stored) return { key, state: "gone", why: "There is no such intent." };

  // A pause between recording and sending (a sleeping laptop, a stopped container) must not send into the settling time.
  const outcome = await poster.send(stored, () => worker.monotonic() - begun < worker.sendWithin);
  if (outcome.kind === "not sent") return { key, state: "not sent", why: "It was too late to send: it will be looked up first." };
  const next = await store.apply(key, { kind: "sent", token, outcome });
  return "refused" in next ? { key, state: "lost", why: next.why } : { key, state: next.intent.state, why: next.why };
};
