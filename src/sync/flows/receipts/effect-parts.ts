/** What the effects of receipts rest on: recording them in The Layer and allocating them in Sage. */
import type { LayerApi } from "../../layer";
import type { Failure, Result } from "../../model/failure";
import type { Database, StoreLogger } from "../../store";
import type { StoredCompany } from "../../store/companies";
import type { SqlLedgerStore } from "../../store/ledger-store";
import type { PostingWorker } from "../documents/post-documents";
import type { Refresher } from "../refresh";

/** How Sage's posted transactions come into the store, and rows of Sage Transactions out of them. */
export type ReceiptReading = {
  /** Reads what changed in the company's sales ledger since the last time. */
  refresh(company: StoredCompany, signal: AbortSignal): Promise<Result<void>>;
  /** Reads these posted transactions again, by their record ids and whatever their change stamps say, and works out the rows of their receipts. */
  reread(company: StoredCompany, transactionIds: readonly string[], signal: AbortSignal): Promise<Result<void>>;
};

export type ReceiptEffectParts = {
  readonly db: Database;
  readonly tenant: string;
  readonly layer: LayerApi;
  readonly store: SqlLedgerStore;
  readonly worker: PostingWorker;
  readonly refresher: Refresher;
  readonly reading: ReceiptReading;
  readonly logger?: StoreLogger | undefined;
  /** Why nothing may be posted from here; null where it may. */
  readonly forbidden?: Failure | null;
  /** For how long results are waited for, in milliseconds; what is not known then is answered "later", and goes on. */
  readonly patience?: number;
  /** Milliseconds between runs that apply what scores the bars that people have set; null for none. */
  readonly applyEvery?: number | null;
};
