/** Looking for a posting by its key: what is asked of Sage, and when an empty answer is believed. */
import type { DocumentPosting, NewCustomer, SagePosting } from "../documents/posting";
import type { LookUpOutcome } from "../ledger/after";
import type { PostingKey } from "../ledger/posting-key";
import type { StoredIntent } from "../ledger/store";
import type { Result } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";
import { lookUpAllocation } from "./allocation-look-up";
import { sitesAsked, type SageConnection } from "./connection";
import { exactId } from "./json-text";
import { accountFound, postingFound } from "./posting-evidence";
import { foundCustomerFields, postedTransactionFields, wireFoundCustomer, wirePostedTransaction } from "./posting-schema";
import { instantLiteral, queryText, textLiteral } from "./query";
import { collection, customerIdFields, wireCustomerId, wireSite } from "./schema";
import { cut } from "./widths";

/** More than one is a fault already; a few are read so that it can be told. */
const most = 10;

const failedBy = (answer: Extract<Result<unknown>, { ok: false }>): LookUpOutcome => ({ kind: "failed", why: answer.failure.cause });

/** Between the database's clock and Sage's. */
const skewMs = 10 * 60 * 1000;
const longestSendMs = 10 * 60 * 1000;

/** When an account that one of our sends created can have been created at the earliest, by Sage's clock. */
const createdSince = ({ intent }: StoredIntent<SagePosting>): string => {
  const since = intent.state === "in doubt" ? intent.doubt.since : intent.state === "sending" ? intent.startedAt : Date.now();
  return instantLiteral(new Date(since - skewMs - longestSendMs).toISOString());
};

/**
 * A new account by the reference that was reserved for it, and by its name where Sage numbers accounts itself (a setting of the site) and
 * may have given it another one.
 */
const lookUpAccount = async (connection: SageConnection, stored: StoredIntent<SagePosting>, posting: NewCustomer, company: SageCompanyRef): Promise<LookUpOutcome> => {
  const accounts = (filter: string) =>
    connection.read(`/customers?${queryText({ select: foundCustomerFields, filter, orderBy: ["id asc"], top: most })}`, collection(wireFoundCustomer), { what: "customer accounts", module: "Sales Ledger", company }, undefined);
  const byReference = await accounts(`reference eq ${textLiteral(posting.accountNumber)}`);
  if (!byReference.ok) return failedBy(byReference);
  const outcome = accountFound(byReference.value, posting);
  if (outcome.kind !== "absent") return outcome;

  const byName = await accounts(`name eq ${textLiteral(cut("accountName", posting.fields.name))} and date_time_created ge ${createdSince(stored)}`);
  if (!byName.ok) return failedBy(byName);
  const [renumbered] = byName.value;
  if (renumbered !== undefined) return { kind: "found", evidence: { urn: renumbered.reference, recordId: renumbered.id, foundBy: "look-up" } };

  const sites = await connection.read("/sites", collection(wireSite), sitesAsked, undefined);
  if (!sites.ok) return failedBy(sites);
  return sites.value.some((site) => site.site_id === company.siteId && site.company_id === company.companyId)
    ? outcome
    : { kind: "failed", why: `Sage found no account ${posting.accountNumber}, but does not list ${company.name} either, so that this is not believed.` };
};

/** By the key, on the account that it was posted to. The kind is not asked for but compared: a posting of another kind under our key must be seen. */
const lookUpTransaction = async (connection: SageConnection, key: PostingKey, posting: DocumentPosting, company: SageCompanyRef): Promise<LookUpOutcome> => {
  const account = exactId(posting.sageCustomerId).digits;
  const query = queryText({ select: postedTransactionFields, filter: `customer_id eq ${account} and second_reference eq ${textLiteral(key)}`, orderBy: ["id asc"], top: most });
  const ask = () => connection.read(`/sales_posted_transactions?${query}`, collection(wirePostedTransaction), { what: "posted transactions", module: "Sales Ledger", company }, undefined);
  const found = await ask();
  if (!found.ok) return failedBy(found);
  const outcome = postingFound(found.value, posting, key);
  if (outcome.kind !== "absent") return outcome;

  const byId = queryText({ select: customerIdFields, filter: `id eq ${account}`, orderBy: ["id asc"], top: 1 });
  const accounts = await connection.read(`/customer_views?${byId}`, collection(wireCustomerId), { what: "customer accounts", module: "Sales Ledger", company }, undefined);
  if (!accounts.ok) return failedBy(accounts);
  if (!accounts.value.some(({ id }) => id === posting.sageCustomerId))
    return { kind: "failed", why: `Sage found no posting ${key} in ${company.name}, but does not show the account of record ${posting.sageCustomerId} either, so that this is not believed.` };
  // The tunnel may have come back between the two answers. What it hid from the first is seen now.
  const again = await ask();
  return again.ok ? postingFound(again.value, posting, key) : failedBy(again);
};

/**
 * A broken tunnel makes Sage answer some lists with nothing and 200, so "nothing found" counts only from a company that also shows the
 * account itself or, for an account that may not exist, that is among the user's companies.
 */
export const lookUpPosting = (connection: SageConnection, stored: StoredIntent<SagePosting>, company: SageCompanyRef): Promise<LookUpOutcome> => {
  const { payload: posting } = stored;
  if (posting.kind === "new-customer") return lookUpAccount(connection, stored, posting, company);
  return posting.kind === "allocation" ? lookUpAllocation(connection, posting, company) : lookUpTransaction(connection, stored.key, posting, company);
};
