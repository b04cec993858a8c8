import type { z } from "zod";
import { createHttp, createTurns, type HttpClient } from "../http";
import type { PlainDate } from "../model/dates";
import { failed, ok, type Result } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";
import { believedLists, type Ask } from "./believed-lists";
import { walkById, type ReadPage } from "./list-walk";
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
  customerViewFields,
  taxCodeFields,
  wireBank,
  wireCustomerId,
  wireCustomerView,
  wireSite,
  wireTaxCode,
} from "./schema";
import { sageTransactions, type SageTransactions } from "./transactions-api";
import { toAccount, toAccountId, toBank, toCompany, toNominalCode, toPostingDate, toTaxCode, type SageAccount, type SageAccountId, type SageBank, type SageNominalCode, type SageTaxCode } from "./transform";

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

export const createSage200Api = ({
  http = createHttp({ connections: 8 }),
  pageSize = 1_000,
  atOncePerCompany = 2,
  turns,
  ...connection
}: Sage200ApiOptions): Sage200Api => {
  const { read, write, unauthorised, tokens, words } = createSageConnection(connection, http);
  const inTurn = turns?.read ?? createTurns(atOncePerCompany);

  const ask: Ask = (path, shape, asked, signal) => inTurn(companyKeyOf(asked.company), () => read(path, shape, asked, signal));

  const pageReader =
    <T>(resource: string, select: readonly string[], item: z.ZodType<T>, asked: Asked & { company: SageCompanyRef }, signal: AbortSignal | undefined): ReadPage<T> =>
    ({ filter, orderBy }) =>
      ask(`/${resource}?${queryText({ select, filter, orderBy, top: pageSize })}`, collection(item), asked, signal);

  const lists = believedLists(ask);
  const accounts = (company: SageCompanyRef, signal: AbortSignal | undefined) => ({ resource: "customer_views", what: "customer account", asked: { ...accountsOf(company), company }, top: pageSize, signal });

  const all = async <T extends { readonly id: string }, Ref>(readPage: ReadPage<T>, to: (wire: T) => Ref): Promise<Result<readonly Ref[]>> => {
    const found: Ref[] = [];
    for await (const page of walkById(readPage, pageSize)) {
      if (!page.ok) return page;
      found.push(...page.value.map(to));
    }
    return ok(found);
  };

  return {
    ...sageTransactions(ask, pageSize),
    async sites(signal) {
      const answer = await read("/sites", collection(wireSite), sitesAsked, signal);
      if (!answer.ok) return answer;
      return answer.value.length === 0 ? failed(noCompanies()) : ok(answer.value.map(toCompany));
    },
    async *accountPages(company, since, signal) {
      const list = accounts(company, signal);
      const read = pageReader(list.resource, customerViewFields, wireCustomerView, list.asked, signal);
      for await (const page of lists.since({ ...list, read }, since)) yield page.ok ? ok({ accounts: page.value.map((wire) => toAccount(wire, company)) }) : page;
    },
    async *accountIdPages(company, signal) {
      const list = accounts(company, signal);
      const read = pageReader(list.resource, customerIdFields, wireCustomerId, list.asked, signal);
      for await (const page of lists.everything({ ...list, read })) yield page.ok ? ok({ accounts: page.value.map(toAccountId) }) : page;
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
