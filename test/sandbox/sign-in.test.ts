import { aSandbox, closeAll, refresh, sageReader, signedIn } from "./clients";

afterEach(closeAll);

describe("Sage's sign-in", () => {
  test("a refresh gives a new pair, and the token that was exchanged is refused after", async () => {
    const sandbox = await aSandbox();
    const first = await signedIn(sandbox);
    expect(first).toMatchObject({ token_type: "Bearer", expires_in: 28_800 });
    expect(first.refresh_token).not.toBe(sandbox.sage200.refreshToken);
    const again = await refresh(sandbox, sandbox.sage200.refreshToken);
    expect([again.status, await again.json()]).toEqual([400, expect.objectContaining({ error: "invalid_grant" })]);
  });

  test("a spent token presented again revokes all that came of the sign-in", async () => {
    const sandbox = await aSandbox();
    const first = await signedIn(sandbox);
    await refresh(sandbox, sandbox.sage200.refreshToken);
    expect((await refresh(sandbox, first.refresh_token)).status).toBe(400);
    expect((await (await sageReader(sandbox, null, first.access_token))("/sites")).status).toBe(401);
  });

  test("a spent token is merely refused where Sage is set to forgive", async () => {
    const sandbox = await aSandbox();
    sandbox.faults.reuseRevokesFamily = false;
    const first = await signedIn(sandbox);
    expect((await refresh(sandbox, sandbox.sage200.refreshToken)).status).toBe(400);
    expect((await refresh(sandbox, first.refresh_token)).status).toBe(200);
  });

  test("an access token lives as long as it was said to", async () => {
    let now = Date.UTC(2026, 10, 21);
    const sandbox = await aSandbox({ now: () => now });
    sandbox.faults.accessTokenSeconds = 60;
    const { access_token, expires_in } = await signedIn(sandbox);
    const sites = await sageReader(sandbox, null, access_token);
    expect(expires_in).toBe(60);
    now += 59_000;
    expect((await sites("/sites")).status).toBe(200);
    now += 1_000;
    expect(await sites("/sites")).toMatchObject({ status: 401, text: "" });
  });

  test.each<[string, Record<string, string>, number, string]>([
    ["a wrong client", { client_id: "somebody" }, 401, "invalid_client"],
    ["a wrong secret", { client_secret: "guess" }, 401, "invalid_client"],
    ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type"],
    ["an unknown token", { refresh_token: "guess" }, 400, "invalid_grant"],
  ])("%s is refused", async (_what, change, status, error) => {
    const sandbox = await aSandbox();
    const answer = await refresh(sandbox, sandbox.sage200.refreshToken, change);
    expect([answer.status, await answer.json()]).toEqual([status, expect.objectContaining({ error })]);
    // A refused request spends nothing.
    expect((await refresh(sandbox, sandbox.sage200.refreshToken)).status).toBe(200);
  });

  test("a body that is no form is refused", async () => {
    const sandbox = await aSandbox();
    const answer = await fetch(`${sandbox.sage200.authUrl}/oauth/token`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ error: "invalid_request" })]);
  });

  test("each start is a sign-in of its own, whose token is good to begin with", async () => {
    const [one, other] = [await aSandbox(), await aSandbox()];
    expect(one.sage200.refreshToken).not.toBe(other.sage200.refreshToken);
    expect((await refresh(other, one.sage200.refreshToken)).status).toBe(400);
  });
});
