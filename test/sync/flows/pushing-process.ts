/**
 * A gateway's inside as a process of its own, to be killed: works through whatever was accepted, accepting the push it is
 * given if nobody has, and prints each result as it is recorded. Run by kill.test.ts with one JSON argument.
 */
import { readFileSync } from "node:fs";
import { createSyncCore } from "../../../src/sync/flows";
import { createLayerApi } from "../../../src/sync/layer";
import { createSage200Api } from "../../../src/sync/sage200";
import { practicePosting } from "../../support/sandbox-connectors";
import { createSqlCredentialStore, openDatabase } from "../../../src/sync/store";
import { createSage200Tokens, sealingKey } from "../../../src/sync/tokens";

export type PushingProcess = {
  readonly place: { readonly dataDir: string; readonly seedFile: string } | { readonly url: string };
  readonly layer: { readonly url: string; readonly token: string };
  readonly sage200: { readonly url: string; readonly authUrl: string; readonly clientId: string; readonly clientSecret: string; readonly refreshToken: string };
  readonly pushId: string;
  /** A JSON file of the rows. */
  readonly rowsFile: string;
};

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const main = async () => {
  const { place, layer, sage200, pushId, rowsFile } = JSON.parse(process.argv[2] ?? "{}") as PushingProcess;
  const opened = await openDatabase(place);
  if (!opened.ok) throw new Error(opened.failure.cause);
  const db = opened.value;
  const store = createSqlCredentialStore(db, [sealingKey(Buffer.alloc(32, 7))]);
  await store.exclusively("sage200", async (current, save) => {
    if (!current) await save({ generation: 1, refreshToken: sage200.refreshToken, accessToken: null, accessExpiresAt: null, grantExpiresAt: null });
  });
  const tokens = createSage200Tokens({ ...sage200, credentialId: "sage200", store });
  await tokens.access();
  const core = createSyncCore({
    db,
    layer: createLayerApi(layer),
    sage200: createSage200Api({ url: sage200.url, tokens }),
    posting: practicePosting({ sage200 }, tokens),
    layerUrl: layer.url,
    sage200Url: sage200.url,
    refreshEvery: null,
    batchSize: 4,
    leaseMs: 1_000,
    pauses: [50, 100, 200],
  });
  const accepted = await core.acceptPush({ id: pushId, slug: "customer-links", rows: JSON.parse(readFileSync(rowsFile, "utf8")), by: { id: "u1", name: "Priya Nair" } });
  if (!accepted.ok) throw new Error(accepted.failure.cause);
  say({ type: "accepted" });
  const stop = new AbortController();
  const work = core.work(stop.signal);
  const lines = await core.readPush(pushId, { after: 0, follow: true, signal: stop.signal });
  if (!lines) throw new Error("The push is gone.");
  for await (const line of lines) if (line.type !== "accepted") say(line);
  stop.abort();
  await work;
  say({ type: "audit", linked: (await core.audit({ pushId, limit: 500 })).entries.filter((entry) => entry.what === "Linked").map((entry) => entry.key) });
  await core.close();
  await db.close();
  process.exit(0);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
