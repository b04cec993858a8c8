/** What each step of the ledger means for the document that it posts. */
import type { Posting } from "../documents/posting";
import type { Failure } from "../model/failure";
import type { Phase, Why } from "./document-records";
import { documentFailed, documentKept, documentNeedsReview, documentPosted, documentsPosted, type PostedDocument } from "./document-results";
import type { Follow, Followed } from "./ledger-events";
import { isDocument, thingOf } from "./ledger-rows";

/** The same text for all refusals with one cause and one cure. */
export type GroupOf = (posting: Posting, failure: Failure) => string;

/**
 * Records in the step's own transaction what became of the document: for `createSqlLedgerStore({ follow })`. Postings that
 * are for something else have no document, and are left to `others`.
 */
export const followDocuments = (tenant: string, groupOf: GroupOf, others: Follow): Follow => {
  const one = followOne(tenant, groupOf, others);
  return Object.assign((...[tx, step, stored]: Parameters<Follow>) => one(tx, step, stored), {
    // What is posted is all but everything; the rest is rare enough to go one by one.
    together: async (tx: Parameters<Follow>[0], followed: readonly Followed[]) => {
      await documentsPosted(tx, tenant, followed.flatMap(postedOf));
      for (const each of followed) if (postedOf(each).length === 0) await one(tx, each.step, each.stored);
    },
  });
};

/** None for what is not posted, and for what is no document. */
const postedOf = ({ step: { intent }, stored }: Followed): readonly PostedDocument[] => {
  const thing = thingOf(stored.payload);
  return intent.state === "done" && isDocument(thing) ? [{ kind: thing.kind, id: thing.id, evidence: intent.evidence }] : [];
};

const followOne = (tenant: string, groupOf: GroupOf, others: Follow) => async (...[tx, step, stored]: Parameters<Follow>): Promise<void> => {
  const { intent } = step;
  const thing = thingOf(stored.payload);
  if (!isDocument(thing)) return others(tx, step, stored);
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
