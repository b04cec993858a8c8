/** Reading Sage's sales ledger: posted transactions with what they were allocated to, and what each account owes. */
import type { z } from "zod";
import { failed, ok, type Result } from "../model/failure";
import type { ReadTransaction } from "../receipts/transaction";
import type { SageCompanyRef } from "../rules/reference";
import { walkById, type ReadPage } from "./list-walk";
import { believedLists, type Ask } from "./believed-lists";
import type { Asked } from "./failures";
import { exactId } from "./json-text";
import { queryText, type Query } from "./query";
import { collection } from "./schema";
import { listsNothing } from "./list-failures";
import { balanceFields, sweptTransactionFields, transactionChildren, wireBalance, wireSweptTransaction, wireTransaction, type WireTransaction } from "./transactions-schema";
import { toBalance, toSwept, toTransaction, type SageBalance, type SweptTransaction } from "./transactions-transform";

/** Failures are those of `Sage200Api`. A list that is shorter than it can be is `sage-unreadable`: see list-failures.ts. */
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

/** With their children these are large: more than Sage's own default would time out on a modest server. */
const transactionsAPage = 500;
/** A filter travels in the address, which servers cut at some length. */
const idsAtOnce = 40;
const ledgerOf = (company: SageCompanyRef) => ({ what: "posted transactions", module: "Sales Ledger", company });
const accountsOf = (company: SageCompanyRef) => ({ what: "customer balances", module: "Sales Ledger", company });

/** @param ask waits for the company's turn and reads. */
export const sageTransactions = (ask: Ask, pageSize: number): SageTransactions => {
  const reader =
    <T>(resource: string, what: Pick<Query, "select" | "expand">, top: number, item: z.ZodType<T>, asked: Asked & { company: SageCompanyRef }, signal: AbortSignal | undefined): ReadPage<T> =>
    ({ filter, orderBy }) =>
      ask(`/${resource}?${queryText({ ...what, filter, orderBy, top })}`, collection(item), asked, signal);
  const lists = believedLists(ask);
  const transactions = "sales_posted_transactions";
  const what = "posted transaction";
  const top = Math.min(pageSize, transactionsAPage);
  const whole = (company: SageCompanyRef, signal: AbortSignal | undefined): ReadPage<WireTransaction> => reader(transactions, { expand: transactionChildren }, top, wireTransaction, ledgerOf(company), signal);
  const told = (page: Result<readonly WireTransaction[]>): Result<readonly ReadTransaction[]> => (page.ok ? ok(page.value.map(toTransaction)) : page);

  /** Of few ids. An answer that names any of them is Sage's own; one that names none must name another beside them, which is known to be there. */
  const these = async (company: SageCompanyRef, ids: readonly string[], signal: AbortSignal | undefined): Promise<Result<readonly WireTransaction[]>> => {
    const read = reader(transactions, { expand: transactionChildren }, idsAtOnce + 1, wireTransaction, ledgerOf(company), signal);
    const named = (wanted: readonly string[]) => read({ filter: wanted.map((id) => `id eq ${exactId(id).digits}`).join(" or "), orderBy: ["id asc"] });
    const answer = await named(ids);
    if (!answer.ok || answer.value.length > 0) return answer;
    const ledger = { resource: transactions, what, asked: ledgerOf(company), signal };
    const witness = await lists.newestId(ledger);
    if (!witness.ok) return witness;
    const { value } = witness;
    if (value === null) return failed(listsNothing({ what, company }));
    const again = await named([...ids, value]);
    if (!again.ok) return again;
    return again.value.some(({ id }) => id === value) ? ok(again.value.filter(({ id }) => ids.includes(id))) : failed(listsNothing({ what, company }));
  };

  return {
    async *transactionPages(company, since, signal) {
      for await (const page of lists.since({ resource: transactions, what, asked: ledgerOf(company), read: whole(company, signal), top, signal }, since)) yield told(page);
    },
    async *sweptTransactionPages(company, signal) {
      const read = reader(transactions, { select: sweptTransactionFields }, pageSize, wireSweptTransaction, ledgerOf(company), signal);
      for await (const page of lists.everything({ resource: transactions, what, asked: ledgerOf(company), read, top: pageSize, signal })) yield page.ok ? ok(page.value.map(toSwept)) : page;
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
