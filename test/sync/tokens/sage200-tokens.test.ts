import { createHttp } from "../../../src/sync/http";
import { createMemoryCredentialStore, createSage200Tokens, type CredentialStore, type StoredCredential } from "../../../src/sync/tokens";
import { aCredential } from "../../support/credential-store-contract";
import { json, scriptedServer, type ScriptedServer } from "../../support/scripted-server";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

let server: ScriptedServer;
/** Exchanged refresh tokens, to refuse a second use as Sage does. */
const rotatingServer = () => {
  const spent = new Set<string>();
  let issued = 0;
  return scriptedServer(({ body }, response) => {
    const refresh = new URLSearchParams(body).get("refresh_token") ?? "";
    if (spent.has(refresh)) return json(response, { error: "invalid_grant", error_description: "Unknown or invalid refresh token." }, 403);
    spent.add(refresh);
    issued += 1;
    return json(response, { access_token: `access-${issued + 1}`, refresh_token: `refresh-${issued + 1}`, expires_in: 28_800, token_type: "Bearer" });
  });
};
const http = createHttp({ wait: async () => undefined });
let now = new Date("2026-11-21T09:30:00.000Z");
beforeEach(async () => {
  now = new Date("2026-11-21T09:30:00.000Z");
  server = await rotatingServer();
});
afterEach(() => server.close());
afterAll(() => http.close());

const tokensOver = (store: CredentialStore, authUrl = server.url) =>
  createSage200Tokens({ authUrl, clientId: "client", clientSecret: "the-secret", credentialId: "sage200", store, http, clock: { now: () => now } });
const storeWith = (credential: StoredCredential) => createMemoryCredentialStore({ sage200: credential });
const expired = aCredential({ accessExpiresAt: "2026-11-21T09:30:30.000Z" });

test("a token with more than a minute to live is used as it is", async () => {
  expect(await tokensOver(storeWith(aCredential())).access()).toEqual({ ok: true, value: { token: "access-1" } });
  expect(server.received).toHaveLength(0);
});

test("a token in its last minute is renewed before it is used", async () => {
  const store = storeWith(expired);
  expect(await tokensOver(store).access()).toEqual({ ok: true, value: { token: "access-2" } });
  expect(await store.read("sage200")).toEqual({
    generation: 2,
    refreshToken: "refresh-2",
    accessToken: "access-2",
    accessExpiresAt: "2026-11-21T17:30:00.000Z",
    grantExpiresAt: null,
  });
});

test("the refresh request is a form as OAuth wants it", async () => {
  await tokensOver(storeWith(expired)).access();
  const [request] = server.received;
  expect(request).toMatchObject({ method: "POST", url: "/oauth/token" });
  expect(request?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    grant_type: "refresh_token",
    refresh_token: "refresh-1",
    client_id: "client",
    client_secret: "the-secret",
  });
});

test("twenty requests at once renew once", async () => {
  const tokens = tokensOver(storeWith(expired));
  const answers = await Promise.all(Array.from({ length: 20 }, () => tokens.access()));
  expect(new Set(answers.map((answer) => answer.ok && answer.value.token))).toEqual(new Set(["access-2"]));
  expect(server.received).toHaveLength(1);
});

test("several processes on one store renew once between them, so that no grant is destroyed", async () => {
  const store = storeWith(expired);
  const answers = await Promise.all(Array.from({ length: 6 }, () => tokensOver(store).access()));
  expect(answers.every((answer) => answer.ok && answer.value.token === "access-2")).toBe(true);
  expect(server.received).toHaveLength(1);
});

test("the rotated refresh token is saved before the new access token is handed out", async () => {
  const inner = storeWith(expired);
  const events: string[] = [];
  const store: CredentialStore = {
    read: inner.read,
    exclusively: (id, work) =>
      inner.exclusively(id, (current, save) =>
        work(current, async (next) => {
          events.push("saving");
          await new Promise((resolve) => setTimeout(resolve, 10));
          await save(next);
          events.push("saved");
        }),
      ),
  };
  await tokensOver(store).access();
  events.push("used");
  expect(events).toEqual(["saving", "saved", "used"]);
});

