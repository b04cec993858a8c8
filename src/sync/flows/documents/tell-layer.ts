/** Tells The Layer what is in Sage: the number of each posting, and that the document is reconciled. */
import type { LayerApi, WireReconciliation } from "../../layer";
import { ok, type Result } from "../../model/failure";
import type { Database } from "../../store";
import { allCompanies, type StoredCompany } from "../../store/companies";
import { openDocumentErrors } from "../../store/document-results";
import { documentsTold, documentsToTell, type ToTell } from "../../store/document-telling";
import { batchKey } from "./link-customers";

const atOnce = 500;
const lists = { invoice: "invoices", "credit-note": "credit-notes", payment: "payments", refund: "refunds" } as const;

const reconciliation = ({ record, companyRef, sageUrn }: ToTell, companies: readonly StoredCompany[]): WireReconciliation | null => {
  const company = companies.find((one) => one.ref === companyRef);
  if (record.kind === "order" || !company) return null;
  return { document: lists[record.kind], id: record.id, sageCompanyName: company.name, sageSiteId: company.siteId, sageTransactionId: sageUrn ?? "", reconciled: true };
};

/** @returns how many documents The Layer has saved. Those it refuses stand in the Error Queue and are told again at the next run. */
export const tellLayer = async ({ db, tenant, layer }: { readonly db: Database; readonly tenant: string; readonly layer: LayerApi }, signal: AbortSignal, tell: (told: number) => void = () => undefined): Promise<Result<number>> => {
  let told = 0;
  let after: ToTell["place"] | undefined;
  while (!signal.aborted) {
    const from = after;
    const [found, companies] = await db.read(async (handle) => [await documentsToTell(handle, tenant, atOnce, from), await allCompanies(handle, tenant)] as const);
    const last = found[found.length - 1];
    if (!last) break;
    after = last.place;
    const pairs = found.flatMap((stored) => {
      const wire = reconciliation(stored, companies);
      return wire ? [{ stored, wire }] : [];
    });
    if (pairs.length > 0) {
      const wires = pairs.map(({ wire }) => wire);
      const answer = await layer.saveReconciliations(wires, batchKey(wires), signal);
      if (!answer.ok) return answer;
      const saved = pairs.filter((_, at) => answer.value[at]?.status === "saved");
      const refused = pairs.flatMap(({ stored }, at) => {
        const result = answer.value[at];
        return result?.status === "refused" ? [{ kind: stored.record.kind, id: stored.record.id, failure: result.failure, group: `tell|${result.failure.cause}` }] : [];
      });
      await db.transaction("record what The Layer was told", async (tx) => {
        await documentsTold(tx, tenant, saved.map(({ stored }) => ({ kind: stored.record.kind, id: stored.record.id, sageUrn: stored.sageUrn })));
        await openDocumentErrors(tx, tenant, "tell", refused);
      });
      told += saved.length;
      tell(saved.length);
    }
    if (found.length < atOnce) break;
  }
  return ok(told);
};
