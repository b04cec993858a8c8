import type { z } from "zod";
import { createHttp, createTurns, type HttpClient } from "../http";
import type { PlainDate } from "../model/dates";
import { failed, ok, type Result } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";
import { walkById, walkByStamp, type ReadPage } from "./account-walk";
import type { CompanyTurns } from "./company-turns";
import { createSageConnection, sitesAsked, type SageConnectionOptions } from "./connection";
import { companyKeyOf, noCompanies, readSageAnswer, type Asked } from "./failures";
import { nominalCodeFields, wireDateValidation, wireNominalCode } from "./posting-schema";
import { sageDay } from "./posting-request";
import { queryText } from "./query";
import {
  bankFields,
  collection,
  customerIdFields,
  customerStampFields,
  customerViewFields,
  taxCodeFields,
  wireBank,
  wireCustomerId,
  wireCustomerStamp,
  wireCustomerView,
  wireSite,
  wireTaxCode,
  type WireCustomerView,
} from "./schema";
import { sageTransactions, type SageTransactions } from "./transactions-api";
import { instantOf, toAccount, toAccountId, toBank, toCompany, toNominalCode, toPostingDate, toTaxCode, type SageAccount, type SageAccountId, type SageBank, type SageNominalCode, type SageTaxCode } from "./transform";

/**
 * What can be asked of Sage 200. Failures: `sage-down`, `sage-busy`, `sage-refused`, `sage-token-expired`, `sage-no-access`,
 * `sage-site-refused`, `sage-no-companies`, `sage-unreadable`, `cancelled`.
 */
export type Sage200Api = SageTransactions & {
  /** Every company that the connected Sage user may open. None is a failure: see `sage-no-companies`. */
  sites(signal?: AbortSignal): Promise<Result<readonly SageCompanyRef[]>>;
  /**
   * Pages of accounts. `since` is the newest `updatedAt` known, null for all; a few minutes before it are read again, so the same
   * account may come twice. Ends after a failure. A changed contact or address alone may not count as a change of its account
   * (not documented), so read all from time to time.
   */
  accountPages(company: SageCompanyRef, since: string | null, signal?: AbortSignal): AsyncGenerator<Result<{ readonly accounts: readonly SageAccount[] }>>;
  /** Every account there is, by id alone: what is no longer here was deleted in Sage, which leaves no trace of deletions. */
  accountIdPages(company: SageCompanyRef, signal?: AbortSignal): AsyncGenerator<Result<{ readonly accounts: readonly SageAccountId[] }>>;
  banks(company: SageCompanyRef, signal?: AbortSignal): Promise<Result<readonly SageBank[]>>;
  taxCodes(company: SageCompanyRef, signal?: AbortSignal): Promise<Result<readonly SageTaxCode[]>>;
  nominalCodes(company: SageCompanyRef, signal?: AbortSignal): Promise<Result<readonly SageNominalCode[]>>;
  /** Whether the sales ledger takes postings of that day, as far as Sage says: a closed period is refused again when posting. */
  postingDate(company: SageCompanyRef, date: PlainDate, signal?: AbortSignal): Promise<Result<{ readonly isOpen: boolean; readonly message: string }>>;
  close(): Promise<void>;
};

export type Sage200ApiOptions = SageConnectionOptions & {
  readonly http?: HttpClient;
  /** Records a page. 5,000 is Sage's limit, but large pages time out on a modest server. */
  readonly pageSize?: number;
  /** Requests at once for each company: behind it stands one server, often the customer's own. */
  readonly atOncePerCompany?: number;
  /** Where postings go to the same companies: the turns that both take. `atOncePerCompany` counts for nothing then. */
  readonly turns?: CompanyTurns;
};

const accountsOf = (company: SageCompanyRef): Asked => ({ what: "customer accounts", module: "Sales Ledger", company });

/** Committed while a page was read, and stamped just before its newest row: read again from this much earlier. */
const overlapMs = 5 * 60 * 1000;
/** The stamp of accounts that Sage gives none: nothing can have changed since then, so it is no place to read on from. */
const isBeforeAll = (instant: string): boolean => Date.parse(instant) === 0;
const before = (instant: string): string => new Date(Math.max(0, Date.parse(instant) - overlapMs)).toISOString();

