/** Whether the same work costs more where there is more already: beside little and beside much, in turns. */
import type { Sandbox } from "../../src/sandbox";
import { median, rounded, type Target } from "./measuring";

export type Cost = { readonly ms: number; readonly requests: number; readonly statements: number };
type Beside<T> = { readonly few: T; readonly many: T };

/** What was asked of the practice systems since their calls were reset. */
export const requestsTo = ({ calls }: Sandbox): number => Object.values(calls.counts()).reduce((sum, times) => sum + times, 0);

/** Medians of `rounds`. They take turns, so that whatever else the machine does hits both alike; the first, which is not warm, is not counted. */
export const inTurns = async (rounds: number, work: Beside<(isWarm: boolean) => Promise<Cost>>): Promise<Beside<Cost>> => {
  const costs: Beside<Cost>[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const cost = { few: await work.few(round > 0), many: await work.many(round > 0) };
    if (round > 0) costs.push(cost);
  }
  const of = (which: keyof Beside<Cost>, what: keyof Cost): number => median(costs.map((cost) => cost[which][what]));
  const medians = (which: keyof Beside<Cost>): Cost => ({ requests: of(which, "requests"), statements: of(which, "statements"), ms: of(which, "ms") });
  return { few: medians("few"), many: medians("many") };
};

type Sizes = { readonly few: number; readonly many: number; /** "documents" */ readonly what: string };

export const tabulate = (costs: Beside<Cost>, { few, many, what }: Sizes): void =>
  console.table(([["few", few], ["many", many]] as const).map(([which, size]) => ({ [what]: size, ...costs[which], ms: rounded(costs[which].ms, 1) })));

/** No more requests or statements, and hardly more time. */
export const growthTargets = (costs: Beside<Cost>, { few, many, what }: Sizes): readonly Target[] => {
  const target = (name: string, of: keyof Cost, most: number): Target => ({ what: `${name} with ${many} ${what}, of ${of === "ms" ? "that" : "those"} with ${few}`, measured: costs.many[of] / costs.few[of], target: most, is: "at most" });
  return [target("requests", "requests", 1), target("statements", "statements", 1), target("time", "ms", 1.3)];
};
