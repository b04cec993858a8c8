/** A customer and its links as rows of the Customers worksheet and of the Customer Links template. Pure. */
import type { SheetQuery } from "../contract";
import type { CellValue } from "../model/cell";
import { folded } from "../model/spelling";
import { customerLinks } from "../sheets/customer-links";
import { customers, type CustomerState } from "../sheets/customers";
import { keyOf } from "../sheets/sheet";
import type { CustomerPageRow, StandingLink } from "../store/customer-standing";
import { several } from "../rules/rule";
import type { SubCompanyMap, Target } from "./sub-company-map";

export type SheetRowOut = { readonly key: string; readonly version: number; readonly cells: Record<string, CellValue> };
/** A row, and what filters ask about it. `companies` are those it belongs to; an unlinked customer belongs to those it is mapped to. */
export type GridRow = SheetRowOut & { readonly state: CustomerState; readonly wasSynced: boolean; readonly companies: readonly string[] };

const said = (link: StandingLink) => link.accountNumber || `the account with id ${link.sageCustomerId}`;

const hidden = (link: StandingLink): string | null =>
  link.isHidden ? `Account ${said(link)} is hidden in ${link.companyName}: it is closed or no longer used. Make it active in Sage if it is in use.` : null;

const standingOf = (link: StandingLink): { readonly state: CustomerState; readonly reason: string | null } => {
  switch (link.standing) {
    case "synced":
      return { state: "Synced", reason: hidden(link) };
    case "never synced":
      return { state: "Linked, never synced", reason: hidden(link) ?? "The link has not been verified against Sage yet. Push the row on Customer Links to verify it." };
    case "account gone":
      return {
        state: "Failing",
        reason: `Account ${said(link)} is no longer in ${link.companyName}: it was deleted in Sage. Remove this link in The Layer, then link the customer to another account.`,
      };
    case "company gone":
      return {
        state: "Failing",
        reason: `Sage shows no company ${link.companyName} at this site any more. Check the connection's rights in Sage, or remove this link in The Layer.`,
      };
  }
};

const unlinkedReason = (companies: readonly Target[], unmapped: readonly string[]): string => {
  const [first] = unmapped;
  if (first !== undefined) {
    const names = several(unmapped.map((name) => `“${name}”`));
    return `Sub-compan${unmapped.length > 1 ? "ies" : "y"} ${names} ${unmapped.length > 1 ? "are" : "is"} mapped to no Sage company. Map ${unmapped.length > 1 ? "them" : "it"} on the Sub Companies sheet, then link the customer.`;
  }
  return `Not linked to an account in ${several(companies.map((company) => company.companyName))}. Enter its account on the Customer Links sheet and push; until then its first sync would make a new account.`;
};

const instant = (text: string | null): string | null => (text === null ? null : new Date(text).toISOString());

/** One row for each link; an unlinked customer one row with blanks. Source: choice 14.18. */
export const gridRows = (customer: CustomerPageRow, map: SubCompanyMap): readonly GridRow[] => {
  const common = { CustomerId: customer.id, CustomerName: customer.name, SubCompany: customer.subCompanies.join("; ") || null };
  const links = customer.links.filter((link) => !link.gone);
  if (links.length === 0) {
    const { companies, unmapped } = map.targets(customer.subCompanies);
    const cells = {
      ...common,
      Synced: "No",
      "Sage Company": null,
      "Sage Customer ID": null,
      "Sage Account Number": null,
      "Last Synced": null,
      State: "Unlinked",
      Reason: unlinkedReason(companies, unmapped),
    };
    return [{ key: keyOf(customers, cells), version: 0, cells, state: "Unlinked", wasSynced: false, companies: companies.map((company) => company.companyName) }];
  }
  return links.map((link): GridRow => {
    const { state, reason } = standingOf(link);
    const cells = {
      ...common,
      Synced: link.wasSynced ? "Yes" : "No",
      "Sage Company": link.companyName,
      "Sage Customer ID": link.sageCustomerId || null,
      "Sage Account Number": link.accountNumber || null,
      "Last Synced": instant(link.lastSyncedAt),
      State: state,
      Reason: reason,
    };
    return { key: keyOf(customers, cells), version: link.version, cells, state, wasSynced: link.wasSynced, companies: [link.companyName] };
  });
};

/** Keys under which the customer may have stood in an earlier pull of the grid. */
export const gridKeys = (customer: CustomerPageRow): readonly string[] =>
  [null, ...customer.links.map((link) => link.companyName)].map((company) => keyOf(customers, { CustomerId: customer.id, "Sage Company": company }));

export const passes = (row: GridRow, query: SheetQuery): boolean =>
  (query.company === undefined || row.companies.some((company) => folded(company) === folded(query.company ?? ""))) &&
  (query.synced === undefined || row.wasSynced === (query.synced === "yes")) &&
  (query.state === undefined || row.state === query.state) &&
  (query.attention === undefined || row.state !== "Synced");

/**
 * Rows of the Customer Links template: links as they stand, and a customer without any with blanks. It can be pushed as it
 * is: nothing in it is a change. An open row names no company, even where the customer's sub-company is mapped to one: a row
 * that names a company and no account is a mistake by the rules, and a template begins without mistakes. Source: choice 14.25.
 */
export const templateRows = (customer: CustomerPageRow): readonly SheetRowOut[] => {
  const common = { CustomerId: customer.id, CustomerName: customer.name };
  const linked = customer.links
    .filter((link) => !link.gone)
    .map((link) => ({
      version: link.version,
      cells: {
        ...common,
        SageCompanyName: link.companyName,
        SageSiteId: link.siteId,
        SageAccountNumber: link.accountNumber || null,
        SageCustomerId: link.sageCustomerId || null,
        Synced: link.wasSynced ? "Yes" : "No",
      },
    }));
  const blanks = { ...common, SageCompanyName: null, SageSiteId: null, SageAccountNumber: null, SageCustomerId: null, Synced: "No" };
  return (linked.length > 0 ? linked : [{ version: 0, cells: blanks }]).map((row) => ({ ...row, key: keyOf(customerLinks, row.cells) }));
};

/** Keys under which the customer may have stood in an earlier pull of the template. */
export const templateKeys = (customer: CustomerPageRow): readonly string[] =>
  [null, ...customer.links.map((link) => link.companyName)].map((name) => keyOf(customerLinks, { CustomerId: customer.id, SageCompanyName: name }));
