import type { Sage200Api } from "../../../src/sync/sage200";
import type { SageCompanyRef } from "../../../src/sync/rules/reference";
import { noFaults } from "../../../src/sandbox/faults";
import { connectedSandbox, drain } from "../../support/sandbox-connectors";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

type Connected = Awaited<ReturnType<typeof connectedSandbox>>;
let at: Connected;
let companies: readonly SageCompanyRef[];
let first: SageCompanyRef;
beforeAll(async () => {
  // Small pages, so that everything below spans several of them.
  at = await connectedSandbox({ customers: 120, pageSize: 7 });
  const sites = await at.sage.sites();
  if (!sites.ok) throw new Error(sites.failure.cause);
  companies = sites.value;
  first = companies[0] as SageCompanyRef;
});
afterAll(() => at.close());
afterEach(() => {
  Object.assign(at.sandbox.faults, noFaults());
  at.sandbox.calls.reset();
});

const accounts = (api: Sage200Api, company: SageCompanyRef, since: string | null = null) => drain(api.accountPages(company, since), (page) => page.accounts);
const ids = (rows: readonly { readonly id: string }[]) => [...new Set(rows.map(({ id }) => id))].sort();
const expectedIds = (company: SageCompanyRef) => at.sandbox.data.accounts(company.name).map(({ id }) => String(id)).sort();

test("every company of every site is listed with its site", () => {
  expect(companies).toEqual(
    at.sandbox.data.companies.map(({ name, siteId, companyId, siteName }) => ({ name, siteId, companyId: String(companyId), siteName })),
  );
});

test("an empty list of sites, answered with 200, is a failure that names both reasons", async () => {
  at.sandbox.faults.emptySites = true;
  expect(await at.sage.sites()).toMatchObject({ ok: false, failure: { code: "sage-no-companies", cause: expect.stringMatching(/may open none.*tunnel/) } });
});

test("every account of a company comes, in the model's words, over many pages", async () => {
  const { found, failure } = await accounts(at.sage, first);
  expect(failure).toBeNull();
  expect(ids(found)).toEqual(expectedIds(first));
  const [expected] = at.sandbox.data.accounts(first.name);
  expect(found.find(({ id }) => id === String(expected?.id))).toMatchObject({
    reference: expected?.reference,
    name: expected?.name,
    companyName: first.name,
    status: expected?.status,
    vatNumber: expected?.vatNumber,
    postcode: expected?.postcode,
    email: expected?.email,
    updatedAt: new Date(expected?.updatedAt ?? 0).toISOString(),
  });
});

test("accounts that share one stamp, more of them than fit a page, all come", async () => {
  at.sandbox.faults.tiedStamps = true;
  const all = await accounts(at.sage, first);
  expect(ids(all.found)).toEqual(expectedIds(first));
  const since = await accounts(at.sage, first, "2000-01-01T00:00:00.000Z");
  expect(since.failure).toBeNull();
  expect(ids(since.found)).toEqual(expectedIds(first));
});

test("only what changed since is read, in one request where it is little", async () => {
  const known = (await accounts(at.sage, first)).found;
  const newest = known.map(({ updatedAt }) => updatedAt).sort().at(-1) ?? "";
  const one = at.sandbox.data.accounts(first.name)[3];
  at.sandbox.edit.changeAccount(first.name, one?.reference ?? "", { name: "Renamed Ltd" });
  at.sandbox.calls.reset();
  const { found } = await accounts(at.sage, first, newest);
  expect(found.find(({ id }) => id === String(one?.id))?.name).toBe("Renamed Ltd");
  expect(found.length).toBeLessThan(known.length);
  expect(at.sandbox.calls.count("GET /customer_views")).toBeLessThanOrEqual(2);
});

test("an account that changes while all are read, in the part already passed, is seen as it is now", async () => {
  const [early] = at.sandbox.data.accounts(first.name);
  const seen: string[] = [];
  let hasChanged = false;
  for await (const page of at.sage.accountPages(first, null)) {
    if (!page.ok) throw new Error(page.failure.cause);
    seen.push(...page.value.accounts.filter(({ id }) => id === String(early?.id)).map(({ name }) => name));
    if (!hasChanged) at.sandbox.edit.changeAccount(first.name, early?.reference ?? "", { name: "Changed meanwhile Ltd" });
    hasChanged = true;
  }
  expect(seen.at(-1)).toBe("Changed meanwhile Ltd");
});

