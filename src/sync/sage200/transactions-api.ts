/** Reading Sage's sales ledger: posted transactions with what they were allocated to, and what each account owes. */
import type { z } from "zod";
import { failed, ok, type Result } from "../model/failure";
import type { ReadTransaction } from "../receipts/transaction";
import type { SageCompanyRef } from "../rules/reference";
import { walkById, walkByStamp, type ReadPage } from "./account-walk";
import type { Asked } from "./failures";
import { exactId } from "./json-text";
import { queryText, type Query } from "./query";
import { collection } from "./schema";
import { endsEarly, listsNothing } from "./transactions-belief";
import { instantOf } from "./transform";
import { balanceFields, sweptTransactionFields, transactionChildren, transactionIdFields, transactionStampFields, wireBalance, wireSweptTransaction, wireTransaction, wireTransactionId, wireTransactionStamp, type WireTransaction } from "./transactions-schema";
import { toBalance, toSwept, toTransaction, type SageBalance, type SweptTransaction } from "./transactions-transform";

/** Failures are those of `Sage200Api`. A list that is shorter than it can be is `sage-unreadable`: see transactions-belief.ts. */
export type SageTransactions = {
  /**
   * Pages of posted transactions of all kinds. `since` is the newest `updatedAt` known, null for all; a few minutes before it are read
   * again, so the same transaction may come twice. Ends after a failure. An allocation moves the stamp of what it touches.
   */
  transactionPages(company: SageCompanyRef, since: string | null, signal?: AbortSignal): AsyncGenerator<Result<readonly ReadTransaction[]>>;
  /** Every transaction there is, by id, and how it stands: what is no longer here was archived or deleted, which leaves no trace. */
  sweptTransactionPages(company: SageCompanyRef, signal?: AbortSignal): AsyncGenerator<Result<readonly SweptTransaction[]>>;
  /** These, whatever their stamps say. Those left out are not in Sage's ledger, which the answer proves: archived, or deleted. */
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

  const newest = <T, Of>(company: SageCompanyRef, by: string, fields: readonly string[], item: z.ZodType<T>, of: (wire: T | undefined) => Of, signal: AbortSignal | undefined): Promise<Result<Of>> => {
    const orderBy = by === "id" ? ["id desc"] : [`${by} desc`, "id desc"];
    return ask(`/${transactions}?${queryText({ select: fields, orderBy, top: 1 })}`, collection(item), ledgerOf(company), signal).then((read) => (read.ok ? ok(of(read.value[0])) : read));
  };
  /** By Sage's own clock, so that what changes during a long walk can be read after it. */
  const newestStamp = (company: SageCompanyRef, signal: AbortSignal | undefined): Promise<Result<string>> =>
    newest(company, "date_time_updated", transactionStampFields, wireTransactionStamp, (wire) => instantOf(wire?.date_time_updated ?? null), signal);
  /** Null where Sage lists none. */
  const newestId = (company: SageCompanyRef, signal: AbortSignal | undefined): Promise<Result<string | null>> =>
    newest(company, "id", transactionIdFields, wireTransactionId, (wire) => wire?.id ?? null, signal);

  /** Everything by id, up to what was the newest when the walk began. */
  async function* walkToTheEnd<T extends { readonly id: string }>(read: ReadPage<T>, size: number, company: SageCompanyRef, signal: AbortSignal | undefined): AsyncGenerator<Result<readonly T[]>> {
    const end = await newestId(company, signal);
    if (!end.ok) {
      yield end;
      return;
    }
    let last: string | null = null;
    for await (const page of walkById(read, size)) {
      yield page;
      if (!page.ok) return;
      last = page.value.at(-1)?.id ?? last;
    }
    if (end.value === null && last !== null) yield failed(listsNothing(company));
    if (end.value !== null && BigInt(last ?? 0) < BigInt(end.value)) yield failed(endsEarly(company, last, end.value));
  }

  /** What changed since. Whatever bore the newest stamp that is known is there still, under that stamp or a later one, unless it was archived. */
  async function* walkChanges(read: ReadPage<WireTransaction>, since: string, company: SageCompanyRef, signal: AbortSignal | undefined): AsyncGenerator<Result<readonly WireTransaction[]>> {
    let isEmpty = true;
    for await (const page of walkByStamp(read, top, since)) {
      yield page;
      isEmpty = false;
    }
    if (!isEmpty) return;
    const stamp = await newestStamp(company, signal);
    if (!stamp.ok) yield stamp;
    else if (isBeforeAll(stamp.value) || stamp.value >= since) yield failed(listsNothing(company));
  }

  /** Of few ids. An answer that names any of them is Sage's own; one that names none must name another beside them, which is known to be there. */
  const these = async (company: SageCompanyRef, ids: readonly string[], signal: AbortSignal | undefined): Promise<Result<readonly WireTransaction[]>> => {
    const read = reader(transactions, { expand: transactionChildren }, idsAtOnce + 1, wireTransaction, ledgerOf(company), signal);
    const named = (wanted: readonly string[]) => read({ filter: wanted.map((id) => `id eq ${exactId(id).digits}`).join(" or "), orderBy: ["id asc"] });
    const answer = await named(ids);
    if (!answer.ok || answer.value.length > 0) return answer;
    const witness = await newestId(company, signal);
    if (!witness.ok) return witness;
    const { value } = witness;
    if (value === null) return failed(listsNothing(company));
    const again = await named([...ids, value]);
    if (!again.ok) return again;
    return again.value.some(({ id }) => id === value) ? ok(again.value.filter(({ id }) => ids.includes(id))) : failed(listsNothing(company));
  };

  return {
    async *transactionPages(company, since, signal) {
      const read = whole(company, signal);
      if (since !== null && !isBeforeAll(since)) {
        for await (const page of walkChanges(read, before(since), company, signal)) yield told(page);
        return;
      }
      const stamp = await newestStamp(company, signal);
      if (!stamp.ok) {
        yield stamp;
        return;
      }
      for await (const page of walkToTheEnd(read, top, company, signal)) {
        yield told(page);
        if (!page.ok) return;
      }
      // What changed while the walk went on, in the part that it had already passed.
      if (isBeforeAll(stamp.value)) return;
      for await (const page of walkByStamp(read, top, stamp.value)) yield told(page);
    },
    async *sweptTransactionPages(company, signal) {
      const read = reader(transactions, { select: sweptTransactionFields }, pageSize, wireSweptTransaction, ledgerOf(company), signal);
      for await (const page of walkToTheEnd(read, pageSize, company, signal)) yield page.ok ? ok(page.value.map(toSwept)) : page;
    },
    async transactionsById(company, ids, signal) {
      const found: ReadTransaction[] = [];
      for (let at = 0; at < ids.length; at += idsAtOnce) {
        const page = told(await these(company, ids.slice(at, at + idsAtOnce), signal));
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
