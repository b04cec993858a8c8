/** Clusters of PGlite in memory for tests. Making one takes seconds, so they are kept in files and loaded. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import { pgliteParsers } from "../../src/sync/store/embedded/open-pglite";
import { migrate } from "../../src/sync/store/migrations";
import type { Schema } from "../../src/sync/store/schema";

/** For `openDatabase({ dataDir, seedFile })` in tests. */
export const seedFile = join(process.cwd(), "node_modules", ".cache", "tieout", "pglite-0.5.16.tar");

/** A cluster that is kept in a file, made by whoever needs it first. */
const kept = async (file: string, make: () => Promise<PGlite>): Promise<Blob> => {
  if (!existsSync(file)) {
    const pglite = await make();
    await pglite.exec("checkpoint");
    const dump = await pglite.dumpDataDir("none");
    await pglite.close();
    mkdirSync(dirname(file), { recursive: true });
    const own = `${file}.${process.pid}`;
    writeFileSync(own, Buffer.from(await dump.arrayBuffer()));
    renameSync(own, file);
  }
  return new Blob([readFileSync(file)]);
};

/** PGlite in memory, without a schema. Making a cluster takes 5 seconds, loading one takes one. */
export const bareMemoryPglite = async (): Promise<PGlite> => PGlite.create({ loadDataDir: await kept(seedFile, () => PGlite.create()), parsers: pgliteParsers });

const migrationsFolder = join(process.cwd(), "src", "sync", "store", "migrations");
/** With the schema as these migrations make it: another migration, another file. */
const migratedFile = (): string => {
  const hash = createHash("sha1");
  for (const name of readdirSync(migrationsFolder).sort()) hash.update(name).update(readFileSync(join(migrationsFolder, name)));
  return seedFile.replace(/\.tar$/, `-${hash.digest("hex").slice(0, 12)}.tar`);
};

/** With the schema. Some twenty test files need one each; migrating takes as long as loading. */
export const migratedPglite = async (): Promise<PGlite> => {
  const loadDataDir = await kept(migratedFile(), async () => {
    const pglite = await bareMemoryPglite();
    // Not destroyed: that would close the cluster that is wanted.
    await migrate(new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) }));
    return pglite;
  });
  return PGlite.create({ loadDataDir, parsers: pgliteParsers });
};
