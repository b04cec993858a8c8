import { allocateLine, customerBalances, matchBar, matchBars, receiptSyncLine, receiptTotalsPage, refusal, suggestionPage } from "../../src/sync/contract";
import { failed, failure } from "../../src/sync/model/failure";
import { ask, lines, postJson, servingInTests } from "../support/listening-gateway";
import { scriptedCore } from "../support/scripted-core";
import { testRolesOf } from "./role-rule";

jest.setTimeout(30_000);

const serving = servingInTests();

const pairs = [{ creditId: "1", debitId: "2", amount: "10.00" }];
const allocation = { companyRef: "acme-uk", sageCustomerId: "27006", pairs };
const rejection = { companyRef: "acme-uk", sageCustomerId: "27006", suggestionId: "s1", receiptIds: ["1"], score: 0.9, pairs };

const routes = [
  ["POST", "/api/receipts/sync", { rows: [{ id: "r1" }] }, "editor", 200],
  ["POST", "/api/receipts/allocate", { allocations: [allocation] }, "editor", 200],
  ["GET", "/api/receipts/suggestions?company=Acme%20UK", undefined, "viewer", 200],
  ["POST", "/api/receipts/reject", rejection, "editor", 204],
  ["GET", "/api/receipts/bar", undefined, "viewer", 200],
  ["GET", "/api/receipts/totals", undefined, "viewer", 200],
  ["GET", "/api/balances?customer=C-1042", undefined, "viewer", 200],
  ["POST", "/api/receipts/bar", { companyRef: "acme-uk", bar: 0.97 }, "admin", 200],
] as const;

testRolesOf(routes);

test("syncing and allocating stream lines of the contract, and end with a trailer", async () => {
  const { url } = await serving();
  const synced = lines((await ask(`${url}/api/receipts/sync`, postJson({ rows: [{ id: "r1" }, { id: "r2", method: "BACS" }] }))).text);
  expect(synced.map((line) => receiptSyncLine.parse(line).type)).toEqual(["result", "result", "trailer"]);
  const allocated = lines((await ask(`${url}/api/receipts/allocate`, postJson({ allocations: [allocation] }))).text);
  expect(allocated.map((line) => allocateLine.parse(line).type)).toEqual(["allocation", "trailer"]);
});

test("suggestions and bars answer as the contract says", async () => {
  const { url } = await serving();
  expect(suggestionPage.parse((await ask(`${url}/api/receipts/suggestions?company=Acme%20UK&limit=5`)).json()).suggestions).toHaveLength(1);
  expect(matchBars.parse((await ask(`${url}/api/receipts/bar`)).json()).companies).toHaveLength(1);
  expect(matchBar.parse((await ask(`${url}/api/receipts/bar`, postJson({ companyRef: "acme-uk", bar: null }))).json()).bar).toBeNull();
});

test.each([
  ["an amount that is a number", "/api/receipts/allocate", { allocations: [{ ...allocation, pairs: [{ ...pairs[0], amount: 10 }] }] }, "amount"],
  ["an amount with three decimals", "/api/receipts/allocate", { allocations: [{ ...allocation, pairs: [{ ...pairs[0], amount: "10.001" }] }] }, "amount"],
  ["no row at all", "/api/receipts/sync", { rows: [] }, "rows"],
  ["a misspelt field, which would else be ignored", "/api/receipts/sync", { rows: [{ id: "r1", metod: "BACS" }] }, "rows"],
  ["a bar below a half", "/api/receipts/bar", { companyRef: "acme-uk", bar: 0.4 }, "bar"],
])("%s is refused and named", async (_what, path, body, named) => {
  const { url } = await serving();
  const answer = await ask(`${url}${path}`, postJson(body));
  expect(answer.status).toBe(400);
  expect(refusal.parse(answer.json()).failure.cause).toContain(named);
});

test("a company that is not there is told with its refusal", async () => {
  const { url } = await serving();
  const answer = await ask(`${url}/api/receipts/bar`, postJson({ companyRef: "nowhere", bar: 0.9 }));
  expect([answer.status, refusal.parse(answer.json()).failure.code]).toEqual([404, "not-found"]);
});

test("totals are of every company, or of the one named", async () => {
  const { url } = await serving();
  const of = async (query: string) => receiptTotalsPage.parse((await ask(`${url}/api/receipts/totals${query}`)).json()).companies.map(({ company }) => company);
  expect(await of("")).toEqual(["Acme UK", "Acme Ireland"]);
  expect(await of("?company=Acme%20UK")).toEqual(["Acme UK"]);
});

test("a customer's balances answer as the contract says; one that The Layer does not have is told, and none at all is refused", async () => {
  const { url } = await serving();
  expect(customerBalances.parse((await ask(`${url}/api/balances?customer=C-1042`)).json()).customerId).toBe("C-1042");
  const unknown = await ask(`${url}/api/balances?customer=C-9`);
  expect([unknown.status, refusal.parse(unknown.json()).failure.code]).toEqual([404, "not-found"]);
  const none = await ask(`${url}/api/balances`);
  expect([none.status, refusal.parse(none.json()).failure.cause]).toEqual([400, expect.stringContaining("customer")]);
});

test("what Sage does not answer is told as Sage's failure, and no totals stand in", async () => {
  const down = failure("sage-down", "Sage 200 did not answer.", "Try again in a few minutes.");
  const { url } = await serving({ core: scriptedCore({ receiptTotals: async () => failed(down) }).core });
  const answer = await ask(`${url}/api/receipts/totals`);
  expect(answer.status).toBeGreaterThanOrEqual(500);
  expect(refusal.parse(answer.json()).failure).toMatchObject({ code: "sage-down", cause: down.cause });
});
