/** Reads one part from the system that owns it, page by page, and stores it. Answers how many records were seen. */
import { failed, ok, type Result } from "../model/failure";
import type { LayerApi } from "../layer";
import { listsNothing, type Sage200Api } from "../sage200";
import type { ChangeTx, Database } from "../store";
import { dropMissingAccounts, hasAccounts, saveAccounts, saveStatuses } from "../store/accounts";
import { pieces } from "../store/bulk";
import { saveCompanies, type StoredCompany } from "../store/companies";
import { dropUnseenCustomers, saveCustomers } from "../store/customers";
import { databaseNow, readFreshness, recordRead, recordSweep } from "../store/freshness";
import { companyKey } from "../store/keys";
import { dropUnseenLinks, linkSweepId, saveLinks } from "../store/links";
import { saveList } from "../store/lists";
import { addSeen, forgetSeen } from "../store/sweeps";
import { readLayerDocuments } from "./documents/read-documents";
import { fullEvery, partName, type Part } from "./parts";
import { readAhead } from "./read-ahead";
import { readSageBalances } from "./receipts/read-balances";
import { readSageTransactions } from "./receipts/read-transactions";

export type Reading = { readonly swept: boolean };

export type PartSource = {
  readonly db: Database;
  readonly layer: LayerApi;
  readonly sage200: Sage200Api;
  readonly tenant: string;
  readonly signal: AbortSignal;
  /** Milliseconds after which posted transactions are compared with the complete list again. Six hours unless told. */
  readonly sweepTransactionsEvery?: number | undefined;
};

const latest = (cursor: string | null, stamps: readonly string[]): string | null =>
  stamps.reduce<string | null>((newest, stamp) => (newest === null || stamp > newest ? stamp : newest), cursor);

/** Where to go on reading: null, for everything, the first time and once a day. */
const startOf = async ({ db, tenant }: PartSource, name: string): Promise<{ startedAt: string; since: string | null }> => {
  const [startedAt, freshness] = await db.read(async (handle) => [await databaseNow(handle), await readFreshness(handle, tenant, name)] as const);
  const isDue = freshness.sweptAt === null || Date.parse(startedAt) - Date.parse(freshness.sweptAt) > fullEvery;
  return { startedAt, since: isDue ? null : freshness.cursor };
};

/** A paged part of The Layer. A complete reading also finds what is no longer there. */
const readLayerPages = async <T extends { readonly updatedAt: string }>(
  source: PartSource,
  part: Part,
  pages: (since: string | null) => AsyncGenerator<Result<readonly T[]>>,
  store: {
    readonly save: (tx: ChangeTx, records: readonly T[]) => Promise<void>;
    readonly idOf: (record: T) => string;
    readonly dropUnseen: (tx: ChangeTx, sweep: string, startedAt: string) => Promise<void>;
  },
): Promise<Result<number>> => {
  const { db, tenant } = source;
  const name = partName(part);
  const { startedAt, since } = await startOf(source, name);
  const sweep = `${name} ${startedAt}`;
  let cursor = since;
  let count = 0;
  for await (const page of readAhead(pages(since))) {
    if (!page.ok) return page;
    cursor = latest(cursor, page.value.map((record) => record.updatedAt));
    count += page.value.length;
    for (const some of pieces(page.value)) {
      await db.change(tenant, `store ${name}`, async (tx) => {
        await store.save(tx, some);
        if (since === null) await addSeen(tx, tenant, sweep, some.map(store.idOf));
      });
    }
  }
  await db.change(tenant, `finish ${name}`, async (tx) => {
    if (since === null) {
      await store.dropUnseen(tx, sweep, startedAt);
      await forgetSeen(tx, tenant, sweep);
      await recordSweep(tx, tenant, name, startedAt);
    }
    await recordRead(tx, tenant, name, startedAt, cursor);
  });
  return ok(count);
};

const mapPages = async function* <A, B>(pages: AsyncGenerator<Result<A>>, to: (page: A) => B): AsyncGenerator<Result<B>> {
  for await (const page of pages) yield page.ok ? ok(to(page.value)) : page;
};

