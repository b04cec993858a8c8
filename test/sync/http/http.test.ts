import { createHttp, type HttpCall, type HttpOptions } from "../../../src/sync/http";
import { json, scriptedServer, type Script, type ScriptedServer } from "../../support/scripted-server";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

let server: ScriptedServer;
const clients: { close(): Promise<void> }[] = [];
const serve = async (script: Script) => (server = await scriptedServer(script));
const client = (options: HttpOptions = {}) => {
  const http = createHttp({ wait: async () => undefined, ...options });
  clients.push(http);
  return http;
};
afterEach(async () => {
  await Promise.all(clients.splice(0).map((http) => http.close()));
  await server.close();
});

test("a write whose connection breaks after it arrived is sent once and reported as not answered", async () => {
  await serve((_request, response) => response.destroy());
  const outcome = await client().send({ method: "POST", url: server.url, body: "{}" });
  expect(outcome.kind).toBe("no answer");
  expect(server.received).toHaveLength(1);
});

test.each([429, 500, 503])("a write answered %i is not repeated", async (status) => {
  await serve((_request, response) => json(response, {}, status));
  const outcome = await client().send({ method: "PUT", url: server.url, body: "{}" });
  expect(outcome).toMatchObject({ kind: "answered", answer: { status } });
  expect(server.received).toHaveLength(1);
});

test("a read is repeated until it succeeds", async () => {
  await serve((_request, response) => (server.received.length < 3 ? json(response, {}, 503) : json(response, { fine: true })));
  const outcome = await client().read({ url: server.url });
  expect(outcome).toMatchObject({ kind: "answered", answer: { status: 200, text: '{"fine":true}' } });
  expect(server.received).toHaveLength(3);
});

test("a request to a port where nobody listens is known not to have been sent", async () => {
  await serve(() => undefined);
  await server.close();
  expect(await client().send({ method: "POST", url: server.url })).toMatchObject({ kind: "not sent", reason: "refused" });
});

test("a request cancelled while it waits for its answer ends as cancelled, and is not repeated", async () => {
  const controller = new AbortController();
  await serve(() => controller.abort());
  expect(await client().read({ url: server.url, signal: controller.signal })).toEqual({ kind: "cancelled" });
  expect(server.received).toHaveLength(1);
});

test("a pause before the next try ends when the read is cancelled", async () => {
  const controller = new AbortController();
  await serve((_request, response) => {
    json(response, {}, 503, { "retry-after": "60" });
    setImmediate(() => controller.abort());
  });
  const http = createHttp();
  clients.push(http);
  expect(await http.read({ url: server.url, signal: controller.signal })).toEqual({ kind: "cancelled" });
});

test("an answer larger than allowed is not read to its end", async () => {
  await serve((_request, response) => response.end("x".repeat(200_000)));
  expect(await client({ maxBytes: 100_000 }).send({ method: "GET", url: server.url })).toEqual({ kind: "too large", limitBytes: 100_000 });
});

test("an answer that trickles for ever ends at the deadline", async () => {
  await serve((_request, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write("x"), 5);
    response.on("close", () => clearInterval(drip));
  });
  expect(await client({ totalMs: 60 }).send({ method: "GET", url: server.url })).toMatchObject({ kind: "no answer" });
});

test("an answer that never begins ends at the header time-out, as not answered", async () => {
  await serve(() => undefined);
  expect(await client({ headersMs: 50 }).send({ method: "POST", url: server.url })).toMatchObject({ kind: "no answer" });
});

test("a redirect is not followed, so that a token does not travel along", async () => {
  await serve((_request, response) => response.writeHead(302, { location: `${server.url}/elsewhere` }).end());
  const outcome = await client().read({ url: `${server.url}/here`, headers: { authorization: "Bearer secret" } });
  expect(outcome).toMatchObject({ kind: "answered", answer: { status: 302 } });
  expect(server.received.map(({ url }) => url)).toEqual(["/here"]);
});

test("what is told about a call holds no header and no query text", async () => {
  const calls: HttpCall[] = [];
  await serve((_request, response) => json(response, {}));
  await client({ onCall: (call) => calls.push(call) }).read({ url: `${server.url}/customers?name=Priya`, headers: { authorization: "Bearer secret" } });
  expect(calls).toHaveLength(1);
  expect(JSON.stringify(calls)).not.toMatch(/secret|Priya/);
  expect(calls[0]).toMatchObject({ method: "GET", path: "/customers", status: 200 });
});

test("no more requests are under way at once than the system's connections", async () => {
  let now = 0;
  let most = 0;
  await serve((_request, response) => {
    most = Math.max(most, (now += 1));
    setTimeout(() => {
      now -= 1;
      json(response, {});
    }, 10);
  });
  const http = client({ connections: 2 });
  await Promise.all(Array.from({ length: 8 }, () => http.read({ url: server.url })));
  expect(most).toBe(2);
});

test("a malformed address is a bug, and thrown", async () => {
  await serve(() => undefined);
  await expect(client().send({ method: "GET", url: "not an address" })).rejects.toThrow();
});
