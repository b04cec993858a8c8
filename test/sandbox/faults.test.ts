import { aLink, aSandbox, closeAll, companyOf, layerCall, refresh, sageReader, saveBatch, signedIn } from "./clients";
import { errorShapes } from "../../src/sandbox/faults";

afterEach(closeAll);

describe("faults on demand", () => {
  test("The Layer is down while Sage is up, and the other way round", async () => {
    const sandbox = await aSandbox();
    const read = await sageReader(sandbox);
    sandbox.faults.layerDown = true;
    expect((await layerCall(sandbox, "/v1/about")).status).toBe(503);
    expect((await read("/banks")).status).toBe(200);
    sandbox.faults.layerDown = false;
    sandbox.faults.sageDown = 504;
    const answer = await read("/banks");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([504, "text/html; charset=utf-8"]);
    expect((await layerCall(sandbox, "/v1/about")).status).toBe(200);
  });

  test("an answer cut after the commit was a commit: asking again with the same key finds it done", async () => {
    const sandbox = await aSandbox();
    sandbox.faults.dropAnswerEvery = 1;
    const link = aLink(sandbox);
    await expect(saveBatch(sandbox, [link], "push-0001")).rejects.toThrow();
    expect(sandbox.data.links()).toContainEqual(expect.objectContaining(link));
    sandbox.faults.dropAnswerEvery = 0;
    expect((await saveBatch(sandbox, [link], "push-0001")).body).toMatchObject({ results: [{ status: "saved", link }] });
    expect(sandbox.calls.list("layer").map((call) => call.status)).toEqual([0, 200]);
  });

  test("a token answer cut after the exchange has spent the old token", async () => {
    const sandbox = await aSandbox();
    sandbox.faults.dropTokenAnswerEvery = 1;
    await expect(refresh(sandbox, sandbox.sage200.refreshToken)).rejects.toThrow();
    sandbox.faults.dropTokenAnswerEvery = 0;
    expect((await refresh(sandbox, sandbox.sage200.refreshToken)).status).toBe(400);
  });

  test("expired tokens are refused until the next refresh, and old ones ever after", async () => {
    const sandbox = await aSandbox();
    const first = await signedIn(sandbox);
    sandbox.faults.tokenExpired = true;
    const before = await sageReader(sandbox, companyOf(sandbox), first.access_token);
    expect((await before("/banks")).status).toBe(401);
    const second = await signedIn(sandbox, first.refresh_token);
    expect((await before("/banks")).status).toBe(401);
    expect((await (await sageReader(sandbox, companyOf(sandbox), second.access_token))("/banks")).status).toBe(200);
    expect(sandbox.faults.tokenExpired).toBe(false);
  });

  test("a revoked grant is refused as invalid_grant", async () => {
    const sandbox = await aSandbox();
    sandbox.faults.grantRevoked = true;
    expect(await (await refresh(sandbox, sandbox.sage200.refreshToken)).json()).toMatchObject({ error: "invalid_grant" });
  });

  test("every third request is throttled and says when to come back", async () => {
    const sandbox = await aSandbox();
    const read = await sageReader(sandbox);
    sandbox.faults.throttleEvery = 3;
    const answers = [];
    for (let n = 0; n < 6; n++) answers.push(await read("/banks"));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 429, 200, 200, 429]);
    expect(answers[2]?.headers.get("retry-after")).toBe("1");
  });

  test("sites can be empty, companies refused, and the sales ledger out of bounds", async () => {
    const sandbox = await aSandbox();
    const read = await sageReader(sandbox);
    sandbox.faults.emptySites = true;
    expect(await read("/sites")).toMatchObject({ status: 200, text: "[]" });
    sandbox.faults.noSalesModule = true;
    expect((await read("/customer_views")).status).toBe(403);
    expect((await read("/bank_views")).status).toBe(200);
    sandbox.faults.empty401 = true;
    expect(await read("/bank_views")).toMatchObject({ status: 401, text: "" });
    expect((await read("/sites")).status).toBe(200);
  });

  test("every second list can come back with nothing in it, and 200", async () => {
    const sandbox = await aSandbox();
    const read = await sageReader(sandbox);
    sandbox.faults.emptyListEvery = 2;
    const answers = [await read("/bank_views"), await read("/bank_views")];
    expect(answers.map(({ status, rows }) => [status, rows.length > 0])).toEqual([[200, true], [200, false]]);
  });

  test("refusals can be worded in every way that has been seen or is feared", async () => {
    const sandbox = await aSandbox();
    const read = await sageReader(sandbox);
    const texts = new Set<string>();
    for (const shape of errorShapes) {
      sandbox.faults.errorShape = shape;
      const answer = await read("/customers", { $top: -1 });
      expect(answer.status).toBe(400);
      texts.add(answer.text);
    }
    expect(texts.size).toBe(errorShapes.length);
  });

  test("a slow answer outlasts a caller in a hurry and does come", async () => {
    const sandbox = await aSandbox();
    sandbox.faults.slowMs = 300;
    await expect(fetch(`${sandbox.layer.url}/v1/about`, { signal: AbortSignal.timeout(20) })).rejects.toThrow();
    expect((await layerCall(sandbox, "/v1/about")).status).toBe(200);
  });
});

