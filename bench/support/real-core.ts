/** The core as a gateway has it: over a PostgreSQL server, to practice systems over HTTP, with no schedule of its own. */
import type { Sandbox } from "../../src/sandbox";
import { defaultPolicy } from "../../src/sync/ledger/intent";
import { openProcessCore } from "../../test/support/process-core";

export type Place = { readonly databaseUrl: string; readonly layer: Sandbox["layer"]; readonly sage200: Sandbox["sage200"] };

export const openCore = ({ databaseUrl, layer, sage200 }: Place) => openProcessCore({ database: { url: databaseUrl }, layer, sage200 }, { posting: { atOncePerCompany: 6 } }, defaultPolicy);
