/** What can befall requests, and spells of bad weather that befall everything. */
import { companyPlans } from "../../src/sandbox/data/companies";
import type { HttpAnswer, HttpOutcome } from "../../src/sync/http";
import type { Choices, Share } from "./choices";
import type { Sage } from "./sage";
import type { Scheduler } from "./scheduler";
import type { Trace } from "./trace";

/** After a request was handed to the network, Sage has carried it out within this time or never will. */
export const longestCommit = 120_000;
/** What Sage has taken stands in its lists within this time. */
export const longestLag = 30_000;

type WriteFate = "not sent" | "request lost" | "throttled" | "signed out" | "failed before commit" | "failed after commit" | "answer lost" | "answer late" | "answer garbled" | "committed late" | "delivered twice";
const writeFates: readonly Share<WriteFate>[] = [
  ["not sent", 0.03],
  ["request lost", 0.05],
  ["throttled", 0.05],
  ["signed out", 0.03],
  ["failed before commit", 0.06],
  ["failed after commit", 0.08],
  ["answer lost", 0.1],
  ["answer late", 0.03],
  ["answer garbled", 0.03],
  ["committed late", 0.09],
  ["delivered twice", 0.01],
];
type ReadFate = "lost" | "failed" | "throttled" | "signed out" | "garbled";
const readFates: readonly Share<ReadFate>[] = [
  ["lost", 0.03],
  ["failed", 0.06],
  ["throttled", 0.03],
  ["signed out", 0.02],
  ["garbled", 0.02],
];
type TokenFate = "lost" | "failed" | "answer lost";
const tokenFates: readonly Share<TokenFate>[] = [
  ["lost", 0.05],
  ["failed", 0.1],
  ["answer lost", 0.04],
];

/** What becomes of one request. Delays are counted from when it was handed over. */
export type Fate = {
  readonly what: string | null;
  /** When Sage carries it out; empty for never. */
  readonly carriedOut: readonly number[];
  /** When the caller is answered, and with what; null where no answer ever comes. */
  readonly answered: { readonly after: number; readonly with: (answer: HttpAnswer | null) => HttpOutcome } | null;
};

const page = (status: number): HttpOutcome => ({
  kind: "answered",
  answer: { status, headers: { "content-type": "text/html; charset=utf-8" }, text: `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>` },
});
const signedOut: HttpOutcome = { kind: "answered", answer: { status: 401, headers: {}, text: "" } };
const cut: HttpOutcome = { kind: "no answer", detail: "other side closed (UND_ERR_SOCKET)" };
const refusedConnection: HttpOutcome = { kind: "not sent", reason: "refused", detail: "connect ECONNREFUSED" };
const busy = (retryAfter: string | null): HttpOutcome => ({
  kind: "answered",
  answer: { status: 429, headers: retryAfter === null ? {} : { "retry-after": retryAfter }, text: JSON.stringify({ statusCode: 429, message: "Rate limit is exceeded." }) },
});
const asAnswered = (answer: HttpAnswer | null): HttpOutcome => (answer === null ? cut : { kind: "answered", answer });

const serverErrors = [500, 502, 503, 504] as const;

export type Weather = {
  ofWrite(name: string): Fate;
  ofRead(name: string): Fate;
  ofToken(name: string): Fate;
  /** Whether the tunnel to Sage's server is down: lists are answered with nothing, and 200. */
  isTunnelDown(): boolean;
  /** Spells come and go from now on, none later than `until`. */
  begin(until: number): void;
  clear(): void;
};

export type Spell = { readonly name: string; readonly begin: () => void; readonly end: () => void };

