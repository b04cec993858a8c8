import type { PostingKey } from "./posting-key";
import type { Claim, ClaimingStore } from "./store";
import type { Poster, Worked, Worker } from "./work";

export type WorkThrough<Payload> = {
  readonly store: ClaimingStore<Payload>;
  readonly poster: Poster<Payload>;
  readonly worker: Worker;
  /** Only this company's. */
  readonly company?: string;
  /** Calls to the other system under way at once. */
  readonly atOnce: number;
  /** Ends the claiming; what is claimed is finished. */
  readonly signal: AbortSignal;
  readonly tell?: (worked: Worked) => void;
  /** A posting that could not be worked on or recorded: it is taken up again when its lease is over. */
  readonly broken: (error: unknown, key: PostingKey) => void;
};

/** Of the time within which a claim must be sent, so much may calls take for claims to be taken ahead of their turn. */
const quick = 0.1;

/**
 * Works through everything that is due, and ends when nothing is. While calls are under way the next claims are fetched, and
 * results are recorded while the next calls are made, so that the other system is what is waited for. Nothing is claimed
 * ahead of slow calls: what is not sent in time has to be looked up first.
 */
export const workThrough = async <Payload>({ store, poster, worker, company, atOnce, signal, tell, broken }: WorkThrough<Payload>): Promise<void> => {
  type Ready = { readonly claim: Claim<Payload>; readonly claimedAt: number };
  const ready: Ready[] = [];
  const work = new Set<Promise<void>>();
  /** Taken up and not calling yet: they get their locks, and wait for their turns. */
  let holding = 0;
  let calling = 0;
  const turns: (() => void)[] = [];
  let claiming: Promise<void> | null = null;
  let recorded = 0;
  let isDry = false;
  let longestCall = Number.POSITIVE_INFINITY;
  let failure: { readonly error: unknown } | null = null;

  const aTurn = async (): Promise<void> => {
    // A turn that is handed on stays counted.
    if (calling < atOnce) calling += 1;
    else await new Promise<void>((resolve) => turns.push(resolve));
  };
  const handOn = (): void => {
    const turn = turns.shift();
    if (turn) turn();
    else calling -= 1;
  };

  /** @param takenUp called when its turn has come. */
  const call = async <T>(takenUp: () => void, make: () => Promise<T>): Promise<T> => {
    const begun = worker.monotonic();
    await aTurn();
    takenUp();
    try {
      return await make();
    } finally {
      const took = worker.monotonic() - begun;
      longestCall = longestCall === Number.POSITIVE_INFINITY ? took : Math.max(took, longestCall * 0.9);
      handOn();
      next();
    }
  };

  const settle = async ({ claim, claimedAt }: Ready, takenUp: () => void): Promise<Worked> => {
    const { token, stored } = claim;
    const { key } = stored;
    if (claim.to === "look up") {
      const outcome = await call(takenUp, () => poster.lookUp(stored));
      const step = await store.apply(key, { kind: "looked up", token, outcome });
      return "refused" in step ? { key, state: "lost", why: step.why } : { key, state: step.intent.state, why: step.why };
    }
    // The lock is got while others call, so that a turn is spent on nothing but the call.
    const outcome = await store.withKeyLock(key, () => call(takenUp, () => poster.send(stored, () => worker.monotonic() - claimedAt < worker.sendWithin)));
    if (outcome === null) return { key, state: "not sent", why: "Another process holds it." };
    if (outcome.kind === "not sent") return { key, state: "not sent", why: "It was too late to send: it will be looked up first." };
    const step = await store.apply(key, { kind: "sent", token, outcome });
    return "refused" in step ? { key, state: "lost", why: step.why } : { key, state: step.intent.state, why: step.why };
  };

  const begin = (one: Ready): void => {
    holding += 1;
    let isHolding = true;
    const takenUp = (): void => {
      if (isHolding) holding -= 1;
      isHolding = false;
    };
    const task: Promise<void> = settle(one, takenUp)
      .then((worked) => tell?.(worked))
      .catch((error: unknown) => broken(error, one.claim.stored.key))
      .finally(() => {
        takenUp();
        work.delete(task);
        recorded += 1;
        // What was recorded may have made others due.
        isDry = false;
        next();
      });
    work.add(task);
  };

  const fetch = async (limit: number): Promise<void> => {
    // Measured from before the attempts are recorded: what has passed here is never less than what has passed for the store.
    const claimedAt = worker.monotonic();
    const before = recorded;
    try {
      const claims = await store.claimDue(worker.name, company === undefined ? { limit } : { limit, company });
      isDry = claims.length === 0 && recorded === before;
      ready.push(...claims.map((claim) => ({ claim, claimedAt })));
    } catch (error) {
      failure = { error };
    } finally {
      claiming = null;
    }
    next();
  };

  const next = (): void => {
    const ahead = longestCall < quick * worker.sendWithin ? atOnce : 0;
    // What is being recorded is bounded too, where the store is what is slow.
    while (calling + holding < atOnce + ahead && work.size < 4 * atOnce && ready.length > 0) {
      const one = ready.shift();
      if (one) begin(one);
    }
    const wanted = atOnce + ahead - calling - holding - ready.length;
    if (!isDry && failure === null && !signal.aborted && claiming === null && wanted > 0 && (calling + holding < atOnce || wanted * 2 >= ahead)) claiming = fetch(wanted);
  };

  next();
  while (claiming !== null || work.size > 0) await (claiming ?? Promise.race(work));
  if (failure !== null) throw (failure as { readonly error: unknown }).error;
};
