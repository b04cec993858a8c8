import type { z } from "zod";
import { createHttp, createTurns, type HttpClient, type HttpOutcome } from "../http";
import { failed, ok, type Result } from "../model/failure";
import type { SageBankRef, SageCompanyRef, SageTaxCodeRef } from "../rules/reference";
import type { AccessTokens } from "../tokens";
import { walkById, walkByStamp, type ReadPage } from "./account-walk";
import { companyRefused, noCompanies, readSageAnswer, sageWords, type Asked } from "./failures";
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
import { instantOf, toAccount, toAccountId, toBank, toCompany, toTaxCode, type SageAccount, type SageAccountId } from "./transform";

/**
 * What can be asked of Sage 200. Failures: `sage-down`, `sage-busy`, `sage-refused`, `sage-token-expired`, `sage-no-access`,
 * `sage-site-refused`, `sage-no-companies`, `sage-unreadable`, `cancelled`.
 */
export type Sage200Api = {
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
  banks(company: SageCompanyRef, signal?: AbortSignal): Promise<Result<readonly SageBankRef[]>>;
  taxCodes(company: SageCompanyRef, signal?: AbortSignal): Promise<Result<readonly SageTaxCodeRef[]>>;
  close(): Promise<void>;
};

export type Sage200ApiOptions = {
  /** https://api.columbus.sage.com/uk/sage200extra/accounts/v1 for Professional, …/uk/sage200/accounts/v1 for Standard. */
  readonly url: string;
  readonly tokens: AccessTokens;
  /** Older registrations send one; current ones do not. */
  readonly subscriptionKey?: string | undefined;
  readonly http?: HttpClient;
  /** Records a page. 5,000 is Sage's limit, but large pages time out on a modest server. */
  readonly pageSize?: number;
  /** Requests at once for each company: behind it stands one server, often the customer's own. */
  readonly atOncePerCompany?: number;
};

const accountsOf = (company: SageCompanyRef): Asked => ({ what: "customer accounts", module: "Sales Ledger", company });

/** Committed while a page was read, and stamped just before its newest row: read again from this much earlier. */
const overlapMs = 5 * 60 * 1000;
/** The stamp of accounts that Sage gives none: nothing can have changed since then, so it is no place to read on from. */
const isBeforeAll = (instant: string): boolean => Date.parse(instant) === 0;
const before = (instant: string): string => new Date(Math.max(0, Date.parse(instant) - overlapMs)).toISOString();

export const createSage200Api = ({
  url,
  tokens,
  subscriptionKey,
  http = createHttp({ connections: 8 }),
  pageSize = 1_000,
  atOncePerCompany = 2,
}: Sage200ApiOptions): Sage200Api => {
  const words = sageWords(url);
  const base = url.replace(/\/+$/, "");
  const inTurn = createTurns(atOncePerCompany);
  const sitesAsked: Asked = { what: "companies", module: "web access", company: null };

  const request = (path: string, token: string, company: SageCompanyRef | null, signal: AbortSignal | undefined): Promise<HttpOutcome> =>
    http.read({
      url: `${base}${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(company ? { "x-site": company.siteId, "x-company": company.companyId } : {}),
        ...(subscriptionKey ? { "ocp-apim-subscription-key": subscriptionKey } : {}),
      },
      signal,
    });
  const isUnauthorised = (outcome: HttpOutcome) => outcome.kind === "answered" && outcome.answer.status === 401;

  /**
   * A 401 does not say whether it means the token or the company. `/sites` does: it needs the token alone. Asking it first keeps a
   * company that the user may not open from using up a refresh token with every request.
   */
  const read = async <T>(path: string, shape: z.ZodType<T>, asked: Asked, signal: AbortSignal | undefined): Promise<Result<T>> => {
    const access = await tokens.access();
    if (!access.ok) return access;
    const { token } = access.value;
    const { company } = asked;
    const answer = await request(path, token, company, signal);
    if (!isUnauthorised(answer)) return readSageAnswer(answer, shape, asked, words);

    if (company !== null) {
      const sites = await request("/sites", token, null, signal);
      if (!isUnauthorised(sites)) {
        const listed = readSageAnswer(sites, collection(wireSite), sitesAsked, words);
        return listed.ok ? failed(companyRefused(company, listed.value.some((site) => site.site_id === company.siteId && site.company_id === company.companyId))) : listed;
      }
    }
    const renewed = await tokens.renewAfterRefusal(token);
    if (!renewed.ok) return renewed;
    return readSageAnswer(await request(path, renewed.value.token, company, signal), shape, asked, words);
  };

  const pageReader =
    <T>(resource: string, select: readonly string[], item: z.ZodType<T>, asked: Asked & { company: SageCompanyRef }, signal: AbortSignal | undefined): ReadPage<T> =>
    ({ filter, orderBy }) =>
      inTurn(`${asked.company.siteId}/${asked.company.companyId}`, () =>
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
    close: () => http.close(),
  };
};
