import type { z } from "zod";
import type { WireReconciliation, wireReconciliationAnswer } from "../../sync/layer/document-schema";
import type { LayerDocuments } from "./documents";

type Answer = z.infer<typeof wireReconciliationAnswer>;

/** Answers every one in order; what concerns no document is refused and does not stop the others. */
export const reconciled = (items: readonly WireReconciliation[], documents: LayerDocuments): { readonly answer: Answer; readonly saved: WireReconciliation[] } => {
  const saved: WireReconciliation[] = [];
  const results = items.map((item): Answer["results"][number] => {
    if (!documents.has(item.document, item.id)) return { status: "refused", code: "document-unknown", message: `There is no document ${item.id} among the ${item.document}.` };
    if (item.sageCompanyName.trim() === "" || item.sageSiteId.trim() === "") {
      return { status: "refused", code: "company-missing", message: `Document ${item.id}: the Sage company's name and site are both needed.` };
    }
    saved.push(item);
    return { status: "saved" };
  });
  return { answer: { results }, saved };
};
