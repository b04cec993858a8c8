/**
 * Calls to other systems. One client a system, with its own connections, so that a slow Sage cannot starve The Layer.
 * It follows no redirect (a token would travel along), repeats no write (only the caller knows whether that is safe) and
 * tells nobody what stood in a header.
 */
import { types } from "node:util";
import { Agent, request as undiciRequest } from "undici";
import { notSentReason, type NotSentReason } from "./not-sent";
import { decideRead } from "./read-again";

export type HttpRequest = {
  readonly method: "GET" | "POST" | "PUT";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
};
/** Header names are lower case; a repeated header is joined by ", ". */
export type HttpAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string };

/** What became of one request, told by what is known about the other side. */
export type HttpOutcome =
  | { readonly kind: "answered"; readonly answer: HttpAnswer }
  /** The other side cannot have seen the request. */
  | { readonly kind: "not sent"; readonly reason: NotSentReason; readonly detail: string }
  /** The request went out; whether it was carried out is not known. */
  | { readonly kind: "no answer"; readonly detail: string }
  | { readonly kind: "too large"; readonly limitBytes: number }
  | { readonly kind: "cancelled" };

export type HttpClient = {
  /** Sends once, whatever happens: for everything that changes something. */
  send(request: HttpRequest): Promise<HttpOutcome>;
  /** Reads, and again after a pause where `decideRead` says so. */
  read(request: Omit<HttpRequest, "method" | "body">): Promise<HttpOutcome>;
  close(): Promise<void>;
};

/** One finished try, for logs and metrics. No header and no query text, as both may hold secrets or names. */
export type HttpCall = { readonly method: string; readonly path: string; readonly outcome: HttpOutcome["kind"]; readonly status: number | null; readonly ms: number };

export type HttpOptions = {
  readonly connections?: number;
  readonly connectMs?: number;
  /** Until the answer begins. Sage's server is often one machine behind a tunnel: 60 to 90 seconds are not unusual. */
  readonly headersMs?: number;
  /** Between two pieces of the answer. */
  readonly bodyMs?: number;
  /** For the whole of one try: an answer that trickles for ever ends here. */
  readonly totalMs?: number;
  readonly maxBytes?: number;
  readonly onCall?: (call: HttpCall) => void;
  /** Replaced in tests: the pause between two reads, and the chance in its length. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly roll?: () => number;
};

export const createHttp = ({
  connections = 4,
  connectMs = 10_000,
  headersMs = 75_000,
  bodyMs = 30_000,
  totalMs = 120_000,
  maxBytes = 64 * 1024 * 1024,
  onCall,
  wait = pause,
  roll = Math.random,
}: HttpOptions = {}): HttpClient => {
  const agent = new Agent({
    connections,
    pipelining: 1,
    connect: { timeout: connectMs },
    headersTimeout: headersMs,
    bodyTimeout: bodyMs,
    maxResponseSize: maxBytes,
    keepAliveTimeout: 10_000,
  });

  const once = async (request: HttpRequest): Promise<HttpOutcome> => {
    if (request.signal?.aborted) return { kind: "cancelled" };
    const deadline = deadlineFor(totalMs, request.signal);
    try {
      const { statusCode, headers, body } = await undiciRequest(request.url, {
        dispatcher: agent,
        method: request.method,
        headers: { accept: "application/json", "user-agent": "tieout", ...request.headers },
        body: request.body ?? null,
        signal: deadline.signal,
      });
      const text = await body.text();
      return { kind: "answered", answer: { status: statusCode, headers: flatten(headers), text } };
    } catch (error) {
      if (request.signal?.aborted) return { kind: "cancelled" };
      if (deadline.passed()) return { kind: "no answer", detail: `no complete answer within ${Math.round(totalMs / 1000)} seconds` };
      return outcomeOf(error, maxBytes);
    } finally {
      deadline.clear();
    }
  };

  const timed = async (request: HttpRequest): Promise<HttpOutcome> => {
    const began = performance.now();
    const outcome = await once(request);
    onCall?.({
      method: request.method,
      path: new URL(request.url).pathname,
      outcome: outcome.kind,
      status: outcome.kind === "answered" ? outcome.answer.status : null,
      ms: performance.now() - began,
    });
    return outcome;
  };

  return {
    send: timed,
    async read(request) {
      const began = performance.now();
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await timed({ ...request, method: "GET" });
        const decision = decideRead(outcome, attempt, { roll: roll(), now: new Date(), elapsedMs: performance.now() - began });
        if (decision.next === "stop") return outcome;
        await wait(decision.waitMs, request.signal);
      }
    },
    close: () => agent.close(),
  };
};

/** Ends early when the signal does; the next try then sees the signal and is "cancelled". */
const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted) end();
  });

/** The caller's signal and our deadline in one. Listeners are taken off again, since a caller's signal can live for hours. */
const deadlineFor = (ms: number, outer: AbortSignal | undefined) => {
  const controller = new AbortController();
  let hasPassed = false;
  const follow = () => controller.abort(outer?.reason);
  const timer = setTimeout(() => {
    hasPassed = true;
    controller.abort(new Error("deadline"));
  }, ms);
  outer?.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    passed: () => hasPassed,
    clear() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", follow);
    },
  };
};

const flatten = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]])),
  );

const outcomeOf = (error: unknown, limitBytes: number): HttpOutcome => {
  if (!types.isNativeError(error)) throw error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") return { kind: "too large", limitBytes };
  // Our own mistakes (a malformed URL or header) are bugs, not weather.
  if (error.name === "TypeError" || code === "UND_ERR_INVALID_ARG" || code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED") throw error;
  const reason = notSentReason(error);
  const detail = code === "" ? error.message : `${error.message} (${code})`;
  return reason === null ? { kind: "no answer", detail } : { kind: "not sent", reason, detail };
};
