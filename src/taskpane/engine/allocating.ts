/** Allocating receipts in Sage from the pane, and then recording them in The Layer. */
import type { AllocateBody, AllocateLine, AllocationPair, Suggestion } from "../../sync/contract";
import { failed, failure, ok, type Result } from "../../sync/model/failure";
import { failureOf } from "./gateway-client";
import type { ReceiptBook } from "./receipt-book";
import { pairNames, receiptNames } from "./receipt-figures";
import { loadBars, loadMatching, loadTotals, updateReceipts } from "./receipt-loading";
import { createReceiptResults } from "./receipt-results";
import type { Answer } from "./receipt-state";
import { say, type Tools } from "./tools";
import { plural } from "./wording";

export type Decision = { readonly suggestion: Suggestion; readonly pairs: readonly AllocationPair[]; readonly as: "accepted" | "alternative" | "by hand"; readonly score: number | null };
type Counts = Extract<AllocateLine, { type: "trailer" }>["counts"];

const bodyOf = ({ suggestion, pairs, as, score }: Decision): AllocateBody["allocations"][number] => ({
  companyRef: suggestion.companyRef,
  sageCustomerId: suggestion.sageCustomerId,
  pairs: [...pairs],
  decided: { suggestionId: suggestion.id, as, score },
});

const sentence = (decisions: readonly Decision[], { allocated, already, refused, later, synced }: Counts, answer: Answer | undefined): string => {
  const recorded = synced > 0 ? ` ${plural(synced, "payment")} recorded in The Layer.` : "";
  const [only] = decisions;
  if (decisions.length === 1 && only) {
    const what = `${receiptNames(only.suggestion)} to ${pairNames(only.suggestion, only)}`;
    if (allocated > 0) return `Allocated in Sage: ${what}.${recorded}`;
    if (already > 0) return `Sage had it already: ${what}.${recorded}`;
    if (later > 0) return `${what}: on its way to Sage. It goes on when Excel is closed.`;
    return `Not allocated: ${answer?.message ?? "Sage refused it."}`;
  }
  const parts = [
    allocated > 0 ? `${plural(allocated, "receipt")} allocated in Sage` : "",
    already > 0 ? `${plural(already, "receipt")} allocated there already` : "",
    later > 0 ? `${plural(later, "receipt")} on the way` : "",
    refused > 0 ? `${plural(refused, "receipt")} refused: the reason stands at each` : "",
  ].filter((part) => part !== "");
  return `${parts.join("; ") || "Nothing allocated"}.${recorded}`;
};

const stoppedWatching = failure("cancelled", "You stopped watching. What the gateway has taken goes on.", "The list shows what is left in a moment.");

/** The suggestion after those that are leaving the list, so that the user goes on where she was. */
const following = (suggestions: readonly Suggestion[], current: string | null, leaving: ReadonlySet<string>): string | null => {
  const at = Math.max(0, suggestions.findIndex((one) => one.id === current));
  const next = [...suggestions.slice(at), ...suggestions.slice(0, at).reverse()].find((one) => !leaving.has(one.id));
  return next?.id ?? null;
};

/** What is dealt with leaves the list at once; the gateway's own list follows. */
const leave = (tools: Tools, ids: ReadonlySet<string>, answers: Readonly<Record<string, Answer>>): void =>
  updateReceipts(tools, (receipts) => {
    const { value } = receipts.matching;
    if (!value) return receipts;
    const suggestions = value.suggestions.filter((one) => !ids.has(one.id));
    return {
      ...receipts,
      matching: { ...receipts.matching, value: { ...value, suggestions, total: value.total - (value.suggestions.length - suggestions.length) } },
      current: following(value.suggestions, receipts.current, ids),
      answers: { ...receipts.answers, ...answers },
    };
  });

const afterwards = async (tools: Tools, book: ReceiptBook): Promise<void> => {
  updateReceipts(tools, (receipts) => ({ ...receipts, sheetsAreBehind: true }));
  await Promise.all([loadTotals(tools), loadMatching(tools), loadBars(tools), book.read()]);
};

/** Allocates in Sage what was decided, each decision on its own: one that is refused holds up no other. */
export const allocate = (tools: Tools, book: ReceiptBook, decisions: readonly Decision[]): Promise<Result<Counts>> =>
  tools.work.run("Allocating in Sage", async (report, signal): Promise<Result<Counts>> => {
    const results = createReceiptResults(tools);
    const answers = new Map<string, Answer>();
    const read = async (): Promise<Result<Counts>> => {
      report(0, decisions.length, "receipts");
      for await (const line of tools.gateway.allocate(decisions.map(bodyOf), signal)) {
        switch (line.type) {
          case "allocation": {
            const decision = decisions[line.nth];
            if (decision) answers.set(decision.suggestion.id, { outcome: line.outcome, message: line.message });
            report(answers.size, decisions.length, "receipts");
            break;
          }
          case "result":
            await results.take(line);
            break;
          case "trailer":
            return ok(line.counts);
          case "fault":
            return failed(signal.aborted ? stoppedWatching : failureOf(line));
        }
      }
      throw new Error("The stream of allocations ended without a trailer or a fault");
    };
    const ended = await read();
    const unwritten = await results.finish();
    const settled = new Set([...answers].filter(([, { outcome }]) => outcome !== "refused").map(([id]) => id));
    leave(tools, settled, Object.fromEntries([...answers].filter(([id]) => !settled.has(id))));
    const [first] = decisions;
    if (ended.ok) say(tools, sentence(decisions, ended.value, first && answers.get(first.suggestion.id)));
    await afterwards(tools, book);
    return ended.ok && unwritten !== null ? failed(unwritten) : ended;
  });

/** A suggestion that a person says is wrong. It is remembered for that payer, and does not come back. */
export const reject = async (tools: Tools, suggestion: Suggestion): Promise<Result<void>> => {
  const { outcome } = suggestion;
  if (outcome.kind !== "suggested") return ok(undefined);
  const rejected = await tools.gateway.rejectSuggestion({
    companyRef: suggestion.companyRef,
    suggestionId: suggestion.id,
    sageCustomerId: suggestion.sageCustomerId,
    receiptIds: suggestion.receipts.map((receipt) => receipt.id),
    score: outcome.best.score,
    pairs: outcome.best.pairs,
  });
  if (!rejected.ok) return rejected;
  say(tools, `Remembered: ${receiptNames(suggestion)} is not for ${pairNames(suggestion, outcome.best)}.`);
  await Promise.all([loadMatching(tools), loadBars(tools)]);
  return rejected;
};
