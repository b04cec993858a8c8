import type { SyncHealth } from "../contract";
import type { Database } from "../store";
import { countBySubCompanies, countStandings, type LinkStanding } from "../store/customer-standing";
import { databaseNow } from "../store/freshness";
import { readMappings } from "../store/mappings";
import { subCompanyMap } from "./sub-company-map";

type Bar = SyncHealth["companies"][number];

const barOf = (standing: LinkStanding): "synced" | "linkedNeverSynced" | "failing" => {
  switch (standing) {
    case "synced":
      return "synced";
    case "never synced":
      return "linkedNeverSynced";
    case "account gone":
    case "company gone":
      return "failing";
  }
};

/**
 * How links stand in each company. An unlinked customer counts in every company that its sub-companies are mapped to; where
 * they are mapped to none it counts as unmapped, as no company's bar can hold it.
 */
export const syncHealth = async (db: Database, tenant: string): Promise<SyncHealth> => {
  const [standings, groups, mappings, asOf] = await db.read(
    async (handle) => [await countStandings(handle, tenant), await countBySubCompanies(handle, tenant), await readMappings(handle, tenant, "sub-companies"), await databaseNow(handle)] as const,
  );
  const bars = new Map<string, Bar>();
  const bar = (company: string): Bar => {
    const known = bars.get(company) ?? { company, synced: 0, linkedNeverSynced: 0, unlinked: 0, failing: 0 };
    bars.set(company, known);
    return known;
  };
  for (const { company, standing, count } of standings) bar(company)[barOf(standing)] += count;
  const map = subCompanyMap(mappings);
  let unmapped = 0;
  for (const { subCompanies, unlinked } of groups) {
    const targets = map.targets(subCompanies);
    if (targets.companies.length === 0) unmapped += unlinked;
    for (const { companyName } of targets.companies) bar(companyName).unlinked += unlinked;
  }
  return { companies: [...bars.values()].sort((a, b) => a.company.localeCompare(b.company, "en-GB")), unmapped, asOf };
};
