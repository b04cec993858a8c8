/** The Sage company and its site: both exist, and belong together. */
import { error, fine, referenceRule, said, several, type Proposal, type Rule } from "./rule";
import type { SageCompanyRef } from "./reference";
import type { RowView } from "./row-view";

/** In no list, and short enough that this is what to say of it. */
export const isUnknown = (row: RowView, header: string): boolean => {
  const { known, value } = row.reading(header);
  const column = row.definition.columns[header];
  return known === false && (column === undefined || !("max" in column) || value.length <= column.max);
};

const hasSite = (row: RowView) => "SageSiteId" in row.definition.columns;

/** The site of these companies, where it is one. */
const onlySite = (companies: readonly SageCompanyRef[]): string | null => {
  const sites = new Set(companies.map((company) => company.siteId));
  const [site] = sites;
  return sites.size === 1 && site !== undefined ? site : null;
};

/** Cells that put a row into a company: its name, and its site where the row's is another. */
export const companyCells = (row: RowView, name: string): Record<string, string> => {
  if (!hasSite(row)) return { SageCompanyName: name };
  const companies = row.index.companies?.get(name) ?? [];
  const site = onlySite(companies);
  const fits = companies.some((company) => company.siteId === row.value("SageSiteId"));
  return { SageCompanyName: name, ...(site !== null && !fits ? { SageSiteId: site } : {}) };
};

const chooseCompany = (row: RowView, name: string, why: string): Proposal => {
  const { shown } = row.reading("SageCompanyName");
  return {
    label: `Use ${name}${why}`,
    set: companyCells(row, name),
    ...(shown === "" ? {} : { group: { id: `company:${shown}:${name}`, label: `Replace ${said(shown)} by ${said(name)}` } }),
  };
};

/** Companies that the row may mean: those that hold its account, those spelt nearly so, the only one there is. */
export const proposeCompanies = (row: RowView): Proposal[] => {
  const { index } = row;
  if (!index.companies) return [];
  const number = "SageAccountNumber" in row.definition.columns ? row.value("SageAccountNumber") : "";
  const holding = number === "" ? [] : index.companiesWithAccount("reference", number);
  const spelt = index.companies.nearest(row.reading("SageCompanyName").shown, 3);
  const all = index.companies.codes();
  const names = new Set([...spelt.filter((name) => holding.includes(name)), ...(holding.length === 1 ? holding : []), ...spelt, ...(all.length === 1 ? all : [])]);
  return [...names].slice(0, 4).map((name) => chooseCompany(row, name, holding.includes(name) ? `, which has account ${number}` : ""));
};

/** The sites of the row's company. */
export const proposeSites = (row: RowView): Proposal[] => {
  const name = row.companyName;
  return [...new Map(row.companies.map((company) => [company.siteId, company])).values()].map((company) => ({
    label: `Use the site ${company.siteName || company.siteId} of ${name}`,
    set: { SageSiteId: company.siteId },
    ...(onlySite(row.companies) === null ? {} : { group: { id: "site-of-company", label: "Fill in the site that belongs to the company" }, follows: true as const }),
  }));
};

export const unknownCompany = referenceRule("unknown-company", ["companies"], (row, index) => {
  const reading = row.reading("SageCompanyName");
  if (!isUnknown(row, "SageCompanyName")) return fine;
  const names = index.companies?.codes() ?? [];
  const cure = names.length === 0 ? "Connect Sage first: no company can be seen." : `Choose one of ${several(names.map(said), 4)}.`;
  return error(["SageCompanyName"], `There is no Sage company ${said(reading.shown)}.`, cure, () => proposeCompanies(row));
});

/** A site's id is a long code that nobody knows by heart; people write its name. */
const sitesNamed = (row: RowView, shown: string): Proposal[] =>
  [...(row.index.sites?.codes() ?? [])]
    .filter((id) => row.index.sites?.get(id)?.[0]?.siteName.toLowerCase() === shown.trim().toLowerCase())
    .map((id) => ({ label: `Use the id of the site ${shown.trim()}`, set: { SageSiteId: id } }));

export const unknownSite = referenceRule("unknown-site", ["companies"], (row) => {
  const reading = row.reading("SageSiteId");
  if (!isUnknown(row, "SageSiteId")) return fine;
  const proposals = () => (row.companies.length > 0 ? proposeSites(row) : sitesNamed(row, reading.shown));
  return error(["SageSiteId"], `There is no Sage site ${said(reading.shown)}.`, "Use the id of the site that holds the company.", proposals);
});

/** A company's accounts are reached through its own site only. Source: Customer Upload, mandatory columns; X-Site and X-Company go together. */
export const siteOfCompany = referenceRule("site-not-of-company", ["companies"], (row) => {
  const site = row.reading("SageSiteId");
  if (site.known !== true || row.companies.length === 0 || row.companies.some((company) => company.siteId === site.value)) return fine;
  const names = [...new Set((row.index.sites?.get(site.value) ?? []).map((company) => company.name))];
  return error(
    ["SageSiteId", "SageCompanyName"],
    `Site ${said(site.value)} does not hold ${row.companyName}; it holds ${several(names)}.`,
    "Use the company's own site, or another company.",
    () => [...proposeSites(row), ...(names.length === 1 && names[0] !== undefined ? [chooseCompany(row, names[0], ", which is in that site")] : [])],
  );
});

export const companyRules: readonly Rule[] = [unknownCompany];
export const siteRules: readonly Rule[] = [unknownSite, siteOfCompany];
