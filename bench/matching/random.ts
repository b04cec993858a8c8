/** Repeatable chance: the same seed, the same ledger, on every machine. */
export type Random = {
  /** 0 up to 1. */
  next(): number;
  below(limit: number): number;
  between(least: number, most: number): number;
  happens(chance: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Around 0 with a spread of 1. */
  bell(): number;
};

/** mulberry32. */
export const randomFrom = (seed: number): Random => {
  let state = (seed * 2_654_435_761) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    between: (least, most) => least + below(most - least + 1),
    happens: (chance) => next() < chance,
    pick: (list) => {
      const chosen = list[below(list.length)];
      if (chosen === undefined) throw new Error("nothing to pick from");
      return chosen;
    },
    bell: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
};
