/** Workers at the ledger: each company has its own, so that a slow one holds up no other. */
import { hostname } from "node:os";
import { randomUUID } from "node:crypto";
import type { Posting } from "../../documents/posting";
import type { LedgerPolicy } from "../../ledger/intent";
import type { Claim } from "../../ledger/store";
import type { Poster } from "../../ledger/work";
import type { Database, StoreLogger } from "../../store";
import { allCompanies } from "../../store/companies";
import type { SqlLedgerStore } from "../../store/ledger-store";

export type PostingWork = {
  readonly db: Database;
  readonly tenant: string;
  readonly store: SqlLedgerStore;
  readonly poster: Poster<Posting>;
  readonly policy: LedgerPolicy;
  readonly logger?: StoreLogger | undefined;
  /** Sends under way at once for each company: behind it stands one server, often the customer's own. */
  readonly atOncePerCompany?: number;
};

export type Posted = { readonly posted: number; readonly refused: number; readonly other: number };

/** A name that no other worker has, and that tells people which machine it ran on. */
export const workerName = (): string => `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`;

export const createPostingWork = ({ db, tenant, store, poster, policy, logger, atOncePerCompany = 3 }: PostingWork) => {
  const worker = workerName();

  const settle = async (claim: Claim<Posting>, claimedAt: number): Promise<keyof Posted> => {
    const { key } = claim.stored;
    if (claim.to === "look up") {
      const outcome = await poster.lookUp(claim.stored);
      const step = await store.apply(key, { kind: "looked up", token: claim.token, outcome });
      return !("refused" in step) && step.intent.state === "done" ? "posted" : "other";
    }
    // Measured from before the claim was asked for: what has passed here is never less than what has passed for the store.
    const outcome = await store.withKeyLock(key, () => poster.send(claim.stored, () => performance.now() - claimedAt < policy.sendWithin));
    if (outcome === null || outcome.kind === "not sent") return "other";
    const step = await store.apply(key, { kind: "sent", token: claim.token, outcome });
    if ("refused" in step) return "other";
    return step.intent.state === "done" ? "posted" : step.intent.state === "refused" ? "refused" : "other";
  };

  const workCompany = async (company: string, signal: AbortSignal, tell: (what: keyof Posted) => void): Promise<void> => {
    const underWay = new Set<Promise<void>>();
    const begin = (claim: Claim<Posting>, claimedAt: number) => {
      const work: Promise<void> = settle(claim, claimedAt)
        .then(tell)
        .catch((error: unknown) => logger?.error({ error, key: claim.stored.key }, "A posting could not be recorded; it is looked up when its lease is over"))
        .finally(() => underWay.delete(work));
      underWay.add(work);
    };
    while (!signal.aborted) {
      const free = atOncePerCompany - underWay.size;
      const claimedAt = performance.now();
      const claims = free > 0 ? await store.claimDue(worker, { limit: free, company }) : [];
      for (const claim of claims) begin(claim, claimedAt);
      if (underWay.size === 0) return;
      if (underWay.size >= atOncePerCompany || claims.length === 0) await Promise.race(underWay);
    }
    await Promise.all(underWay);
  };

  /** Works through everything that is due, and ends when nothing is. What waits for a time to come is left to the next call. */
  const workDue = async (signal: AbortSignal, tell: (what: keyof Posted) => void = () => undefined): Promise<Posted> => {
    const counts = { posted: 0, refused: 0, other: 0 };
    const companies = await db.read((handle) => allCompanies(handle, tenant));
    await Promise.all(
      companies.map((company) =>
        workCompany(company.ref, signal, (what) => {
          counts[what] += 1;
          tell(what);
        }),
      ),
    );
    return counts;
  };

  return { workDue };
};

export type PostingWorker = ReturnType<typeof createPostingWork>;
