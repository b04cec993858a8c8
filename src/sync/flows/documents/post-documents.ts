/** Workers at the ledger: each company has its own, so that a slow one holds up no other. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Posting } from "../../documents/posting";
import type { LedgerPolicy } from "../../ledger/intent";
import type { Poster } from "../../ledger/work";
import { workThrough } from "../../ledger/work-through";
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
const workerName = (): string => `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`;

const outcomeOf = (state: string): keyof Posted => (state === "done" ? "posted" : state === "refused" ? "refused" : "other");

export const createPostingWork = ({ db, tenant, store, poster, policy, logger, atOncePerCompany = 3 }: PostingWork) => {
  const worker = { name: workerName(), monotonic: () => performance.now(), sendWithin: policy.sendWithin };

  /** Works through everything that is due, of one company where it is named, and ends when nothing is. What waits for a time to come is left to the next call. */
  const workDue = async (signal: AbortSignal, tell: (what: keyof Posted) => void = () => undefined, only?: string): Promise<Posted> => {
    const counts = { posted: 0, refused: 0, other: 0 };
    const companies = (await db.read((handle) => allCompanies(handle, tenant))).filter((company) => only === undefined || company.ref === only);
    await Promise.all(
      companies.map((company) =>
        workThrough({
          store,
          poster,
          worker,
          company: company.ref,
          atOnce: atOncePerCompany,
          signal,
          tell({ state }) {
            const what = outcomeOf(state);
            counts[what] += 1;
            tell(what);
          },
          broken: (error, key) => logger?.error({ error, key }, "A posting could not be recorded; it is looked up when its lease is over"),
        }),
      ),
    );
    return counts;
  };

  return { workDue };
};

export type PostingWorker = ReturnType<typeof createPostingWork>;
