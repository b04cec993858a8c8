import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { readSettings } from "../../src/gateway/settings";
import { start, type Running } from "../../src/gateway/start";
import { ask, lines, postJson } from "../support/listening-gateway";

jest.setTimeout(120_000);
const dataDir = mkdtempSync(join(tmpdir(), "tieout-real-core-"));
let running: Running | null = null;
const begin = async (): Promise<Running> => {
  const settings = readSettings({ DATA_DIR: dataDir, PORT: "0", SANDBOX_CUSTOMERS: "40" });
  if (!settings.ok) throw new Error(JSON.stringify(settings.failure));
  const started = await start(settings.value, pino({ level: "silent" }));
  if (!started.ok) throw new Error(started.failure.cause);
  return (running = started.value);
};
beforeAll(begin);
afterAll(async () => {
  await running?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});
const url = () => running?.url.replace("localhost", "127.0.0.1") ?? "";

type Line = ReturnType<typeof lines>[number];
const cellsOf = (line: Line | undefined) => (line?.["cells"] ?? {}) as Record<string, string | null>;
const recordsOf = async (kind: string) =>
  lines((await ask(`${url()}/api/lookups/${kind}`)).text)
    .filter(({ type }) => type === "record")
    .map((line) => line["record"] as Record<string, string>);

/** A customer without a link, and an account of a company that nobody is linked with. */
const aLinkToMake = async () => {
  const rows = lines((await ask(`${url()}/api/sheets/customer-links`)).text).filter(({ type }) => type === "row");
  const taken = new Set(rows.map((row) => `${cellsOf(row)["SageCompanyName"]} ${cellsOf(row)["SageAccountNumber"]}`));
  const accounts = await recordsOf("sage-account");
  const account = accounts.find(({ companyName, reference, status }) => status === "active" && !taken.has(`${companyName} ${reference}`));
  const company = (await recordsOf("sage-company")).find(({ name }) => name === account?.["companyName"]);
  const unlinked = rows.map(cellsOf).find(({ SageCompanyName }) => SageCompanyName === null);
  if (!account || !company || !unlinked) throw new Error("The practice books hold no link to make.");
  return {
    ref: { key: "the-row", nth: 0 },
    cells: { CustomerId: unlinked["CustomerId"] ?? "", SageCompanyName: company["name"] ?? "", SageSiteId: company["siteId"] ?? "", SageAccountNumber: account["reference"] ?? "" },
  };
};

const push = (rows: readonly object[], id: string) => ask(`${url()}/api/sheets/customer-links/push`, postJson({ rows }, { "idempotency-key": id }));

test("a link is previewed, pushed, read again, and still there after the gateway was started anew", async () => {
  const good = await aLinkToMake();
  const bad = { ref: { key: "bad-row", nth: 0 }, cells: { ...good.cells, SageAccountNumber: "NOSUCH01" } };

  const previewed = lines((await ask(`${url()}/api/sheets/customer-links/preview`, postJson({ rows: [good] }))).text);
  expect(previewed[0]).toMatchObject({ type: "preview", outcome: "create" });

  const pushed = lines((await push([good], "real-push-1")).text);
  expect(pushed.map(({ type }) => type)).toEqual(["accepted", "result", "trailer"]);
  expect(pushed[1]).toMatchObject({ outcome: "saved", ref: good.ref, fills: { SageCustomerId: expect.stringMatching(/^\d+$/) } });
  expect(lines((await push([bad], "real-push-2")).text)[1]).toMatchObject({ outcome: "refused", message: expect.stringContaining("NOSUCH01") });

  const again = lines((await push([good], "real-push-1")).text);
  expect(again[0]).toMatchObject({ type: "accepted", replay: true });
  expect(again[1]).toEqual(pushed[1]);
  expect((await push([bad], "real-push-1")).status).toBe(409);

  await running?.stop();
  await begin();
  const later = lines((await ask(`${url()}/api/pushes/real-push-1`)).text);
  expect(later.find(({ type }) => type === "result")).toEqual(pushed[1]);
  const kept = lines((await ask(`${url()}/api/sheets/customer-links`)).text).map(cellsOf);
  expect(kept).toContainEqual(expect.objectContaining({ CustomerId: good.cells.CustomerId, SageAccountNumber: good.cells.SageAccountNumber }));
});

test("the session shows both systems connected, as practice, and no secret", async () => {
  const answer = await ask(`${url()}/api/session?fresh=yes`);
  expect(answer.json()).toMatchObject({
    connections: [
      { system: "layer", isPractice: true, state: "connected" },
      { system: "sage200", isPractice: true, state: "connected" },
    ],
  });
  expect(answer.text).not.toMatch(/token|secret/i);
});

test("a port that is taken is told with the way out, and everything opened before is closed again", async () => {
  const port = new URL(url()).port;
  const folder = mkdtempSync(join(tmpdir(), "tieout-second-"));
  const settings = readSettings({ DATA_DIR: folder, PORT: port, SANDBOX_CUSTOMERS: "5" });
  if (!settings.ok) throw new Error(JSON.stringify(settings.failure));
  const second = await start(settings.value, pino({ level: "silent" }));
  expect(second).toMatchObject({ ok: false, failure: { cause: expect.stringContaining(`Port ${port}`), cure: expect.stringContaining("PORT=") } });
  rmSync(folder, { recursive: true, force: true });
});

test("a second gateway on the same data is refused while the first runs", async () => {
  const settings = readSettings({ DATA_DIR: dataDir, PORT: "0" });
  if (!settings.ok) throw new Error(JSON.stringify(settings.failure));
  expect(await start(settings.value, pino({ level: "silent" }))).toMatchObject({ ok: false, failure: { cause: expect.stringContaining(dataDir) } });
});
