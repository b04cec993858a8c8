import type { FastifyInstance } from "fastify";
import type { FaultSwitches } from "../faults";
import { cutConnection, everyNth } from "../misbehave";
import type { Grants } from "./grants";

export type Client = { readonly clientId: string; readonly clientSecret: string };

/** `POST /oauth/token`, form body. Refusals are OAuth's own (RFC 6749 section 5.2). */
export const tokenRoute = (app: FastifyInstance, grants: Grants, client: Client, faults: FaultSwitches): void => {
  const dropNow = everyNth(() => faults.dropTokenAnswerEvery);
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)));
  });
  app.post("/oauth/token", async (request, reply) => {
    reply.header("cache-control", "no-store");
    if (faults.authDown) return reply.code(503).type("text/html").send("<html><body><h1>Service Unavailable</h1></body></html>");
    const refuse = (status: number, error: string, description: string) => reply.code(status).send({ error, error_description: description });
    const form = request.body;
    if (!(form instanceof URLSearchParams)) return refuse(400, "invalid_request", "The body must be application/x-www-form-urlencoded.");
    if (form.get("client_id") !== client.clientId || form.get("client_secret") !== client.clientSecret) return refuse(401, "invalid_client", "Unknown client or wrong secret.");
    if (form.get("grant_type") !== "refresh_token") return refuse(400, "unsupported_grant_type", "Practice sign-ins are made at start: only refresh_token is supported.");
    const answer = grants.exchange(form.get("refresh_token") ?? "");
    if (answer === null) return refuse(400, "invalid_grant", "Unknown or invalid refresh token.");
    if (dropNow()) return cutConnection(request, reply);
    return answer;
  });
};
