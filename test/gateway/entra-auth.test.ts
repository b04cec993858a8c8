import { generateKeyPair, SignJWT } from "jose";
import { audience, directory, otherTenant, person, tenant, type Directory } from "../support/entra";
import { ask, listeningGateway, postJson, type ListeningGateway } from "../support/listening-gateway";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

let entra: Directory;
let at: ListeningGateway;
beforeAll(async () => {
  entra = await directory();
  at = await listeningGateway({ auth: { kind: "entra", issuer: entra.issuer, audiences: [audience], tenants: [tenant] } });
});
afterAll(async () => {
  await at.close();
  await entra.close();
});

const session = (token: string) => ask(`${at.url}/api/session`, { headers: { authorization: `Bearer ${token}` } });
const seconds = (ahead: number) => Math.floor(Date.now() / 1000) + ahead;
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a valid token names the person by tenant and object id", async () => {
  const answer = await session(await entra.token());
  expect(answer.status).toBe(200);
  expect(answer.json()).toMatchObject({ user: { id: `${tenant}.${person}`, name: "Priya Nair" }, roles: ["editor"], tenant });
});

test("the directory's keys are fetched once for many requests", async () => {
  await Promise.all(Array.from({ length: 10 }, async () => session(await entra.token())));
  expect(entra.received.filter(({ url }) => url.endsWith("/keys")).length).toBe(1);
});

describe("refused as not signed in", () => {
  const cases: Readonly<Record<string, () => Promise<string> | string>> = {
    "1 an expired token": () => entra.token({ iat: seconds(-7200), nbf: seconds(-7200), exp: seconds(-3600) }),
    "2 a token from the future": () => entra.token({ nbf: seconds(3600), exp: seconds(7200) }),
    "3 a token for another application": () => entra.token({ aud: "00000000-bbbb-cccc-dddd-eeeeeeeeeeee" }),
    "4 a token of another issuer": () => entra.token({ iss: `https://login.microsoftonline.com/${otherTenant}/v2.0` }),
    "5 a token of another tenant under our issuer": () => entra.token({ tid: otherTenant }),
    "6 a token with another scope": () => entra.token({ scp: "User.Read" }),
    "7 a token for Microsoft Graph": () => entra.token({ aud: "https://graph.microsoft.com", scp: "User.Read access_as_user" }),
    "8 a token signed by another key": async () => {
      const forger = await generateKeyPair("RS256");
      return new SignJWT(entra.claims()).setProtectedHeader({ alg: "RS256", kid: "key-1" }).sign(forger.privateKey);
    },
    "9 a token signed with the public key as a shared secret": () =>
      new SignJWT(entra.claims()).setProtectedHeader({ alg: "HS256", kid: "key-1" }).sign(new TextEncoder().encode(String(entra.publicKey.n))),
    "10 a token without a signature": () => `${encoded({ alg: "none", kid: "key-1" })}.${encoded(entra.claims())}.`,
    "11 a token whose claims were altered": async () => {
      const [header, , signature] = (await entra.token()).split(".");
      return `${header}.${encoded({ ...entra.claims(), roles: ["admin"] })}.${signature}`;
    },
    "12 a token without a person": () => entra.token({ oid: undefined }),
    "an application's own token, with no scope": () => entra.token({ scp: undefined, roles: ["admin"] }),
    "a token that never expires": () => entra.token({ exp: undefined }),
    "no token at all": () => "",
    "not a token": () => "abc.def.ghi",
  };
  test.each(Object.keys(cases))("%s", async (name) => {
    const answer = await session(await (cases[name] as () => Promise<string>)());
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ failure: { code: "not-signed-in" } });
    expect(answer.headers["www-authenticate"]).toBe("Bearer");
  });
});

test.each(["Basic dXNlcjpwYXNz", "Bearer", "Bearer a b", ""])("an Authorization header of %p is not a sign-in", async (authorization) => {
  expect((await ask(`${at.url}/api/session`, { headers: { authorization } })).status).toBe(401);
});

const push = async (roles: readonly string[]) =>
  ask(`${at.url}/api/sheets/customer-links/push`, postJson({ rows: [{ ref: { key: "a", nth: 0 }, cells: {} }] }, { authorization: `Bearer ${await entra.token({ roles })}`, "idempotency-key": "roles-push-1" }));

test("a viewer reads and does not push", async () => {
  expect((await session(await entra.token({ roles: ["viewer"] }))).status).toBe(200);
  const refused = await push(["viewer"]);
  expect(refused.status).toBe(403);
  expect(refused.json()).toMatchObject({ failure: { code: "not-allowed", cause: expect.stringContaining('role "editor"') } });
});

test.each(["editor", "admin", "Editor"])("the role %s may push", async (role) => expect((await push([role])).status).toBe(200));

test.each([[[]], [["owner"]]])("a person with the roles %j may not even read", async (roles) => {
  const answer = await session(await entra.token({ roles }));
  expect(answer.status).toBe(403);
});

test("the metrics are this machine's or an admin's", async () => {
  const proxied = { "x-forwarded-for": "203.0.113.9" };
  expect((await ask(`${at.url}/metrics`)).status).toBe(200);
  expect((await ask(`${at.url}/metrics`, { headers: proxied })).status).toBe(401);
  expect((await ask(`${at.url}/metrics`, { headers: { ...proxied, authorization: `Bearer ${await entra.token()}` } })).status).toBe(403);
  expect((await ask(`${at.url}/metrics`, { headers: { ...proxied, authorization: `Bearer ${await entra.token({ roles: ["admin"] })}` } })).status).toBe(200);
});

test("with a sign-in server, where a request comes from does not matter", async () => {
  const answer = await ask(`${at.url}/api/session`, { headers: { host: "tieout.example", "x-forwarded-for": "203.0.113.9", authorization: `Bearer ${await entra.token()}` } });
  expect(answer.status).toBe(200);
});

test("an unreachable sign-in server is told as that, and asked again at the next request", async () => {
  const own = await directory();
  own.goDown();
  const gateway = await listeningGateway({ auth: { kind: "entra", issuer: own.issuer, audiences: [audience], tenants: [tenant] } });
  const withToken = async () => ask(`${gateway.url}/api/session`, { headers: { authorization: `Bearer ${await own.token()}` } });
  expect((await withToken()).status).toBe(503);
  own.comeUp();
  expect((await withToken()).status).toBe(200);
  await gateway.close();
  await own.close();
});
