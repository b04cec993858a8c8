/** What was asked of the practice servers, for tests that must prove what a client did or did not send. Bodies and headers are not kept. */
export type PracticeSystem = "layer" | "sage200" | "auth";

export type Call = {
  readonly at: number;
  readonly system: PracticeSystem;
  readonly method: string;
  /** The route as declared, for example `/v1/links/batch` or, below Sage's base path, `/customers/:id`; the raw path where none matched. */
  readonly route: string;
  /** Path and query, below Sage's base path where it is Sage's. */
  readonly url: string;
  /** The answer's status; 0 where the connection was cut instead. */
  readonly status: number;
};

/** The newest calls are kept whole; counters cover all since the last reset. */
const kept = 10_000;

export class CallLog {
  #calls: Call[] = [];
  readonly #counts = new Map<string, number>();

  record(call: Call): void {
    this.#calls.push(call);
    if (this.#calls.length > kept * 2) this.#calls = this.#calls.slice(-kept);
    const key = `${call.method} ${call.route}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** Oldest first, at most the newest 10,000. */
  list(system?: PracticeSystem): readonly Call[] {
    const newest = this.#calls.slice(-kept);
    return system === undefined ? newest : newest.filter((call) => call.system === system);
  }

  /** Calls of one route, for example `count("POST /v1/links/batch")` or `count("GET /customer_views")`. */
  count(methodAndRoute: string): number {
    return this.#counts.get(methodAndRoute) ?? 0;
  }

  /** All counters by method and route. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  reset(): void {
    this.#calls = [];
    this.#counts.clear();
  }
}
