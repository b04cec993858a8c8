/**
 * Without a sign-in server there is one user: whoever sits at this machine. Three checks keep it so.
 * The connection must come from this machine. The Host header must name this machine, or else a web page whose own name was
 * pointed at 127.0.0.1 could read the books (DNS rebinding). A browser's Origin must be the gateway itself, or else any web page
 * open beside it could push.
 */
import type { FastifyRequest } from "fastify";
import { failure, failed, ok, type Failure } from "../../sync/model/failure";
import type { Authenticate, Identity } from "./identity";

const localUser: Identity = { id: "local", name: "You, on this machine", tenant: "local", roles: ["viewer", "editor", "admin"] };

const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && (address === "::1" || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address));

const loopbackNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]", "::1"]);
export const isLoopbackName = (name: string): boolean => loopbackNames.has(name.toLowerCase());

/** "localhost:3000" → "localhost"; null where it is no host at all. */
const hostname = (host: string | undefined): string | null => {
  const match = /^(\[[0-9a-fA-F:]+\]|[^:/@\s]+)(?::\d{1,5})?$/.exec(host ?? "");
  return match?.[1] ?? null;
};

/** Why a request is not from this machine's own user; null where it is. */
export const notLocal = (request: Pick<FastifyRequest, "headers"> & { readonly socket: { readonly remoteAddress?: string | undefined } }): Failure | null => {
  const { headers } = request;
  if (!isLoopbackAddress(request.socket.remoteAddress))
    return failure("not-allowed", "This gateway has no sign-in, so it answers only to its own machine.", "Open it on the machine it runs on, or set AUTH_ISSUER and AUTH_AUDIENCE.");
  if (headers["x-forwarded-for"] !== undefined || headers["forwarded"] !== undefined || headers["x-forwarded-host"] !== undefined)
    return failure(
      "not-allowed",
      "The request was passed on by a proxy, and this gateway has no sign-in.",
      "Set AUTH_ISSUER and AUTH_AUDIENCE before you put the gateway behind a proxy.",
    );
  const name = hostname(headers.host);
  if (name === null || !isLoopbackName(name))
    return failure("not-allowed", `The gateway was asked for by the name "${headers.host ?? ""}", which is not this machine's.`, "Open it as http://localhost with its port.", headers.host);
  const { origin } = headers;
  if (origin !== undefined && !isSameOrigin(origin, headers.host))
    return failure("not-allowed", `A page from ${origin} asked. Only the gateway's own pages may.`, "Use Tieout from the address that it printed when it started.", origin);
  if (headers["sec-fetch-site"] === "cross-site")
    return failure("not-allowed", "A page from another site asked. Only the gateway's own pages may.", "Use Tieout from the address that it printed when it started.");
  return null;
};

const isSameOrigin = (origin: string, host: string | undefined): boolean => host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);

export const localAuth: Authenticate = async (request) => {
  const why = notLocal(request);
  return why === null ? ok(localUser) : failed(why);
};
