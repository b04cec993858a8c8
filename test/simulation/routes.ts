/**
 * Enough of the web framework's shape for the practice servers' own routes to answer requests in this process: without
 * sockets, streams and timers, so that ten thousand runs are a matter of minutes.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { HttpAnswer, HttpRequest } from "../../src/sync/http";

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;
type Route = { readonly method: string; readonly url: string; readonly pattern: RegExp; readonly names: readonly string[]; readonly handle: Handler };

class Reply {
  status = 200;
  readonly headers: Record<string, string> = {};
  text: string | null = null;

  code(status: number): this {
    this.status = status;
    return this;
  }
  header(name: string, value: string): this {
    this.headers[name] = value;
    return this;
  }
  type(type: string): this {
    return this.header("content-type", type);
  }
  send(body?: unknown): this {
    this.text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
    return this;
  }
}

const routeOf = (method: string, url: string, handle: Handler): Route => {
  const names: string[] = [];
  const pattern = url.replaceAll(/:(\w+)/g, (_, name: string) => {
    names.push(name);
    return "([^/]+)";
  });
  return { method, url, pattern: new RegExp(`^${pattern}$`), names, handle };
};

const queryOf = (search: URLSearchParams): Record<string, string | string[]> => Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name).length > 1 ? search.getAll(name) : (search.get(name) ?? "")]));

const bodyOf = ({ headers = {}, body }: HttpRequest): unknown =>
  body === undefined ? undefined : headers["content-type"] === "application/x-www-form-urlencoded" ? new URLSearchParams(body) : (JSON.parse(body) as unknown);

/** @param mount declares routes as on the framework's own object. */
export const createRoutes = (prefix: string, mount: (app: FastifyInstance) => void): ((request: HttpRequest) => Promise<HttpAnswer>) => {
  const routes: Route[] = [];
  const before: Handler[] = [];
  let missing: Handler = () => ({ code: 404 });
  const declare = (method: string) => (url: string, handle: Handler) => void routes.push(routeOf(method, url, handle));
  const app = {
    get: declare("GET"),
    post: declare("POST"),
    put: declare("PUT"),
    addHook: (name: string, handle: Handler) => void (name === "onRequest" ? before.push(handle) : undefined),
    setNotFoundHandler: (handle: Handler) => void (missing = handle),
    setErrorHandler: () => undefined,
    addContentTypeParser: () => undefined,
  };
  mount(app as unknown as FastifyInstance);

  return async (asked) => {
    const { pathname, search, searchParams } = new URL(asked.url);
    const path = pathname.slice(prefix.length);
    const reply = new Reply();
    const found = routes.find((route) => route.method === asked.method && route.pattern.test(path));
    const values = found?.pattern.exec(path)?.slice(1) ?? [];
    const request = {
      method: asked.method,
      url: `${pathname}${search}`,
      headers: asked.headers ?? {},
      query: queryOf(searchParams),
      params: Object.fromEntries((found?.names ?? []).map((name, at) => [name, values[at]])),
      body: bodyOf(asked),
      routeOptions: { url: found?.url },
    } as unknown as FastifyRequest;
    for (const handle of [...before, found?.handle ?? missing]) {
      const answer = await handle(request, reply as unknown as FastifyReply);
      if (reply.text === null && answer !== undefined) reply.send(answer);
      if (reply.text !== null) break;
    }
    return { status: reply.status, headers: reply.headers, text: reply.text ?? "" };
  };
};