const readLayerLists = async ({ db, layer, tenant, signal }: PartSource, name: string): Promise<Result<number>> => {
  const startedAt = await db.read(databaseNow);
  const subCompanies = await layer.subCompanies(signal);
  if (!subCompanies.ok) return subCompanies;
  const methods = await layer.paymentMethods(signal);
  if (!methods.ok) return methods;
  const rates = await layer.taxRates(signal);
  if (!rates.ok) return rates;
  await db.change(tenant, `store ${name}`, async (tx) => {
    await saveList(tx, tenant, "sub-company", "", subCompanies.value);
    await saveList(tx, tenant, "payment-method", "", methods.value);
    await saveList(tx, tenant, "tax-rate", "", rates.value);
    await recordRead(tx, tenant, name, startedAt, null);
    await recordSweep(tx, tenant, name, startedAt);
  });
  return ok(subCompanies.value.length + methods.value.length + rates.value.length);
};

const readSageCompanies = async ({ db, sage200, tenant, signal }: PartSource, name: string): Promise<Result<number>> => {
  const startedAt = await db.read(databaseNow);
  const companies = await sage200.sites(signal);
  if (!companies.ok) return companies;
  await db.change(tenant, `store ${name}`, async (tx) => {
    await saveCompanies(tx, tenant, companies.value);
    await recordRead(tx, tenant, name, startedAt, null);
    await recordSweep(tx, tenant, name, startedAt);
  });
  return ok(companies.value.length);
};

const readSageLists = async ({ db, sage200, tenant, signal }: PartSource, name: string, company: StoredCompany): Promise<Result<number>> => {
  const startedAt = await db.read(databaseNow);
  const banks = await sage200.banks(company, signal);
  if (!banks.ok) return banks;
  const codes = await sage200.taxCodes(company, signal);
  if (!codes.ok) return codes;
  await db.change(tenant, `store ${name}`, async (tx) => {
    await saveList(tx, tenant, "bank", company.ref, banks.value);
    await saveList(tx, tenant, "tax-code", company.ref, codes.value);
    await recordRead(tx, tenant, name, startedAt, null);
    await recordSweep(tx, tenant, name, startedAt);
  });
  return ok(banks.value.length + codes.value.length);
};

/**
 * Sage tells what was changed, by stamp, but not what was deleted: that shows only in the complete list of ids, which is
 * cheap to read. Everything is read again once a day, since a changed contact may not move its account's stamp.
 */
const readSageAccounts = async (source: PartSource, name: string, company: StoredCompany, reading: Reading): Promise<Result<number>> => {
  const { db, sage200, tenant, signal } = source;
  const fullName = `${name} full`;
  const [startedAt, freshness, full] = await db.read(
    async (handle) => [await databaseNow(handle), await readFreshness(handle, tenant, name), await readFreshness(handle, tenant, fullName)] as const,
  );
  const isFull = freshness.cursor === null || full.readAt === null || Date.parse(startedAt) - Date.parse(full.readAt) > fullEvery;
  let cursor = isFull ? null : freshness.cursor;
  let count = 0;
  for await (const page of sage200.accountPages(company, cursor, signal)) {
    if (!page.ok) return page;
    cursor = latest(cursor, page.value.accounts.map((account) => account.updatedAt));
    count += page.value.accounts.length;
    for (const some of pieces(page.value.accounts)) await db.change(tenant, `store ${name}`, (tx) => saveAccounts(tx, tenant, company.ref, some));
  }
  if (reading.swept || isFull) {
    const swept = await sweepAccounts(source, name, company);
    if (!swept.ok) return swept;
  }
  await db.transaction(`finish ${name}`, async (tx) => {
    await recordRead(tx, tenant, name, startedAt, cursor);
    if (isFull) await recordRead(tx, tenant, fullName, startedAt, null);
  });
  return ok(count);
};

