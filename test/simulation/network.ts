/** The way between a process and Sage, as the product's HTTP client: each request meets its fate, and takes virtual time. */
import { decideRead, type HttpAnswer, type HttpClient, type HttpOutcome, type HttpRequest } from "../../src/sync/http";
import { calendarOf, deadlineOf } from "./clocks";
import type { Random } from "./random";
import { sageAddress, type Sage } from "./sage";
import type { Process, Scheduler } from "./scheduler";
import type { Trace } from "./trace";
import type { Fate, Weather } from "./weather";

export type NetworkOptions = {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly weather: Weather;
  readonly sage: Sage;
  /** The Layer, where the gateway speaks to it too. */
  readonly layer?: { readonly url: string; answer(request: HttpRequest): Promise<HttpAnswer> };
  readonly trace: Trace;
  /** Of one try. */
  readonly totalMs: number;
  /** The document, customer, allocation or payment that a posting is for. */
  readonly whatIs: (request: HttpRequest) => string;
  /** Told when Sage's sign-in takes the refresh token no more. */
  readonly refused: () => void;
  /** Told in the moment in which a posting leaves its process. */
  readonly leaves: (process: Process, request: HttpRequest, what: string) => void;
};

export type Network = {
  clientOf(process: Process): HttpClient;
  /** How often Sage carried out one and the same request more than once, by what it was for. */
  carriedOutAgain(): ReadonlyMap<string, number>;
};

const isList = ({ method, url }: HttpRequest): boolean => method === "GET" && !/\/\d+(\?|$)/.test(url);
const isGood = (answer: HttpAnswer): boolean => answer.status >= 200 && answer.status <= 299;

export const createNetwork = ({ scheduler, random, weather, sage, layer, trace, totalMs, whatIs, refused, leaves }: NetworkOptions): Network => {
  const again = new Map<string, number>();
  const count = new Map<string, number>();
  const numbered = (name: string): string => {
    const nth = (count.get(name) ?? 0) + 1;
    count.set(name, nth);
    return `${name}, ${nth}`;
  };

  const isForLayer = ({ url }: HttpRequest): boolean => layer !== undefined && url.startsWith(layer.url);
  const carryOut = (request: HttpRequest): Promise<HttpAnswer> => (layer !== undefined && isForLayer(request) ? layer.answer(request) : carryOutInSage(request));
  const carryOutInSage = (request: HttpRequest): Promise<HttpAnswer> =>
    weather.isTunnelDown() && isList(request) ? Promise.resolve({ status: 200, headers: {}, text: "[]" }) : sage.answer(request);

  const once = async (process: Process, request: HttpRequest, fate: Fate, what: string | null): Promise<HttpOutcome> => {
    const limit = Math.min(scheduler.now() + totalMs, deadlineOf(request.signal));
    if (limit <= scheduler.now()) return { kind: "cancelled" };
    const waiting = scheduler.wait(process, limit - scheduler.now());
    let outcome: HttpOutcome | null = null;
    let answer: HttpAnswer | null = null;
    let taken = 0;
    for (const after of fate.carriedOut) {
      void scheduler.sleep(null, after).then(async () => {
        const given = await carryOut(request);
        answer ??= given;
        if (given.status === 400 && given.text.includes("invalid_grant")) refused();
        if (what === null) return;
        trace.note(isForLayer(request) ? "Layer" : "Sage", `answers ${given.status} ${given.text.slice(0, 120)} to ${what}${fate.what === null ? "" : `; ${fate.what}`}`, what);
        if (!isGood(given)) return;
        taken += 1;
        if (taken > 1) again.set(what, (again.get(what) ?? 0) + 1);
      });
    }
    const { answered } = fate;
    if (answered !== null)
      void scheduler.sleep(null, answered.after).then(() => {
        outcome = answered.with(answer);
        waiting.end();
      });
    await waiting.over;
    return outcome ?? { kind: "no answer", detail: "no complete answer in time" };
  };

  return {
    carriedOutAgain: () => again,
    clientOf: (process) => ({
      send(request) {
        if (!request.url.startsWith(sageAddress.url) && !isForLayer(request)) return once(process, request, weather.ofToken(numbered(`${process.name} asks for a token`)), null);
        const what = whatIs(request);
        leaves(process, request, what);
        const fate = weather.ofWrite(numbered(`${what} is sent`));
        trace.note(process.name, `sends ${what}${fate.what === null ? "" : `: ${fate.what}`}`, what);
        return once(process, request, fate, what);
      },
      async read(request) {
        const began = scheduler.now();
        const asked = { ...request, method: "GET" } as const;
        for (let attempt = 1; ; attempt += 1) {
          const outcome = await once(process, asked, weather.ofRead(numbered(`${process.name} reads`)), null);
          const decision = decideRead(outcome, attempt, { roll: random.next(), now: new Date(calendarOf(scheduler)), elapsedMs: scheduler.now() - began });
          if (decision.next === "stop") return outcome;
          await scheduler.sleep(process, decision.waitMs);
        }
      },
      close: async () => undefined,
    }),
  };
};
