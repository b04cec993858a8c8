/**
 * Who works on which batch. A batch is leased for a while on the database's clock, and each lease has a higher fence than the
 * one before: whoever lost the lease, by a pause or a broken connection, holds an old fence and can record nothing.
 */
import { sql } from "kysely";
import type { PushSlug } from "../sheets/sheet";
import type { Handle, Tx } from "./database";

export type Lease = {
  readonly pushId: string;
  readonly sheet: PushSlug;
  readonly batch: number;
  readonly fence: number;
  /** "sending": a worker before us may have sent the batch's intents. */
  readonly state: "waiting" | "sending";
  readonly attempts: number;
  readonly cancelAsked: boolean;
  readonly acceptedAt: string;
  readonly byId: string;
  readonly byName: string;
};

/** The oldest push's first free batch; null where there is nothing to do now. */
export const claimBatch = async (tx: Tx, tenant: string, leaseMs: number): Promise<Lease | null> => {
  const { rows } = await sql<Lease>`
    with free as (
      select b.push_id, b.batch from push_batch b join push p on p.tenant = b.tenant and p.id = b.push_id
      where b.tenant = ${tenant} and b.state <> 'done' and b.not_before <= clock_timestamp() and (b.lease_until is null or b.lease_until < clock_timestamp())
      order by p.accepted_at, b.push_id, b.batch limit 1 for update of b skip locked)
    update push_batch b set lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond', fence = b.fence + 1
    from free, push p
    where b.tenant = ${tenant} and b.push_id = free.push_id and b.batch = free.batch and p.tenant = ${tenant} and p.id = b.push_id
    returning b.push_id as "pushId", p.sheet, b.batch, b.fence, b.state, b.attempts, p.cancel_asked as "cancelAsked",
      p.accepted_at as "acceptedAt", p.by_id as "byId", p.by_name as "byName"`.execute(tx);
  const lease = rows[0] ?? null;
  if (lease) {
    await tx.updateTable("push").set({ state: "working" }).where("tenant", "=", tenant).where("id", "=", lease.pushId).where("state", "=", "accepted").execute();
  }
  return lease;
};

/** Milliseconds until a batch may be claimable; null where none is open. */
export const nextBatchIn = async (handle: Handle, tenant: string): Promise<number | null> => {
  const { rows } = await sql<{ ms: number | null }>`
    select cast(extract(epoch from min(greatest(not_before, coalesce(lease_until, not_before))) - clock_timestamp()) * 1000 as float8) as ms
    from push_batch where tenant = ${tenant} and state <> 'done'`.execute(handle);
  return rows[0]?.ms ?? null;
};

const held = (tx: Tx, tenant: string, { pushId, batch, fence }: Lease) =>
  tx.updateTable("push_batch").where("tenant", "=", tenant).where("push_id", "=", pushId).where("batch", "=", batch).where("fence", "=", fence).where("state", "<>", "done");

/** False when the lease was lost. Locks the batch to the end of the transaction. */
export const holds = async (tx: Tx, tenant: string, lease: Lease): Promise<boolean> =>
  (await held(tx, tenant, lease).set((eb) => ({ fence: eb.ref("fence") })).executeTakeFirst()).numUpdatedRows > 0n;

export const extendLease = async (tx: Tx, tenant: string, lease: Lease, leaseMs: number): Promise<boolean> => {
  const extended = await held(tx, tenant, lease)
    .set({ lease_until: sql<string>`clock_timestamp() + ${leaseMs} * interval '1 millisecond'` })
    .executeTakeFirst();
  return extended.numUpdatedRows > 0n;
};

/** From here on the batch's intents may have been sent. */
export const markSending = async (tx: Tx, tenant: string, lease: Lease): Promise<void> => {
  await held(tx, tenant, lease).set({ state: "sending" }).execute();
};

export const markDone = async (tx: Tx, tenant: string, lease: Lease): Promise<void> => {
  await held(tx, tenant, lease).set({ state: "done", lease_until: null }).execute();
};

/** Gives the batch back untouched, for whoever comes next. */
export const giveBack = async (tx: Tx, tenant: string, lease: Lease): Promise<void> => {
  await held(tx, tenant, lease).set({ lease_until: null }).execute();
};

/** Gives the batch back after an attempt that failed, to be tried again after a pause. */
export const postpone = async (tx: Tx, tenant: string, lease: Lease, ms: number): Promise<void> => {
  await held(tx, tenant, lease)
    .set((eb) => ({ attempts: eb("attempts", "+", 1), lease_until: null, not_before: sql<string>`clock_timestamp() + ${ms} * interval '1 millisecond'` }))
    .execute();
};

/** Voids every lease. Only for a database that no other process can have open. */
export const releaseLeases = async (tx: Tx): Promise<void> => {
  await tx.updateTable("push_batch").set({ lease_until: null }).where("state", "<>", "done").execute();
};
