import type { FastifyReply } from "fastify";
import type { ErrorShape } from "../faults";

/**
 * Sage publishes no schema for its refusals. "message" is a guess at the API's own; "severity" was seen from the same
 * gateway for a sibling product; "apim" is the gateway's own; "dotnet" is what the framework behind it writes.
 */
const bodyOf = (shape: ErrorShape, status: number, message: string): unknown => {
  switch (shape) {
    case "message":
      return { message };
    case "apim":
      return { statusCode: status, message };
    case "severity":
      return [{ $severity: "error", $dataCode: status === 404 ? "RecordNotFound" : "BadRequest", $message: message, $source: "" }];
    case "dotnet":
      return { Message: message };
    case "plain":
      return message;
    case "empty":
      return "";
  }
};

export const refuse = (reply: FastifyReply, shape: ErrorShape, status: number, message: string): FastifyReply => {
  const body = bodyOf(shape, status, message);
  return typeof body === "string" ? reply.code(status).type("text/plain; charset=utf-8").send(body) : reply.code(status).send(body);
};

/** 401 comes with no body, for a bad token and for a bad site or company alike. */
export const refuseSilently = (reply: FastifyReply): FastifyReply => reply.code(401).send();

const reasons: Readonly<Record<number, string>> = { 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Time-out" };

export const gatewayPage = (reply: FastifyReply, status: number): FastifyReply => {
  const reason = reasons[status] ?? "Error";
  return reply.code(status).type("text/html; charset=utf-8").send(`<html><head><title>${status} ${reason}</title></head><body><center><h1>${status} ${reason}</h1></center></body></html>`);
};
