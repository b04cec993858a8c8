/** What the store keeps of The Layer's documents, as its functions give and take it. */
import type { LayerDocument, LayerDocumentKind, Order } from "../documents/document";
import type { Money } from "../model/money";
import type { DocumentState } from "../sheets/documents";

/** An order is kept beside the documents: it is posted nowhere, and brings its customer to Sage. */
export type StoredOrder = Order & { readonly kind: "order" };
export type DocumentRecord = LayerDocument | StoredOrder;
export type RecordKind = DocumentRecord["kind"];
export type DocumentRef = { readonly kind: RecordKind; readonly id: string };

/** How far a document is. "new": to be planned. "waiting": for something that is not there yet. "posting": its posting is accepted. */
export type Standing = "draft" | "new" | "waiting" | "posting" | "posted" | "nothing" | "failed";
/** What keeps an accepted posting: the postings that must be done first, a lost answer, or a person's decision. */
export type Phase = "behind" | "in doubt" | "needs review";

/** Why it is not in Sage; `cure` is blank where there is nothing to do but wait. */
export type Why = { readonly cause: string; readonly cure: string };

export type StoredDocument<R extends DocumentRecord = DocumentRecord> = {
  readonly record: R;
  /** Rises with each change of The Layer's record, from 1. */
  readonly version: number;
  readonly standing: Standing;
  /** Only where `standing` is "posting"; null there for one that may be sent. */
  readonly phase: Phase | null;
  /** Where it is meant for; fixed once there is a `postingKey`. */
  readonly companyRef: string | null;
  readonly postingKey: string | null;
  readonly why: Why | null;
  readonly sageUrn: string | null;
  readonly sageRecordId: string | null;
  readonly postedAt: string | null;
  /** When The Layer was told. */
  readonly reconciledAt: string | null;
  /** In Sage without a posting of ours: The Layer held it as reconciled before it was ever planned here. */
  readonly isAdopted: boolean;
};

/** A row of a document worksheet. */
export type DocumentRow = {
  readonly kind: LayerDocumentKind;
  readonly id: string;
  readonly date: string;
  readonly reference: string;
  readonly invoiceReference: string | null;
  readonly creditNoteReference: string | null;
  readonly customerId: string;
  readonly customerName: string;
  readonly subCompany: string;
  readonly companyRef: string | null;
  readonly companyName: string | null;
  /** Null on invoices and credit notes. */
  readonly method: string | null;
  readonly amount: Money;
  readonly currency: string;
  readonly standing: Standing;
  readonly phase: Phase | null;
  readonly why: Why | null;
  readonly sageUrn: string | null;
  readonly lastAttemptAt: string | null;
  readonly postedAt: string | null;
  readonly reconciledAt: string | null;
  readonly gone: boolean;
  /** Null where its last change has no number yet. */
  readonly seq: number | null;
};

/** A document's state as worksheets and counters name it. */
export const documentState = ({ standing, phase }: { readonly standing: Standing; readonly phase: Phase | null }): DocumentState => {
  switch (standing) {
    case "draft":
      return "Draft";
    case "new":
    case "waiting":
      return "Waiting";
    case "posting":
      if (phase === "in doubt") return "In doubt";
      if (phase === "needs review") return "Needs review";
      return phase === "behind" ? "Waiting" : "Posting";
    case "posted":
      return "Posted";
    case "nothing":
      return "Nothing to post";
    case "failed":
      return "Failed";
  }
};
