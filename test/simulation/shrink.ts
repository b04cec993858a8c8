/** The least that still breaks: a broken seed is replayed with fewer documents and fewer misfortunes, as long as a rule stays broken. */
import type { Mutant } from "./mutants";
import { simulate } from "./simulate";
import type { Outcome } from "./storm";

/** `keeps` tells whether what is left still breaks. Parts are taken away in halves first, then smaller and smaller. */
const least = async (all: readonly string[], keeps: (left: readonly string[]) => Promise<boolean>): Promise<readonly string[]> => {
  let left = all;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < left.length; ) {
      const tried = [...left.slice(0, at), ...left.slice(at + size)];
      if (await keeps(tried)) left = tried;
      else at += size;
    }
  }
  return left;
};

/** @param within milliseconds that may be spent. What was reached by then is the answer. */
export const shrink = async (broken: Outcome, mutant: Mutant | null, within: number): Promise<Outcome> => {
  const until = Date.now() + within;
  const rules = new Set(broken.violations.map(({ rule }) => rule));
  const replay = async (documents: readonly string[], misfortunes: readonly string[], isTraced: boolean): Promise<Outcome> =>
    simulate(broken.seed, { mutant, only: new Set(misfortunes), without: new Set(broken.documents.filter((label) => !documents.includes(label))), isTraced });
  const breaks = async (documents: readonly string[], misfortunes: readonly string[]): Promise<boolean> =>
    Date.now() < until && (await replay(documents, misfortunes, false)).violations.some(({ rule }) => rules.has(rule));

  let misfortunes = await least(broken.misfortunes, (left) => breaks(broken.documents, left));
  const documents = await least(broken.documents, (left) => breaks(left, misfortunes));
  misfortunes = await least(misfortunes, (left) => breaks(documents, left));
  return replay(documents, misfortunes, true);
};

const shown = 60;

/** The trace of a shrunk run: what befell, then step by step what was done with the documents that ended wrong. */
export const traceOf = (shrunk: Outcome): readonly string[] => {
  const about = new Set(shrunk.violations.flatMap((violation) => violation.about));
  const lines = shrunk.trace.lines(about);
  return [
    ...shrunk.misfortunes.map((name) => `  befell: ${name}`),
    ...lines.slice(0, shown).map((line) => `  ${line}`),
    ...(lines.length > shown ? [`  … and ${lines.length - shown} lines more`] : []),
    ...shrunk.violations.map(({ what }) => `  broken: ${what}`),
  ];
};
