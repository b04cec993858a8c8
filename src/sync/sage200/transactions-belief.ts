/**
 * What is not believed of a ledger's lists. Where the tunnel to the customer's server is broken, Sage's gateway answers a list with 200 and
 * nothing in it. Taken at its word, a ledger would seem to be read while it is not, or to have been emptied. So nothing counts as
 * nothing only where the same answer, or another, shows that the ledger itself was read. Source: `[]` from /sites with a lost
 * tunnel is reported by integrators; that other lists answer so is assumed.
 */
import { failure, type Failure } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";

const cure = "Ask whoever looks after Sage whether its server and the tunnel to it are up, then try again.";

type Named = Pick<SageCompanyRef, "name">;

/** Where some are known to be there. */
export const listsNothing = ({ name }: Named): Failure =>
  failure("sage-unreadable", `Sage listed no posted transaction of ${name} at all, where it had some before, so that this is not believed.`, cure, name);

/** @param last of the ids that came, null where none did; @param end the newest when the list was begun. */
export const endsEarly = ({ name }: Named, last: string | null, end: string): Failure =>
  failure(
    "sage-unreadable",
    `Sage's list of posted transactions of ${name} ${last === null ? "was empty" : `ended at record ${last}`}, though there was a record ${end}, so that it is not believed.`,
    cure,
    name,
  );
