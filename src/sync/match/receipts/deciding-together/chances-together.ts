/**
 * Judges all explanations of a customer together: a document is paid once, so what explains one receipt takes from another.
 * The chance of an explanation is the share of all ways to explain everything in which it occurs. Where the ways are few
 * they are all counted; where they are many the same shares are found by passing messages between receipts and documents
 * (belief propagation), which costs one step for each use of a document and treats equals equally.
 */
import { negligible, type Weighed } from "../candidate-sets/strongest";
import { ceiling } from "../evidence/points";

/** Counting all ways is exact, and affordable up to so many. */
const mostWays = 4_000;
const rounds = 40;
const damping = 0.4;

/** Messages that change less than this have agreed. */
const agreed = 1e-5;

/** Items are receipts, debits and credit notes, numbered through, receipts first. */
type Use = { readonly explanation: number; readonly items: readonly number[]; readonly odds: number };

export type Judged = {
  /** 0 to 1, in the order of the explanations given. */
  readonly chances: readonly number[];
  /** That nothing here explains a receipt. */
  readonly noneChances: readonly number[];
};

type Component = { readonly receipts: number[]; readonly uses: Use[] };

const rootOf = (parent: Int32Array, item: number): number => {
  let at = item;
  for (let up = parent[at] ?? at; up !== at; up = parent[at] ?? at) {
    parent[at] = parent[up] ?? up;
    at = up;
  }
  return at;
};

const components = (receipts: number, items: number, uses: readonly Use[]): Component[] => {
  const parent = new Int32Array(items);
  for (let item = 0; item < items; item += 1) parent[item] = item;
  for (const { items: used } of uses) for (const item of used) parent[rootOf(parent, item)] = rootOf(parent, used[0] ?? item);
  const found = new Map<number, Component>();
  for (let receipt = 0; receipt < receipts; receipt += 1) {
    const root = rootOf(parent, receipt);
    const known = found.get(root);
    if (known) known.receipts.push(receipt);
    else found.set(root, { receipts: [receipt], uses: [] });
  }
  for (const use of uses) found.get(rootOf(parent, use.items[0] ?? 0))?.uses.push(use);
  return [...found.values()];
};

/** Every consistent way, each weighing the product of its odds. Null when there are too many. */
const countAll = ({ receipts, uses }: Component): readonly number[] | null => {
  // A group of receipts is chosen with its first.
  const places = new Map<number, number[]>(receipts.map((receipt) => [receipt, []]));
  uses.forEach(({ items }, place) => places.get(items[0] ?? -1)?.push(place));
  const choices = receipts.map((receipt) => places.get(receipt) ?? []);
  let ways = 1;
  for (const list of choices) ways *= list.length + 1;
  if (ways > mostWays) return null;
  // Odds are scaled so that the best choice of each receipt is 1: products neither overflow nor lose what matters.
  const best = choices.map((list) => Math.max(0, ...list.map((place) => uses[place]?.odds ?? 0)));
  const totals = new Array<number>(uses.length).fill(0);
  const taken = new Set<number>();
  const chosen: number[] = [];
  let all = 0;
  const walk = (at: number, log: number): void => {
    const receipt = receipts[at];
    if (receipt === undefined) {
      const weight = Math.exp(log);
      all += weight;
      for (const place of chosen) totals[place] = (totals[place] ?? 0) + weight;
      return;
    }
    const scaled = log - (best[at] ?? 0);
    // Covered already by an earlier receipt's group, or by nothing.
    walk(at + 1, scaled);
    if (taken.has(receipt)) return;
    for (const place of choices[at] ?? []) {
      const use = uses[place];
      if (!use || use.items.some((item) => taken.has(item))) continue;
      for (const item of use.items) taken.add(item);
      chosen.push(place);
      walk(at + 1, scaled + use.odds);
      chosen.pop();
      for (const item of use.items) taken.delete(item);
    }
  };
  walk(0, 0);
  return totals.map((total) => total / all);
};

const addLogs = (one: number, other: number): number => {
  const apart = one - other;
  // Further apart than this, the lesser is lost in rounding.
  if (apart > 40) return one;
  return apart < -40 ? other : Math.max(one, other) + Math.log1p(Math.exp(-Math.abs(apart)));
};

