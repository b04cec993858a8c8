/**
 * What becomes of one document that is new or waits: what it stands as, which posting is accepted for it and under which key, and whom it
 * brings to a Sage company. Pure: the store does what is answered here.
 */
import { decide, type Decision } from "../../documents/decide";
import type { LayerDocument } from "../../documents/document";
import type { Posting } from "../../documents/posting";
import type { Company, DocumentWorld } from "../../documents/world";
import { postingKey, type DocumentKind, type PostingKey } from "../../ledger/posting-key";
import type { NewIntent } from "../../ledger/store";
import type { Plan } from "../../store/document-plans";
import type { Why } from "../../store/document-records";
import type { FailedDocument } from "../../store/document-results";

/** What a document is planned by, beside itself. */
export type PlanningWorld = DocumentWorld & {
  /** Why the documents of a company wait that could not be read; null where it could. */
  unread(companyRef: string): Why | null;
  /** Whether what goes to that company is planned now; null stands for a company that is not known. */
  isPlannedFor(company: Company | null): boolean;
};

/** A document with what was decided of it before. */
export type DocumentToPlan = { readonly document: LayerDocument; readonly companyRef: string | null; readonly postingKey: PostingKey | null };

/** `meets` is the company that an invoice brings its customer to. */
export type PlannedDocument =
  /** Left as it stands. */
  | { readonly kind: "elsewhere" }
  | { readonly kind: "stands"; readonly plan: Exclude<Plan, { standing: "posting" }>; readonly meets: Company | null }
  | { readonly kind: "fails"; readonly failed: FailedDocument }
  /** `isKnown` where it was accepted before, and Sage refused it: it keeps its key and is given what is right now. */
  | { readonly kind: "posts"; readonly plan: Extract<Plan, { standing: "posting" }>; readonly intent: NewIntent<Posting>; readonly isKnown: boolean; readonly meets: Company | null };

const keyKinds: Readonly<Record<LayerDocument["kind"], DocumentKind>> = { invoice: "invoice", "credit-note": "credit-note", payment: "receipt", refund: "refund" };

export const documentPostingKey = (tenant: string, company: string, { kind, id }: Pick<LayerDocument, "kind" | "id">): PostingKey => postingKey({ tenant, company, kind: keyKinds[kind], id, revision: 1 });

/** Whether what is known of its company could change the decision. */
const restsOnCompany = (decision: Decision): decision is Extract<Decision, { kind: "post" | "wait" | "fail" }> => decision.kind === "post" || decision.kind === "wait" || decision.kind === "fail";

export const planDocument = (tenant: string, { document, companyRef, postingKey: known }: DocumentToPlan, world: PlanningWorld): PlannedDocument => {
  const fixed = known !== null && companyRef !== null ? world.company(companyRef) : null;
  const decision = decide(document, fixed, world);
  if (decision.kind !== "draft" && !world.isPlannedFor(decision.company)) return { kind: "elsewhere" };
  const { kind, id } = document;
  const rested = restsOnCompany(decision) ? decision.company : null;
  const unread = rested && world.unread(rested.ref);
  // Judged by what the company was like when it could still be read, it might fail or go to the wrong place.
  if (rested && unread) return { kind: "stands", plan: { kind, id, standing: "waiting", companyRef: rested.ref, why: unread }, meets: null };
  const meets = kind === "invoice" && restsOnCompany(decision) ? decision.company : null;
  switch (decision.kind) {
    case "draft":
      return { kind: "stands", plan: { kind, id, standing: "draft" }, meets };
    case "nothing":
      return { kind: "stands", plan: { kind, id, standing: "nothing", companyRef: decision.company?.ref ?? null, why: { cause: decision.why, cure: "" }, tell: decision.company !== null }, meets };
    case "wait":
      return { kind: "stands", plan: { kind, id, standing: "waiting", companyRef: decision.company?.ref ?? null, why: { cause: decision.why, cure: "" } }, meets };
    case "fail":
      return { kind: "fails", failed: { kind, id, failure: decision.failure, group: decision.group, fixAt: decision.fixAt, companyRef: decision.company?.ref ?? null } };
    case "in Sage already":
      return { kind: "stands", plan: { kind, id, standing: "posted", companyRef: decision.company.ref, postingKey: documentPostingKey(tenant, decision.company.ref, document), sageUrn: decision.urn }, meets };
    case "post": {
      const { company, posting, after } = decision;
      const key = documentPostingKey(tenant, company.ref, document);
      return {
        kind: "posts",
        plan: { kind, id, standing: "posting", companyRef: company.ref, postingKey: key },
        intent: { key, kind: keyKinds[kind], company: company.ref, parents: after === null ? [] : [after as PostingKey], payload: posting },
        isKnown: known !== null,
        meets,
      };
    }
  }
};
