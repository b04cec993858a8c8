/**
 * A small seeded generator (sfc32, seeded by a mixing hash). Each purpose and index has a stream of its own, so that
 * one record can be made again later without making all the others, and adding a field to one kind leaves the rest alone.
 */
// Taken once: a hundred million look-ups of a global are slow where the global object is a sandbox of its own, as in tests.
const { imul, floor } = Math;

const mix = (hash: number, word: number): number => {
  let h = imul(hash ^ word, 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

const hashOf = (purpose: string): number => {
  let h = 0x9e3779b9;
  for (let i = 0; i < purpose.length; i++) h = mix(h, purpose.charCodeAt(i));
  return h;
};

/** All the streams of one purpose, one for each index. */
export const streams = (purpose: string): ((seed: number, index: number) => Rng) => {
  const hash = hashOf(purpose);
  return (seed, index) => new Rng(hash, seed, index);
};

/** Choices with their weights, summed up once. */
export type Odds<T> = { readonly total: number; readonly choices: readonly (readonly [weight: number, value: T])[] };
export const odds = <T>(...choices: readonly (readonly [weight: number, value: T])[]): Odds<T> => ({
  total: choices.reduce((sum, [weight]) => sum + weight, 0),
  choices,
});

export class Rng {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  constructor(purpose: number, seed: number, index: number) {
    this.#a = mix(mix(purpose, seed >>> 0), index >>> 0);
    this.#b = mix(this.#a, floor(seed / 2 ** 32) >>> 0);
    this.#c = mix(this.#b, 0x2545f491);
    for (let i = 0; i < 8; i++) this.bits();
  }

  /** 32 random bits as a non-negative integer. */
  bits(): number {
    const t = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }

  /** An integer from 0 up to, not including, `below`. */
  int(below: number): number {
    return floor((this.bits() / 2 ** 32) * below);
  }

  /** An integer from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + this.int(to - from + 1);
  }

  chance(probability: number): boolean {
    return this.bits() / 2 ** 32 < probability;
  }

  pick<T>(of: readonly T[]): T {
    const chosen = of[this.int(of.length)];
    if (chosen === undefined) throw new Error("Nothing to pick from.");
    return chosen;
  }

  /** One of the values, each as likely as its weight. */
  draw<T>({ total, choices }: Odds<T>): T {
    let left = (this.bits() / 2 ** 32) * total;
    for (const [weight, value] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    throw new Error("Nothing to draw from.");
  }
}
