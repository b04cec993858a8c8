/**
 * Reads Sage's posted transactions: what changed since the last time by change stamp, and now and then the complete list of what there is,
 * which alone shows what was archived, and what changed without a new stamp. A page is stored before the next is asked for, so memory
 * is bounded however many there are; a reading that was cut off loses nothing.
 */
import { failed, ok, type Result } from "../../model/failure";
import type { ReadTransaction } from "../../receipts/transaction";
import { listsNothing, type SweptTransaction } from "../../sage200";
import type { Database } from "../../store";
import { pieces } from "../../store/bulk";
import { allCompanies, type StoredCompany } from "../../store/companies";
import { databaseNow, readFreshness, recordRead, recordSweep } from "../../store/freshness";
import { catchUpRows } from "../../store/receipt-catch-up";
import { loadRowWorld } from "../../store/receipt-world";
import { compareTransactions, dropTransactions, hasTransactions, saveTransactions } from "../../store/sage-transactions";
import { readAhead } from "../read-ahead";
import type { PartSource, Reading } from "../read-part";
import type { Refresher } from "../refresh";

/** Archiving waits for years, and a change without a stamp is not known to happen: hours are soon enough. */
const sweepEvery = 6 * 60 * 60 * 1000;
/** Stored in one transaction: the embedded engine keeps everybody else waiting meanwhile, a server those who number changes. */
const storedAtOnce = 500;

/** A first reading fills empty tables: the planner is told early, and again whenever they have grown so many times over. */
const firstRecount = 500;
const recountsApart = 4;

type Source = Pick<PartSource, "db" | "sage200" | "tenant" | "signal">;

/**
 * With the change lock, so that rows bear their change numbers at once, and so that none is judged without a change that has a number: nobody
 * can draw one between the judging and the moment when all see the rows, and whoever catches up behind it finds them.
 */
const store = async ({ db, tenant }: Pick<Source, "db" | "tenant">, name: string, company: StoredCompany, transactions: readonly ReadTransaction[]): Promise<void> => {
  for (const some of pieces(transactions, storedAtOnce)) {
    await db.change(tenant, `store ${name}`, async (tx) => saveTransactions(tx, tenant, company.ref, await loadRowWorld(tx, tenant), some));
  }
};

const newest = (cursor: string | null, transactions: readonly ReadTransaction[]): string | null =>
  transactions.reduce<string | null>((latest, { updatedAt }) => (latest === null || updatedAt > latest ? updatedAt : latest), cursor);

export const readSageTransactions = async (source: PartSource, name: string, company: StoredCompany, reading: Reading): Promise<Result<number>> => {
  const { db, sage200, tenant, signal } = source;
  const [startedAt, freshness] = await db.read(async (handle) => [await databaseNow(handle), await readFreshness(handle, tenant, name)] as const);
  let cursor = freshness.cursor;
  let count = 0;
  let recountAt = firstRecount;
  // Rows are judged when they are stored: what was known before them need not have them judged once more.
  if (freshness.readAt === null) await catchUpRows(db, tenant);
  for await (const page of readAhead(sage200.transactionPages(company, cursor, signal))) {
    if (!page.ok) return page;
    cursor = newest(cursor, page.value);
    count += page.value.length;
    await store(source, name, company, page.value);
    if (count < recountAt) continue;
    await db.recount(["sage_transaction", "receipt_row", "receipt_allocation", "layer_document", "customer_link", "sage_account"]);
    recountAt *= recountsApart;
  }
  const age = freshness.sweptAt === null ? null : Date.parse(startedAt) - Date.parse(freshness.sweptAt);
  // What a first reading read is the complete list itself, unless something of an earlier database stands here.
  const isSweepDue = reading.swept || (age === null ? freshness.readAt !== null : age > (source.sweepTransactionsEvery ?? sweepEvery));
  if (isSweepDue) {
    const swept = await sweep(source, name, company);
    if (!swept.ok) return swept;
  }
  await db.transaction(`finish ${name}`, async (tx) => {
    await recordRead(tx, tenant, name, startedAt, cursor);
    if (age === null && !isSweepDue) await recordSweep(tx, tenant, name, startedAt);
  });
  return ok(count);
};

