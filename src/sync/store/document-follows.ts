/** What each step of the ledger means for the document that it posts. */
import type { Posting } from "../documents/posting";
import type { Failure } from "../model/failure";
import type { Phase, Why } from "./document-records";
import { documentFailed, documentKept, documentNeedsReview, documentPosted } from "./document-results";
import type { Follow } from "./ledger-events";
import { thingOf } from "./ledger-rows";

/** The same text for all refusals with one cause and one cure. */
export type GroupOf = (posting: Posting, failure: Failure) => string;

/**
 * Records in the step's own transaction what became of the document: for `createSqlLedgerStore({ follow })`. Postings that
 * make a customer have no document, and are left to `customers`.
 */
export const followDocuments = (tenant: string, groupOf: GroupOf, customers: Follow): Follow => async (tx, step, stored) => {
  const { intent } = step;
  const thing = thingOf(stored.payload);
  if (thing.kind === "customer") return customers(tx, step, stored);
  const document = { kind: thing.kind, id: thing.id };
  const kept = (phase: Phase | null, why: Why | null) => documentKept(tx, tenant, document, phase, why);
  switch (intent.state) {
    case "done":
      return documentPosted(tx, tenant, document, intent.evidence);
    case "refused":
      return documentFailed(tx, tenant, { ...document, failure: intent.failure, group: groupOf(stored.payload, intent.failure) });
    case "needs review":
      return documentNeedsReview(tx, tenant, { ...document, failure: intent.failure, group: groupOf(stored.payload, intent.failure) });
    case "in doubt":
      return kept("in doubt", { cause: intent.doubt.why, cure: "Nothing yet: Sage is asked whether it has it before it is sent again." });
    case "planned":
      return kept(null, { cause: step.why, cure: "" });
    case "sending":
      return kept(null, null);
  }
};
