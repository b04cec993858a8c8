/** Links that are already stored stay as they are: an upload makes first links, and repeating one is no change. Source: choice 14.22. */
import { folded } from "../model/spelling";
import { proposeAccounts } from "./account-candidates";
import type { LinkRef } from "./reference";
import { error, fine, referenceRule, said, type Rule } from "./rule";
import type { RowView } from "./row-view";

/** What the row links to, by number and by id, as far as it can be told. */
const target = (row: RowView): { readonly number: string; readonly id: string } => ({
  number: row.account?.reference ?? row.value("SageAccountNumber"),
  id: row.account?.id ?? row.value("SageCustomerId"),
});

/** Both known and different. A link that holds one id only agrees with a row that holds the other. */
const differ = (one: string, other: string) => one !== "" && other !== "" && one !== other;

const linkName = (link: LinkRef) => link.accountNumber || `the account with id ${link.sageCustomerId}`;

export const customerAlreadyLinked = referenceRule("customer-already-linked", ["links"], (row, index) => {
  const customerId = row.value("CustomerId");
  const link = customerId && row.companyName ? index.linkOf(customerId, row.companyName) : undefined;
  if (!link) return fine;
  const { number, id } = target(row);
  if (!differ(number, link.accountNumber) && !differ(id, link.sageCustomerId)) return fine;
  const hasId = row.reading("SageCustomerId").state !== "blank";
  const keep = {
    ...(link.accountNumber !== "" ? { SageAccountNumber: link.accountNumber } : { SageAccountNumber: null }),
    ...(hasId || link.accountNumber === "" ? { SageCustomerId: link.sageCustomerId || null } : {}),
  };
  return error(
    ["SageAccountNumber", "SageCustomerId"],
    `Customer ${customerId} is already linked to ${linkName(link)} in ${link.companyName}, not to ${number || id}.`,
    "Existing links stay as they are. Keep the link, or remove it in The Layer before making another.",
    () => [{ label: `Keep ${linkName(link)}`, set: keep, group: { id: "keep-existing-links", label: "Keep the links that exist" } }],
  );
});

/** One Sage account is one customer of The Layer; two would share a balance. */
export const accountAlreadyLinked = referenceRule("account-already-linked", ["links"], (row, index) => {
  const { number, id } = target(row);
  const customerId = row.value("CustomerId");
  if (!row.companyName || customerId === "") return fine;
  const link = (number && index.linkToAccount(row.companyName, number)) || (id && index.linkToAccountId(row.companyName, id));
  if (!link || folded(link.customerId) === folded(customerId)) return fine;
  const other = index.customers?.get(link.customerId);
  return error(
    [row.value("SageAccountNumber") !== "" ? "SageAccountNumber" : "SageCustomerId"],
    `Account ${said(number || id)} in ${row.companyName} is already linked to customer ${link.customerId}${other ? ` ${other.name}` : ""}.`,
    "Choose another account for this customer, or remove that link in The Layer first.",
    () => proposeAccounts(row),
  );
});

export const existingLinkRules: readonly Rule[] = [customerAlreadyLinked, accountAlreadyLinked];
