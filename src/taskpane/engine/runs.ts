/** Runs in words and figures: what is going on, how fast, and how it ended. Pure. */
import type { DocumentCounts, RunSummary } from "../../sync/contract";
import type { DocumentsState } from "./document-state";
import { count, plural, timeLeft } from "./wording";

type Counts = RunSummary["counts"];
type Part = readonly [keyof Counts, string];

const moved: readonly Part[] = [
  ["posted", "posted to Sage"],
  ["nothing", "with nothing to post"],
];
const left: readonly Part[] = [
  ["waiting", "waiting"],
  ["inDoubt", "in doubt"],
  ["failed", "failed"],
];

const inWords = (counts: Counts, parts: readonly Part[]): string =>
  parts
    .filter(([part]) => counts[part] > 0)
    .map(([part, words]) => `${count(counts[part])} ${words}`)
    .join(", ");

const isComparison = ({ trigger }: RunSummary): boolean => trigger === "comparison";

/** Ended by somebody, not by a fault. */
export const wasCancelled = ({ failure }: RunSummary): boolean => failure?.code === "cancelled";

/** Documents that the run has come to an answer about so far. */
export const handledIn = (run: RunSummary): number => (isComparison(run) ? run.counts.compared : [...moved, ...left].reduce((sum, [part]) => sum + run.counts[part], 0));

const found = ({ differing }: Counts): string => (differing === 0 ? "" : `${count(differing)} not as posted`);

/** Of a run that is going: "5 posted to Sage, 1 failed". */
export const soFar = (run: RunSummary): string => {
  if (!isComparison(run)) return inWords(run.counts, [...moved, ...left]) || "reading The Layer and Sage";
  return run.counts.compared === 0 ? "reading Sage’s ledger" : [`${plural(run.counts.compared, "document")} compared`, found(run.counts)].filter((part) => part !== "").join(", ");
};

const comparisonOutcome = ({ compared, differing }: Counts): string => {
  if (differing > 0) return `${plural(compared, "posted document")} compared with Sage: ${count(differing)} not as posted, see Errors`;
  return compared === 0 ? "nothing was posted yet that could be compared" : compared === 1 ? "the 1 posted document stands in Sage as it was posted" : `all ${count(compared)} posted documents stand in Sage as they were posted, each once`;
};

/** Of a run that is over: "5 posted to Sage; still 2 waiting, 1 failed". What did not move may have stood so before. */
export const outcomeOf = (run: RunSummary): string => {
  if (isComparison(run)) return run.state === "failed" ? soFar(run) : comparisonOutcome(run.counts);
  const [done, rest] = [inWords(run.counts, moved), [inWords(run.counts, left), found(run.counts)].filter((part) => part !== "").join(", ")];
  return `${done || "nothing new to post"}${rest === "" ? "" : `; still ${rest}`}`;
};

const kinds: Readonly<Record<RunSummary["trigger"], string>> = { schedule: "Sync", person: "Sync", retry: "Retry", comparison: "Comparison with Sage" };

/** "Sync of Acme UK finished: 5 posted to Sage; still 1 failed." */
export const runSentence = (run: RunSummary): string => {
  const name = `${kinds[run.trigger]}${run.company === null ? "" : ` of ${run.company}`}`;
  switch (run.state) {
    case "running":
      return `${name} has begun.`;
    case "done":
      // A company that could not be read does not stop the others.
      return `${name} finished: ${outcomeOf(run)}. ${run.failure?.cause ?? ""}`.trim();
    case "failed":
      return `${name} ${wasCancelled(run) ? "cancelled" : "stopped"}: ${outcomeOf(run)}. ${run.failure?.cause ?? ""}`.trim();
  }
};

/** Who or what began it: "Priya Nair", "Retry by Priya Nair", "Schedule". */
export const startedBy = (run: RunSummary): string => {
  switch (run.trigger) {
    case "schedule":
      return "Schedule";
    case "person":
      return run.by;
    case "retry":
      return `Retry by ${run.by}`;
    case "comparison":
      return `Comparison by ${run.by}`;
  }
};

export type RunProgress = {
  readonly done: number;
  /** Null while nothing is known to be left, as while The Layer is read. */
  readonly total: number | null;
  /** "120 of 400 documents done, 31 a second, 9 s left" */
  readonly words: string;
};

/**
 * How far a run is. `counts` are those of the same moment as the run's, by the gateway's clock, as the run's start is: the
 * clocks of two machines would make a rate of their own.
 */
export const progressOfRun = (run: RunSummary, counts: DocumentCounts | null): RunProgress => {
  const done = handledIn(run);
  const onTheirWay = isComparison(run) ? 0 : (counts?.counts ?? []).filter((one) => run.company === null || one.company === run.company).reduce((sum, one) => sum + one.posting, 0);
  const total = onTheirWay > 0 ? done + onTheirWay : null;
  const seconds = counts ? (Date.parse(counts.asOf) - Date.parse(run.startedAt)) / 1000 : 0;
  const perSecond = done > 0 && seconds >= 1 ? done / seconds : null;
  const parts = [
    total === null ? (done === 0 ? "" : `${plural(done, "document")} done`) : `${count(done)} of ${plural(total, "document")} done`,
    perSecond === null ? "" : `${count(Math.max(1, Math.round(perSecond)))} a second`,
    perSecond === null || total === null ? "" : timeLeft(onTheirWay / perSecond),
  ];
  return { done, total, words: parts.filter((part) => part !== "").join(", ") };
};

/** Every run that is going, as far as this pane knows: what the gateway counts, and what was begun here since. */
export const goingRuns = (documents: DocumentsState): readonly RunSummary[] => {
  const told = documents.counts.value?.running ?? [];
  const known = new Set(told.map((run) => run.id));
  return [...told, ...documents.begun.filter((run) => !known.has(run.id))];
};
