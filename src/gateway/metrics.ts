import type { FastifyInstance } from "fastify";
import { Counter, Histogram, Registry } from "prom-client";

/** What the gateway counts, in its own registry, so that two gateways in one process do not mix. */
export const createMetrics = () => {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: "tieout_http_request_seconds",
    help: "Requests by route, until the last byte was sent.",
    labelNames: ["method", "route", "status"] as const,
    buckets: [0.005, 0.025, 0.1, 0.5, 2.5, 10, 60],
    registers,
  });
  const rows = new Counter({ name: "tieout_rows_total", help: "Rows sent to panes, by what was asked.", labelNames: ["route", "name"] as const, registers });
  const pushes = new Counter({ name: "tieout_pushes_total", help: "Pushes, by sheet and answer.", labelNames: ["sheet", "answer"] as const, registers });
  const results = new Counter({ name: "tieout_push_results_total", help: "Results of pushed rows as streamed to panes.", labelNames: ["outcome"] as const, registers });
  return { registry, requests, rows, pushes, results };
};

export type Metrics = ReturnType<typeof createMetrics>;

/** Times every request under its route's pattern, never under the address asked for: that would make a series for each id. */
export const timeRequests = (app: FastifyInstance, metrics: Metrics): void => {
  app.addHook("onResponse", async (request, reply) => {
    metrics.requests.observe({ method: request.method, route: request.routeOptions.url ?? "none", status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
};