describe("control from another process", () => {
  const post = (url: string, body: unknown) => fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

  test("faults merge, and a switch that does not exist is refused whole", async () => {
    const sandbox = await aSandbox();
    await post(`${sandbox.control.url}/faults`, { sageDown: 503 });
    await post(`${sandbox.control.url}/faults`, { slowMs: 5 });
    expect(sandbox.faults).toMatchObject({ sageDown: 503, slowMs: 5 });
    const refused = await post(`${sandbox.control.url}/faults`, { slowMs: 7, meteor: true });
    expect([refused.status, sandbox.faults.slowMs]).toEqual([400, 5]);
    expect(await (await fetch(`${sandbox.control.url}/faults`)).json()).toEqual(sandbox.faults);
  });

  test("edits do what they do in code, and one that names nothing is refused", async () => {
    const sandbox = await aSandbox();
    const [account] = sandbox.data.accounts("Harbour Trading Ltd");
    const change = await post(`${sandbox.control.url}/edits`, { edit: "change-account", companyName: "Harbour Trading Ltd", reference: account?.reference, change: { status: "hidden" } });
    expect([change.status, sandbox.data.account("Harbour Trading Ltd", account?.reference ?? "")?.status]).toEqual([200, "hidden"]);
    const added = await post(`${sandbox.control.url}/edits`, { edit: "add-account", companyName: "Harbour Trading Ltd", account: { reference: "NEW00001", name: "New Ltd" } });
    expect(await added.json()).toEqual(sandbox.data.account("Harbour Trading Ltd", "NEW00001"));
    const again = await post(`${sandbox.control.url}/edits`, { edit: "add-account", companyName: "Harbour Trading Ltd", account: { reference: "NEW00001", name: "New Ltd" } });
    expect(again.status).toBe(404);
    const nameless = await post(`${sandbox.control.url}/edits`, { edit: "add-account", companyName: "Harbour Trading Ltd", account: { reference: "NEW00002" } });
    expect(nameless.status).toBe(400);
    const lost = await post(`${sandbox.control.url}/edits`, { edit: "delete-account", companyName: "Harbour Trading Ltd", reference: "NOWHERE" });
    expect(lost.status).toBe(404);
    expect((await post(`${sandbox.control.url}/edits`, { edit: "burn" })).status).toBe(400);
  });

  test("calls are counted by route, without tokens", async () => {
    const sandbox = await aSandbox();
    await (await sageReader(sandbox))("/customers/1", { $select: "id" });
    expect(sandbox.calls.counts()).toEqual({ "POST /oauth/token": 1, "GET /customers/:id": 1 });
    expect(sandbox.calls.list("sage200")).toMatchObject([{ method: "GET", route: "/customers/:id", status: 404, system: "sage200" }]);
    const seen = await (await fetch(`${sandbox.control.url}/calls`)).text();
    expect(seen).not.toContain(sandbox.layer.token);
    await fetch(`${sandbox.control.url}/calls`, { method: "DELETE" });
    expect(sandbox.calls.list()).toEqual([]);
  });
});
