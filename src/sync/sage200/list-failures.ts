/**
 * What is not believed of Sage's lists. Where the tunnel to the customer's server is broken, Sage's gateway answers a list with 200 and
 * nothing in it. Taken at its word, a ledger would seem to be read while it is not, or to have been emptied; and a customer who is there
 * would be created a second time. So nothing counts as nothing only where the same answer, or another, shows that the company itself
 * was read. Source: `[]` from /sites with a lost tunnel is reported by integrators; that other lists answer so is assumed.
 */
import { failure, type Failure } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";

const cure = "Ask whoever looks after Sage whether its server and the tunnel to it are up, then try again.";

/** `what` is listed, of one: "posted transaction". */
export type Listed = { readonly what: string; readonly company: Pick<SageCompanyRef, "name"> };

/** Where some are known to be there. */
export const listsNothing = ({ what, company: { name } }: Listed): Failure =>
  failure("sage-unreadable", `Sage listed no ${what} of ${name} at all, where it had some before, so that this is not believed.`, cure, name);

/** Where nothing else of the company is listed either, not even what every company has. */
export const listsNothingElse = ({ what, company: { name } }: Listed): Failure =>
  failure("sage-unreadable", `Sage listed no ${what} of ${name} at all, and not one tax code either, which every company has, so that this is not believed.`, cure, name);

/** @param last of the ids that came, null where none did; @param end the newest when the list was begun. */
export const endsEarly = ({ what, company: { name } }: Listed, last: string | null, end: string): Failure =>
  failure(
    "sage-unreadable",
    `Sage's list of ${what}s of ${name} ${last === null ? "was empty" : `ended at record ${last}`}, though there was a record ${end}, so that it is not believed.`,
    cure,
    name,
  );
