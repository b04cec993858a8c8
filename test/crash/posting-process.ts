/**
 * A gateway's inside as a process of its own, to be killed: begins runs and works through the ledger until it is ended. Run with one
 * JSON argument.
 */
import { createSyncCore } from "../../src/sync/flows";
import { createLayerApi } from "../../src/sync/layer";
import { createSage200Api } from "../../src/sync/sage200";
import { createSqlCredentialStore, openDatabase } from "../../src/sync/store";
import { createSage200Tokens, sealingKey } from "../../src/sync/tokens";
import type { LedgerPolicy } from "../../src/sync/ledger/intent";
import { practicePosting } from "../support/sandbox-connectors";

export type PostingProcess = {
  readonly url: string;
  readonly layer: { readonly url: string; readonly token: string };
  readonly sage200: { readonly url: string; readonly authUrl: string; readonly clientId: string; readonly clientSecret: string; readonly refreshToken: string };
  readonly policy: LedgerPolicy;
};

export const createPostingCore = async ({ url, layer, sage200, policy }: PostingProcess) => {
  const opened = await openDatabase({ url });
  if (!opened.ok) throw new Error(opened.failure.cause);
  const db = opened.value;
  const store = createSqlCredentialStore(db, [sealingKey(Buffer.alloc(32, 7))]);
  await store.exclusively("sage200", async (current, save) => {
    if (!current) await save({ generation: 1, refreshToken: sage200.refreshToken, accessToken: null, accessExpiresAt: null, grantExpiresAt: null });
  });
  const tokens = createSage200Tokens({ ...sage200, credentialId: "sage200", store });
  const core = createSyncCore({
    db,
    layer: createLayerApi(layer),
    sage200: createSage200Api({ url: sage200.url, tokens }),
    posting: { ...practicePosting({ sage200 }, tokens, policy), runLeaseMs: 4_000, sweepEvery: 200 },
    layerUrl: layer.url,
    sage200Url: sage200.url,
    refreshEvery: null,
    pauses: [50, 100, 200],
  });
  return { core, db };
};

export const begin = async (): Promise<void> => {
  const { core } = await createPostingCore(JSON.parse(process.argv[2] ?? "{}") as PostingProcess);
  void core.work(new AbortController().signal);
  process.stdout.write("working\n");
  for (;;) {
    await core.run({}, { id: "crash", name: "Crash test" });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
};
