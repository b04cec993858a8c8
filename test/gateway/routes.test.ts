import { get, type IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { once } from "node:events";
import type { PushLine, SheetLine } from "../../src/sync/contract";
import { refusal, session, syncHealth } from "../../src/sync/contract";
import { failure } from "../../src/sync/model/failure";
import { ask, lines, listeningGateway, postJson, servingInTests } from "../support/listening-gateway";
import { aRow, aSummary, aTrailer, scriptedCore } from "../support/scripted-core";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

const serving = servingInTests();

const oneRow = { rows: [{ ref: { key: "row-1", nth: 0 }, cells: { CustomerId: "00417" } }] };
const key = { "idempotency-key": "push-0001" };

async function* endless(onNext: () => void): AsyncGenerator<SheetLine> {
  for (let at = 0; ; at += 1) {
    onNext();
    yield aRow(at);
  }
}

test("the session is as the contract says and never kept by a cache", async () => {
  const { url } = await serving();
  const answer = await ask(`${url}/api/session`);
  expect(session.parse(answer.json()).version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(answer.headers["cache-control"]).toBe("no-store");
});

test("a sheet streams a line a row and ends in its trailer", async () => {
  const { url } = await serving();
  const answer = await ask(`${url}/api/sheets/customer-links`);
  expect(answer.headers["content-type"]).toBe("application/x-ndjson");
  expect(lines(answer.text).map(({ type }) => type)).toEqual(["row", "trailer"]);
});

test("who asks for JSON gets a sheet as one document", async () => {
  const { url } = await serving();
  const answer = await ask(`${url}/api/sheets/customer-links`, { headers: { accept: "application/json" } });
  expect(answer.json()).toMatchObject({ rows: [{ key: "row-1" }], gone: [], count: 1, cursor: "c1" });
});

test("NDJSON is compressed for who can read that", async () => {
  const { core } = scriptedCore({
    async *sheet() {
      for (let at = 0; at < 2_000; at += 1) yield aRow(at);
      yield aTrailer(2_000);
    },
  });
  const { url } = await serving({ core });
  const answer = await ask(`${url}/api/sheets/customer-links`, { headers: { "accept-encoding": "gzip" } });
  expect(answer.headers["content-encoding"]).toBe("gzip");
  const plain = gunzipSync(answer.body);
  expect(lines(plain.toString("utf8"))).toHaveLength(2_001);
  expect(answer.body.length).toBeLessThan(plain.length / 5);
});

test("a line is sent when it comes, compressed or not, and not when the stream ends", async () => {
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const { core } = scriptedCore({
    async *sheet() {
      yield aRow(1);
      await finished;
      yield aTrailer(1);
    },
  });
  const { url } = await serving({ core });
  for (const encoding of ["identity", "gzip"]) {
    const request = get(`${url}/api/sheets/customer-links`, { headers: { "accept-encoding": encoding }, agent: false });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const [chunk] = (await once(response, "data")) as [Buffer];
    expect(chunk.length).toBeGreaterThan(0);
    response.destroy();
  }
  finish();
});

test("a reader that stops reading stops the source, and one that goes away ends it", async () => {
  let made = 0;
  let ended = false;
  const { core } = scriptedCore({
    async *sheet(_slug, _query, signal) {
      signal.addEventListener("abort", () => (ended = true));
      yield* endless(() => (made += 1));
    },
  });
  const { url } = await serving({ core });
  const request = get(`${url}/api/sheets/customer-links`, { agent: false });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  response.pause();
  let before = -1;
  while (before !== made) {
    before = made;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  // Socket buffers take some megabytes; an endless source without back-pressure would never stand still.
  expect(made).toBeLessThan(400_000);
  response.destroy();
  while (!ended) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(ended).toBe(true);
});

test("a stream that cannot begin is a refusal with a status", async () => {
  const { core } = scriptedCore({
    async *sheet() {
      yield { type: "fault", failure: failure("sage-down", "Sage 200 cannot be reached.", "Try again later.") };
    },
  });
  const { url } = await serving({ core });
  const answer = await ask(`${url}/api/sheets/customers`);
  expect(answer.status).toBe(502);
  expect(refusal.parse(answer.json()).failure.code).toBe("sage-down");
});

test("a stream that breaks in the middle ends in a plain line, and the log holds the reason", async () => {
  const { core } = scriptedCore({
    async *sheet() {
      yield aRow(1);
      throw new Error("column 7 of secret table");
    },
  });
  const { url, log } = await serving({ core });
  const answer = await ask(`${url}/api/sheets/customers`);
  expect(lines(answer.text).at(-1)).toMatchObject({ type: "fault", failure: { code: "gateway-fault" } });
  expect(answer.text).not.toContain("column 7");
  expect(log.join("")).toContain("column 7");
});

test("a fault inside is told as plain words with the request's id, and logged with its place", async () => {
  const { core } = scriptedCore({ health: () => Promise.reject(new Error("relation customer does not exist")) });
  const { url, log } = await serving({ core });
  const answer = await ask(`${url}/api/health/sync`);
  const told = refusal.parse(answer.json());
  expect(answer.status).toBe(500);
  expect(told).toMatchObject({ failure: { code: "gateway-fault" }, requestId: answer.headers["x-request-id"] });
  expect(answer.text).not.toContain("relation");
  expect(log.join("")).toContain("relation customer does not exist");
  expect(log.join("")).toContain(told.requestId ?? "none");
});

test("reports, coverage, audit and lookups are as the contract says", async () => {
  const { url } = await serving();
  expect(syncHealth.safeParse((await ask(`${url}/api/health/sync`)).json()).success).toBe(true);
  expect((await ask(`${url}/api/coverage`)).status).toBe(200);
  expect((await ask(`${url}/api/audit?limit=10&before=5`)).json()).toEqual({ entries: [], next: null });
  expect(lines((await ask(`${url}/api/lookups/sage-company`)).text)[0]).toEqual({ type: "record", record: { name: "Acme UK Ltd" } });
});

test.each([
  ["GET", "/api/sheets/receivables", 404],
  ["GET", "/api/lookups/secrets", 404],
  ["POST", "/api/sheets/customers/push", 404],
  ["GET", "/api/nothing", 404],
  ["GET", "/nothing.html", 404],
  ["GET", "/api/audit?limit=5000", 400],
  ["GET", "/api/sheets/customers?state=Lost", 400],
])("%s %s is refused in the contract's shape", async (method, path, status) => {
  const { url } = await serving();
  const answer = await ask(`${url}${path}`, method === "POST" ? postJson(oneRow, key) : { method });
  expect(answer.status).toBe(status);
  expect(refusal.parse(answer.json()).failure.cure).not.toBe("");
});

test("a push without an Idempotency-Key, or with a poor one, is refused before anything is accepted", async () => {
  const { core, accepted } = scriptedCore();
  const { url } = await serving({ core });
  for (const headers of [{}, { "idempotency-key": "short" }, { "idempotency-key": "with spaces in it" }]) {
    const answer = await ask(`${url}/api/sheets/customer-links/push`, postJson(oneRow, headers));
    expect(answer.status).toBe(400);
    expect(refusal.parse(answer.json()).failure.cause).toContain("Idempotency-Key");
  }
  expect(accepted.size).toBe(0);
});

test("a push streams its results, and the same push again says that it is a replay", async () => {
  const { url } = await serving();
  const first = lines((await ask(`${url}/api/sheets/customer-links/push`, postJson(oneRow, key))).text);
  expect(first.map(({ type }) => type)).toEqual(["accepted", "result", "trailer"]);
  expect(first[0]).toMatchObject({ replay: false });
  const again = lines((await ask(`${url}/api/sheets/customer-links/push`, postJson(oneRow, key))).text);
  expect(again[0]).toMatchObject({ replay: true });
});

test("a push id used for other rows is a conflict", async () => {
  const { url } = await serving();
  await ask(`${url}/api/sheets/customer-links/push`, postJson(oneRow, key));
  const answer = await ask(`${url}/api/sheets/customer-links/push`, postJson({ rows: [{ ref: { key: "other", nth: 0 }, cells: {} }] }, key));
  expect(answer.status).toBe(409);
  expect(refusal.parse(answer.json()).failure.code).toBe("push-key-reused");
});

test("whoever pushes is named to the core", async () => {
  const by: unknown[] = [];
  const scripted = scriptedCore();
  const { url } = await serving({ core: { ...scripted.core, acceptPush: (push) => (by.push(push.by), scripted.core.acceptPush(push)) } });
  await ask(`${url}/api/sheets/customer-links/push`, postJson(oneRow, key));
  expect(by).toEqual([{ id: "local", name: "You, on this machine" }]);
});

test("a pane that goes away while a push streams ends the reading and nothing else", async () => {
  let reading: AbortSignal | undefined;
  let cancelled = 0;
  const scripted = scriptedCore();
  const core = {
    ...scripted.core,
    cancelPush: (...args: Parameters<typeof scripted.core.cancelPush>) => ((cancelled += 1), scripted.core.cancelPush(...args)),
    readPush: async (id: string, { signal }: { signal: AbortSignal }) => {
      reading = signal;
      return (async function* (): AsyncGenerator<PushLine> {
        yield { type: "accepted", push: aSummary({ pushId: id, state: "working" }), replay: false };
        await once(signal, "abort");
      })();
    },
  };
  const { url } = await serving({ core });
  const controller = new AbortController();
  const response = await fetch(`${url}/api/sheets/customer-links/push`, { ...postJson(oneRow, key), signal: controller.signal } as RequestInit);
  await response.body?.getReader().read();
  controller.abort();
  while (!reading?.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(cancelled).toBe(0);
  expect(scripted.accepted.size).toBe(1);
});

test("a push can be read later, and one never accepted is told apart", async () => {
  const { url } = await serving();
  await ask(`${url}/api/sheets/customer-links/push`, postJson(oneRow, key));
  expect(lines((await ask(`${url}/api/pushes/push-0001?after=0&follow=yes`)).text)).toHaveLength(3);
  const unknown = await ask(`${url}/api/pushes/never-was-1`);
  expect(unknown.status).toBe(404);
  expect(refusal.parse(unknown.json()).failure.cause).toContain("never-was-1");
  expect((await ask(`${url}/api/pushes/push-0001/cancel`, { method: "POST" })).json()).toMatchObject({ state: "cancelled" });
});

test("a preview tells each row and a trailer, and accepts nothing", async () => {
  const { core, accepted } = scriptedCore();
  const { url } = await serving({ core });
  const answer = await ask(`${url}/api/sheets/customer-links/preview`, postJson(oneRow));
  expect(lines(answer.text).map(({ type }) => type)).toEqual(["preview", "trailer"]);
  expect(accepted.size).toBe(0);
});

test("a body that does not fit the contract is refused at its place", async () => {
  const { url } = await serving();
  const answer = await ask(`${url}/api/sheets/customer-links/push`, postJson({ rows: [{ ref: { key: 7, nth: 0 }, cells: {} }] }, key));
  expect(answer.status).toBe(400);
  expect(refusal.parse(answer.json()).failure.cause).toContain("rows/0/ref/key");
});

test.each([
  ["not JSON", { method: "POST", headers: { "content-type": "application/json", ...key }, body: "{rows:" }, 400],
  ["empty", { method: "POST", headers: { "content-type": "application/json", ...key } }, 400],
  ["a form", { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", ...key }, body: "rows=1" }, 415],
])("a body that is %s is refused in the contract's shape", async (_what, request, status) => {
  const { url } = await serving();
  const answer = await ask(`${url}/api/sheets/customer-links/push`, request);
  expect(answer.status).toBe(status);
  expect(refusal.parse(answer.json()).failure.code).toBe("bad-request");
});

test("a push of several megabytes is taken, and one beyond 64 MB is refused with the limit before it is read", async () => {
  const { url } = await serving();
  const rows = Array.from({ length: 5_000 }, (_unused, at) => ({ ref: { key: `row-${at}`, nth: 0 }, cells: { CustomerName: "x".repeat(1_000) } }));
  expect((await ask(`${url}/api/sheets/customer-links/push`, postJson({ rows }, key))).status).toBe(200);
  const announced = { "content-type": "application/json", "content-length": String(65 * 1024 * 1024), ...key };
  const large = await ask(`${url}/api/sheets/customer-links/push`, { method: "POST", headers: announced, body: "{" });
  expect(large.status).toBe(413);
  expect(refusal.parse(large.json()).failure).toMatchObject({ code: "too-large", cause: expect.stringContaining("64 MB") });
});

test("too many requests in a minute are asked to wait", async () => {
  const { url } = await serving({ requestsPerMinute: 3 });
  const statuses: number[] = [];
  for (let at = 0; at < 4; at += 1) statuses.push((await ask(`${url}/api/session`)).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  const answer = await ask(`${url}/api/session`);
  expect(refusal.parse(answer.json()).failure.retry).toBe("later");
  expect(answer.headers["retry-after"]).toBeDefined();
});

test("the OpenAPI document is 3.1 and holds every route", async () => {
  const { url } = await serving();
  const document = (await ask(`${url}/api/openapi.json`)).json() as { openapi: string; paths: Record<string, unknown> };
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.paths).sort()).toEqual([
    "/api/audit",
    "/api/balances",
    "/api/company-settings",
    "/api/coverage",
    "/api/documents/counts",
    "/api/documents/reviews",
    "/api/errors",
    "/api/health/sync",
    "/api/lookups/{kind}",
    "/api/new-customers",
    "/api/pushes/{id}",
    "/api/pushes/{id}/cancel",
    "/api/receipts/allocate",
    "/api/receipts/bar",
    "/api/receipts/reject",
    "/api/receipts/suggestions",
    "/api/receipts/sync",
    "/api/receipts/totals",
    "/api/retry",
    "/api/session",
    "/api/sheets/{sheet}",
    "/api/sheets/{sheet}/preview",
    "/api/sheets/{sheet}/push",
    "/api/sync/run",
    "/api/sync/runs",
    "/api/sync/runs/{id}/cancel",
  ]);
});

test("machines are told whether the process runs and whether the database answers", async () => {
  let isUp = true;
  const { url } = await serving({ isReady: async () => isUp });
  expect((await ask(`${url}/healthz`)).status).toBe(200);
  expect((await ask(`${url}/readyz`)).status).toBe(200);
  isUp = false;
  expect((await ask(`${url}/readyz`)).status).toBe(503);
  expect((await ask(`${url}/healthz`)).status).toBe(200);
});

test("requests, rows and pushes are counted by route, never by address", async () => {
  const { url } = await serving();
  await ask(`${url}/api/sheets/customer-links?company=Acme`);
  await ask(`${url}/api/sheets/customer-links/push`, postJson(oneRow, key));
  await ask(`${url}/api/pushes/push-0001`);
  const { text } = await ask(`${url}/metrics`);
  expect(text).toContain('route="/api/sheets/:sheet"');
  expect(text).toContain('tieout_rows_total{route="sheet",name="customer-links"} 1');
  expect(text).toContain('tieout_pushes_total{sheet="customer-links",answer="accepted"} 1');
  expect(text).toContain('tieout_push_results_total{outcome="saved"}');
  expect(text).not.toMatch(/push-0001|Acme/);
});

test("closing the gateway ends streams that are being read", async () => {
  const { core } = scriptedCore({
    async *sheet(_slug, _query, signal) {
      yield aRow(1);
      if (!signal.aborted) await once(signal, "abort");
    },
  });
  const at = await listeningGateway({ core });
  const response = await fetch(`${at.url}/api/sheets/customer-links`);
  const reader = response.body?.getReader();
  await reader?.read();
  await at.close();
  expect((await reader?.read())?.done).toBe(true);
});
