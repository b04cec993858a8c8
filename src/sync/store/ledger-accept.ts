/** Accepting postings: each once for its key and once for its document, gated by the parents that are not done yet. */
import { sql } from "kysely";
import { planned } from "../ledger/intent";
import type { PostingKey } from "../ledger/posting-key";
import type { Accepted } from "../ledger/store";
import { json, pieces } from "./bulk";
import type { Tx } from "./database";
import { clock, thingOf, type NewPosting } from "./ledger-rows";

/** Of everybody who accepts. */
const accepting = (tenant: string) => sql`hashtextextended('accepting ' || cast(${tenant} as text), 0)`;

/**
 * Which of these are done. Locks them against becoming so until the transaction ends: a parent that is done a moment later
 * finds its child and lets it go. A parent that nobody has accepted yet has no row to lock, so its acceptance is kept off.
 */
const doneOf = async (tx: Tx, tenant: string, parents: readonly PostingKey[]): Promise<ReadonlySet<string>> => {
  const read = async () => {
    const { rows } = await sql<{ key: string; state: string }>`
      select key, state from posting where tenant = ${tenant} and key in (select jsonb_array_elements_text(${json(parents)})) order by key for share`.execute(tx);
    return rows;
  };
  let rows = await read();
  if (rows.length < parents.length) {
    await sql`select pg_advisory_xact_lock(${accepting(tenant)})`.execute(tx);
    rows = await read();
  }
  return new Set(rows.filter((row) => row.state === "done").map((row) => row.key));
};

/** How the stored content compares with each that was offered; undefined where nothing stands under its key. */
const compare = async (tx: Tx, tenant: string, offered: readonly NewPosting[]): Promise<ReadonlyMap<number, boolean>> => {
  const { rows } = await sql<{ at: number; same: boolean }>`
    select cast(new.at as int) as at, (held.payload, held.kind, held.company, held.parents) = (new.payload, new.kind, new.company, new.parents) as same
    from jsonb_to_recordset(${json(offered.map((intent, at) => ({ ...intent, at })))}) as new (at int, key text, kind text, company text, payload jsonb, parents jsonb)
    join posting held on held.tenant = ${tenant} and held.key = new.key`.execute(tx);
  return new Map(rows.map((row) => [row.at, row.same]));
};

/** In the order of their keys, whoever accepts: two who insert the same in different orders would wait for each other for ever. */
const insert = async (tx: Tx, tenant: string, intents: readonly NewPosting[], done: ReadonlySet<string>): Promise<ReadonlySet<string>> => {
  const rows = intents.map((intent) => {
    const thing = thingOf(intent.payload);
    return {
      ...intent,
      thingKind: thing.kind,
      thingId: thing.id,
      open: new Set(intent.parents.filter((parent) => !done.has(parent))).size,
      // Due from the database's now, which is filled in there.
      intent: planned(0),
    };
  });
  const { rows: inserted } = await sql<{ key: string }>`
    with waited as materialized (select pg_advisory_xact_lock_shared(${accepting(tenant)})),
    at as materialized (select ${clock} as ms from waited),
    new as (select * from jsonb_to_recordset(${json(rows)}) as new (key text, kind text, company text, "thingKind" text, "thingId" text,
      payload jsonb, intent jsonb, open int, parents jsonb)),
    inserted as (
      insert into posting (tenant, key, kind, company, document_kind, document_id, parents, payload, intent, claimable_at, open_parents, accepted_at)
      select ${tenant}, key, kind, company, "thingKind", "thingId", parents, payload, jsonb_set(intent, '{notBefore}', to_jsonb(at.ms)), at.ms, open, clock_timestamp() from new, at order by key
      on conflict do nothing returning key),
    parents as (
      insert into posting_parent (tenant, parent, key)
      select distinct ${tenant}, parent, inserted.key from inserted join new using (key), jsonb_array_elements_text(new.parents) as parent)
    select key from inserted`.execute(tx);
  return new Set(inserted.map((row) => row.key));
};

/**
 * Accepts postings inside the caller's transaction, and answers for each in order. Nothing is promised to anybody before that
 * transaction has committed. The same key again changes nothing.
 */
export const acceptAllIn = async (tx: Tx, tenant: string, intents: readonly NewPosting[]): Promise<readonly Accepted[]> => {
  const answers: Accepted[] = [];
  for (const some of pieces(intents)) {
    const firstAt = new Map<string, number>();
    for (const [at, { key }] of some.entries()) if (!firstAt.has(key)) firstAt.set(key, at);
    const firsts = some.filter(({ key }, at) => firstAt.get(key) === at);
    const parents = [...new Set(some.flatMap((intent) => intent.parents))];
    const done = parents.length > 0 ? await doneOf(tx, tenant, parents) : new Set<string>();
    const inserted = await insert(tx, tenant, firsts, done);
    const compared = inserted.size === some.length ? new Map<number, boolean>() : await compare(tx, tenant, some);
    some.forEach((intent, at) => {
      const same = compared.get(at);
      if (inserted.has(intent.key) && firstAt.get(intent.key) === at) answers.push("accepted");
      else if (same === undefined) answers.push("another key for this document");
      else answers.push(same ? "already there" : "other content under this key");
    });
  }
  return answers;
};
