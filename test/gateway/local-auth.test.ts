import { notLocal } from "../../src/gateway/auth";
import { ask, listeningGateway, postJson, type ListeningGateway } from "../support/listening-gateway";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

let at: ListeningGateway;
beforeAll(async () => {
  at = await listeningGateway();
});
afterAll(() => at.close());

const session = (headers: Readonly<Record<string, string>>) => ask(`${at.url}/api/session`, { headers });

test("whoever sits at this machine is its one user, with every role", async () => {
  const answer = await session({});
  expect(answer.status).toBe(200);
  expect(answer.json()).toMatchObject({ user: { id: "local" }, roles: ["viewer", "editor", "admin"], tenant: "local" });
});

test.each(["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])("the name %s is this machine's", async (name) => {
  expect((await session({ host: `${name}:${at.port}` })).status).toBe(200);
});

test.each(["evil.example", "evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example", "localhost@evil.example"])(
  "a page that pointed the name %p at this machine reads nothing",
  async (host) => {
    const answer = await session({ host });
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ failure: { code: "not-allowed" } });
  },
);

test.each(["https://evil.example", "http://localhost:1", "http://localhost", "null", "file://"])("a page from %s is refused on every route, reads and pushes", async (origin) => {
  expect((await session({ origin })).status).toBe(403);
  const push = await ask(`${at.url}/api/sheets/customer-links/push`, postJson({ rows: [] }, { origin, "idempotency-key": "abcdefgh" }));
  expect(push.status).toBe(403);
});

test("the gateway's own pages are let in", async () => {
  expect((await session({ origin: `http://127.0.0.1:${at.port}` })).status).toBe(200);
});

test("a request that a browser marks as from another site is refused, Origin or not", async () => {
  expect((await session({ "sec-fetch-site": "cross-site" })).status).toBe(403);
});

test.each(["x-forwarded-for", "forwarded", "x-forwarded-host"])("a gateway without sign-in does not answer through a proxy (%s)", async (header) => {
  expect((await session({ [header]: "203.0.113.9" })).status).toBe(403);
});

test.each(["203.0.113.9", "10.0.0.4", "::ffff:10.0.0.4", "fe80::1", undefined])("a connection from %p is not this machine's", (remoteAddress) => {
  expect(notLocal({ headers: { host: "localhost" }, socket: { remoteAddress } })).toMatchObject({ code: "not-allowed" });
});
test.each([undefined, "", "localhost:port", "localhost:3000, evil.example"])("the Host header %p names no machine at all", (host) => {
  expect(notLocal({ headers: { host }, socket: { remoteAddress: "127.0.0.1" } })).toMatchObject({ code: "not-allowed" });
});
test.each(["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])("a connection from %s is this machine's", (remoteAddress) => {
  expect(notLocal({ headers: { host: "localhost" }, socket: { remoteAddress } })).toBeNull();
});

test("every /api route asks who is there: none answers a stranger", async () => {
  const document = (await ask(`${at.url}/api/openapi.json`)).json() as { paths: Record<string, Record<string, unknown>> };
  const routes = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => [method.toUpperCase(), path.replace(/\{.*?\}/g, "x")] as const));
  expect(routes.length).toBeGreaterThanOrEqual(10);
  for (const [method, path] of [...routes, ["GET", "/api/openapi.json"] as const]) {
    const answer = await ask(`${at.url}${path}`, { method, headers: { host: "evil.example" } });
    expect({ method, path, status: answer.status }).toEqual({ method, path, status: 403 });
  }
});

test("the metrics are not read by a page of another name either", async () => {
  expect((await ask(`${at.url}/metrics`)).status).toBe(200);
  expect((await ask(`${at.url}/metrics`, { headers: { host: "evil.example" } })).status).toBe(403);
});
