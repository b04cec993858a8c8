import { createHttp } from "../../../src/sync/http";
import { createLayerApi, type LayerApi, type WireReconciliation } from "../../../src/sync/layer";
import { json, scriptedServer, type Received, type Script } from "../../support/scripted-server";
import { aWireCreditNote, aWireInvoice, aWireInvoiceLine, aWireOrder, aWirePayment, aWireRefund } from "./wire-documents";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

const against = async <T>(script: Script, work: (api: LayerApi) => Promise<T>): Promise<{ answer: T; received: readonly Received[] }> => {
  const server = await scriptedServer(script);
  const http = createHttp({ wait: async () => undefined });
  try {
    return { answer: await work(createLayerApi({ url: server.url, token: "secret-token", http, pageSize: 2 })), received: server.received };
  } finally {
    await http.close();
    await server.close();
  }
};

const onePage = (items: readonly object[]): Script => (_request, response) => json(response, { items, next: null });
const first = async <T>(pages: AsyncGenerator<T>): Promise<T> => {
  const { value, done } = await pages.next();
  if (done) throw new Error("There is no page.");
  return value as T;
};

test.each([
  ["orders", "/v1/orders", aWireOrder(), { reference: "SO-1" }],
  ["invoices", "/v1/invoices", aWireInvoice(), { kind: "invoice", total: 120_00 }],
  ["credit-notes", "/v1/credit-notes", aWireCreditNote(), { kind: "credit-note", total: 120_00 }],
  ["payments", "/v1/payments", aWirePayment(), { kind: "payment", amount: 70_00 }],
  ["refunds", "/v1/refunds", aWireRefund(), { kind: "refund", amount: 70_00 }],
] as const)("%s are read from %s in the model's words", async (list, path, item, expected) => {
  const { answer, received } = await against(onePage([item]), (api) => first(api.documentPages(list, null)));
  expect(answer).toMatchObject({ ok: true, value: { documents: [{ about: { list, id: item.id, updatedAt: item.updatedAt }, document: { ok: true, value: expected } }] } });
  expect(new URL(received[0]?.url ?? "", "http://layer").pathname).toBe(path);
});

test("documents page by cursor and begin five minutes before what is known", async () => {
  const { answer, received } = await against(
    (request, response) => json(response, request.url.includes("cursor") ? { items: [aWireInvoice({ id: "inv-2" })], next: null } : { items: [aWireInvoice()], next: "more" }),
    async (api) => {
      const ids: string[] = [];
      for await (const page of api.documentPages("invoices", "2026-03-02T09:30:00.000Z")) if (page.ok) ids.push(...page.value.documents.map(({ about }) => about.id));
      return ids;
    },
  );
  expect(answer).toEqual(["inv-1", "inv-2"]);
  expect(received.map(({ url }) => url)).toEqual([`/v1/invoices?limit=2&updatedSince=${encodeURIComponent("2026-03-02T09:25:00.000Z")}`, "/v1/invoices?limit=2&cursor=more"]);
});

test("a document whose figures disagree or whose shape is wrong stands in its page as a failure; the others are read", async () => {
  const wrong = [
    aWireInvoice({ id: "inv-2", total: "99.00" }),
    { ...aWireInvoice({ id: "inv-3", reference: "INV-3" }), lines: [aWireInvoiceLine({ net: "100" })] },
    { id: "inv-4", updatedAt: "2026-03-02T09:00:00.000Z" },
  ];
  const { answer } = await against(onePage([aWireInvoice(), ...wrong]), (api) => first(api.documentPages("invoices", null)));
  if (!answer.ok) throw new Error(answer.failure.cause);
  expect(answer.value.documents.map(({ about, document }) => [about.id, document.ok])).toEqual([["inv-1", true], ["inv-2", false], ["inv-3", false], ["inv-4", false]]);
  expect(answer.value.documents[2]?.document).toMatchObject({ failure: { code: "document-invalid", cause: expect.stringMatching(/INV-3.*lines\.0\.net: an amount such as/) } });
});

test("a record without an id cannot be shown, so its page is not believed", async () => {
  const { answer } = await against(onePage([{ updatedAt: "2026-03-02T09:00:00.000Z" }]), (api) => first(api.documentPages("payments", null)));
  expect(answer).toMatchObject({ ok: false, failure: { code: "layer-down", cause: expect.stringContaining("items.0.id") } });
});

const aReconciliation = (changes: Partial<WireReconciliation> = {}): WireReconciliation => ({
  document: "invoices",
  id: "inv-1",
  sageCompanyName: "Acme UK Ltd",
  sageSiteId: "site-1",
  sageTransactionId: "1327",
  reconciled: true,
  ...changes,
});

test("reconciliations are sent once with their key, and answered in their order", async () => {
  const { answer, received } = await against(
    (_request, response) => json(response, { results: [{ status: "saved" }, { status: "refused", code: "document-unknown", message: "There is no payment 9." }] }),
    (api) => api.saveReconciliations([aReconciliation(), aReconciliation({ document: "payments", id: "9" })], "told-8KdR2m-1"),
  );
  expect(answer).toMatchObject({ ok: true, value: [{ status: "saved" }, { status: "refused", failure: { code: "layer-refused", cause: expect.stringContaining("There is no payment 9."), value: "9" } }] });
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ method: "POST", url: "/v1/reconciliations", headers: { "idempotency-key": "told-8KdR2m-1" } });
  expect(JSON.parse(received[0]?.body ?? "")).toEqual({ reconciliations: [aReconciliation(), aReconciliation({ document: "payments", id: "9" })] });
});

test("a batch that answers fewer documents than were told is not believed, and one that failed is not repeated by itself", async () => {
  const fewer = await against((_request, response) => json(response, { results: [] }), (api) => api.saveReconciliations([aReconciliation()], "fewer-results"));
  expect(fewer.answer).toMatchObject({ ok: false, failure: { cause: expect.stringContaining("not one result for each document") } });
  const down = await against((_request, response) => json(response, {}, 503), (api) => api.saveReconciliations([aReconciliation()], "layer-is-down"));
  expect(down.answer).toMatchObject({ ok: false, failure: { code: "layer-down" } });
  expect(down.received).toHaveLength(1);
});

test("more reconciliations than one batch holds are a bug of the caller", async () => {
  const { answer } = await against(onePage([]), async (api) => {
    await expect(api.saveReconciliations([], "none-at-all")).rejects.toThrow(RangeError);
    await expect(api.saveReconciliations(Array.from({ length: 501 }, () => aReconciliation()), "too-many-told")).rejects.toThrow("501");
  });
  expect(answer).toBeUndefined();
});
