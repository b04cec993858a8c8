/** The actions of the Documents and Errors panels. */
import type { CompanySettingsChange, ErrorGroup, NewCustomer, RunBody, RunSummary, SheetQuery } from "../../sync/contract";
import { ok, type Result } from "../../sync/model/failure";
import { changeSettings, decideCustomer, type Choice } from "./deciding";
import { loadCounts, loadSettings } from "./document-loading";
import type { Review } from "./document-state";
import { fixGroup } from "./error-fixing";
import { createLooking, follow } from "./live";
import type { Observable } from "./observable";
import type { ReceiptBook } from "./receipt-book";
import { retryAll, retryChosen, retryGroups, settleReview, type RetrySlug } from "./retrying";
import { runSentence } from "./runs";
import { pullSheet, refreshSheet } from "./sheet-pulls";
import type { Work } from "./state";
import { say, type Tools } from "./tools";

/** Runs what the user asked for; its failure is shown. */
type Asked = <T>(action: () => Promise<Result<T>>) => Promise<Result<T>>;

const begin = async (tools: Tools, wanted: RunBody): Promise<Result<RunSummary>> => {
  const begun = await tools.gateway.run(wanted);
  if (!begun.ok) return begun;
  follow(tools, begun.value);
  say(tools, `${runSentence(begun.value)} It goes on when Excel is closed.`);
  return begun;
};

const cancel = async (tools: Tools, run: RunSummary): Promise<Result<RunSummary>> => {
  const cancelled = await tools.gateway.cancelRun(run.id);
  if (!cancelled.ok) return cancelled;
  // Its end is told like that of any other, once what was being sent is finished.
  await loadCounts(tools);
  return cancelled;
};

export const createDocumentDesk = (tools: Tools, work: Observable<Work | null>, book: ReceiptBook, asked: Asked) => ({
  /** One look at how documents stand. Called on time by the screen, while somebody can see it. */
  look: createLooking(tools, work, book),

  /** Begins a run of one company, or of all, which goes on whether or not anybody watches. */
  sync: (company: string | null) => asked(() => begin(tools, company === null ? {} : { company })),
  /** Ends a run, whoever began it: what is being sent is finished, what is left goes with the next. */
  cancelRun: (run: RunSummary) => asked(() => cancel(tools, run)),
  /** Looks in Sage's ledger for what was posted. It sends nothing. */
  compare: (company: string | null) => asked(() => begin(tools, { compare: true, ...(company === null ? {} : { company }) })),
  pull: (slug: RetrySlug, filters: SheetQuery) => asked(() => pullSheet(tools, slug, filters)),
  refresh: (slug: RetrySlug) => asked(() => refreshSheet(tools, slug)),

  retryChosen: (slug: RetrySlug) => asked(() => retryChosen(tools, slug)),
  retryGroups: (groups: readonly ErrorGroup[]) => asked(() => retryGroups(tools, groups)),
  retryAll: () => asked(() => retryAll(tools)),
  settleReview: (review: Review, decision: "send again" | "look again") => asked(() => settleReview(tools, review, decision)),

  decide: (customer: NewCustomer, choice: Choice) => asked(() => decideCustomer(tools, customer, choice)),
  loadSettings: () => loadSettings(tools),
  changeSettings: (change: CompanySettingsChange) => asked(() => changeSettings(tools, change)),

  /** Opens the mapping sheet where the group is cured. */
  fix: (group: ErrorGroup) => asked(() => fixGroup(tools, group)),
  /** The rows of one group, in the Error Queue worksheet. */
  showRows: (group: ErrorGroup) => asked(() => pullSheet(tools, "error-queue", { state: "Open", group: group.id })),
  /** Back from the mapping sheet to the errors. */
  leaveFix: () =>
    asked(async () => {
      tools.state.update((now) => ({ ...now, panel: "errors", errors: { ...now.errors, fixing: null } }));
      return ok(undefined);
    }),
});