/** @param further spells beside those of Sage. */
export const createWeather = (choices: Choices, scheduler: Scheduler, sage: Sage, trace: Trace, further: readonly Spell[] = []): Weather => {
  let isTunnelDown = false;

  const spells: readonly Spell[] = [
    { name: "Sage is down", begin: () => (sage.faults.sageDown = 503), end: () => (sage.faults.sageDown = false) },
    { name: "the tunnel is down", begin: () => (isTunnelDown = true), end: () => (isTunnelDown = false) },
    { name: "tokens are refused", begin: () => (sage.faults.tokenExpired = true), end: () => undefined },
    { name: "sign-in is down", begin: () => (sage.faults.authDown = true), end: () => (sage.faults.authDown = false) },
    { name: "the user lacks the sales ledger", begin: () => (sage.faults.noSalesModule = true), end: () => (sage.faults.noSalesModule = false) },
    { name: "Sage is short of breath", begin: () => (sage.faults.throttleEvery = 3), end: () => (sage.faults.throttleEvery = 0) },
    ...further,
  ];

  /** Of what changes nothing: it is answered soon or not at all. */
  const brief = (name: string, fates: readonly Share<ReadFate | TokenFate>[]): Fate => {
    const what = choices.oneOf(name, fates);
    const by = choices.of(name);
    const arrives = by.int(150);
    const soon = arrives + 10 + by.int(150);
    switch (what) {
      case null:
        return { what, carriedOut: [arrives], answered: { after: soon, with: asAnswered } };
      case "lost":
        return { what, carriedOut: [], answered: null };
      case "failed":
        return { what, carriedOut: [], answered: { after: soon, with: () => page(503) } };
      case "throttled":
        return { what, carriedOut: [], answered: { after: soon, with: () => busy(by.chance(0.5) ? "2" : null) } };
      case "signed out":
        return { what, carriedOut: [], answered: { after: soon, with: () => signedOut } };
      case "garbled":
        return { what, carriedOut: [], answered: { after: soon, with: () => page(200) } };
      case "answer lost":
        return { what, carriedOut: [arrives], answered: { after: soon, with: () => cut } };
    }
  };

  return {
    isTunnelDown: () => isTunnelDown,
    ofWrite(name) {
      const what = choices.oneOf(name, writeFates);
      const by = choices.of(name);
      const arrives = by.int(400);
      const soon = arrives + 20 + by.int(400);
      const status = by.pick(serverErrors);
      const given = by.pick([null, String(1 + by.int(30)), new Date(scheduler.now() + 10_000).toUTCString()]);
      switch (what) {
        case null:
          return { what, carriedOut: [arrives], answered: { after: soon, with: asAnswered } };
        case "not sent":
          return { what, carriedOut: [], answered: { after: arrives, with: () => refusedConnection } };
        case "request lost":
          return { what, carriedOut: [], answered: null };
        case "throttled":
          return { what, carriedOut: [], answered: { after: soon, with: () => busy(given) } };
        case "signed out":
          return { what, carriedOut: [], answered: { after: soon, with: () => signedOut } };
        case "failed before commit":
          return { what, carriedOut: [], answered: { after: soon, with: () => page(status) } };
        case "failed after commit":
          return { what, carriedOut: [arrives], answered: { after: soon, with: () => page(status) } };
        case "answer lost":
          return { what, carriedOut: [arrives], answered: { after: soon, with: () => cut } };
        case "answer late":
          return { what, carriedOut: [arrives], answered: { after: 60_000 + by.int(120_000), with: asAnswered } };
        case "answer garbled":
          return { what, carriedOut: by.chance(0.5) ? [arrives] : [], answered: { after: soon, with: () => page(200) } };
        case "committed late":
          return { what, carriedOut: [by.int(longestCommit)], answered: by.chance(0.5) ? null : { after: by.int(5_000), with: () => page(504) } };
        case "delivered twice":
          return { what, carriedOut: [arrives, arrives + by.int(4_000)], answered: { after: soon + 5_000, with: () => cut } };
      }
    },
    ofRead: (name) => brief(name, readFates),
    ofToken: (name) => brief(name, tokenFates),
    begin(until) {
      for (let nth = 1; nth <= 4; nth += 1) {
        const name = `spell ${nth}`;
        const by = choices.of(name);
        const spell = by.pick(spells);
        const from = by.int(Math.max(1, until - scheduler.now()));
        const length = 5_000 + by.int(by.chance(0.3) ? 600_000 : 60_000);
        if (!choices.befalls(name, 0.5)) continue;
        void scheduler.sleep(null, from).then(async () => {
          trace.note("weather", `${spell.name} for ${Math.round(length / 1000)} s`, null);
          spell.begin();
          await scheduler.sleep(null, Math.min(length, Math.max(0, until - scheduler.now())));
          spell.end();
        });
      }
    },
    clear: () => spells.forEach(({ end }) => end()),
  };
};

/** Two of the practice companies: their record ids overlap, as each is a database of its own. */
export const plansOf = (seed: number) => companyPlans.filter((_, at) => at !== seed % companyPlans.length);
