/** Suggestions for unallocated receipts, account by account: what is open and what was decided goes in, the engine's word comes out. */
import type { Suggestion as ToldSuggestion, SuggestionPage } from "../../contract";
import { rememberedFrom, suggestForCustomer, type Suggestion } from "../../match/receipts";
import { failed, failure, ok, type Result } from "../../model/failure";
import type { Handle } from "../../store";
import { accountNames, countOpenReceipts } from "../../store/open-receipts";
import { allCompanies, type StoredCompany } from "../../store/companies";
import { databaseNow } from "../../store/freshness";
import { decisionsOf, rejectedOf } from "../../store/match-decisions";
import { accountsWithOpenReceipts, openTransactions, pastAllocations, type OpenAccount, type StoredTransaction } from "../../store/sage-transactions";
import { freshen } from "../freshen";
import { matchBarOf } from "./bar";
import type { ReceiptEffectParts } from "./effect-parts";
import { openItems, toldItems } from "./open-items";
import { tellSuggestion, type SuggestionPlace } from "./suggestion-shapes";

export type SuggestionQuery = { readonly company: string; readonly limit: number; readonly after?: string | undefined };

/** Accounts are read in handfuls: how many suggestions each brings is known only then. */
const accountsAtOnce = 20;
/** A ledger that was never read is waited for this long. */
const firstReading = 60_000;

export type AccountSuggestions = {
  readonly account: OpenAccount;
  readonly place: SuggestionPlace;
  readonly open: readonly StoredTransaction[];
  readonly suggestions: readonly { readonly engine: Suggestion; readonly told: ToldSuggestion }[];
};

const isAboveBar = ({ outcome }: ToldSuggestion): boolean => outcome.kind === "suggested" && outcome.aboveBar;
/** What a person has said to be wrong never applies by itself, however sure the engine is of it. */
const belowBar = (told: ToldSuggestion): ToldSuggestion => (told.outcome.kind === "suggested" ? { ...told, outcome: { ...told.outcome, aboveBar: false } } : told);

/** Of these accounts, in their order. */
export const suggestFor = async (handle: Handle, tenant: string, company: Pick<StoredCompany, "ref" | "name" | "key">, accounts: readonly OpenAccount[], bar: number | null): Promise<readonly AccountSuggestions[]> => {
  const ids = accounts.map(({ sageCustomerId }) => sageCustomerId);
  const open = await openTransactions(handle, tenant, company.ref, ids);
  const past = await pastAllocations(handle, tenant, company.ref, ids);
  const memory = rememberedFrom(await decisionsOf(handle, tenant, company.ref, ids));
  const names = await accountNames(handle, tenant, company, ids);
  const found = accounts.map((account): AccountSuggestions => {
    const own = open.filter((one) => one.sageCustomerId === account.sageCustomerId);
    const items = openItems(account, own, past.filter((one) => one.sageCustomerId === account.sageCustomerId));
    const place: SuggestionPlace = {
      company: company.name,
      companyRef: company.ref,
      sageCustomerId: account.sageCustomerId,
      accountNumber: account.accountNumber,
      customer: names.get(account.sageCustomerId)?.name ?? account.name,
    };
    const told = toldItems(own);
    return { account, place, open: own, suggestions: suggestForCustomer(items, memory).map((engine) => ({ engine, told: tellSuggestion(place, engine, told, bar) })) };
  });
  const above = found.flatMap(({ suggestions }) => suggestions.flatMap(({ told }) => (isAboveBar(told) ? [told.id] : [])));
  if (above.length === 0) return found;
  const rejected = await rejectedOf(handle, tenant, company.ref, above);
  return found.map((one) => ({ ...one, suggestions: one.suggestions.map((suggestion) => ({ ...suggestion, told: rejected.has(suggestion.told.id) ? belowBar(suggestion.told) : suggestion.told })) }));
};

/** Failure: `not-found` where there is no such company. */
export const companyCalled = async ({ db, tenant }: Pick<ReceiptEffectParts, "db" | "tenant">, name: string): Promise<Result<StoredCompany>> => {
  const company = (await db.read((handle) => allCompanies(handle, tenant))).find((one) => one.name === name);
  return company ? ok(company) : failed(failure("not-found", `There is no Sage company called “${name}” here.`, "Choose a company from the list.", name));
};

/** Whole accounts: a page ends with the account that fills it, so that what belongs together is seen together. */
export const suggestions = async (parts: Pick<ReceiptEffectParts, "db" | "tenant" | "refresher">, query: SuggestionQuery): Promise<Result<SuggestionPage>> => {
  const { db, tenant } = parts;
  const company = await companyCalled(parts, query.company);
  if (!company.ok) return company;
  // What somebody allocated in Sage meanwhile is no longer open. Where Sage cannot be read now, what was read last is shown.
  await freshen(parts.refresher, [{ kind: "sage-transactions", company: company.value }], AbortSignal.timeout(firstReading));
  const [total, asOf, bar] = await db.read(async (handle) => [await countOpenReceipts(handle, tenant, company.value.ref), await databaseNow(handle), await matchBarOf(handle, tenant, company.value.ref)] as const);
  const found: ToldSuggestion[] = [];
  let after = query.after ?? "";
  for (;;) {
    const behind = after;
    const accounts = await db.read((handle) => accountsWithOpenReceipts(handle, tenant, company.value.ref, behind, accountsAtOnce));
    const worked = await db.read((handle) => suggestFor(handle, tenant, company.value, accounts, bar));
    for (const one of worked) {
      found.push(...one.suggestions.map(({ told }) => told));
      after = one.account.sageCustomerId;
      if (found.length < query.limit) continue;
      const hasMore = (await db.read((handle) => accountsWithOpenReceipts(handle, tenant, company.value.ref, one.account.sageCustomerId, 1))).length > 0;
      return ok({ suggestions: found, next: hasMore ? after : null, total, asOf });
    }
    if (accounts.length < accountsAtOnce) return ok({ suggestions: found, next: null, total, asOf });
  }
};