test("a token that cannot be saved is not handed out", async () => {
  const inner = storeWith(expired);
  const store: CredentialStore = { read: inner.read, exclusively: (id, work) => inner.exclusively(id, (current) => work(current, () => Promise.reject(new Error("disk full")))) };
  await expect(tokensOver(store).access()).rejects.toThrow("disk full");
});

test("a refused token is replaced by what another process renewed meanwhile, without asking Sage", async () => {
  const store = storeWith(aCredential());
  const tokens = tokensOver(store);
  await tokens.access();
  await store.exclusively("sage200", (_current, save) => save(aCredential({ generation: 2, accessToken: "access-from-elsewhere" })));
  expect(await tokens.renewAfterRefusal("access-1")).toEqual({ ok: true, value: { token: "access-from-elsewhere" } });
  expect(server.received).toHaveLength(0);
});

test("a refused token that nobody replaced is renewed although it has hours to live", async () => {
  const tokens = tokensOver(storeWith(aCredential()));
  expect(await tokens.renewAfterRefusal("access-1")).toEqual({ ok: true, value: { token: "access-2" } });
  expect(await tokens.access()).toEqual({ ok: true, value: { token: "access-2" } });
});

test("a renewal that keeps the refresh token keeps the old one in store", async () => {
  const keeping = await scriptedServer((_request, response) => json(response, { access_token: "access-2", expires_in: "3600" }));
  const store = storeWith(expired);
  await tokensOver(store, keeping.url).access();
  expect(await store.read("sage200")).toMatchObject({ refreshToken: "refresh-1", accessExpiresAt: "2026-11-21T10:30:00.000Z" });
  await keeping.close();
});

test("how long the grant lasts is known where Sage says it, and only there", async () => {
  const telling = await scriptedServer((_request, response) => json(response, { access_token: "a", refresh_token: "r", expires_in: 3600, refresh_token_expires_in: 86_400 }));
  const tokens = tokensOver(storeWith(expired), telling.url);
  expect(await tokens.grantSecondsLeft()).toBeNull();
  await tokens.access();
  now = new Date(now.getTime() + 1000);
  expect(await tokens.grantSecondsLeft()).toBe(86_399);
  await telling.close();
});

test.each([
  [400, { error: "invalid_grant" }, "sage-token-expired", "signs in"],
  [401, { error: "invalid_client" }, "sage-token-expired", "SAGE200_CLIENT_SECRET"],
  [403, "<html>Forbidden</html>", "sage-token-expired", "SAGE200_AUTH_URL"],
  [429, {}, "sage-busy", "Try again"],
  [503, {}, "sage-down", "Try again"],
  [200, { token: "odd" }, "sage-unreadable", "SAGE200_AUTH_URL"],
])("a sign-in server answering %i %j is told with its cure, and nothing is stored", async (status, body, code, cure) => {
  const refusing = await scriptedServer((_request, response) => response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body)));
  const store = storeWith(expired);
  const answer = await tokensOver(store, refusing.url).access();
  expect(answer).toMatchObject({ ok: false, failure: { code, cure: expect.stringContaining(cure) } });
  expect(JSON.stringify(answer)).not.toMatch(/the-secret|refresh-1/);
  expect(await store.read("sage200")).toEqual(expired);
  await refusing.close();
});

test("a renewal whose answer is lost is not sent again: the refresh token may be spent", async () => {
  const breaking = await scriptedServer((_request, response) => response.destroy());
  expect(await tokensOver(storeWith(expired), breaking.url).access()).toMatchObject({ ok: false, failure: { code: "sage-down" } });
  expect(breaking.received).toHaveLength(1);
  await breaking.close();
});

test("a system never connected says how to connect it", async () => {
  expect(await tokensOver(createMemoryCredentialStore()).access()).toMatchObject({ ok: false, failure: { code: "sage-token-expired", cure: expect.stringContaining("SAGE200_REFRESH_TOKEN") } });
});
