/** What each step of a recording in The Layer means for its row, and for the Error Queue. Pure. */
import type { LayerPayment } from "../../documents/posting";
import type { Evidence, Intent } from "../../ledger/intent";
import type { Failure } from "../../model/failure";
import type { RowSync } from "../../receipts/row-state";
import { reviewFailure } from "./review-words";

export type RecordingOutcome =
  | { readonly kind: "recorded"; readonly evidence: Evidence }
  /** Not recorded, or not known to be. `error` is what the Error Queue says of it; null for nothing. */
  | { readonly kind: "kept"; readonly sync: RowSync; readonly error: Failure | null };

export const recordingOutcome = (payment: LayerPayment, intent: Intent): RecordingOutcome => {
  switch (intent.state) {
    case "done":
      return { kind: "recorded", evidence: intent.evidence };
    case "refused":
      return { kind: "kept", sync: { phase: "failed", why: whyOf(intent.failure) }, error: intent.failure };
    case "needs review": {
      const error = reviewFailure(payment, intent.failure);
      return { kind: "kept", sync: { phase: "needs review", why: whyOf(error) }, error };
    }
    case "in doubt":
      return { kind: "kept", sync: { phase: "in doubt", why: { cause: intent.doubt.why, cure: "Nothing yet: The Layer is asked whether it has it before it is sent again." } }, error: null };
    case "planned":
    case "sending":
      return { kind: "kept", sync: { phase: "syncing", why: null }, error: null };
  }
};

const whyOf = ({ cause, cure }: Failure): RowSync["why"] => ({ cause, cure });
