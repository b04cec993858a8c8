/** Grants of other systems at rest: sealed, one row each, renewed by one holder at a time. */
import { sql } from "kysely";
import { open, seal, type CredentialStore, type SealingKey, type StoredCredential } from "../tokens";
import type { Database, Handle, Tx } from "./database";

/** The row's own name is part of what is sealed, so that a secret copied into another row does not open. */
const rowName = (tenant: string, id: string) => `${tenant}/${id}`;

const unseal = async (keys: readonly SealingKey[], tenant: string, id: string, sealed: string | null): Promise<StoredCredential | null> => {
  if (sealed === null) return null;
  const opened = await open(keys, rowName(tenant, id), sealed);
  if (!opened.ok) throw new Error(`${opened.failure.cause} ${opened.failure.cure}`);
  return JSON.parse(opened.value) as StoredCredential;
};

const sealedOf = async (handle: Handle, tenant: string, id: string): Promise<string | null> =>
  (await handle.selectFrom("credential").select("sealed").where("tenant", "=", tenant).where("id", "=", id).executeTakeFirst())?.sealed ?? null;

/**
 * `keys[0]` seals; the others only open what was sealed before. On a server the row is locked (`select … for update`) while
 * a holder renews, whatever process it is in. The embedded database belongs to one process and has one connection, which a
 * renewal over the network must not occupy: there the turn is taken in memory, and each save is a transaction of its own.
 */
export const createSqlCredentialStore = (db: Database, keys: readonly [SealingKey, ...SealingKey[]], tenant = "default"): CredentialStore => {
  const write = async (tx: Tx, id: string, next: StoredCredential) => {
    const sealed = await seal(keys[0], rowName(tenant, id), JSON.stringify(next));
    await tx
      .insertInto("credential")
      .values({ tenant, id, generation: next.generation, sealed, changed_at: sql`clock_timestamp()` })
      .onConflict((conflict) =>
        conflict.columns(["tenant", "id"]).doUpdateSet((eb) => ({
          generation: eb.ref("excluded.generation"),
          sealed: eb.ref("excluded.sealed"),
          changed_at: eb.ref("excluded.changed_at"),
        })),
      )
      .execute();
  };
  const read = async (id: string) => unseal(keys, tenant, id, await db.read((handle) => sealedOf(handle, tenant, id)));

  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const mine = (turns.get(id) ?? Promise.resolve()).then(work, work);
    turns.set(
      id,
      mine.catch(() => undefined),
    );
    return mine;
  };

  return {
    read,
    exclusively: (id, work) =>
      inTurn(id, async () => {
        if (db.engine === "pglite") {
          return work(await read(id), (next) => db.transaction("keep a credential", (tx) => write(tx, id, next)));
        }
        return db.transaction(
          "renew a credential",
          async (tx) => {
            // A row to lock, also where there is no credential yet.
            await sql`insert into credential (tenant, id, generation, changed_at) values (${tenant}, ${id}, 0, clock_timestamp()) on conflict do nothing`.execute(tx);
            const row = await tx.selectFrom("credential").select("sealed").where("tenant", "=", tenant).where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
            return work(await unseal(keys, tenant, id, row.sealed), (next) => write(tx, id, next));
          },
          { timeout: 90_000, callsOut: true },
        );
      }),
  };
};
