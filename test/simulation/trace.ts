/** What happened, in virtual time, for whoever has to understand a broken run. */
export type Trace = {
  /** `about` names the documents concerned; null for what concerns all. */
  note(who: string, what: string, about: string | null): void;
  /** Lines about these documents, and about processes and the world. */
  lines(about: ReadonlySet<string>): readonly string[];
};

export const noTrace: Trace = { note: () => undefined, lines: () => [] };

const clockText = (ms: number): string => {
  const seconds = ms / 1000;
  return `${String(Math.floor(seconds / 60)).padStart(3)}:${(seconds % 60).toFixed(3).padStart(6, "0")}`;
};

export const createTrace = (now: () => number, startsAt: number): Trace => {
  const notes: { readonly at: number; readonly who: string; readonly what: string; readonly about: string | null }[] = [];
  return {
    note: (who, what, about) => notes.push({ at: now() - startsAt, who, what, about }),
    lines: (wanted) => notes.filter(({ about }) => about === null || wanted.has(about)).map(({ at, who, what }) => `${clockText(at)}  ${who.padEnd(8)} ${what}`),
  };
};
