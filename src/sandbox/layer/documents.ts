import { layerDocumentKinds, type LayerDocumentList, type WireReconciliation } from "../../sync/layer/document-schema";
import type { Documents } from "../data/documents/draft-batch";
import type { SavedDocument } from "../journal";
import type { WireDocumentOf } from "../practice";

export type StoredDocument<L extends LayerDocumentList = LayerDocumentList> = { readonly document: WireDocumentOf[L]; readonly updatedAt: number; readonly isEdited: boolean };
type Held<L extends LayerDocumentList> = { readonly byId: Map<string, StoredDocument<L>>; list: readonly StoredDocument<L>[] | null };

const held = <L extends LayerDocumentList>(documents: readonly WireDocumentOf[L][]): Held<L> => ({
  byId: new Map(documents.map((document) => [document.id, { document, updatedAt: Date.parse(document.updatedAt), isEdited: false }])),
  list: null,
});

const reconciliationId = (document: string, id: string): string => `${document}/${id}`;

/** The Layer's orders, invoices, credit notes, payments and refunds, and what was written back about them. */
export class LayerDocuments {
  readonly #lists: { readonly [L in LayerDocumentList]: Held<L> };
  readonly #reconciliations = new Map<string, WireReconciliation>();

  constructor(documents: Documents) {
    this.#lists = {
      orders: held<"orders">(documents.orders),
      invoices: held<"invoices">(documents.invoices),
      "credit-notes": held<"credit-notes">(documents["credit-notes"]),
      payments: held<"payments">(documents.payments),
      refunds: held<"refunds">(documents.refunds),
    };
  }

  /** In no order that matters; a new array whenever one changed. */
  list<L extends LayerDocumentList>(list: L): readonly StoredDocument<L>[] {
    const of: Held<L> = this.#lists[list];
    return (of.list ??= [...of.byId.values()]);
  }

  find<L extends LayerDocumentList>(list: L, id: string): WireDocumentOf[L] | undefined {
    const of: Held<L> = this.#lists[list];
    return of.byId.get(id)?.document;
  }

  has(list: string, id: string): boolean {
    return layerDocumentKinds.some((kind) => kind === list && this.#lists[kind].byId.has(id));
  }

  count(list: LayerDocumentList): number {
    return this.#lists[list].byId.size;
  }

  save(saved: SavedDocument): void {
    switch (saved.list) {
      case "orders":
        return this.#put("orders", saved.document);
      case "invoices":
        return this.#put("invoices", saved.document);
      case "credit-notes":
        return this.#put("credit-notes", saved.document);
      case "payments":
        return this.#put("payments", saved.document);
      case "refunds":
        return this.#put("refunds", saved.document);
    }
  }

  get reconciliations(): readonly WireReconciliation[] {
    return [...this.#reconciliations.values()];
  }

  reconciliation(document: string, id: string): WireReconciliation | undefined {
    return this.#reconciliations.get(reconciliationId(document, id));
  }

  /** The newest of each document counts. A document's own stamp does not move: its reader wrote this itself. */
  reconcile(reconciliations: readonly WireReconciliation[]): void {
    for (const item of reconciliations) this.#reconciliations.set(reconciliationId(item.document, item.id), item);
  }

  #put<L extends LayerDocumentList>(list: L, document: WireDocumentOf[L]): void {
    const of: Held<L> = this.#lists[list];
    // Taken out first, so that it moves to the end: the order of change, which sorts fast.
    of.byId.delete(document.id);
    of.byId.set(document.id, { document, updatedAt: Date.parse(document.updatedAt), isEdited: true });
    of.list = null;
  }
}
