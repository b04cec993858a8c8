import { useDeskState } from "../../desk-context";
import { companiesOf } from "../../engine/companies";
import { companyAtWork } from "../../engine/receipt-loading";
import type { Reason } from "../../parts/ActionButton";

/** The Sage company that is matched and reconciled now; null while several are in view. */
export const useCompanyAtWork = (): string | null => useDeskState(companyAtWork);

/** Why nothing can be done for one company: none is chosen. */
export const useNoCompany = (): Reason | null => {
  const company = useCompanyAtWork();
  const session = useDeskState((state) => state.session);
  if (company !== null) return null;
  const hasNone = session.state === "loaded" && companiesOf(session.value).length === 0;
  return { why: hasNone ? "Sage has no company here yet. See Connections." : "Choose a Sage company first: each is worked on by itself." };
};
