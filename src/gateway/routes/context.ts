import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, ServerResponse } from "node:http";
import { refusal } from "../../sync/contract";
import type { Actor, SyncCore } from "../../sync/core";
import type { Failure } from "../../sync/model/failure";
import type { Identity } from "../auth";
import { peek } from "../first-line";
import type { Metrics } from "../metrics";
import { ndjson } from "../ndjson";
import { fault, refuse } from "../refusals";
import type { Streams } from "../streams";

export type Api = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

export type RouteContext = { readonly core: SyncCore; readonly metrics: Metrics; readonly streams: Streams };

/** The path with a parameter in place of an id; the contract encodes ids, and so the colon. */
export const pattern = (path: (id: string) => string): string => decodeURIComponent(path(":id"));

/** Every route may refuse: for the OpenAPI document. */
export const refusals = { "4xx": refusal, "5xx": refusal } as const;

export const ndjsonType = "application/x-ndjson";

/** The hook has set it on every /api route. */
export const askedBy = (request: FastifyRequest): Identity => {
  if (request.identity === null) throw new Error(`${request.routeOptions.url} was reached without an identity.`);
  return request.identity;
};

/** Who asks, as the core records it. */
export const actorOf = (request: FastifyRequest): Actor => {
  const { id, name } = askedBy(request);
  return { id, name };
};

type Line = { readonly type: string };
const isFault = (line: Line | undefined): line is { type: "fault"; failure: Failure } => line?.type === "fault";

/** Streams lines as NDJSON; a stream that cannot begin is answered as a refusal. */
export const stream = async <T extends Line>(request: FastifyRequest, reply: FastifyReply, lines: AsyncIterable<T>, onLine?: (line: T) => void): Promise<FastifyReply> => {
  const { first, all } = await peek(lines);
  if (isFault(first)) return refuse(request, reply, first.failure);
  const body = ndjson(all, {
    ...(onLine ? { onLine } : {}),
    onFault: (error) => {
      request.log.error({ err: error, route: request.routeOptions.url }, "a stream ended in a fault");
      return { type: "fault", failure: fault() };
    },
  });
  return reply.type(ndjsonType).send(body);
};
