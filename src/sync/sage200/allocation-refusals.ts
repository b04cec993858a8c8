/** What to tell people when Sage 200 refuses an allocation. Told by the words it uses (assumed: English), with Sage's own sentence beside. */
import type { Allocation } from "../documents/posting";
import { failure, type Failure } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";
import { allocationName } from "./allocation-request";

type Refused = { readonly name: string; readonly posting: Allocation; readonly company: SageCompanyRef; readonly quote: string };

/** In order: the first whose words are found is taken. */
const reasons: readonly { readonly said: RegExp; readonly tell: (refused: Refused) => Failure }[] = [
  {
    said: /\b(exceeds?|more than|greater than)\b.*\boutstanding\b|\bfully allocated\b|\bnothing outstanding\b/i,
    tell: ({ name, company, quote }) =>
      failure("sage-refused", `${company.name} did not take ${name}, as less is outstanding than was to be allocated: somebody allocated meanwhile. Sage says: “${quote}”`, "Pull the receipts again and allocate what is still open."),
  },
  {
    said: /\b(does not exist|not found|no such|does not belong|invalid)\b/i,
    tell: ({ name, company, quote }) =>
      failure("sage-refused", `${company.name} does not know a transaction of ${name} on that account. Sage says: “${quote}”`, "Pull the receipts again: a transaction may have been archived, or moved to another account. Then allocate what is still there."),
  },
  {
    said: /\b(on hold|hidden|inactive|not active|suspended|account (is )?closed)\b/i,
    tell: ({ posting, company, quote }) =>
      failure("sage-account-blocked", `The account (record ${posting.sageCustomerId}) in ${company.name} takes no allocations now. Sage says: “${quote}”`, "In Sage, make the account active and take it off hold, then allocate again.", posting.sageCustomerId),
  },
];

/** Null where none of the words that are peculiar to allocations was used. */
export const allocationRefusal = (posting: Allocation, company: SageCompanyRef, quote: string): Failure | null => {
  const refused = { name: allocationName(posting), posting, company, quote };
  return reasons.find(({ said }) => said.test(quote))?.tell(refused) ?? null;
};

export const allocationRefused = (posting: Allocation, company: SageCompanyRef, quote: string): Failure =>
  failure("sage-refused", `${company.name} refused ${allocationName(posting)}. Sage says: “${quote}”`, "Put right what it names, then allocate again.", company.name);
