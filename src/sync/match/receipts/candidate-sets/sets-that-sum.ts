/** Which sets out of a few amounts come to a sum, found by meeting in the middle: half the amounts are added up, the other half is looked up. */

/** Sums of all sets of some amounts; the bits of a place say which amounts the set has. */
const sumsOfSets = (amounts: readonly number[]): Float64Array => {
  const sums = new Float64Array(1 << amounts.length);
  amounts.forEach((amount, bit) => {
    const size = 1 << bit;
    for (let set = 0; set < size; set += 1) sums[size + set] = (sums[set] ?? 0) + amount;
  });
  return sums;
};

/** More amounts than this are too many to try, and too many for a sum to mean anything. */
export const mostAmounts = 20;

/**
 * Places of the amounts in each set that comes to `sum`, ascending; none when more than `mostSets` do.
 * @param amounts pence, above zero, `mostAmounts` at most.
 */
export const setsThatSum = (amounts: readonly number[], sum: number, mostSets: number): readonly (readonly number[])[] => {
  const half = amounts.length >> 1;
  const [low, high] = [sumsOfSets(amounts.slice(0, half)), sumsOfSets(amounts.slice(half))];
  const bySum = new Map<number, number[]>();
  low.forEach((total, set) => {
    if (total > sum) return;
    const known = bySum.get(total);
    if (known) known.push(set);
    else bySum.set(total, [set]);
  });
  const found: number[][] = [];
  for (let set = 0; set < high.length; set += 1) {
    const lows = bySum.get(sum - (high[set] ?? 0));
    if (!lows) continue;
    for (const other of lows) found.push(amounts.flatMap((_amount, place) => ((place < half ? other >> place : set >> (place - half)) & 1 ? [place] : [])));
    if (found.length > mostSets) return [];
  }
  return found;
};
