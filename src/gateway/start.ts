/** The composition root: settings in, a listening gateway and its worker out. */
import { sql } from "kysely";
import { accessSync, constants } from "node:fs";
import { resolve } from "node:path";
import { types } from "node:util";
import type { FastifyBaseLogger } from "fastify";
import { createSyncCore } from "../sync/flows";
import { failed, ok, type Result } from "../sync/model/failure";
import { createSqlCredentialStore, openDatabase, type Database } from "../sync/store";
import { connect, startPractice } from "./connect";
import { createGateway } from "./gateway";
import { createMetrics } from "./metrics";
import { secretsKeyFor } from "./secrets-key";
import type { Settings } from "./settings";
import { pgliteVersion } from "./version";

export type StartProblem = { readonly cause: string; readonly cure: string };
export type Running = {
  /** Where people open it. */
  readonly url: string;
  readonly isPractice: boolean;
  readonly durability: Database["durability"];
  /** Settles when the worker ends: after `stop`, or with the error that ended it. */
  readonly worker: Promise<void>;
  /** Answers what is under way, lets rows in hand finish, then closes everything in the order in which it depends on another. */
  stop(): Promise<void>;
};

export const start = async (settings: Settings, logger: FastifyBaseLogger): Promise<Result<Running, StartProblem>> => {
  const key = await secretsKeyFor(settings.secretsKey, settings.dataDir);
  if (!key.ok) return key;
  const opened = await openDatabase(settings.database.kind === "server" ? { url: settings.database.url, logger } : { dataDir: settings.dataDir, seedFile: seedFile(), logger });
  if (!opened.ok) return opened;
  const db = opened.value;

  const practice = await startPractice(settings);
  const systems = await connect(settings, practice, createSqlCredentialStore(db, [key.value]), logger);
  const metrics = createMetrics();
  const core = createSyncCore({
    db,
    layer: systems.layer,
    layerUrl: systems.layerUrl,
    sage200: systems.sage200,
    sage200Url: systems.sage200Url,
    posting: systems.posting,
    sage200GrantSecondsLeft: () => systems.sage200Tokens.grantSecondsLeft(),
    logger,
  });
  const gateway = await createGateway({ core, settings, logger, metrics, isReady: () => answers(db, logger) });
  const closeBehind = async () => {
    await core.close();
    await systems.close();
    await practice?.close();
    await db.close();
  };

  const listening = await listen(gateway, settings);
  if (!listening.ok) {
    await gateway.close();
    await closeBehind();
    return listening;
  }
  const working = new AbortController();
  const worker = core.work(working.signal);
  return ok({
    url: listening.value,
    isPractice: practice !== null,
    durability: db.durability,
    worker,
    async stop() {
      await gateway.close();
      working.abort();
      await worker;
      await closeBehind();
    },
  });
};

/** Making an empty embedded database takes seconds, copying one made before takes one. Undefined where this user may not keep one. */
const seedFile = (): string | undefined => {
  try {
    accessSync("node_modules", constants.W_OK);
  } catch (error) {
    if (types.isNativeError(error) && "code" in error) return undefined;
    throw error;
  }
  return resolve(`node_modules/.cache/tieout/pglite-${pgliteVersion}.tar`);
};

const answers = async (db: Database, logger: FastifyBaseLogger): Promise<boolean> => {
  try {
    await db.read((handle) => sql`select 1`.execute(handle));
    return true;
  } catch (error) {
    logger.warn({ err: error }, "the database does not answer");
    return false;
  }
};

const listen = async (gateway: Awaited<ReturnType<typeof createGateway>>, { host, port }: Settings): Promise<Result<string, StartProblem>> => {
  try {
    await gateway.listen({ host, port, listenTextResolver: () => "listening" });
  } catch (error) {
    const code = types.isNativeError(error) && "code" in error ? error.code : null;
    if (code === "EADDRINUSE")
      return failed({ cause: `Port ${port} is already in use, perhaps by another Tieout.`, cure: `Stop that program, or start with another port: PORT=${port + 1} npm start` });
    if (code === "EACCES") return failed({ cause: `This user may not listen on port ${port}.`, cure: "Choose a port above 1024, for example PORT=3000." });
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return failed({ cause: `${host} is not an address of this machine.`, cure: "Set HOST to one of its addresses, or leave it out." });
    throw error;
  }
  const address = gateway.server.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;
  const name = host === "127.0.0.1" || host === "::1" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return ok(`http://${name}:${taken}`);
};
