import type { ServerResponse } from "node:http";
import { createHttp } from "../../../src/sync/http";
import { createLayerApi, paymentRefusalCodes, type LayerApi, type PaymentOutcome, type WirePaymentWrite } from "../../../src/sync/layer";
import { json, scriptedServer, type Received, type Script } from "../../support/scripted-server";
import { aWirePayment } from "./wire-documents";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

const aWrite = (changes: Partial<WirePaymentWrite> = {}): WirePaymentWrite => ({
  sourceKey: "TP-4J8K2M9Q1R7S3T5V",
  invoiceId: "inv-1",
  customerId: "00417",
  date: "2026-08-20",
  method: "BACS",
  amount: "70.00",
  currency: "GBP",
  reference: "BACS 20AUG",
  sageCompanyName: "Acme UK Ltd",
  sageSiteId: "site-1",
  sageTransactionId: "1391",
  sageInvoiceTransactionId: "1327",
  lines: [{ lineId: "1", amount: "70.00" }],
  ...changes,
});
const recorded = aWirePayment({ origin: "sage", sourceKey: aWrite().sourceKey, method: "BACS", reconciled: { sageCompanyName: "Acme UK Ltd", sageSiteId: "site-1", sageTransactionId: "1391" } });

const against = async <T>(script: Script, work: (api: LayerApi) => Promise<T>): Promise<{ answer: T; received: readonly Received[] }> => {
  const server = await scriptedServer(script);
  const http = createHttp({ wait: async () => undefined, totalMs: 2_000 });
  try {
    return { answer: await work(createLayerApi({ url: server.url, token: "secret-token", http })), received: server.received };
  } finally {
    await http.close();
    await server.close();
  }
};
const recording = (script: Script) => against(script, (api) => api.recordPayment(aWrite(), aWrite().sourceKey));
const saying = (status: number, body: object): Script => (_request, response) => json(response, body, status);
const refusal = (status: number, code: string, message = "It is not so") => recording(saying(status, { error: { code, message } })).then(({ answer }) => answer);

test("a payment is sent once with its key, and comes back in the model's words", async () => {
  const { answer, received } = await recording(saying(200, recorded));
  expect(answer).toEqual({ kind: "stored", payment: expect.objectContaining({ kind: "payment", id: "pay-1", origin: "sage", sourceKey: aWrite().sourceKey, amount: 70_00, reconciled: { sageCompanyName: "Acme UK Ltd", sageSiteId: "site-1", urn: "1391" } }) as unknown });
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ method: "POST", url: "/v1/payments", headers: { "idempotency-key": aWrite().sourceKey } });
  expect(JSON.parse(received[0]?.body ?? "")).toEqual(aWrite());
});

test.each(paymentRefusalCodes.map((code) => [code]))("%s is a refusal that says what to do about it", async (code) => {
  expect(await refusal(422, code, "70.00 is more than the 50.00 that are outstanding on invoice INV-10442")).toMatchObject({
    kind: "refused",
    code,
    failure: { code: "layer-refused", retry: "after fix", cause: "The Layer did not record 70.00 on its invoice inv-1: 70.00 is more than the 50.00 that are outstanding on invoice INV-10442.", cure: expect.stringMatching(/\.$/) as string },
  });
});

test("refusals that are not about the payment are refusals too: nothing was written", async () => {
  expect(await refusal(401, "token-refused")).toMatchObject({ kind: "refused", code: null, failure: { code: "layer-token-refused" } });
  expect(await refusal(400, "bad-request")).toMatchObject({ kind: "refused", code: null, failure: { code: "layer-refused" } });
  expect(await refusal(409, "idempotency-key-reused")).toMatchObject({ kind: "refused", code: "already-recorded" });
});

test("too many requests is for later, as is a server that no connection reached", async () => {
  const throttled = await recording((_request, response: ServerResponse) => void response.writeHead(429, { "retry-after": "2" }).end());
  expect(throttled.answer).toEqual({ kind: "throttled", retryAfter: 2_000 });
  const server = await scriptedServer(saying(200, recorded));
  await server.close();
  const api = createLayerApi({ url: server.url, token: "secret-token" });
  expect(await api.recordPayment(aWrite(), aWrite().sourceKey)).toEqual({ kind: "throttled", retryAfter: null });
  await api.close();
});

test.each<[string, Script]>([
  ["a fault", saying(503, { error: { code: "unavailable", message: "Down" } })],
  ["the same write still under way", saying(409, { error: { code: "in-progress", message: "Busy" } })],
  ["a time-out of a gateway", saying(408, {})],
  ["a connection that was cut", (_request, response: ServerResponse) => void response.destroy()],
  ["a silence", () => undefined],
  ["an answer that is no payment", saying(200, { ok: true })],
  ["another payment than was sent", saying(200, { ...recorded, amount: "69.99" })],
  ["a payment under another key", saying(200, { ...recorded, sourceKey: "other" })],
])("%s leaves unknown whether it was recorded, and it is not sent again by itself", async (_what, script) => {
  const { answer, received } = await recording(script);
  expect(answer).toEqual({ kind: "unknown", why: expect.stringMatching(/The Layer/) as string } satisfies PaymentOutcome);
  expect(received).toHaveLength(1);
});

test("a payment is found by its key, and what is not there is told from what could not be read", async () => {
  const find = (script: Script) => against(script, (api) => api.findPayment(aWrite().sourceKey));
  const found = await find(saying(200, { items: [recorded], next: null }));
  expect(found.answer).toMatchObject({ kind: "found", payment: { id: "pay-1", sourceKey: aWrite().sourceKey } });
  expect(found.received[0]?.url).toBe(`/v1/payments?sourceKey=${aWrite().sourceKey}`);
  expect((await find(saying(200, { items: [], next: null }))).answer).toEqual({ kind: "absent" });
  expect((await find(saying(503, {}))).answer).toMatchObject({ kind: "failed", failure: { code: "layer-down" } });
});

test("a server that ignores the filter, or holds one key twice, is not believed", async () => {
  const find = (items: readonly object[], next: string | null = null) => against(saying(200, { items, next }), (api) => api.findPayment(aWrite().sourceKey)).then(({ answer }) => answer);
  expect(await find([aWirePayment()])).toMatchObject({ kind: "failed", failure: { cause: expect.stringContaining("asked for the payment of one key") } });
  expect(await find([], "more")).toMatchObject({ kind: "failed" });
  expect(await find([recorded, { ...recorded, id: "pay-2" }])).toMatchObject({ kind: "failed", failure: { cause: expect.stringContaining("pay-1 and pay-2") } });
});
