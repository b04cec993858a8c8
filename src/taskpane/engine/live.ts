/**
 * Keeps what the pane shows of documents alive: what is asked for at each look, how long until the next one, and what the
 * end of a run brings with it. The screen only calls it on time and leaves it alone while nobody can see it.
 */
import type { RunSummary } from "../../sync/contract";
import { documentSlugs, type PullSlug } from "../../sync/sheets/sheet";
import { loadCounts, loadErrors, loadNewCustomers, loadReviews, loadRuns, updateDocuments } from "./document-loading";
import { failureOf } from "./gateway-client";
import type { Observable } from "./observable";
import { goingRuns, runSentence } from "./runs";
import { catchUp } from "./sheet-pulls";
import type { DeskState, Work } from "./state";
import { say, showFailure, type Tools } from "./tools";

const whileRunning = 2_000;
const whileQuiet = 30_000;

/** Milliseconds from one look to the next. */
export const pauseOf = ({ documents }: Pick<DeskState, "documents">): number => (goingRuns(documents).length > 0 || documents.sheetsAreBehind ? whileRunning : whileQuiet);

/** A run begun here: its progress is shown at once, and its end will be told. */
export const follow = (tools: Tools, run: RunSummary): void =>
  updateDocuments(tools, (documents) => ({ ...documents, begun: [...documents.begun.filter((one) => one.id !== run.id), run] }));

const caughtUp: readonly PullSlug[] = [...documentSlugs, "error-queue"];

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
  for (const { id } of ended) {
    const run = known.get(id);
    if (!run) continue;
    say(tools, runSentence(run));
    if (run.failure) showFailure(tools, failureOf({ failure: run.failure }));
  }
  return true;
};

/** The pulled worksheets follow a run that was begun here. While Excel is busy, or other work runs, they follow at a later look. */
const takeToSheets = async (tools: Tools, work: Observable<Work | null>): Promise<void> => {
  if (!tools.state.get().documents.sheetsAreBehind || work.get() !== null) return;
  const caught = await catchUp(tools, caughtUp);
  const mayComeLater = !caught.ok && (caught.failure.retry === "same" || caught.failure.retry === "later") && caught.failure.code !== "cancelled";
  if (mayComeLater) return;
  updateDocuments(tools, (documents) => ({ ...documents, sheetsAreBehind: false }));
  if (!caught.ok) say(tools, `The sheets pulled here are older than the run: ${caught.failure.cause} Press Refresh changed.`);
};

const lookOnce = async (tools: Tools, work: Observable<Work | null>): Promise<void> => {
  const { session, panel, documents } = tools.state.get();
  if (session.state !== "loaded") return;
  const wasRunning = goingRuns(documents).length > 0;
  if (wasRunning || panel === "documents" || panel === "errors") await loadCounts(tools);
  const hasEnded = await takeEnds(tools);
  const now = tools.state.get();
  const isQuiet = goingRuns(now.documents).length === 0;
  const needsReview = (now.documents.counts.value?.counts ?? []).reduce((sum, one) => sum + one.needsReview, 0);
  await Promise.all([
    isQuiet || now.panel === "errors" ? loadErrors(tools) : null,
    now.panel === "documents" && (isQuiet || now.documents.runs.value === null) && !hasEnded ? loadRuns(tools) : null,
    now.panel === "documents" && (isQuiet || now.documents.newCustomers.value === null) ? loadNewCustomers(tools) : null,
    now.panel === "documents" && (isQuiet || needsReview !== now.documents.reviews.value?.length) ? loadReviews(tools) : null,
  ]);
  await takeToSheets(tools, work);
};

/** One look at a time, in the order in which they were asked for. */
export const createLooking = (tools: Tools, work: Observable<Work | null>): (() => Promise<void>) => {
  let turn: Promise<void> = Promise.resolve();
  return () => {
    turn = turn.then(() => lookOnce(tools, work));
    return turn;
  };
};