/** Each item says to each of its uses how free the others leave it, until all agree. */
const passMessages = ({ uses }: Component): readonly number[] => {
  // A claim is one item of one use. Claims are kept by item, one after another, in flat arrays.
  const byItem = new Map<number, number[]>();
  uses.forEach(({ items }, use) => {
    for (const item of items) {
      const known = byItem.get(item);
      if (known) known.push(use);
      else byItem.set(item, [use]);
    }
  });
  const lists = [...byItem.values()];
  const claims = Int32Array.from(lists.flat());
  const told = new Float64Array(claims.length);
  const belief = Float64Array.from(uses, ({ odds }) => odds);
  const next = new Float64Array(uses.length);
  const after = new Float64Array(lists.reduce((most, list) => Math.max(most, list.length), 0) + 1);
  for (let round = 0; round < rounds; round += 1) {
    let change = 0;
    let start = 0;
    for (let use = 0; use < uses.length; use += 1) next[use] = uses[use]?.odds ?? 0;
    for (const { length } of lists) {
      // The sum of all other claims, from both ends, since taking one out of a sum of very unlike numbers loses digits.
      after[length] = -Infinity;
      for (let at = length - 1; at >= 0; at -= 1) after[at] = addLogs((belief[claims[start + at] ?? 0] ?? 0) - (told[start + at] ?? 0), after[at + 1] ?? 0);
      let before = 0;
      for (let at = 0; at < length; at += 1) {
        const use = claims[start + at] ?? 0;
        const ask = (belief[use] ?? 0) - (told[start + at] ?? 0);
        const message = damping * (told[start + at] ?? 0) - (1 - damping) * addLogs(before, after[at + 1] ?? 0);
        change = Math.max(change, Math.abs(message - (told[start + at] ?? 0)));
        told[start + at] = message;
        next[use] = (next[use] ?? 0) + message;
        before = addLogs(before, ask);
      }
      start += length;
    }
    belief.set(next);
    if (change < agreed) break;
  }
  return Array.from(belief, (log) => 1 / (1 + Math.exp(-log)));
};

const ceilingOf = ({ gap, debits, hasTwin }: Weighed): number => {
  if (gap?.kind === "overpayment") return debits.length === 1 ? ceiling.overpaymentOfOne : ceiling.overpaymentOfSeveral;
  return gap?.kind === "part payment" && debits.length > 1 ? ceiling.partOfSeveral : hasTwin ? ceiling.setWithTwin : 1;
};

/** Messages only come near to the shares that counting would find: what they give a receipt together is never more than certainty. */
const scaleToOne = (receipts: number, explanations: readonly Weighed[], chances: number[]): void => {
  const sums = new Array<number>(receipts).fill(0);
  explanations.forEach(({ receipts: list }, place) => {
    for (const receipt of list) sums[receipt] = (sums[receipt] ?? 0) + (chances[place] ?? 0);
  });
  explanations.forEach(({ receipts: list }, place) => {
    chances[place] = (chances[place] ?? 0) / Math.max(1, ...list.map((receipt) => sums[receipt] ?? 0));
  });
};

/** What an earlier judgement said of explanations, by key; and the receipts that something has changed for since. */
type Earlier = { readonly chances: ReadonlyMap<string, number>; readonly changed: ReadonlySet<number> };

/** `noneWeights` by receipt; the explanations' weights on the same scale. What touches no changed receipt is taken from `earlier`. */
export const judgeTogether = (noneWeights: readonly number[], explanations: readonly Weighed[], earlier?: Earlier): Judged => {
  const receipts = noneWeights.length;
  const debits = explanations.reduce((most, { debits: list }) => Math.max(most, list.at(-1) ?? -1), -1) + 1;
  const notes = explanations.reduce((most, { notes: list }) => Math.max(most, list.at(-1) ?? -1), -1) + 1;
  const odds = explanations.map(({ weight, receipts: list }) => weight - list.reduce((sum, receipt) => sum + (noneWeights[receipt] ?? 0), 0));
  const best = new Array<number>(receipts).fill(0);
  explanations.forEach(({ receipts: list }, place) => {
    if (list.length === 1) best[list[0] ?? 0] = Math.max(best[list[0] ?? 0] ?? 0, odds[place] ?? 0);
  });
  const uses: Use[] = [];
  explanations.forEach((explanation, place) => {
    const bar = explanation.receipts.reduce((sum, receipt) => sum + (best[receipt] ?? 0), 0) - negligible;
    const own = odds[place] ?? 0;
    if (own < bar) return;
    const items = [...explanation.receipts];
    for (const debit of explanation.debits) items.push(receipts + debit);
    for (const note of explanation.notes) items.push(receipts + debits + note);
    uses.push({ explanation: place, odds: own, items });
  });
  const chances = new Array<number>(explanations.length).fill(0);
  for (const component of components(receipts, receipts + debits + notes, uses)) {
    if (earlier && component.receipts.every((receipt) => !earlier.changed.has(receipt))) {
      for (const { explanation } of component.uses) chances[explanation] = earlier.chances.get(explanations[explanation]?.key ?? "") ?? 0;
      continue;
    }
    const found = countAll(component) ?? passMessages(component);
    component.uses.forEach(({ explanation }, place) => {
      chances[explanation] = (found[place] ?? 0) * (explanations[explanation] ? ceilingOf(explanations[explanation]) : 1);
    });
  }
  scaleToOne(receipts, explanations, chances);
  const noneChances = new Array<number>(receipts).fill(1);
  explanations.forEach(({ receipts: list }, place) => {
    for (const receipt of list) noneChances[receipt] = Math.max(0, (noneChances[receipt] ?? 0) - (chances[place] ?? 0));
  });
  return { chances, noneChances };
};
