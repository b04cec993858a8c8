/**
 * All that goes wrong in a run, piece by piece and each by its name. A piece can be left out, and every other comes up as it
 * would have: so a broken run is replayed with less and less until only what breaks it is left.
 */
import { drawn, Random, seedOf } from "./random";

export type Share<Kind extends string> = readonly [kind: Kind, share: number];

export type Choices = {
  /** Whether the misfortune of that name befalls. */
  befalls(name: string, probability: number): boolean;
  /** One of the kinds by their shares; null, for all going well, where none comes up. */
  oneOf<Kind extends string>(name: string, shares: readonly Share<Kind>[]): Kind | null;
  /** Chances that belong to the name alone: how long, how many. */
  of(name: string): Random;
  /** Names of what came up, in order. */
  cameUp(): readonly string[];
};

/**
 * @param only the misfortunes that may befall; all of them where null.
 * @param calm true when nothing goes wrong any more.
 */
export const createChoices = (seed: number, only: ReadonlySet<string> | null, calm: () => boolean): Choices => {
  const cameUp: string[] = [];
  const takes = (name: string): boolean => {
    if (calm() || (only !== null && !only.has(name))) return false;
    cameUp.push(name);
    return true;
  };
  return {
    befalls: (name, probability) => drawn(seed, name) < probability && takes(name),
    oneOf(name, shares) {
      let left = drawn(seed, name);
      for (const [kind, share] of shares) {
        if (left < share) return takes(`${name}: ${kind}`) ? kind : null;
        left -= share;
      }
      return null;
    },
    of: (name) => new Random(seedOf(seed, `${name} in particular`)),
    cameUp: () => cameUp,
  };
};
