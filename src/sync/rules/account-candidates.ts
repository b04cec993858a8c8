/** Which Sage accounts to offer for a row: those that resemble its customer, and those spelt nearly as what it holds. */
import type { Candidate } from "../match/customers";
import { companyCells } from "./companies";
import type { SageAccountRef } from "./reference";
import type { Proposal } from "./rule";
import type { RowView } from "./row-view";

/** The score above which a match that is well ahead of the next may be taken together with others like it. */
const certain = 0.9;
const lead = 0.05;
/** More than are shown, as some will turn out to be linked already. */
const looked = 6;

/** The cells that link the row to an account: its number, and Sage's id where the row has one, and its company where the row has another. */
export const linkCells = (row: RowView, account: SageAccountRef): Record<string, string> => ({
  ...(row.companyName === account.companyName ? {} : companyCells(row, account.companyName)),
  SageAccountNumber: account.reference,
  ...(row.reading("SageCustomerId").state === "blank" ? {} : { SageCustomerId: account.id }),
});

const nameOf = (account: SageAccountRef, row: RowView) =>
  `${account.reference} ${account.name}${row.companyName === account.companyName ? "" : ` in ${account.companyName}`}`;

const candidatesOf = (row: RowView): Candidate[] => {
  const { accounts, companies } = row.index;
  const customer = row.particulars;
  if (!accounts || !customer) return [];
  const names = row.companyName ? [row.companyName] : (companies?.codes() ?? []);
  return names
    .flatMap((name) => accounts.in(name).matcher().candidates(customer, looked))
    .sort((one, other) => other.score - one.score)
    .slice(0, looked);
};

/** Accounts that resemble the row's customer, best first, each with its reasons. */
export const proposeMatches = (row: RowView): Proposal[] => {
  const candidates = candidatesOf(row);
  const [best, next] = candidates;
  return candidates.map((candidate) => ({
    label: `Use ${nameOf(candidate.account, row)}: ${candidate.reasons.join("; ")}`,
    set: linkCells(row, candidate.account),
    ...(candidate === best && best.score >= certain && best.score - (next?.score ?? 0) >= lead
      ? { group: { id: "certain-match", label: "Link to the account that clearly matches" } }
      : {}),
  }));
};

/** Accounts whose number is spelt nearly as the one in the row. */
export const proposeSpellings = (row: RowView): Proposal[] => {
  const { accounts } = row.index;
  const { shown } = row.reading("SageAccountNumber");
  if (!accounts || !row.companyName || shown === "") return [];
  const known = accounts.in(row.companyName).byReference;
  return known.nearest(shown, 3).flatMap((reference) => {
    const account = known.get(reference);
    return account ? [{ label: `Use ${nameOf(account, row)}: nearest spelling`, set: linkCells(row, account) }] : [];
  });
};

/** Matches first, then spellings, no account twice. */
export const proposeAccounts = (row: RowView): Proposal[] => {
  const seen = new Set<string>();
  return [...proposeMatches(row), ...proposeSpellings(row)].filter((proposal) => {
    const key = `${String(proposal.set["SageCompanyName"] ?? "")}\u001f${String(proposal.set["SageAccountNumber"] ?? "")}`;
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
};
