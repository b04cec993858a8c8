/**
 * Customers whom a document brought to a company in which they have no account: made there when nothing resembles them, put in the list
 * for a person to decide otherwise. A customer is made once for each company, whatever happens.
 */
import type { Company } from "../../documents/world";
import { createCustomerMatcher, type CustomerMatcher } from "../../match/customers";
import { codeKey } from "../../store/keys";
import type { Database, Tx } from "../../store";
import { accountsOf } from "../../store/accounts";
import { allCompanies } from "../../store/companies";
import { customerPostings, reservedNumbers } from "../../store/customer-postings";
import { customersById } from "../../store/customers";
import { planCustomerAgain } from "../../store/document-plans";
import type { SqlLedgerStore } from "../../store/ledger-store";
import { choicesOf, dropWaitingCustomers, saveWaitingCustomers, type CustomerIn } from "../../store/new-customers";
import { loadCompanyRules } from "./company-rules";
import { planNewcomer, type PlannedNewcomer } from "./plan-customer";

export type CustomerPlanning = { readonly db: Database; readonly tenant: string; readonly store: SqlLedgerStore };

type Room = { readonly company: Company; readonly matcher: CustomerMatcher; readonly taken: Set<string> };

/** All accounts of a company, to compare with: read once, however many newcomers there are. */
const roomOf = async ({ db, tenant }: CustomerPlanning, company: Company): Promise<Room> => {
  const [accounts, reserved] = await db.read(async (handle) => [await accountsOf(handle, tenant, company.ref), await reservedNumbers(handle, tenant, company.ref)] as const);
  return { company, matcher: createCustomerMatcher(accounts), taken: new Set([...accounts.map((account) => account.reference), ...reserved].map(codeKey)) };
};

const planOne = async (tx: Tx, { tenant, store }: CustomerPlanning, one: CustomerIn, { company, matcher, taken }: Room): Promise<PlannedNewcomer["kind"]> => {
  const [choice] = await choicesOf(tx, tenant, [one]);
  const planned = planNewcomer(tenant, {
    customer: (await customersById(tx, tenant, [one.customerId])).get(one.customerId) ?? null,
    company,
    isBegun: (await customerPostings(tx, tenant, [one])).length > 0,
    choice: choice?.choice ?? null,
    rule: (await loadCompanyRules(tx, tenant)).of(one.companyRef).newCustomers,
    matcher,
    taken,
  });
  if (planned.kind === "asked") await saveWaitingCustomers(tx, tenant, [{ ...one, candidates: planned.candidates }]);
  if (planned.kind === "accepted") {
    taken.add(codeKey(planned.accountNumber));
    await store.acceptIn(tx, planned.intent);
    await dropWaitingCustomers(tx, tenant, [one]);
  }
  return planned.kind;
};

/** @returns of how many the documents have something else to wait for now: that they are made in Sage, or that a person decides. */
export const planCustomers = async (planning: CustomerPlanning, newcomers: readonly CustomerIn[], signal: AbortSignal): Promise<number> => {
  if (newcomers.length === 0) return 0;
  const companies = await planning.db.read((handle) => allCompanies(handle, planning.tenant));
  const rooms = new Map<string, Room>();
  let moved = 0;
  for (const one of newcomers) {
    if (signal.aborted) break;
    const company = companies.find((candidate) => candidate.ref === one.companyRef);
    if (!company) continue;
    const room = rooms.get(company.ref) ?? (await roomOf(planning, company));
    rooms.set(company.ref, room);
    const outcome = await planning.db.transaction("plan a new customer", async (tx) => {
      const planned = await planOne(tx, planning, one, room);
      // What its documents say they wait for is no longer so.
      if (planned !== "left") await planCustomerAgain(tx, planning.tenant, one.customerId);
      return planned;
    });
    if (outcome !== "left") moved += 1;
  }
  return moved;
};
