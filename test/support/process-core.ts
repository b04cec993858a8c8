/** A core as a gateway's process makes it: over a database, to practice systems over HTTP, its refresh token sealed in the database. */
import type { Sandbox } from "../../src/sandbox";
import { createSyncCore, type SyncCoreOptions } from "../../src/sync/flows";
import { createLayerApi } from "../../src/sync/layer";
import type { LedgerPolicy } from "../../src/sync/ledger/intent";
import { createSage200Api } from "../../src/sync/sage200";
import { createSqlCredentialStore, openDatabase } from "../../src/sync/store";
import { createSage200Tokens, sealingKey } from "../../src/sync/tokens";
import { credentialFrom, practicePosting } from "./sandbox-connectors";

export type ProcessPlace = {
  readonly database: Parameters<typeof openDatabase>[0];
  readonly layer: Sandbox["layer"];
  readonly sage200: Sandbox["sage200"];
};

type Changes = Partial<Omit<SyncCoreOptions, "posting">> & { readonly posting?: Partial<SyncCoreOptions["posting"]> };

/** It reads and posts nothing by itself, unless `changes` say so. */
export const openProcessCore = async ({ database, layer, sage200 }: ProcessPlace, { posting, ...changes }: Changes = {}, policy?: LedgerPolicy) => {
  const opened = await openDatabase(database);
  if (!opened.ok) throw new Error(opened.failure.cause);
  const db = opened.value;
  const store = createSqlCredentialStore(db, [sealingKey(Buffer.alloc(32, 7))]);
  await store.exclusively("sage200", async (current, save) => {
    if (!current) await save(credentialFrom(sage200.refreshToken));
  });
  const tokens = createSage200Tokens({ ...sage200, credentialId: "sage200", store });
  const core = createSyncCore({
    db,
    layer: createLayerApi(layer),
    sage200: createSage200Api({ url: sage200.url, tokens }),
    layerUrl: layer.url,
    sage200Url: sage200.url,
    refreshEvery: null,
    ...changes,
    posting: { ...practicePosting({ sage200 }, tokens, policy), ...posting },
  });
  return {
    core,
    db,
    tokens,
    async close() {
      await core.close();
      await db.close();
    },
  };
};