export const createSage200Api = ({
  http = createHttp({ connections: 8 }),
  pageSize = 1_000,
  atOncePerCompany = 2,
  turns,
  ...connection
}: Sage200ApiOptions): Sage200Api => {
  const { read, write, unauthorised, tokens, words } = createSageConnection(connection, http);
  const inTurn = turns?.read ?? createTurns(atOncePerCompany);

  const pageReader =
    <T>(resource: string, select: readonly string[], item: z.ZodType<T>, asked: Asked & { company: SageCompanyRef }, signal: AbortSignal | undefined): ReadPage<T> =>
    ({ filter, orderBy }) =>
      inTurn(companyKeyOf(asked.company), () =>
        read(`/${resource}?${queryText({ select, filter, orderBy, top: pageSize })}`, collection(item), asked, signal),
      );

  /** The newest stamp by Sage's own clock, so that what changes during a long walk can be read after it. */
  const newestStamp = async (company: SageCompanyRef, signal: AbortSignal | undefined): Promise<Result<string>> => {
    const query = queryText({ select: customerStampFields, orderBy: ["date_time_updated desc", "id desc"], top: 1 });
    const newest = await read(`/customer_views?${query}`, collection(wireCustomerStamp), accountsOf(company), signal);
    return newest.ok ? ok(instantOf(newest.value[0]?.date_time_updated ?? null)) : newest;
  };

  const all = async <T extends { readonly id: string }, Ref>(readPage: ReadPage<T>, to: (wire: T) => Ref): Promise<Result<readonly Ref[]>> => {
    const found: Ref[] = [];
    for await (const page of walkById(readPage, pageSize)) {
      if (!page.ok) return page;
      found.push(...page.value.map(to));
    }
    return ok(found);
  };

  return {
    ...sageTransactions((path, shape, asked, signal) => inTurn(companyKeyOf(asked.company), () => read(path, shape, asked, signal)), pageSize),
    async sites(signal) {
      const answer = await read("/sites", collection(wireSite), sitesAsked, signal);
      if (!answer.ok) return answer;
      return answer.value.length === 0 ? failed(noCompanies()) : ok(answer.value.map(toCompany));
    },
    async *accountPages(company, since, signal) {
      const readPage = pageReader("customer_views", customerViewFields, wireCustomerView, { ...accountsOf(company), company }, signal);
      const toPage = (page: Result<readonly WireCustomerView[]>) => (page.ok ? ok({ accounts: page.value.map((wire) => toAccount(wire, company)) }) : page);
      if (since !== null && !isBeforeAll(since)) {
        for await (const page of walkByStamp(readPage, pageSize, before(since))) yield toPage(page);
        return;
      }
      const newest = await newestStamp(company, signal);
      if (!newest.ok) {
        yield newest;
        return;
      }
      for await (const page of walkById(readPage, pageSize)) {
        yield toPage(page);
        if (!page.ok) return;
      }
      // What changed while the walk went on, in the part that it had already passed.
      if (isBeforeAll(newest.value)) return;
      for await (const page of walkByStamp(readPage, pageSize, newest.value)) yield toPage(page);
    },
    async *accountIdPages(company, signal) {
      const readPage = pageReader("customer_views", customerIdFields, wireCustomerId, { ...accountsOf(company), company }, signal);
      for await (const page of walkById(readPage, pageSize)) {
        yield page.ok ? ok({ accounts: page.value.map(toAccountId) }) : page;
      }
    },
    banks: (company, signal) =>
      all(pageReader("banks", bankFields, wireBank, { what: "bank accounts", module: "Cash Book", company }, signal), (wire) => toBank(wire, company)),
    taxCodes: (company, signal) =>
      all(pageReader("tax_codes", taxCodeFields, wireTaxCode, { what: "tax codes", module: "Financials", company }, signal), (wire) => toTaxCode(wire, company)),
    nominalCodes: (company, signal) =>
      all(pageReader("nominal_codes", nominalCodeFields, wireNominalCode, { what: "nominal codes", module: "Nominal Ledger", company }, signal), (wire) => toNominalCode(wire, company)),
    async postingDate(company, date, signal) {
      const access = await tokens.access();
      if (!access.ok) return access;
      const body = JSON.stringify({ date: sageDay(date), ledger_type: "LedgerSales" });
      const ask = (token: string) => write({ method: "POST", path: "/transaction_date_validation", body, token, company, ...(signal ? { signal } : {}) });
      const asked: Asked = { what: "posting dates", module: "Sales Ledger", company };
      let answer = await ask(access.value.token);
      if (answer.kind === "answered" && answer.answer.status === 401) {
        const why = await unauthorised(access.value.token, company, signal);
        if (why.about !== "token") return failed(why.failure);
        answer = await ask(why.token);
      }
      const read = readSageAnswer(answer, wireDateValidation, asked, words);
      return read.ok ? ok(toPostingDate(read.value)) : read;
    },
    close: () => http.close(),
  };
};
