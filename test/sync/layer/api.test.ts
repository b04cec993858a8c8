import { createHttp } from "../../../src/sync/http";
import { createLayerApi, type LayerApi, type WireLinkWrite } from "../../../src/sync/layer";
import { connectedSandbox, drain } from "../../support/sandbox-connectors";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

type Connected = Awaited<ReturnType<typeof connectedSandbox>>;
let at: Connected;
beforeAll(async () => {
  at = await connectedSandbox({ customers: 60, pageSize: 7 });
});
afterAll(() => at.close());
afterEach(() => {
  Object.assign(at.sandbox.faults, { layerDown: false, layerTokenRefused: false, dropAnswerEvery: 0, tiedStamps: false });
});

const customers = (api: LayerApi, since: string | null = null) => drain(api.customerPages(since), (page) => page.customers);
const aLink = (changes: Partial<WireLinkWrite> = {}): WireLinkWrite => {
  const [company] = at.sandbox.data.companies;
  const [customer] = [...at.sandbox.data.customers()];
  return {
    customerId: customer?.id ?? "",
    sageCompanyName: company?.name ?? "",
    sageSiteId: company?.siteId ?? "",
    sageAccountNumber: "TEST0001",
    sageCustomerId: "",
    synced: false,
    ...changes,
  };
};

test("the token is proven and the instance named", async () => {
  expect(await at.layer.about()).toEqual({ ok: true, value: { instance: "Practice", tokenExpiresAt: null } });
});

test("every customer comes once over many pages, with its contacts", async () => {
  const { found, failure } = await customers(at.layer);
  const expected = [...at.sandbox.data.customers()];
  expect(failure).toBeNull();
  expect(found.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
  const [one] = expected;
  expect(found.find(({ id }) => id === one?.id)).toEqual(one);
});

test("customers that share one change stamp across pages are neither lost nor repeated", async () => {
  at.sandbox.faults.tiedStamps = true;
  const { found } = await customers(at.layer);
  expect(found.map(({ id }) => id).sort()).toEqual([...at.sandbox.data.customers()].map(({ id }) => id).sort());
});

test("what changed since the newest stamp known is read again, and what is much older is not", async () => {
  const all = (await customers(at.layer)).found;
  const newest = all.map(({ updatedAt }) => updatedAt).sort().at(-1) ?? "";
  const changed = at.sandbox.edit.changeCustomer(all[0]?.id ?? "", { name: "Renamed Ltd" });
  const { found } = await customers(at.layer, newest);
  expect(found.find(({ id }) => id === changed.id)?.name).toBe("Renamed Ltd");
  expect(found.length).toBeLessThan(all.length);
});

test("reading since a moment begins five minutes before it, for what was committed late", async () => {
  at.sandbox.calls.reset();
  await customers(at.layer, "2026-11-21T09:30:00.000Z");
  const [first] = at.sandbox.calls.list("layer");
  expect(first?.url).toContain(`updatedSince=${encodeURIComponent("2026-11-21T09:25:00.000Z")}`);
});

test("sub-companies, payment methods and tax rates come in the model's words", async () => {
  expect(await at.layer.subCompanies()).toEqual({ ok: true, value: at.sandbox.data.subCompanies.map(({ name, vatNumber }) => ({ name, vatNumber })) });
  expect(await at.layer.paymentMethods()).toEqual({
    ok: true,
    value: at.sandbox.data.paymentMethods.map(({ name, isEnabled, accountName, accCode }) => ({ name, isEnabled, accountName, accCode })),
  });
  expect(await at.layer.taxRates()).toEqual({ ok: true, value: at.sandbox.data.taxRates.map(({ name, percent }) => ({ name, percent })) });
});

test("links are answered in their order, and a refused one does not stop the others", async () => {
  const answer = await at.layer.saveLinks([aLink(), aLink({ customerId: "no-such" }), aLink({ sageAccountNumber: "TEST0002" })], "order-of-answers");
  if (!answer.ok) throw new Error(answer.failure.cause);
  expect(answer.value.map(({ status }) => status)).toEqual(["saved", "refused", "saved"]);
  const refused = answer.value[1];
  expect(refused?.status === "refused" && refused.failure.cause).toContain("no-such");
});

test("a saved link is found again among the links", async () => {
  await at.layer.saveLinks([aLink({ sageAccountNumber: "FOUND001" })], "found-again-1");
  const { found } = await drain(at.layer.linkPages(null), (page) => page.links);
  expect(found.filter(({ sageAccountNumber }) => sageAccountNumber === "FOUND001")).toHaveLength(1);
});

test("a write whose answer is lost is not repeated by itself, and the same key then answers without writing again", async () => {
  at.sandbox.faults.dropAnswerEvery = 1;
  at.sandbox.calls.reset();
  const links = [aLink({ sageAccountNumber: "ONCE0001" })];
  const lost = await at.layer.saveLinks(links, "answer-lost-1");
  expect(lost).toMatchObject({ ok: false, failure: { code: "layer-down" } });
  expect(at.sandbox.calls.count("POST /v1/links/batch")).toBe(1);
  const stored = at.sandbox.data.links().find(({ sageAccountNumber }) => sageAccountNumber === "ONCE0001");
  at.sandbox.faults.dropAnswerEvery = 0;
  const again = await at.layer.saveLinks(links, "answer-lost-1");
  expect(again).toEqual({ ok: true, value: [{ status: "saved", link: stored }] });
});

test("a key used for another write is refused", async () => {
  await at.layer.saveLinks([aLink()], "one-key-only");
  const answer = await at.layer.saveLinks([aLink({ sageAccountNumber: "OTHER001" })], "one-key-only");
  expect(answer).toMatchObject({ ok: false, failure: { code: "layer-refused", cause: expect.stringContaining("one-key-only") } });
});

test("more links than one batch holds are a bug of the caller", async () => {
  await expect(at.layer.saveLinks([], "none-at-all")).rejects.toThrow(RangeError);
  await expect(at.layer.saveLinks(Array.from({ length: 501 }, () => aLink()), "too-many-links")).rejects.toThrow("501");
});

test("a refused token says what to renew, and ends the pages", async () => {
  at.sandbox.faults.layerTokenRefused = true;
  const { found, failure } = await customers(at.layer);
  expect(found).toEqual([]);
  expect(failure).toMatchObject({ code: "layer-token-refused", cure: expect.stringContaining("LAYER_TOKEN") });
});

test("The Layer being down is retried for reads and then told with its address", async () => {
  at.sandbox.faults.layerDown = true;
  at.sandbox.calls.reset();
  expect(await at.layer.about()).toMatchObject({ ok: false, failure: { code: "layer-down", retry: "later" } });
  expect(at.sandbox.calls.count("GET /v1/about")).toBe(4);
});

test("a cancelled read ends as cancelled", async () => {
  const { failure } = await drain(at.layer.customerPages(null, AbortSignal.abort()), (page) => page.customers);
  expect(failure).toMatchObject({ code: "cancelled" });
});

test("an address without a connector is told from its answer", async () => {
  const http = createHttp({ wait: async () => undefined });
  const other = createLayerApi({ url: `${at.sandbox.layer.url}/elsewhere`, token: at.sandbox.layer.token, http });
  expect(await other.about()).toMatchObject({ ok: false, failure: { code: "layer-refused" } });
  await http.close();
});
