import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { readSettings, type Settings } from "../../src/gateway/settings";

const layer = { LAYER_URL: "https://crm.example/tieout", LAYER_TOKEN: "t" };
const sage = { SAGE200_URL: "https://api.example/uk/sage200extra/accounts/v1", SAGE200_CLIENT_ID: "c", SAGE200_CLIENT_SECRET: "s", SAGE200_REFRESH_TOKEN: "r" };
const auth = { AUTH_ISSUER: "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0", AUTH_AUDIENCE: "app-id" };
const key = { SECRETS_KEY: randomBytes(32).toString("base64") };

const read = (env: Record<string, string | undefined>): Settings => {
  const settings = readSettings(env);
  if (!settings.ok) throw new Error(JSON.stringify(settings.failure));
  return settings.value;
};
const refused = (env: Record<string, string | undefined>) => {
  const settings = readSettings(env);
  if (settings.ok) throw new Error("These settings were taken.");
  return settings.failure;
};

test("with no settings at all the gateway is for practice, on this machine only", () => {
  expect(read({})).toEqual({
    port: 3000,
    host: "127.0.0.1",
    dataDir: resolve("data"),
    webRoot: resolve("dist/web"),
    database: { kind: "embedded" },
    layer: { kind: "practice" },
    sage200: { kind: "practice" },
    auth: { kind: "local" },
    secretsKey: null,
    syncEvery: null,
    logLevel: "warn",
    practice: { seed: 1, customers: 2000 },
  });
});

test("a variable set to nothing counts as not set, and variables of others are ignored", () => {
  expect(read({ PORT: "", LAYER_URL: "  ", HOME: "/root", PATH: "/bin" })).toEqual(read({}));
});

test("everything set makes a gateway for real books", () => {
  const settings = read({ ...layer, ...sage, ...auth, ...key, HOST: "0.0.0.0", PORT: "8080", DATABASE_URL: "postgres://u:p@db:5432/tieout", SAGE200_SUBSCRIPTION_KEY: "k" });
  expect(settings).toMatchObject({
    port: 8080,
    database: { kind: "server" },
    layer: { kind: "live", token: "t" },
    sage200: { kind: "live", authUrl: "https://id.sage.com", subscriptionKey: "k" },
    auth: { kind: "entra", audiences: ["app-id"], tenants: ["11111111-2222-3333-4444-555555555555"] },
    logLevel: "info",
  });
  expect(settings.secretsKey).toHaveLength(32);
});

test.each(Object.keys({ ...layer, ...sage, ...auth }))("a group that lacks %s refuses to start, naming a variable and its cure", (missing) => {
  const problems = refused({ ...layer, ...sage, ...auth, [missing]: undefined });
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.map(({ cause, variable }) => `${cause} ${variable}`).join()).toContain(missing);
  expect(problems.every(({ cure }) => cure.length > 10)).toBe(true);
});

test.each([
  [{ PORT: "http" }, "PORT"],
  [{ PORT: "70000" }, "PORT"],
  [{ DATABASE_URL: "mysql://db" }, "DATABASE_URL"],
  [{ ...sage, LAYER_TOKEN: "t", LAYER_URL: "crm.example" }, "LAYER_URL"],
  [{ LOG_LEVEL: "loud" }, "LOG_LEVEL"],
  [{ SANDBOX_CUSTOMERS: "0" }, "SANDBOX_CUSTOMERS"],
  [{ SECRETS_KEY: "short" }, "SECRETS_KEY"],
  [{ ...layer, ...sage, DATABASE_URL: "postgres://db/tieout" }, "SECRETS_KEY"],
])("%j is refused by naming %s", (env, variable) => expect(refused(env).map((problem) => problem.variable)).toContain(variable));

test("no problem ever repeats a secret", () => {
  const problems = refused({ ...layer, LAYER_TOKEN: "layer-secret", SAGE200_CLIENT_SECRET: "sage-secret", SECRETS_KEY: "key-secret", AUTH_TENANTS: "x" });
  expect(JSON.stringify(problems)).not.toMatch(/layer-secret|sage-secret|key-secret/);
});

test.each(["0.0.0.0", "192.168.1.4", "tieout.example"])("without a sign-in server the gateway does not listen on %s", (HOST) => {
  expect(refused({ HOST })).toMatchObject([{ variable: "HOST" }]);
  expect(read({ HOST, ...auth }).host).toBe(HOST);
});

test("a token is not sent over plain http, except to this machine", () => {
  expect(refused({ ...layer, ...sage, LAYER_URL: "http://crm.example" }).map(({ variable }) => variable)).toEqual(["LAYER_URL"]);
  expect(read({ ...layer, ...sage, LAYER_URL: "http://127.0.0.1:4000", SAGE200_URL: "http://localhost:4000/uk" }).layer.kind).toBe("live");
});

test("somebody's books are not mixed with practice data", () => {
  expect(refused(layer)).toMatchObject([{ variable: "SAGE200_URL" }]);
  expect(refused(sage)).toMatchObject([{ variable: "LAYER_URL" }]);
  expect(read({ ...layer, LAYER_URL: "http://localhost:4000" }).sage200.kind).toBe("practice");
});

test("a token made for Microsoft Graph cannot be asked for", () => {
  expect(refused({ ...auth, AUTH_AUDIENCE: "https://graph.microsoft.com" })).toMatchObject([{ variable: "AUTH_AUDIENCE" }]);
});

test("an issuer for many tenants needs to know which", () => {
  const many = { AUTH_ISSUER: "https://login.microsoftonline.com/{tenantid}/v2.0", AUTH_AUDIENCE: "app-id" };
  expect(refused(many)).toMatchObject([{ variable: "AUTH_TENANTS" }]);
  expect(read({ ...many, AUTH_TENANTS: "a, b" }).auth).toMatchObject({ tenants: ["a", "b"] });
});

test.each(["base64", "base64url", "hex"] as const)("a key is read as %s", (encoding) => {
  const bytes = randomBytes(32);
  expect(Buffer.from(read({ SECRETS_KEY: bytes.toString(encoding) }).secretsKey ?? [])).toEqual(bytes);
});