/** Compares what there is with what is stored: drops what is gone, and reads again what stands otherwise. */
const sweep = async (source: Source, name: string, company: StoredCompany): Promise<Result<number>> => {
  const { db, sage200, tenant, signal } = source;
  const startedAt = await db.read(databaseNow);
  let after = "";
  let count = 0;
  const compare = async (transactions: readonly SweptTransaction[], last: boolean): Promise<Result<void>> => {
    const { drifted } = await db.transaction(`compare ${name}`, (tx) => compareTransactions(tx, tenant, company.ref, { after, transactions, last }, startedAt));
    after = transactions.at(-1)?.id ?? after;
    count += transactions.length;
    return drifted.length === 0 ? ok(undefined) : rereadTransactions(source, company, drifted);
  };
  for await (const page of sage200.sweptTransactionPages(company, signal)) {
    if (!page.ok) return page;
    for (const some of pieces(page.value)) {
      const compared = await compare(some, false);
      if (!compared.ok) return compared;
    }
  }
  if (count === 0 && (await db.read((handle) => hasTransactions(handle, tenant, company.ref)))) return failed(listsNothing({ what: "posted transaction", company }));
  const compared = await compare([], true);
  if (!compared.ok) return compared;
  await db.transaction(`finish ${name}`, (tx) => recordSweep(tx, tenant, name, startedAt));
  return ok(count);
};

/** Reads these again, whatever their stamps say, with what they were allocated to. What is no longer in Sage goes: an answer that only lacks it is a failure. */
export const rereadTransactions = async (source: Source, company: StoredCompany, ids: readonly string[]): Promise<Result<void>> => {
  const { db, sage200, tenant, signal } = source;
  for (const some of pieces([...new Set(ids)], storedAtOnce)) {
    const startedAt = await db.read(databaseNow);
    const read = await sage200.transactionsById(company, some, signal);
    if (!read.ok) return read;
    await store(source, `sage-transactions ${company.ref}`, company, read.value);
    const found = new Set(read.value.map(({ id }) => id));
    const gone = some.filter((id) => !found.has(id));
    if (gone.length > 0) await db.transaction("drop what is no longer in Sage", (tx) => dropTransactions(tx, tenant, company.ref, gone, startedAt));
  }
  return ok(undefined);
};

/** Brings one company's ledger up to date now, for whoever acts on it. Failures are those of Sage. */
export const refreshTransactions = async (refresher: Refresher, company: StoredCompany, signal: AbortSignal): Promise<Result<void>> => {
  const read = await refresher.ensure({ kind: "sage-transactions", company }, { notBefore: await refresher.now(), swept: false }, signal);
  return read.ok ? ok(undefined) : read;
};

/** How reading is offered to those who sync and allocate. */
export const receiptReading = ({ db, sage200, tenant, refresher }: { readonly db: Database; readonly sage200: PartSource["sage200"]; readonly tenant: string; readonly refresher: Refresher }) => ({
  refresh: (company: StoredCompany, signal: AbortSignal): Promise<Result<void>> => refreshTransactions(refresher, company, signal),
  reread: (company: StoredCompany, transactionIds: readonly string[], signal: AbortSignal): Promise<Result<void>> => rereadTransactions({ db, sage200, tenant, signal }, company, transactionIds),
  catchUp: (): Promise<void> => catchUpRows(db, tenant),
});

/** Of every company, or of the one named so; none where there is none of that name. */
export const companiesNamed = async (db: Database, tenant: string, name: string | undefined): Promise<readonly StoredCompany[]> => {
  const all = await db.read((handle) => allCompanies(handle, tenant));
  return name === undefined ? all : all.filter((company) => company.name === name);
};
