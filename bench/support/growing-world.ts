/** Practice systems with an empty database beside them, mapped and ready to be filled with as much as a benchmark wants. */
import { Client } from "pg";
import { startSandbox, type Sandbox } from "../../src/sandbox";
import { mapEverything } from "../../test/sync/flows/posting-bench";
import { openCore, type Place } from "./real-core";

const administer = async (databaseUrl: string, statement: string): Promise<void> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
};

export type GrowingWorld = {
  readonly sandbox: Sandbox;
  readonly place: Place;
  /** What a server's autovacuum does after a day on which much was written. */
  vacuum(): Promise<void>;
};

/** @param server its address ends in the database that is there from the start, `postgres`. @param database to be made. */
export const growingWorld = async (server: string, database: string): Promise<GrowingWorld> => {
  await administer(server, `create database ${database}`);
  const databaseUrl = server.replace(/\/postgres$/, `/${database}`);
  const sandbox = await startSandbox({ customers: 300, seed: 11, invoices: 0 });
  const place: Place = { databaseUrl, layer: sandbox.layer, sage200: sandbox.sage200 };
  const { core, close } = await openCore(place);
  await mapEverything(core, { sandbox });
  await close();
  return { sandbox, place, vacuum: () => administer(databaseUrl, "vacuum analyze") };
};
