/** PGlite on a folder, set up so that what it calls committed is on the disk. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { PGlite, types } from "@electric-sql/pglite";
import { instantText } from "../instants";
import { DurableNodeFS, flushFolder, flushTree } from "./durable-node-fs";

/** Counts stay below 2^53, so they are numbers; instants are ISO 8601 in UTC. The same as `open-postgres.ts` reads them. */
export const pgliteParsers = { [types.INT8]: Number, [types.TIMESTAMPTZ]: instantText };

/**
 * Without `-F`, so that PostgreSQL flushes; `fsync` is the one method the file layer can do. Single-user mode has no
 * checkpointer, so the log is kept small here and `startUpkeep` makes the checkpoints.
 */
const startParams = (): string[] => [
  ...PGlite.defaultStartParams.filter((param) => param !== "-F"),
  ...["wal_sync_method=fsync", "max_wal_size=128MB", "min_wal_size=32MB", "shared_buffers=32MB"].flatMap((setting) => ["-c", setting]),
];

const openFolder = async (folder: string, loadDataDir?: Blob): Promise<{ pglite: PGlite; files: DurableNodeFS }> => {
  const files = new DurableNodeFS(folder);
  const pglite = await PGlite.create({ fs: files, startParams: startParams(), parsers: pgliteParsers, ...(loadDataDir ? { loadDataDir } : {}) });
  return { pglite, files };
};

/** An empty cluster from the file; where there is none yet, it is made and kept there for the next time. */
const makeFolder = async (folder: string, seedFile: string | undefined): Promise<void> => {
  const seed = seedFile !== undefined && existsSync(seedFile) ? new Blob([readFileSync(seedFile)]) : undefined;
  const { pglite } = await openFolder(folder, seed);
  if (seedFile !== undefined && !seed) {
    const dump = await pglite.dumpDataDir("none");
    const own = `${seedFile}.${process.pid}`;
    mkdirSync(dirname(seedFile), { recursive: true });
    writeFileSync(own, Buffer.from(await dump.arrayBuffer()));
    renameSync(own, seedFile);
  }
  await pglite.close();
  flushTree(folder);
};

/**
 * Opens the folder's database, making it first where there is none. It is made beside its place and moved there when it is
 * whole and flushed, so that a process killed half way through leaves nothing that looks like a database. Making one takes
 * some 6 seconds on two idle cores, from a seed 2, and opening it 0.3.
 */
export const openPglite = async (folder: string, seedFile?: string): Promise<{ pglite: PGlite; files: DurableNodeFS }> => {
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  if (!existsSync(folder)) {
    await makeFolder(making, seedFile);
    renameSync(making, folder);
    flushFolder(dirname(folder));
  }
  return openFolder(folder);
};
