import { createHttp } from "../../../src/sync/http";
import { createLayerApi } from "../../../src/sync/layer";
import { json, scriptedServer, type Script } from "../../support/scripted-server";

const against = async <T>(script: Script, work: (api: ReturnType<typeof createLayerApi>) => Promise<T>): Promise<T> => {
  const server = await scriptedServer(script);
  const http = createHttp({ wait: async () => undefined });
  try {
    return await work(createLayerApi({ url: server.url, token: "secret-token", http }));
  } finally {
    await http.close();
    await server.close();
  }
};

test.each([
  [401, {}, "layer-token-refused", "LAYER_TOKEN"],
  [403, { error: { code: "not-allowed", message: "This token reads only." } }, "layer-token-refused", "rights"],
  [404, {}, "layer-refused", "LAYER_URL"],
  [409, { error: { code: "in-progress", message: "Still writing." } }, "layer-down", "not be made twice"],
  [422, { error: { code: "customer-unknown", message: "There is no customer 417." } }, "layer-refused", "Put right"],
  [429, {}, "layer-down", "Wait"],
  [500, { error: { code: "fault", message: "Disk full" } }, "layer-down", "support"],
  [302, {}, "layer-refused", "LAYER_URL"],
])("a %i answer becomes a failure with its cure", async (status, body, code, cure) => {
  const answer = await against((_request, response) => json(response, body, status), (api) => api.about());
  expect(answer).toMatchObject({ ok: false, failure: { code, cure: expect.stringContaining(cure) } });
});

test("The Layer's own words reach the user", async () => {
  const answer = await against((_request, response) => json(response, { error: { code: "x", message: "There is no customer 417." } }, 422), (api) => api.about());
  expect(answer).toMatchObject({ failure: { cause: expect.stringContaining("There is no customer 417.") } });
});

test.each([
  ["a web page", "<html><body>Sign in</body></html>"],
  ["empty", ""],
  ["tokenExpiresAt", JSON.stringify({ instance: "Acme", contract: "1" })],
])("an answer that is %s is told as not being the connector's", async (words, body) => {
  const answer = await against((_request, response) => response.end(body), (api) => api.about());
  expect(answer).toMatchObject({ ok: false, failure: { code: "layer-down", cause: expect.stringContaining(words) } });
});

test("no failure ever holds the token", async () => {
  const answer = await against((request, response) => json(response, { error: { code: "x", message: "no" } }, request.headers.authorization ? 401 : 400), (api) => api.about());
  expect(JSON.stringify(answer)).not.toContain("secret-token");
});

test("a list that gives one cursor twice ends in a failure, not as if it were complete", async () => {
  const answer = await against((_request, response) => json(response, { items: [], next: "again" }), (api) => api.taxRates());
  expect(answer).toMatchObject({ ok: false, failure: { cause: expect.stringContaining("same cursor twice") } });
});

test("a batch that answers fewer links than were sent is not believed", async () => {
  const link = { customerId: "1", sageCompanyName: "Acme", sageSiteId: "s", sageAccountNumber: "A1", sageCustomerId: "", synced: false };
  const answer = await against((_request, response) => json(response, { results: [] }), (api) => api.saveLinks([link], "fewer-results"));
  expect(answer).toMatchObject({ ok: false, failure: { cause: expect.stringContaining("not one result for each link") } });
});

test("fields that the contract does not know are ignored", async () => {
  const answer = await against((_request, response) => json(response, { instance: "Acme", contract: "1", tokenExpiresAt: null, colour: "green" }), (api) => api.about());
  expect(answer).toEqual({ ok: true, value: { instance: "Acme", tokenExpiresAt: null } });
});
