import type { HttpOutcome } from "./http";

export type ReadDecision = { readonly next: "again"; readonly waitMs: number; readonly why: string } | { readonly next: "stop"; readonly why: string };

/** `roll` in [0, 1) spreads the waits of many callers; `elapsedMs` since the first try began. */
export type ReadCircumstances = { readonly roll: number; readonly now: Date; readonly elapsedMs: number };

const mostTries = 4;
const firstWaitMs = 500;
const longestWaitMs = 8_000;
/** A person may be waiting for the answer; beyond this the failure is the better answer. */
const patienceMs = 90_000;

const transientStatus: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Whether to read again. Never for a write: a write that failed may have happened. Waits grow by doubling with full jitter,
 * and are never shorter than the other side asked for by Retry-After.
 */
export const decideRead = (outcome: HttpOutcome, attempt: number, { roll, now, elapsedMs }: ReadCircumstances): ReadDecision => {
  const transient = whyTransient(outcome);
  if (transient === null) return { next: "stop", why: "trying again cannot change the answer" };
  if (attempt >= mostTries) return { next: "stop", why: `${transient}, ${mostTries} times` };
  const backOff = roll * Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
  const asked = outcome.kind === "answered" ? retryAfterMs(outcome.answer.headers["retry-after"], now) : null;
  const waitMs = Math.round(Math.max(backOff, asked ?? 0));
  if (elapsedMs + waitMs > patienceMs) return { next: "stop", why: `${transient}, and the next try would come too late` };
  return { next: "again", waitMs, why: asked === null ? transient : `${transient}, asked to wait ${Math.round(asked / 1000)} s` };
};

const whyTransient = (outcome: HttpOutcome): string | null => {
  switch (outcome.kind) {
    case "answered":
      return transientStatus.has(outcome.answer.status) ? `answered ${outcome.answer.status}` : null;
    case "not sent":
      return outcome.reason === "certificate" ? null : outcome.reason;
    case "no answer":
      return "no answer";
    case "too large":
    case "cancelled":
      return null;
  }
};

/** Retry-After is a number of seconds or an HTTP date. Null where absent, unreadable or in the past. */
export const retryAfterMs = (header: string | undefined, now: Date): number | null => {
  const text = header?.trim() ?? "";
  if (text === "") return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isFinite(ms) && ms > 0 ? ms : null;
};
