import { startSandbox, type PracticeCompany, type Sandbox, type SandboxOptions } from "../../src/sandbox/index";
import type { WireLinkWrite } from "../../src/sync/layer/schema";

// Real servers and real disks: a busy machine may take its time, and no rule here is about time.
jest.setTimeout(60_000);

/** Sandboxes that a test started; closed after each test by `closeAll`. */
const running: Sandbox[] = [];

/** Without a practice month, unless it is asked for: most tests count what they post themselves. */
export const aSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const sandbox = await startSandbox({ customers: 120, practiceMonth: false, ...options });
  running.push(sandbox);
  return sandbox;
};

export const closeAll = async (): Promise<void> => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
};

export const companyOf = (sandbox: Sandbox, name = "Northwick Tools Ltd"): PracticeCompany => {
  const found = sandbox.data.companies.find((company) => company.name === name);
  if (found === undefined) throw new Error(`No company ${name}.`);
  return found;
};

export const refresh = (sandbox: Sandbox, token: string, change: Record<string, string> = {}): Promise<Response> =>
  fetch(`${sandbox.sage200.authUrl}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: token,
      client_id: sandbox.sage200.clientId,
      client_secret: sandbox.sage200.clientSecret,
      ...change,
    }),
  });

export type Tokens = { access_token: string; refresh_token: string; expires_in: number; token_type: string };

export const signedIn = async (sandbox: Sandbox, token = sandbox.sage200.refreshToken): Promise<Tokens> => (await (await refresh(sandbox, token)).json()) as Tokens;

export type Row = Record<string, unknown>;
export type SageAnswer = { status: number; text: string; headers: Headers; rows: Row[] };

/** The access token that readers of one sandbox share: a sign-in's first refresh token can be exchanged once only. */
const accessTokens = new WeakMap<Sandbox, Promise<string>>();
const sharedAccess = (sandbox: Sandbox): Promise<string> => {
  const known = accessTokens.get(sandbox) ?? signedIn(sandbox).then((tokens) => tokens.access_token);
  accessTokens.set(sandbox, known);
  return known;
};

/** A reader of one company, or of no company where null. */
export const sageReader = async (sandbox: Sandbox, company: PracticeCompany | null = companyOf(sandbox), accessToken?: string) => {
  const token = accessToken ?? (await sharedAccess(sandbox));
  return async (path: string, query: Record<string, string | number> = {}, headers: Record<string, string> = {}): Promise<SageAnswer> => {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]));
    const answer = await fetch(`${sandbox.sage200.url}${path}?${search}`, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(company === null ? {} : { "x-site": company.siteId, "x-company": String(company.companyId) }),
        ...headers,
      },
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.startsWith("application/json") === true;
    const parsed: unknown = isJson ? JSON.parse(text) : [];
    return { status: answer.status, text, headers: answer.headers, rows: Array.isArray(parsed) ? (parsed as Row[]) : [parsed as Row] };
  };
};

/** A writer to one company: answers status, text and the JSON there was. A connection that was cut throws. */
export const sageWriter = async (sandbox: Sandbox, company: PracticeCompany = companyOf(sandbox)) => {
  const token = await sharedAccess(sandbox);
  return async (method: "POST" | "PUT", path: string, body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; text: string; body: Row }> => {
    const answer = await fetch(`${sandbox.sage200.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "x-site": company.siteId, "x-company": String(company.companyId), "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.startsWith("application/json") === true;
    return { status: answer.status, text, body: isJson ? (JSON.parse(text) as Row) : {} };
  };
};

export const layerCall = async (sandbox: Sandbox, path: string, init: { method?: string; body?: unknown; key?: string; token?: string } = {}): Promise<{ status: number; text: string; body: unknown }> => {
  const answer = await fetch(`${sandbox.layer.url}${path}`, {
    method: init.method ?? "GET",
    headers: {
      authorization: `Bearer ${init.token ?? sandbox.layer.token}`,
      ...(init.body === undefined ? {} : { "content-type": "application/json" }),
      ...(init.key === undefined ? {} : { "idempotency-key": init.key }),
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, body: text === "" ? null : (JSON.parse(text) as unknown) };
};

/** A link that The Layer takes: an unlinked customer with the account it truly has. */
export const aLink = (sandbox: Sandbox, nth = 0): WireLinkWrite => {
  const linked = new Set(sandbox.data.links().map((link) => link.customerId));
  const customers = [...sandbox.data.customers()].filter((customer) => !linked.has(customer.id) && sandbox.data.truth(customer.id).length > 0);
  const customer = customers[nth];
  const account = customer === undefined ? undefined : sandbox.data.truth(customer.id)[0];
  if (customer === undefined || account === undefined) throw new Error("No unlinked customer is left.");
  return {
    customerId: customer.id,
    sageCompanyName: account.companyName,
    sageSiteId: account.siteId,
    sageAccountNumber: account.reference,
    sageCustomerId: String(account.id),
    synced: true,
  };
};

export const saveBatch = (sandbox: Sandbox, links: readonly unknown[], key: string) => layerCall(sandbox, "/v1/links/batch", { method: "POST", body: { links }, key });
