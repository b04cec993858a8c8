/**
 * Keeps what the pane shows of documents and receipts alive: what is asked for at each look, how long until the next one, and what the
 * end of a run brings with it. The screen only calls it on time and leaves it alone while nobody can see it.
 */
import type { RunSummary } from "../../sync/contract";
import { documentSlugs, type PullSlug } from "../../sync/sheets/sheet";
import { loadCounts, loadErrors, loadNewCustomers, loadReviews, loadRuns, updateDocuments } from "./document-loading";
import { failureOf } from "./gateway-client";
import type { Observable } from "./observable";
import type { ReceiptBook } from "./receipt-book";
import { inState } from "./receipt-figures";
import { companyAtWork, loadMatching, loadTotals, totalsOf, updateReceipts } from "./receipt-loading";
import type { ReceiptsState } from "./receipt-state";
import { goingRuns, runSentence, wasCancelled } from "./runs";
import { catchUp } from "./sheet-pulls";
import type { DeskState, Work } from "./state";
import { say, showFailure, type Tools } from "./tools";

const whileRunning = 2_000;
const whileQuiet = 30_000;

/** Milliseconds from one look to the next. */
export const pauseOf = ({ documents, receipts }: Pick<DeskState, "documents" | "receipts">): number =>
  goingRuns(documents).length > 0 || documents.sheetsAreBehind || receipts.sheetsAreBehind || syncingRows(receipts) > 0 ? whileRunning : whileQuiet;

/** Rows of receipts on their way to The Layer, in every company. */
const syncingRows = ({ totals }: Pick<ReceiptsState, "totals">): number => (totals.value?.companies ?? []).reduce((sum, one) => sum + inState(one, "Syncing").rows, 0);

/** A run begun here: its progress is shown at once, and its end will be told. */
export const follow = (tools: Tools, run: RunSummary): void =>
  updateDocuments(tools, (documents) => ({ ...documents, begun: [...documents.begun.filter((one) => one.id !== run.id), run] }));

const documentSheets: readonly PullSlug[] = [...documentSlugs, "error-queue"];
const receiptSheets: readonly PullSlug[] = ["sage-transactions", "balances"];

/** Runs begun here that the gateway no longer counts among the going ones. Its list of runs says how they ended. */
const takeEnds = async (tools: Tools): Promise<boolean> => {
  const { begun, counts } = tools.state.get().documents;
  if (counts.failure !== null) return false;
  const going = new Set(counts.value?.running.map((run) => run.id));
  const missed = begun.filter((run) => !going.has(run.id));
  if (missed.length === 0) return false;
  await loadRuns(tools);
  const { runs } = tools.state.get().documents;
  if (runs.failure !== null) return false;
  // A count that was under way when the run began does not know of it yet: only the run itself says that it is over.
  const known = new Map(runs.value?.map((run) => [run.id, run]));
  const ended = missed.filter((run) => known.get(run.id)?.state !== "running");
  if (ended.length === 0) return false;
  const over = new Set(ended.map((run) => run.id));
  updateDocuments(tools, (documents) => ({ ...documents, begun: documents.begun.filter((run) => !over.has(run.id)), sheetsAreBehind: true }));
  updateReceipts(tools, (receipts) => ({ ...receipts, sheetsAreBehind: true }));
  for (const { id } of ended) {
    const run = known.get(id);
    if (!run) continue;
    say(tools, runSentence(run));
    // Whoever cancelled it has said so.
    if (run.failure && !wasCancelled(run)) showFailure(tools, failureOf({ failure: run.failure }));
  }
  return true;
};

/** Brings pulled worksheets up to date. False while Excel is busy or other work runs: they follow at a later look. */
const caughtUp = async (tools: Tools, work: Observable<Work | null>, slugs: readonly PullSlug[], what: string): Promise<boolean> => {
  if (work.get() !== null) return false;
  const caught = await catchUp(tools, slugs);
  const mayComeLater = !caught.ok && (caught.failure.retry === "same" || caught.failure.retry === "later") && caught.failure.code !== "cancelled";
  if (mayComeLater) return false;
  if (!caught.ok) say(tools, `The sheets pulled here are older than ${what}: ${caught.failure.cause} Press Refresh changed.`);
  return true;
};

/** The pulled worksheets follow what was begun here. */
const takeToSheets = async (tools: Tools, work: Observable<Work | null>, book: ReceiptBook): Promise<void> => {
  const { documents, receipts } = tools.state.get();
  if (documents.sheetsAreBehind && (await caughtUp(tools, work, documentSheets, "the run"))) updateDocuments(tools, (now) => ({ ...now, sheetsAreBehind: false }));
  if (receipts.sheetsAreBehind && (await caughtUp(tools, work, receiptSheets, "what was done"))) {
    updateReceipts(tools, (now) => ({ ...now, sheetsAreBehind: false }));
    if (tools.state.get().pulls["sage-transactions"]) await book.read();
  }
};

/** The control totals, and what follows from them: rows that were on their way and have arrived stand differently in the worksheet now. */
const lookAtReceipts = async (tools: Tools): Promise<void> => {
  const before = tools.state.get();
  await loadTotals(tools);
  const now = tools.state.get();
  const wereSyncing = syncingRows(before.receipts);
  if (wereSyncing > 0 && syncingRows(now.receipts) < wereSyncing) updateReceipts(tools, (receipts) => ({ ...receipts, sheetsAreBehind: true }));
  const company = companyAtWork(now);
  // Another receipt came in, or somebody allocated one in Sage: the work list is another.
  const toMatch = (state: DeskState) => (company === null ? undefined : totalsOf(state, company)?.unallocated);
  if (before.receipts.totals.value !== null && toMatch(before) !== toMatch(now)) await loadMatching(tools);
};

const lookOnce = async (tools: Tools, work: Observable<Work | null>, book: ReceiptBook): Promise<void> => {
  const { session, panel, documents } = tools.state.get();
  if (session.state !== "loaded") return;
  const wasRunning = goingRuns(documents).length > 0;
  if (wasRunning || panel === "documents" || panel === "errors") await loadCounts(tools);
  const hasEnded = await takeEnds(tools);
  const now = tools.state.get();
  const isQuiet = goingRuns(now.documents).length === 0;
  const needsReview = (now.documents.counts.value?.counts ?? []).reduce((sum, one) => sum + one.needsReview, 0);
  await Promise.all([
    now.panel === "receipts" ? lookAtReceipts(tools) : null,
    now.panel === "receipts" && hasEnded ? loadMatching(tools) : null,
    isQuiet || now.panel === "errors" ? loadErrors(tools) : null,
    now.panel === "documents" && (isQuiet || now.documents.runs.value === null) && !hasEnded ? loadRuns(tools) : null,
    now.panel === "documents" && (isQuiet || now.documents.newCustomers.value === null) ? loadNewCustomers(tools) : null,
    now.panel === "documents" && (isQuiet || needsReview !== now.documents.reviews.value?.length) ? loadReviews(tools) : null,
  ]);
  await takeToSheets(tools, work, book);
};

/** One look at a time, in the order in which they were asked for. */
export const createLooking = (tools: Tools, work: Observable<Work | null>, book: ReceiptBook): (() => Promise<void>) => {
  let turn: Promise<void> = Promise.resolve();
  return () => {
    turn = turn.then(() => lookOnce(tools, work, book));
    return turn;
  };
};
