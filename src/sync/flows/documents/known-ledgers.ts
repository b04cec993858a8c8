/**
 * Sage's ledgers as this process knows them. Before it first accepts documents of a company it reads what Sage posted there: a database that
 * was lost, or came back from a backup, does not know what it posted since, and Sage does.
 */
import { failure, type Failure } from "../../model/failure";
import type { Database } from "../../store";
import { allCompanies } from "../../store/companies";
import type { Refresher } from "../refresh";

export type KnownLedgers = {
  has(companyRef: string): boolean;
  /** Reads them, and tells of those that could not be read why not. */
  read(companyRefs: ReadonlySet<string>, signal: AbortSignal): Promise<ReadonlyMap<string, Failure>>;
};

export const createKnownLedgers = ({ db, tenant, refresher }: { readonly db: Database; readonly tenant: string; readonly refresher: Refresher }): KnownLedgers => {
  const known = new Set<string>();
  return {
    has: (companyRef) => known.has(companyRef),
    async read(companyRefs, signal) {
      const failures = new Map<string, Failure>();
      const notBefore = await refresher.now();
      const companies = new Map((await db.read((handle) => allCompanies(handle, tenant))).map((company) => [company.ref, company]));
      for (const ref of companyRefs) {
        const company = companies.get(ref);
        if (!company) {
          failures.set(ref, failure("not-found", "Sage lists it no longer.", "Map its sub-companies to another company.", ref));
          continue;
        }
        const read = await refresher.ensure({ kind: "sage-transactions", company }, { notBefore, swept: false }, signal);
        if (read.ok) known.add(ref);
        else failures.set(ref, read.failure);
      }
      return failures;
    },
  };
};