test("the sweep of ids finds what exists, so that a deleted account is missed", async () => {
  const doomed = at.sandbox.edit.addAccount(first.name, { reference: "DOOMED01", name: "Doomed Ltd" });
  const before = await drain(at.sage.accountIdPages(first), (page) => page.accounts);
  expect(ids(before.found)).toContain(String(doomed.id));
  at.sandbox.edit.deleteAccount(first.name, "DOOMED01");
  const after = await drain(at.sage.accountIdPages(first), (page) => page.accounts);
  expect(ids(after.found)).toEqual(expectedIds(first));
});

test("a closed account is known as hidden", async () => {
  const [hidden] = at.sandbox.data.trouble.hiddenAccounts;
  const company = companies.find(({ name }) => name === hidden?.companyName) ?? first;
  const { found } = await accounts(at.sage, company);
  expect(found.find(({ reference }) => reference === hidden?.reference)?.status).toBe("hidden");
});

test("banks are known by their code, tax codes by the code users know and not by Sage's record id", async () => {
  const banks = await at.sage.banks(first);
  expect(banks.ok && banks.value.map(({ code }) => code).sort()).toEqual(at.sandbox.data.banks(first.name).map(({ code }) => code).sort());
  const codes = await at.sage.taxCodes(first);
  const expected = at.sandbox.data.taxCodes(first.name);
  expect(codes.ok && codes.value.map(({ code, ratePercent }) => [code, ratePercent]).sort()).toEqual(expected.map(({ code, percent }) => [String(code), String(percent)]).sort());
  expect(expected.some(({ id, code }) => id !== code)).toBe(true);
});

test("a refused token is renewed once, and the request succeeds", async () => {
  await at.sage.banks(first);
  at.sandbox.faults.tokenExpired = true;
  at.sandbox.calls.reset();
  expect((await at.sage.banks(first)).ok).toBe(true);
  expect(at.sandbox.calls.count("POST /oauth/token")).toBe(1);
});

test("many requests that find their token refused renew it once between them", async () => {
  await at.sage.banks(first);
  at.sandbox.faults.tokenExpired = true;
  at.sandbox.calls.reset();
  const answers = await Promise.all(companies.flatMap((company) => [at.sage.banks(company), at.sage.taxCodes(company)]));
  expect(answers.every(({ ok }) => ok)).toBe(true);
  expect(at.sandbox.calls.count("POST /oauth/token")).toBe(1);
});

test("a company that the user may not open is told from an expired connection, and does not use up the grant", async () => {
  at.sandbox.faults.empty401 = true;
  const answer = await at.sage.banks(first);
  expect(answer).toMatchObject({ ok: false, failure: { code: "sage-site-refused", cause: expect.stringContaining(first.name) } });
  expect(at.sandbox.calls.count("POST /oauth/token")).toBe(0);
});

test("a company that Sage no longer lists is named with its site and number", async () => {
  const gone = { ...first, companyId: "987" };
  expect(await at.sage.banks(gone)).toMatchObject({ ok: false, failure: { code: "sage-site-refused", cause: expect.stringContaining("company 987") } });
});

test("a user without the sales ledger is told which role to widen", async () => {
  at.sandbox.faults.noSalesModule = true;
  const { failure } = await accounts(at.sage, first);
  expect(failure).toMatchObject({ code: "sage-no-access", cure: expect.stringContaining("Sales Ledger") });
});

test.each([500, 502, 503, 504] as const)("Sage down with %i and a web page ends in one plain sentence", async (status) => {
  at.sandbox.faults.sageDown = status;
  const answer = await at.sage.taxCodes(first);
  expect(answer).toMatchObject({ ok: false, failure: { code: "sage-down", retry: "later" } });
  expect(JSON.stringify(answer)).not.toMatch(/<html|<body/i);
});

test("a throttled read is repeated and succeeds", async () => {
  at.sandbox.faults.throttleEvery = 2;
  expect((await at.sage.banks(first)).ok && (await at.sage.taxCodes(first)).ok).toBe(true);
});

test("cancelling ends the pages as cancelled", async () => {
  const controller = new AbortController();
  const pages = at.sage.accountPages(first, null, controller.signal);
  await pages.next();
  controller.abort();
  expect((await pages.next()).value).toMatchObject({ ok: false, failure: { code: "cancelled" } });
  expect((await pages.next()).done).toBe(true);
});

test("a connection that was withdrawn says that a person must sign in again", async () => {
  const other = await connectedSandbox({ customers: 20 });
  try {
    other.sandbox.faults.grantRevoked = true;
    expect(await other.sage.sites()).toMatchObject({ ok: false, failure: { code: "sage-token-expired", retry: "after fix" } });
  } finally {
    await other.close();
  }
});
