import { companySettings, companySettingsPage, documentCounts, errorGroups, newCustomerAnswer, newCustomers, refusal, retryAnswer, reviewPage, runPage, runSummary } from "../../src/sync/contract";
import { failed, failure } from "../../src/sync/model/failure";
import { documentSlugs } from "../../src/sync/sheets/sheet";
import { ask, lines, postJson, servingInTests } from "../support/listening-gateway";
import { scriptedCore } from "../support/scripted-core";
import { testRolesOf } from "./role-rule";

jest.setTimeout(30_000);

const serving = servingInTests();

const link = { customerId: "C-1042", companyRef: "acme-uk", choice: { kind: "link", sageCustomerId: "27800" } };

const routes = [
  ["POST", "/api/sync/run", {}, "editor", 200, runSummary],
  ["POST", "/api/sync/runs/run-0001/cancel", {}, "editor", 200, runSummary],
  ["GET", "/api/sync/runs?limit=1", undefined, "viewer", 200, runPage],
  ["POST", "/api/retry", { what: "all" }, "editor", 200, retryAnswer],
  ["GET", "/api/errors", undefined, "viewer", 200, errorGroups],
  ["GET", "/api/documents/counts", undefined, "viewer", 200, documentCounts],
  ["GET", "/api/documents/reviews", undefined, "viewer", 200, reviewPage],
  ["GET", "/api/new-customers", undefined, "viewer", 200, newCustomers],
  ["POST", "/api/new-customers", link, "editor", 200, newCustomerAnswer],
  ["GET", "/api/company-settings", undefined, "viewer", 200, companySettingsPage],
  ["POST", "/api/company-settings", { companyRef: "acme-uk", refunds: "sales payment" }, "admin", 200, companySettings],
] as const;

test.each(routes)("%s %s answers as the contract says", async (method, path, body, _needs, status, shape) => {
  const { url } = await serving();
  const answer = await ask(`${url}${path}`, body === undefined ? { method } : postJson(body));
  expect(answer.status).toBe(status);
  expect(shape.safeParse(answer.json()).error).toBeUndefined();
});

testRolesOf(routes);

test.each([
  ["a run of a misspelt field, which would else be one of every company", "/api/sync/run", { compny: "Acme UK" }, "compny"],
  ["a run of a document of no known kind", "/api/sync/run", { document: { sheet: "customers", id: "1" } }, "document/sheet"],
  ["a comparison of one document", "/api/sync/run", { compare: true, document: { sheet: "invoices", id: "I-1" } }, "leave out the document"],
  ["a retry of nothing", "/api/retry", { what: "documents", sheet: "payments", ids: [] }, "ids"],
  ["a retry of more than 10,000 rows", "/api/retry", { what: "errors", ids: Array.from({ length: 10_001 }, (_unused, at) => String(at)) }, "ids"],
  ["a retry of everything that names a group", "/api/retry", { what: "all", group: "g-1" }, "group"],
  ["a retry that does not say of what", "/api/retry", {}, "what"],
  ["a decision to link without an account", "/api/new-customers", { ...link, choice: { kind: "link" } }, "choice/sageCustomerId"],
  ["a decision that is none of the three", "/api/new-customers", { ...link, choice: { kind: "merge" } }, "choice/kind"],
  ["a setting of no known value", "/api/company-settings", { companyRef: "acme-uk", refunds: "cheque" }, "refunds"],
  ["a change of settings that changes nothing", "/api/company-settings", { companyRef: "acme-uk" }, "nothing would change"],
])("%s is refused, naming what is wrong, and never reaches the core", async (_what, path, body, named) => {
  const never = () => Promise.reject(new Error("The core was asked"));
  const { core } = scriptedCore({ run: never, retry: never, decideNewCustomer: never, changeCompanySettings: never });
  const { url } = await serving({ core });
  const answer = await ask(`${url}${path}`, postJson(body));
  expect(answer.status).toBe(400);
  expect(refusal.parse(answer.json()).failure.cause).toContain(named);
});

test("10,000 ids at their widest fit into one retry", async () => {
  const { url } = await serving();
  const ids = Array.from({ length: 10_000 }, (_unused, at) => String(at).padStart(100, "0"));
  expect((await ask(`${url}/api/retry`, postJson({ what: "documents", sheet: "payments", ids }))).json()).toMatchObject({ retried: 10_000 });
});

test("a run that is refused as another is going is told as a conflict, with the core's own words", async () => {
  const { core } = scriptedCore({ run: async () => failed(failure("run-under-way", "Acme UK is being synced already.", "Wait until it has finished.")) });
  const { url } = await serving({ core });
  const answer = await ask(`${url}/api/sync/run`, postJson({ company: "Acme UK" }));
  expect(answer.status).toBe(409);
  expect(refusal.parse(answer.json()).failure.cause).toBe("Acme UK is being synced already.");
});

test("whoever runs, retries or decides is named to the core, with what was asked", async () => {
  const asked: unknown[] = [];
  const scripted = scriptedCore().core;
  const { url } = await serving({
    core: {
      ...scripted,
      run: (...given) => (asked.push(given), scripted.run(...given)),
      retry: (...given) => (asked.push(given), scripted.retry(...given)),
      decideNewCustomer: (...given) => (asked.push(given), scripted.decideNewCustomer(...given)),
    },
  });
  const by = { id: "local", name: "You, on this machine" };
  const review = { what: "review", sheet: "payments", id: "P-1", decision: "look again" };
  await ask(`${url}/api/sync/run`, postJson({ company: "Acme UK" }));
  await ask(`${url}/api/retry`, postJson(review));
  await ask(`${url}/api/new-customers`, postJson(link));
  expect(asked).toEqual([[{ company: "Acme UK" }, by], [review, by], [link, by]]);
});

test("each worksheet of documents and the Error Queue is pulled by its name, with the group of errors asked for, and none is pushed", async () => {
  const asked: unknown[] = [];
  const scripted = scriptedCore().core;
  const { url } = await serving({ core: { ...scripted, sheet: (slug, query, signal) => (asked.push([slug, query]), scripted.sheet(slug, query, signal)) } });
  for (const slug of [...documentSlugs, "error-queue"]) {
    const answer = await ask(`${url}/api/sheets/${slug}?state=Failed&attention=yes&company=Acme+UK&group=g-1`);
    expect(lines(answer.text).at(-1)).toMatchObject({ type: "trailer" });
    for (const action of ["preview", "push"]) {
      const pushed = await ask(`${url}/api/sheets/${slug}/${action}`, postJson({ rows: [{ ref: { key: "1", nth: 0 }, cells: { Retry: "Yes" } }] }, { "idempotency-key": "push-0001" }));
      expect(pushed.status).toBe(404);
    }
  }
  expect(asked[0]).toEqual(["invoices", { state: "Failed", attention: "yes", company: "Acme UK", group: "g-1" }]);
});

test("a fault of the core is told in plain words and keeps its own to the log", async () => {
  const { core } = scriptedCore({ documentCounts: () => Promise.reject(new Error("relation intent does not exist")) });
  const { url, log } = await serving({ core });
  const answer = await ask(`${url}/api/documents/counts`);
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain("relation");
  expect(log.join("")).toContain("relation intent does not exist");
});
