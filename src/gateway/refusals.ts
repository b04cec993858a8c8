/** How a failure is told over HTTP: always the contract's refusal shape, with the request's id. */
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import type { Refusal } from "../sync/contract";
import { failure, type Failure, type FailureCode } from "../sync/model/failure";

const statusOf: Readonly<Partial<Record<FailureCode, number>>> = {
  "bad-request": 400,
  "missing-header": 400,
  "empty-sheet": 400,
  "not-signed-in": 401,
  "not-allowed": 403,
  "not-found": 404,
  "push-key-reused": 409,
  "stale-row": 409,
  "run-under-way": 409,
  "too-large": 413,
  "gateway-fault": 500,
  "layer-down": 502,
  "sage-down": 502,
  "sage-unreadable": 502,
  "gateway-down": 503,
  "sage-busy": 503,
  "local-storage": 503,
};
/** Understood, well formed, and still not to be done. */
const otherwise = 422;

export const refuse = (request: FastifyRequest, reply: FastifyReply, why: Failure, status = statusOf[why.code] ?? otherwise): FastifyReply => {
  const body: Refusal = { failure: why, requestId: request.id };
  if (status === 401) void reply.header("www-authenticate", "Bearer");
  return reply.code(status).type("application/json; charset=utf-8").serializer(JSON.stringify).send(body);
};

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

/** What to tell for an error that Fastify or a handler threw; null where it is a fault of our own. */
export const toldToCaller = (error: FastifyError, request: FastifyRequest): { readonly status: number; readonly why: Failure } | null => {
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error, request);
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return {
        status: 413,
        why: failure("too-large", `The request is larger than ${megabytes(request.routeOptions.bodyLimit ?? 0)}, which is the most the gateway takes at once.`, "Push fewer rows at a time: filter or split the sheet."),
      };
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return { status: 415, why: failure("bad-request", "The gateway reads JSON only.", "Send the body with Content-Type: application/json.") };
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_JSON_BODY":
      return { status: 400, why: failure("bad-request", "The body of the request is not JSON.", "Send the request again. If it goes on, update the add-in.") };
    default: {
      const status = error.statusCode ?? 500;
      if (status === 429) return { status, why: failure("gateway-down", "Too many requests in a short time.", "Wait a minute, then try again.") };
      if (status < 400 || status > 499) return null;
      return { status, why: failure("bad-request", `The gateway cannot read this request (${error.message}).`, "Send it again. If it goes on, update the add-in.") };
    }
  }
};

/** The first thing that does not fit, named by its place: "rows/3/cells". */
const invalid = (error: FastifyError, request: FastifyRequest): { status: number; why: Failure } => {
  const [first] = error.validation ?? [];
  const place = first?.instancePath.replace(/^\//, "") ?? "";
  if (error.validationContext === "params")
    return { status: 404, why: failure("not-found", `The gateway has nothing at ${request.url.split("?")[0]}.`, "Check the name in the address; /api/openapi.json lists what there is.") };
  const where = error.validationContext === "querystring" ? "query" : (error.validationContext ?? "request");
  return {
    status: 400,
    why: failure("bad-request", `The ${where} of this request is not as agreed${place === "" ? "" : ` at ${place}`}: ${first?.message ?? error.message}.`, "Update the add-in, so that both ends speak the same version."),
  };
};

export const fault = (): Failure =>
  failure("gateway-fault", "Something went wrong inside the gateway. It is written in its log.", "Try again. If it goes on, give your administrator the request id.");
