/** What follows from each step of a posting, in the step's own transaction: its document's standing, its error, its children. */
import type { Posting } from "../../documents/posting";
import type { Failure } from "../../model/failure";
import { followDocuments } from "../../store/document-follows";
import { openErrors, resolveErrors } from "../../store/errors";
import type { Follow } from "../../store/ledger-events";
import { customerThing } from "../../store/ledger-rows";
import { followReceipts } from "../receipts/follow-receipts";

/** Errors with one cause and one cure stand together: a closed period stops many, an unknown account stops one customer's. */
const groupOf = (posting: Posting, failure: Failure): string => ["sage", posting.company, failure.code, failure.value ?? failure.cure].join("|");

const followCustomers =
  (tenant: string): Follow =>
  async (tx, step, { payload }) => {
    if (payload.kind !== "new-customer") return;
    const thing = { ...customerThing(payload.customerId, payload.company), operation: "post" as const };
    const { intent } = step;
    if (intent.state === "done") await resolveErrors(tx, tenant, [thing]);
    if (intent.state === "refused" || intent.state === "needs review")
      await openErrors(tx, tenant, [{ ...thing, reference: payload.customerId, customerId: payload.customerId, subCompany: "", companyRef: payload.company, failure: intent.failure, group: groupOf(payload, intent.failure), fixAt: null }]);
  };

/** What is no document of The Layer's: customers, and the effects of receipts. */
const followOthers = (tenant: string): Follow => {
  const customers = followCustomers(tenant);
  const receipts = followReceipts(tenant);
  return async (tx, step, stored) => (stored.payload.kind === "new-customer" ? customers : receipts)(tx, step, stored);
};

export const followPostings = (tenant: string): Follow => followDocuments(tenant, groupOf, followOthers(tenant));