const sweepAccounts = async ({ db, sage200, tenant, signal }: PartSource, name: string, company: StoredCompany): Promise<Result<number>> => {
  const startedAt = await db.read(databaseNow);
  let after = "";
  let count = 0;
  const compare = async (accounts: readonly { readonly id: string; readonly status: "active" | "hidden" }[], last: boolean) => {
    const ids = accounts.map((account) => account.id);
    await db.change(tenant, `compare ${name}`, async (tx) => {
      await dropMissingAccounts(tx, tenant, company.ref, { after, ids, last }, startedAt);
      await saveStatuses(tx, tenant, company.ref, accounts);
    });
    after = ids.at(-1) ?? after;
    count += ids.length;
  };
  for await (const page of sage200.accountIdPages(company, signal)) {
    if (!page.ok) return page;
    for (const some of pieces(page.value.accounts)) await compare(some, false);
  }
  if (count === 0 && (await db.read((handle) => hasAccounts(handle, tenant, company.ref)))) return failed(listsNothing({ what: "customer account", company }));
  await compare([], true);
  await db.transaction(`finish ${name}`, (tx) => recordSweep(tx, tenant, name, startedAt));
  return ok(count);
};

const readDocuments = async (source: PartSource, name: string): Promise<Result<number>> => {
  const { db, tenant, signal } = source;
  const startedAt = await db.read(databaseNow);
  let count = 0;
  const read = await readLayerDocuments(source, signal, (changed) => (count += changed));
  if (!read.ok) return read;
  await db.transaction(`finish ${name}`, (tx) => recordRead(tx, tenant, name, startedAt, null));
  return ok(count);
};

const readRecords = (source: PartSource, part: Part, reading: Reading): Promise<Result<number>> => {
  const { layer, tenant, signal } = source;
  const name = partName(part);
  switch (part.kind) {
    case "layer-customers":
      return readLayerPages(source, part, (since) => mapPages(layer.customerPages(since, signal), (page) => page.customers), {
        save: (tx, customers) => saveCustomers(tx, tenant, customers),
        idOf: (customer) => customer.id,
        dropUnseen: (tx, sweep, startedAt) => dropUnseenCustomers(tx, tenant, sweep, startedAt),
      });
    case "layer-links":
      return readLayerPages(source, part, (since) => mapPages(layer.linkPages(since, signal), (page) => page.links), {
        save: (tx, links) => saveLinks(tx, tenant, links),
        idOf: (link) => linkSweepId(link.customerId, companyKey(link.sageSiteId, link.sageCompanyName)),
        dropUnseen: (tx, sweep, startedAt) => dropUnseenLinks(tx, tenant, sweep, startedAt),
      });
    case "layer-lists":
      return readLayerLists(source, name);
    case "sage-companies":
      return readSageCompanies(source, name);
    case "sage-accounts":
      return readSageAccounts(source, name, part.company, reading);
    case "sage-lists":
      return readSageLists(source, name, part.company);
    case "layer-documents":
      return readDocuments(source, name);
    case "sage-transactions":
      return readSageTransactions(source, name, part.company, reading);
    case "sage-balances":
      return readSageBalances(source, name, part.company);
  }
};

/** So many records change what a table is like. */
const many = 500;

const tablesOf: Readonly<Record<Part["kind"], Parameters<Database["recount"]>[0]>> = {
  "layer-customers": ["layer_customer"],
  "layer-links": ["customer_link"],
  "layer-lists": ["list_record"],
  "sage-companies": ["sage_company"],
  "sage-accounts": ["sage_account"],
  "sage-lists": ["list_record"],
  "layer-documents": ["layer_document"],
  "sage-transactions": ["sage_transaction", "receipt_row", "receipt_allocation"],
  "sage-balances": ["sage_balance"],
};

export const readPart = async (source: PartSource, part: Part, reading: Reading): Promise<Result<number>> => {
  const read = await readRecords(source, part, reading);
  if (read.ok && read.value >= many) await source.db.recount(tablesOf[part.kind]);
  return read;
};
