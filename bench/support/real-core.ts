/** The core as a gateway has it: over a PostgreSQL server, to practice systems over HTTP, with no schedule of its own. */
import type { Sandbox } from "../../src/sandbox";
import { defaultPolicy } from "../../src/sync/ledger/intent";
import { openProcessCore } from "../../test/support/process-core";

export type Place = { readonly databaseUrl: string; readonly layer: Sandbox["layer"]; readonly sage200: Sandbox["sage200"] };

/** What goes wrong is printed: a benchmark that fails shall say of what. */
const logger = { info: () => undefined, warn: (details: object, message: string) => console.error(message, details), error: (details: object, message: string) => console.error(message, details) };

/** The practice Sage lists at once what it has: nobody need wait for minutes until it can be compared. */
export const benchPolicy = { ...defaultPolicy, settle: 20_000 };

export const openCore = ({ databaseUrl, layer, sage200 }: Place) => openProcessCore({ database: { url: databaseUrl }, layer, sage200 }, { posting: { atOncePerCompany: 6 }, logger }, benchPolicy);
