import { createHttp } from "../../../src/sync/http";
import { createSage200Api, type Sage200Api } from "../../../src/sync/sage200";
import { ok } from "../../../src/sync/model/failure";
import type { SageCompanyRef } from "../../../src/sync/rules/reference";
import type { AccessTokens } from "../../../src/sync/tokens";
import { json, scriptedServer, type Received, type Script } from "../../support/scripted-server";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

const company: SageCompanyRef = { name: "Acme UK Ltd", siteId: "site-1", companyId: "3", siteName: "Acme" };
const tokens: AccessTokens = { access: async () => ok({ token: "first" }), renewAfterRefusal: async () => ok({ token: "second" }) };

const against = async <T>(script: Script, work: (api: Sage200Api) => Promise<T>, options: { subscriptionKey?: string } = {}): Promise<{ answer: T; received: readonly Received[] }> => {
  const server = await scriptedServer(script);
  const http = createHttp({ connections: 8, wait: async () => undefined });
  try {
    return { answer: await work(createSage200Api({ url: server.url, tokens, http, ...options })), received: server.received };
  } finally {
    await http.close();
    await server.close();
  }
};
const query = (received: Received | undefined) => new URL(received?.url ?? "", "http://localhost").searchParams;

test("every list says its order, ending in a unique key, and how many rows it wants", async () => {
  const { received } = await against((_request, response) => json(response, []), async (api) => {
    await api.banks(company);
    await api.taxCodes(company);
    for await (const _page of api.accountPages(company, "2026-01-01T00:00:00.000Z"));
    for await (const _page of api.accountIdPages(company));
  });
  expect(received.filter((one) => query(one).get("$top") === "1000")).toHaveLength(4);
  for (const one of received) {
    // A list, or the one record at its end.
    expect([query(one).get("$top"), query(one).get("$orderby")]).toEqual([expect.stringMatching(/^(1000|1)$/), expect.stringMatching(/(^|,)id (asc|desc)$/)]);
    expect(query(one).has("$skip")).toBe(false);
  }
});

test("a request for a company names its site and number; the list of sites names none", async () => {
  const { received } = await against((_request, response) => json(response, []), async (api) => {
    await api.sites();
    await api.banks(company);
  });
  expect(received[0]?.headers).not.toHaveProperty("x-site");
  expect(received[1]?.headers).toMatchObject({ "x-site": "site-1", "x-company": "3", authorization: "Bearer first" });
});

test("a subscription key is sent where one is set, and not otherwise", async () => {
  const withKey = await against((_request, response) => json(response, []), (api) => api.banks(company), { subscriptionKey: "key-1" });
  expect(withKey.received[0]?.headers["ocp-apim-subscription-key"]).toBe("key-1");
  const without = await against((_request, response) => json(response, []), (api) => api.banks(company));
  expect(without.received[0]?.headers).not.toHaveProperty("ocp-apim-subscription-key");
});

test("times in filters are unquoted and end in Z", async () => {
  const { received } = await against((_request, response) => json(response, []), async (api) => {
    for await (const _page of api.accountPages(company, "2026-11-21T09:30:00.000Z"));
  });
  expect(query(received[0]).get("$filter")).toBe("date_time_updated ge 2026-11-21T09:25:00.000Z");
});

test("a 401 for one company, while the sites are listed, is about the company and renews nothing", async () => {
  const { answer, received } = await against((request, response) => (request.url === "/sites" ? json(response, []) : response.writeHead(401).end()), (api) => api.banks(company));
  expect(answer).toMatchObject({ ok: false, failure: { code: "sage-site-refused", value: "Acme UK Ltd" } });
  expect(received.map(({ headers }) => headers.authorization)).toEqual(["Bearer first", "Bearer first"]);
});

test("a 401 that the sites answer too renews the token once, and then gives up", async () => {
  const { answer, received } = await against((_request, response) => response.writeHead(401).end(), (api) => api.banks(company));
  expect(answer).toMatchObject({ ok: false, failure: { code: "sage-token-expired" } });
  expect(received.map(({ headers }) => headers.authorization)).toEqual(["Bearer first", "Bearer first", "Bearer second"]);
});

test.each([
  [400, { message: "Invalid field" }, "sage-refused", "Invalid field"],
  [403, "", "sage-no-access", "may not read bank accounts in Acme UK Ltd"],
  [404, "<html><title>Not found</title></html>", "sage-refused", "404"],
  [429, "", "sage-busy", "fewer requests"],
  [500, { ExceptionMessage: "SageNullFieldException" }, "sage-down", "SageNullFieldException"],
  [504, "<html>Gateway Timeout</html>", "sage-down", "did not answer in time"],
  [302, "", "sage-refused", "redirects"],
])("a %i answer becomes a failure in plain English", async (status, body, code, cause) => {
  const { answer } = await against((_request, response) => response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body)), (api) => api.banks(company));
  expect(answer).toMatchObject({ ok: false, failure: { code, cause: expect.stringContaining(cause) } });
});

test.each([
  ["a sign-in page", "<!doctype html><html></html>", "a web page"],
  ["nothing", "", "empty"],
  ["a record without its code", JSON.stringify([{ id: 1, code: null }]), "0.code"],
  ["an id that JSON cannot hold exactly", '[{"id":9007199254740993,"code":"B1"}]', "0.id: Too big"],
])("a list that is %s is unreadable, and says why", async (_what, body, words) => {
  const { answer } = await against((_request, response) => response.end(body), (api) => api.banks(company));
  expect(answer).toMatchObject({ ok: false, failure: { code: "sage-unreadable", cause: expect.stringContaining(words) } });
});

test("a list wrapped in `value` is read like a bare one", async () => {
  const { answer } = await against((_request, response) => json(response, { value: [{ id: 4, code: "1200", description: "Current", account_status_type: "AccountStatusActive" }] }), (api) =>
    api.banks(company),
  );
  expect(answer).toEqual({ ok: true, value: [{ id: "4", code: "1200", name: "Current", companyName: "Acme UK Ltd", status: "active" }] });
});

test("no failure ever holds a token", async () => {
  const { answer } = await against((_request, response) => response.writeHead(401).end(), (api) => api.banks(company));
  expect(JSON.stringify(answer)).not.toMatch(/first|second|Bearer/);
});

test("at most two requests are under way for one company at once, and companies do not hold each other up", async () => {
  let now = 0;
  let most = 0;
  const script: Script = (_request, response) => {
    most = Math.max(most, (now += 1));
    setTimeout(() => {
      now -= 1;
      json(response, []);
    }, 10);
  };
  await against(script, (api) => Promise.all(Array.from({ length: 6 }, () => api.banks(company))));
  expect(most).toBe(2);
  // Nobody is answered until two of each company are under way: held up by each other, they would wait for ever.
  const held: (() => void)[] = [];
  let isOpen = false;
  const holding: Script = (_request, response) => {
    if (isOpen) return json(response, []);
    held.push(() => json(response, []));
    if (held.length < 6) return undefined;
    isOpen = true;
    return held.forEach((answer) => answer());
  };
  const { answer } = await against(holding, (api) => Promise.all([1, 2, 3].flatMap((companyId) => [0, 1, 2].map(() => api.banks({ ...company, companyId: String(companyId) })))));
  expect(answer).toHaveLength(9);
});
