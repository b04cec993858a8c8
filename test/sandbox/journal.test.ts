import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { aLink, aSandbox, closeAll, layerCall, refresh, saveBatch, signedIn } from "./clients";

const folders: string[] = [];
const aStateFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "practice-"));
  folders.push(folder);
  return join(folder, "state", "practice.ndjson");
};

afterEach(async () => {
  await closeAll();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe("a practice company with a state file remembers", () => {
  test("links, the answers to their keys, edits and rotated tokens survive a restart", async () => {
    const stateFile = aStateFile();
    const before = await aSandbox({ stateFile });
    const link = aLink(before);
    const first = await saveBatch(before, [link], "push-0001");
    const { refresh_token } = await signedIn(before);
    const [renamed, removed] = before.data.accounts("Northwick Tools Ltd");
    before.edit.changeAccount("Northwick Tools Ltd", renamed?.reference ?? "", { reference: "RENAMED1", status: "hidden" });
    before.edit.deleteAccount("Northwick Tools Ltd", removed?.reference ?? "");
    const added = before.edit.addAccount("Northwick Tools Ltd", { reference: "ADDED001", name: "Added Ltd", email: "a@added.example" });
    const customer = before.edit.changeCustomer(link.customerId, { name: "Renamed Ltd", isArchived: true });
    await closeAll();

    const after = await aSandbox({ stateFile });
    expect((await saveBatch(after, [link], "push-0001")).text).toBe(first.text);
    expect((await saveBatch(after, [aLink(after, 2)], "push-0001")).status).toBe(409);
    expect(after.data.links()).toContainEqual(expect.objectContaining(link));
    expect((await refresh(after, refresh_token)).status).toBe(200);
    expect((await refresh(after, before.sage200.refreshToken)).status).toBe(400);
    expect((await refresh(after, after.sage200.refreshToken)).status).toBe(200);
    expect(after.data.account("Northwick Tools Ltd", "RENAMED1")).toMatchObject({ id: renamed?.id, status: "hidden" });
    expect(after.data.account("Northwick Tools Ltd", removed?.reference ?? "")).toBeUndefined();
    expect(after.data.account("Northwick Tools Ltd", "ADDED001")).toEqual(added);
    expect(after.data.customer(link.customerId)).toEqual(customer);
  });

  test("no token stands in the state file", async () => {
    const stateFile = aStateFile();
    const sandbox = await aSandbox({ stateFile });
    const tokens = await signedIn(sandbox);
    const text = readFileSync(stateFile, "utf8");
    for (const token of [tokens.access_token, tokens.refresh_token, sandbox.sage200.refreshToken, sandbox.layer.token]) expect(text).not.toContain(token);
  });

  test("a last line torn by a power cut is dropped, and what follows is written whole", async () => {
    const stateFile = aStateFile();
    await saveBatch(await aSandbox({ stateFile }), [aLink(await aSandbox())], "push-0001");
    await closeAll();
    appendFileSync(stateFile, '{"deed":"links-saved","links":[{"cust');
    const torn = await aSandbox({ stateFile });
    const saved = aLink(torn);
    await saveBatch(torn, [saved], "push-0002");
    await closeAll();
    const after = await aSandbox({ stateFile });
    expect(after.data.links()).toContainEqual(expect.objectContaining(saved));
  });

  test("a file of another seed or size is refused, saying whose it is", async () => {
    const stateFile = aStateFile();
    await aSandbox({ stateFile, seed: 3 });
    await closeAll();
    await expect(aSandbox({ stateFile, seed: 4 })).rejects.toThrow(/seed 3 and 120 customers/);
  });

  test("a line that is not ours is refused, not skipped", async () => {
    const stateFile = aStateFile();
    await aSandbox({ stateFile });
    await closeAll();
    appendFileSync(stateFile, '{"deed":"burned"}\n');
    await expect(aSandbox({ stateFile })).rejects.toThrow(/not ours/);
  });

  test("what was answered before a SIGKILL is there after it", async () => {
    const stateFile = aStateFile();
    const link = aLink(await aSandbox());
    const child = spawn(process.execPath, ["--import", "tsx", "src/sandbox/main.ts", "--customers", "120", "--state", stateFile], { stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    child.stdout.setEncoding("utf8");
    while (!printed.includes("SAGE200_REFRESH_TOKEN=")) printed += String((await once(child.stdout, "data"))[0]);
    const settings = new Map(printed.trim().split("\n").map((line): [string, string] => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
    expect([...settings.keys()]).toEqual(["LAYER_URL", "LAYER_TOKEN", "SAGE200_URL", "SAGE200_AUTH_URL", "SAGE200_CLIENT_ID", "SAGE200_CLIENT_SECRET", "SAGE200_REFRESH_TOKEN"]);
    const answer = await fetch(`${settings.get("LAYER_URL")}/v1/links/batch`, {
      method: "POST",
      headers: { authorization: `Bearer ${settings.get("LAYER_TOKEN")}`, "content-type": "application/json", "idempotency-key": "push-0001" },
      body: JSON.stringify({ links: [link] }),
    });
    const text = await answer.text();
    child.kill("SIGKILL");
    await once(child, "exit");

    const after = await aSandbox({ stateFile });
    expect((await saveBatch(after, [link], "push-0001")).text).toBe(text);
    expect((await layerCall(after, "/v1/about", { token: settings.get("LAYER_TOKEN") ?? "" })).status).toBe(200);
  }, 60_000);
});
