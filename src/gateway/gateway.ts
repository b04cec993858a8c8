/** The gateway: HTTP, sign-in, limits and pages around the sync core, and no rule of its own. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { constants } from "node:zlib";
import compress from "@fastify/compress";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance } from "fastify";
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { paths } from "../sync/contract";
import type { SyncCore } from "../sync/core";
import { failure } from "../sync/model/failure";
import { watchConnections } from "./connections";
import { entraAuth, localAuth, mayAct, type Authenticate } from "./auth";
import { createMetrics, timeRequests, type Metrics } from "./metrics";
import { registerPages } from "./pages";
import { fault, refuse, toldToCaller } from "./refusals";
import type { Api, RouteContext } from "./routes/context";
import { decisionRoutes } from "./routes/decisions";
import { documentRoutes } from "./routes/documents";
import { lookupRoutes } from "./routes/lookups";
import { machineRoutes } from "./routes/machines";
import { pushRoutes } from "./routes/pushes";
import { receiptReportRoutes } from "./routes/receipt-reports";
import { receiptRoutes } from "./routes/receipts";
import { reportRoutes } from "./routes/reports";
import { sessionRoutes } from "./routes/session";
import { sheetRoutes } from "./routes/sheets";
import { securityHeaders } from "./security-headers";
import type { Settings } from "./settings";
import { createStreams } from "./streams";
import { version } from "./version";

export type GatewayOptions = {
  readonly core: SyncCore;
  readonly settings: Pick<Settings, "auth" | "webRoot">;
  readonly logger: FastifyBaseLogger;
  /** Whether the database answers now, for /readyz. */
  readonly isReady?: () => Promise<boolean>;
  readonly metrics?: Metrics;
  /** Requests a minute for each person. */
  readonly requestsPerMinute?: number;
};

/** For readers to take the last bytes of their streams when the gateway stops, and then for answers under way. */
const patienceMs = 5_000;

/** Not listening yet. Closing it ends streams that are being read and waits for answers under way; the core stays open. */
export const createGateway = async ({ core, settings, logger, isReady = async () => true, metrics = createMetrics(), requestsPerMinute = 1_200 }: GatewayOptions): Promise<FastifyInstance> => {
  const signsIn = settings.auth.kind === "entra";
  const authenticate: Authenticate = settings.auth.kind === "entra" ? entraAuth(settings.auth) : localAuth;
  const streams = createStreams();

  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    genReqId: () => randomUUID(),
    exposeHeadRoutes: false,
    // A streamed answer may take as long as it takes; what arrives may not.
    requestTimeout: 120_000,
    forceCloseConnections: "idle",
    frameworkErrors: (error, request, reply) => void refuse(request, reply, failure("bad-request", `The address cannot be read (${error.message}).`, "Check the address."), 400),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest("identity", null);

  app.setErrorHandler((error: FastifyError, request, reply) => {
    const told = toldToCaller(error, request);
    if (told !== null) return refuse(request, reply, told.why, told.status);
    request.log.error({ err: error, route: request.routeOptions.url }, "a request ended in a fault");
    return refuse(request, reply, fault());
  });
  app.setNotFoundHandler((request, reply) =>
    refuse(request, reply, failure("not-found", `The gateway has nothing at ${request.method} ${request.url.split("?")[0]}.`, "Check the address; /api/openapi.json lists what there is.")),
  );
  app.addHook("onRequest", async (request, reply) => void reply.header("x-request-id", request.id));
  const endConnections = watchConnections(app.server);
  app.addHook("preClose", async () => {
    await Promise.race([streams.endAll(), pause(patienceMs, undefined, { ref: false })]);
    endConnections(patienceMs);
  });
  timeRequests(app, metrics);

  await app.register(helmet, securityHeaders({ signsIn }));
  await app.register(compress, {
    encodings: ["gzip"],
    // Without this NDJSON goes out as it is, twelve times as large.
    customTypes: /^(application\/(x-ndjson|json|xml|javascript)|text\/)/,
    // Each piece is flushed, so that results arrive as they come.
    zlibOptions: { flush: constants.Z_SYNC_FLUSH },
    globalDecompression: false,
  });
  await app.register(swagger, {
    openapi: { openapi: "3.1.0", info: { title: "Tieout gateway", version, description: "What the add-in asks of its gateway." } },
    transform: jsonSchemaTransform,
  });

  await app.register(async (scope) => {
    const api: Api = scope.withTypeProvider<ZodTypeProvider>();
    guard(api, authenticate);
    await scope.register(rateLimit, {
      max: requestsPerMinute,
      timeWindow: 60_000,
      hook: "preParsing",
      keyGenerator: (request) => request.identity?.id ?? request.ip,
    });
    const context: RouteContext = { core, metrics, streams };
    sessionRoutes(api, context);
    sheetRoutes(api, context);
    pushRoutes(api, context);
    lookupRoutes(api, context);
    reportRoutes(api, context);
    documentRoutes(api, context);
    decisionRoutes(api, context);
    receiptRoutes(api, context);
    receiptReportRoutes(api, context);
    api.get(paths.openapi, { config: { needs: "viewer" }, schema: { hide: true } }, async (_request, reply) => reply.send(app.swagger()));
  });
  machineRoutes(app, { metrics, authenticate, isReady });
  await registerPages(app, { webRoot: settings.webRoot, showsWorkbench: !signsIn });
  return app;
};

/** Every /api route knows who asks and states who may: one that forgets cannot be registered. */
const guard = (api: Api, authenticate: Authenticate): void => {
  api.addHook("onRoute", (route) => {
    if (route.config?.needs === undefined) throw new Error(`The route ${route.url} does not say who may ask.`);
  });
  api.addHook("onRequest", async (request, reply) => {
    void reply.header("cache-control", "no-store");
    const who = await authenticate(request);
    if (!who.ok) return refuse(request, reply, who.failure);
    const needs = request.routeOptions.config.needs ?? "admin";
    if (!mayAct(who.value, needs))
      return refuse(
        request,
        reply,
        failure("not-allowed", `This needs the role "${needs}"; you have ${who.value.roles.length === 0 ? "none" : who.value.roles.join(", ")}.`, `Ask your administrator for the role "${needs}" in the Tieout application of your directory.`),
      );
    request.identity = who.value;
  });
};
