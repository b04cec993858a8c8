import type { FastifyInstance } from "fastify";
import { failure } from "../../sync/model/failure";
import { mayAct, notLocal, type Authenticate } from "../auth";
import type { Metrics } from "../metrics";
import { refuse } from "../refusals";

export type MachineOptions = {
  readonly metrics: Metrics;
  readonly authenticate: Authenticate;
  /** Whether the database answers now. */
  readonly isReady: () => Promise<boolean>;
};

/** For load balancers and monitoring. They tell nothing about anybody's books. */
export const machineRoutes = (app: FastifyInstance, { metrics, authenticate, isReady }: MachineOptions): void => {
  app.get("/healthz", { schema: { hide: true } }, async (_request, reply) => reply.header("cache-control", "no-store").send({ status: "up" }));

  app.get("/readyz", { schema: { hide: true } }, async (_request, reply) => {
    const ready = await isReady();
    return reply.code(ready ? 200 : 503).header("cache-control", "no-store").send({ status: ready ? "ready" : "the database does not answer" });
  });

  app.get("/metrics", { schema: { hide: true } }, async (request, reply) => {
    if (notLocal(request) !== null) {
      const who = await authenticate(request);
      if (!who.ok) return refuse(request, reply, who.failure);
      if (!mayAct(who.value, "admin")) return refuse(request, reply, failure("not-allowed", "Only an admin may read the metrics from another machine.", "Ask an admin, or read them on the gateway's own machine."));
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
};
