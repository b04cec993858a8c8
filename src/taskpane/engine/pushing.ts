/** Pushing as the user sees it: stored first, then delivered, then each row carries its result and the panel a summary. */
import type { PushedRow, PushSummary, ResultLine } from "../../sync/contract";
import type { OutboxPush } from "../../sync/local";
import { failed, failure, ok, type Result } from "../../sync/model/failure";
import { sheets } from "../../sync/sheets";
import type { PushSlug } from "../../sync/sheets/sheet";
import { deliver, type Delivery } from "./delivery";
import { stampBases } from "./bases";
import { placeLeftOut, placeResults } from "./results";
import type { PushReport } from "./state";
import { instant, say, updateSheet, type Tools } from "./tools";
import type { Report } from "./work";
import { count, plural } from "./wording";

export type Pushing = {
  /** Stores the push, then sends it. The answer is how it ended; a failure means that nothing was sent. */
  push(slug: PushSlug, rows: readonly PushedRow[]): Promise<Result<PushReport>>;
  /** Takes up what an earlier pane left unfinished. Answers how many pushes that were. */
  resume(): Promise<Result<number>>;
};

const countsOf = (results: readonly ResultLine[], rows: number): PushSummary["counts"] => {
  const counts = { saved: 0, same: 0, refused: 0, conflict: 0, later: 0, cancelled: 0, waiting: rows - results.length };
  for (const result of results) counts[result.outcome] += 1;
  return counts;
};

const words = {
  saved: "saved",
  same: "unchanged",
  refused: "refused",
  conflict: "changed by someone else",
  later: "to try again later",
  cancelled: "cancelled",
  waiting: "not answered yet",
} as const;

/** One sentence a screen reader can read out: "120 rows pushed: 117 saved, 3 refused." */
export const summaryOf = ({ counts }: Pick<PushReport, "counts">): string => {
  const parts = (Object.keys(words) as (keyof typeof words)[]).filter((outcome) => counts[outcome] > 0);
  const total = parts.reduce((sum, outcome) => sum + counts[outcome], 0);
  return `${plural(total, "row")} pushed: ${parts.map((outcome) => `${count(counts[outcome])} ${words[outcome]}`).join(", ")}.`;
};

const isSettled = (result: ResultLine) => result.outcome === "saved" || result.outcome === "same";

export const createPushing = (tools: Tools): Pushing => {
  const countWaiting = async () => {
    const kept = await tools.local().outbox.all();
    if (kept.ok) tools.state.update((now) => ({ ...now, waitingPushes: kept.value.filter((push) => push.state !== "finished").length }));
  };

  const reportOf = (push: OutboxPush, delivery: Delivery, unplaced: number): PushReport => ({
    pushId: push.id,
    sent: push.rows,
    counts: delivery.push?.counts ?? countsOf(delivery.results, push.rows.length),
    finishedAt: delivery.push ? (delivery.push.finishedAt ?? instant(tools)) : null,
    failed: delivery.results.filter((result) => !isSettled(result)).map(({ ref, outcome, message }) => ({ ref, outcome, message })),
    unplaced,
    failure: delivery.failure,
  });

  const run = async (push: OutboxPush, report: Report, signal: AbortSignal): Promise<PushReport> => {
    const isHere = push.workbook === tools.workbookId();
    let unplaced = 0;
    const delivery = await deliver(
      tools,
      push,
      {
        onProgress: (done) => report(done, push.rows.length, "rows"),
        onResults: async (batch) => {
          if (isHere) unplaced += await placeResults(tools, push, batch);
        },
      },
      signal,
    );
    const isOver = delivery.push !== null || (delivery.failure !== null && delivery.failure.retry !== "later" && delivery.failure.retry !== "same");
    // What the gateway may still have to hear of stays; so do the results of a workbook that is not the one open here.
    if (isOver && isHere) {
      await placeLeftOut(tools, push.sheet);
      await stampBases(tools, push.sheet);
      await tools.local().outbox.remove(push.id);
    } else if (isOver) await tools.local().outbox.setState(push.id, "finished");
    await countWaiting();
    const ended = reportOf(push, delivery, unplaced);
    if (isHere) updateSheet(tools, push.sheet, (sheet) => ({ ...sheet, preview: null, push: ended }));
    say(tools, ended.failure ? `${ended.failure.cause} ${ended.failure.cure}` : summaryOf(ended));
    return ended;
  };

  return {
    push: (slug, rows) =>
      tools.work.run(`Pushing ${sheets[slug].name}`, async (report, signal) => {
        const scope = tools.scope();
        if (rows.length === 0) return failed(failure("empty-sheet", "There is no row to push.", "Fill in rows, or mend those that hold errors."));
        if (scope === null) return failed(failure("offline", "The gateway has not said yet whose books these are.", "Open Connections and press Check again, then push."));
        const push: OutboxPush = { id: tools.newId(), sheet: slug, scope, workbook: tools.workbookId(), storedAt: instant(tools), state: "to send", rows };
        const stored = await tools.local().outbox.put(push);
        if (!stored.ok) return stored;
        await countWaiting();
        return ok(await run(push, report, signal));
      }),
    resume: async () => {
      const kept = await tools.local().outbox.all();
      if (!kept.ok) return kept;
      const mine = kept.value.filter((push) => push.scope === tools.scope() && (push.state !== "finished" || push.workbook === tools.workbookId()));
      for (const push of mine) {
        const done = await tools.work.run(`Finishing a push of ${sheets[push.sheet].name}`, async (report, signal) => ok(await run(push, report, signal)));
        if (!done.ok) return done;
      }
      await countWaiting();
      return ok(mine.length);
    },
  };
};
