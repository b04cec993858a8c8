/** Reading Sage's sales ledger: posted transactions with what they were allocated to, and what each account owes. */
import type { z } from "zod";
import { ok, type Result } from "../model/failure";
import type { ReadTransaction } from "../receipts/transaction";
import type { SageCompanyRef } from "../rules/reference";
import { walkById, walkByStamp, type ReadPage } from "./account-walk";
import type { Asked } from "./failures";
import { exactId } from "./json-text";
import { queryText, type Query } from "./query";
import { collection } from "./schema";
import { instantOf } from "./transform";
import { balanceFields, sweptTransactionFields, transactionChildren, transactionStampFields, wireBalance, wireSweptTransaction, wireTransaction, wireTransactionStamp, type WireTransaction } from "./transactions-schema";
import { toBalance, toSwept, toTransaction, type SageBalance, type SweptTransaction } from "./transactions-transform";

/** Failures are those of `Sage200Api`. */
export type SageTransactions = {
  /**
   * Pages of posted transactions of all kinds. `since` is the newest `updatedAt` known, null for all; a few minutes before it are read
   * again, so the same transaction may come twice. Ends after a failure. An allocation moves the stamp of what it touches.
   */
  transactionPages(company: SageCompanyRef, since: string | null, signal?: AbortSignal): AsyncGenerator<Result<readonly ReadTransaction[]>>;
  /** Every transaction there is, by id, and how it stands: what is no longer here was archived or deleted, which leaves no trace. */
  sweptTransactionPages(company: SageCompanyRef, signal?: AbortSignal): AsyncGenerator<Result<readonly SweptTransaction[]>>;
  /** These, whatever their stamps say; those that Sage does not show are left out. */
  transactionsById(company: SageCompanyRef, ids: readonly string[], signal?: AbortSignal): Promise<Result<readonly ReadTransaction[]>>;
  /** What every account owes, by id. A posting need not move an account's stamp, so that all are read each time. */
  balancePages(company: SageCompanyRef, signal?: AbortSignal): AsyncGenerator<Result<readonly SageBalance[]>>;
  /** Of one account; null where Sage has no such account. */
  balanceOf(company: SageCompanyRef, sageCustomerId: string, signal?: AbortSignal): Promise<Result<SageBalance | null>>;
};

type Ask = <T>(path: string, shape: z.ZodType<T>, asked: Asked & { readonly company: SageCompanyRef }, signal: AbortSignal | undefined) => Promise<Result<T>>;

/** With their children these are large: more than Sage's own default would time out on a modest server. */
const transactionsAPage = 500;
/** A filter travels in the address, which servers cut at some length. */
const idsAtOnce = 40;
/** Committed while a page was read, and stamped just before its newest row: read again from this much earlier. */
const overlapMs = 5 * 60 * 1000;
const isBeforeAll = (instant: string): boolean => Date.parse(instant) === 0;
const before = (instant: string): string => new Date(Math.max(0, Date.parse(instant) - overlapMs)).toISOString();

const ledgerOf = (company: SageCompanyRef) => ({ what: "posted transactions", module: "Sales Ledger", company });
const accountsOf = (company: SageCompanyRef) => ({ what: "customer balances", module: "Sales Ledger", company });

/** @param ask waits for the company's turn and reads. */
export const sageTransactions = (ask: Ask, pageSize: number): SageTransactions => {
  const reader =
    <T>(resource: string, what: Pick<Query, "select" | "expand">, top: number, item: z.ZodType<T>, asked: Asked & { company: SageCompanyRef }, signal: AbortSignal | undefined): ReadPage<T> =>
    ({ filter, orderBy }) =>
      ask(`/${resource}?${queryText({ ...what, filter, orderBy, top })}`, collection(item), asked, signal);
  const transactions = "sales_posted_transactions";
  const top = Math.min(pageSize, transactionsAPage);
  const whole = (company: SageCompanyRef, signal: AbortSignal | undefined): ReadPage<WireTransaction> => reader(transactions, { expand: transactionChildren }, top, wireTransaction, ledgerOf(company), signal);
  const told = (page: Result<readonly WireTransaction[]>): Result<readonly ReadTransaction[]> => (page.ok ? ok(page.value.map(toTransaction)) : page);

  /** By Sage's own clock, so that what changes during a long walk can be read after it. */
  const newestStamp = async (company: SageCompanyRef, signal: AbortSignal | undefined): Promise<Result<string>> => {
    const query = queryText({ select: transactionStampFields, orderBy: ["date_time_updated desc", "id desc"], top: 1 });
    const newest = await ask(`/${transactions}?${query}`, collection(wireTransactionStamp), ledgerOf(company), signal);
    return newest.ok ? ok(instantOf(newest.value[0]?.date_time_updated ?? null)) : newest;
  };

  return {
    async *transactionPages(company, since, signal) {
      const read = whole(company, signal);
      if (since !== null && !isBeforeAll(since)) {
        for await (const page of walkByStamp(read, top, before(since))) yield told(page);
        return;
      }
      const newest = await newestStamp(company, signal);
      if (!newest.ok) {
        yield newest;
        return;
      }
      for await (const page of walkById(read, top)) {
        yield told(page);
        if (!page.ok) return;
      }
      // What changed while the walk went on, in the part that it had already passed.
      if (isBeforeAll(newest.value)) return;
      for await (const page of walkByStamp(read, top, newest.value)) yield told(page);
    },
    async *sweptTransactionPages(company, signal) {
      const read = reader(transactions, { select: sweptTransactionFields }, pageSize, wireSweptTransaction, ledgerOf(company), signal);
      for await (const page of walkById(read, pageSize)) yield page.ok ? ok(page.value.map(toSwept)) : page;
    },
    async transactionsById(company, ids, signal) {
      const found: ReadTransaction[] = [];
      for (let at = 0; at < ids.length; at += idsAtOnce) {
        const filter = ids
          .slice(at, at + idsAtOnce)
          .map((id) => `id eq ${exactId(id).digits}`)
          .join(" or ");
        const page = told(await whole(company, signal)({ filter, orderBy: ["id asc"] }));
        if (!page.ok) return page;
        found.push(...page.value);
      }
      return ok(found);
    },
    async *balancePages(company, signal) {
      const read = reader("customer_views", { select: balanceFields }, pageSize, wireBalance, accountsOf(company), signal);
      for await (const page of walkById(read, pageSize)) yield page.ok ? ok(page.value.map(toBalance)) : page;
    },
    async balanceOf(company, sageCustomerId, signal) {
      const query = queryText({ select: balanceFields, filter: `id eq ${exactId(sageCustomerId).digits}`, orderBy: ["id asc"], top: 1 });
      const read = await ask(`/customer_views?${query}`, collection(wireBalance), accountsOf(company), signal);
      if (!read.ok) return read;
      const [found] = read.value;
      return ok(found === undefined ? null : toBalance(found));
    },
  };
};
