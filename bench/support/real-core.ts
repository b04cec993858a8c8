/** The core as a gateway has it: over a PostgreSQL server, to practice systems over HTTP, with no schedule of its own. */
import type { Sandbox } from "../../src/sandbox";
import { createSyncCore } from "../../src/sync/flows";
import { createLayerApi } from "../../src/sync/layer";
import { defaultPolicy } from "../../src/sync/ledger/intent";
import { createSage200Api } from "../../src/sync/sage200";
import { createSqlCredentialStore, openDatabase } from "../../src/sync/store";
import { createSage200Tokens, sealingKey } from "../../src/sync/tokens";
import { practicePosting } from "../../test/support/sandbox-connectors";

export type Place = { readonly databaseUrl: string; readonly layer: Sandbox["layer"]; readonly sage200: Sandbox["sage200"] };

export const openCore = async ({ databaseUrl, layer, sage200 }: Place) => {
  const opened = await openDatabase({ url: databaseUrl });
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
    posting: { ...practicePosting({ sage200 }, tokens, defaultPolicy), atOncePerCompany: 6 },
    layerUrl: layer.url,
    sage200Url: sage200.url,
    refreshEvery: null,
  });
  return {
    core,
    db,
    async close() {
      await core.close();
      await db.close();
    },
  };
};
