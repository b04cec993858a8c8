import { layerDocumentKinds, type LayerDocumentList, type WireReconciled, type WireReconciliation } from "../../sync/layer/document-schema";
import { inText } from "../data/documents/amounts";
import type { Documents } from "../data/documents/draft-batch";
import type { WireDocumentOf } from "../practice";
import { balanceOf, type InvoiceBalance } from "./balances";
import type { KeptDocumentOf, KeptInvoice, KeptPayment, SavedDocument } from "./kept";

export type StoredDocument<L extends LayerDocumentList = LayerDocumentList> = { readonly document: KeptDocumentOf[L]; readonly updatedAt: number; readonly isEdited: boolean };
type Held<L extends LayerDocumentList> = { readonly byId: Map<string, StoredDocument<L>>; list: readonly StoredDocument<L>[] | null };
type ChildList = "payments" | "credit-notes" | "refunds";

const held = <L extends LayerDocumentList>(documents: readonly KeptDocumentOf[L][]): Held<L> => ({
  byId: new Map(documents.map((document) => [document.id, { document, updatedAt: Date.parse(document.updatedAt), isEdited: false }])),
  list: null,
});

const reconciliationId = (document: string, id: string): string => `${document}/${id}`;
const childLists: readonly ChildList[] = ["payments", "credit-notes", "refunds"];

/** The Layer's orders, invoices, credit notes, payments and refunds, and what was written back about them. */
export class LayerDocuments {
  readonly #lists: { readonly [L in LayerDocumentList]: Held<L> };
  readonly #reconciliations = new Map<string, WireReconciliation>();
  /** What belongs to an invoice, by list and id. */
  readonly #children = new Map<string, { readonly [C in ChildList]: Set<string> }>();
  readonly #bySourceKey = new Map<string, string>();
  /** Known from the beginning, and so no answer to anything that was written. */
  readonly #before: readonly WireReconciliation[];

  constructor(documents: Documents, reconciledBefore: readonly WireReconciliation[] = []) {
    this.#lists = {
      orders: held<"orders">(documents.orders),
      invoices: held<"invoices">(documents.invoices),
      "credit-notes": held<"credit-notes">(documents["credit-notes"]),
      payments: held<"payments">(documents.payments),
      refunds: held<"refunds">(documents.refunds),
    };
    this.#before = reconciledBefore;
    for (const item of reconciledBefore) this.#reconciliations.set(reconciliationId(item.document, item.id), item);
    for (const list of childLists) {
      for (const { document } of this.#lists[list].byId.values()) {
        this.#belongs(list, document.id, document.invoiceId);
        this.#touch(document.invoiceId, Date.parse(document.updatedAt), false);
      }
    }
  }

  /** In no order that matters; a new array whenever one changed. */
  list<L extends LayerDocumentList>(list: L): readonly StoredDocument<L>[] {
    const of: Held<L> = this.#lists[list];
    return (of.list ??= [...of.byId.values()]);
  }

  kept<L extends LayerDocumentList>(list: L, id: string): KeptDocumentOf[L] | undefined {
    const of: Held<L> = this.#lists[list];
    return of.byId.get(id)?.document;
  }

  /** As the contract shows it. */
  find<L extends LayerDocumentList>(list: L, id: string): WireDocumentOf[L] | undefined {
    const of: Held<L> = this.#lists[list];
    const stored = of.byId.get(id);
    return stored === undefined ? undefined : this.wire(list, stored, stored.updatedAt);
  }

  /** The payment that was recorded from Sage under that key. */
  recorded(sourceKey: string): StoredDocument<"payments"> | undefined {
    return this.#lists.payments.byId.get(this.#bySourceKey.get(sourceKey) ?? "");
  }

  has(list: string, id: string): boolean {
    return layerDocumentKinds.some((kind) => kind === list && this.#lists[kind].byId.has(id));
  }

  count(list: LayerDocumentList): number {
    return this.#lists[list].byId.size;
  }

  balance(invoice: KeptInvoice): InvoiceBalance {
    const children = this.#children.get(invoice.id);
    const all = <C extends ChildList>(list: C): KeptDocumentOf[C][] => [...(children?.[list] ?? [])].flatMap((id) => this.kept(list, id) ?? []);
    return balanceOf(invoice, { payments: all("payments"), creditNotes: all("credit-notes"), refunds: all("refunds") });
  }

  /** With what is outstanding and reconciled now. `stamp` is what is shown as its change stamp. */
  wire<L extends LayerDocumentList>(list: L, { document }: StoredDocument<L>, stamp: number): WireDocumentOf[L] {
    return { ...this.#shown(list, document), updatedAt: new Date(stamp).toISOString() };
  }

  save(saved: SavedDocument): void {
    switch (saved.list) {
      case "orders":
        return this.#put("orders", saved.document);
      case "invoices":
        return this.#put("invoices", saved.document);
      case "credit-notes":
        return this.#putChild("credit-notes", saved.document);
      case "payments":
        return this.#putChild("payments", saved.document);
      case "refunds":
        return this.#putChild("refunds", saved.document);
    }
  }

  /** What was written back, the newest of each document. */
  get reconciliations(): readonly WireReconciliation[] {
    const before = new Set(this.#before);
    return [...this.#reconciliations.values()].filter((item) => !before.has(item));
  }

  reconciliation(document: string, id: string): WireReconciliation | undefined {
    return this.#reconciliations.get(reconciliationId(document, id));
  }

  /** The newest of each document counts. A document's own stamp does not move: its reader wrote this itself. */
  reconcile(reconciliations: readonly WireReconciliation[]): void {
    for (const item of reconciliations) this.#reconciliations.set(reconciliationId(item.document, item.id), item);
  }

  #shown<L extends LayerDocumentList>(list: L, document: KeptDocumentOf[L]): WireDocumentOf[L] {
    const of: { readonly [K in LayerDocumentList]: (document: KeptDocumentOf[K]) => WireDocumentOf[K] } = {
      orders: (order) => order,
      invoices: (invoice) => {
        const { outstanding, lines } = this.balance(invoice);
        const shownLines = invoice.lines.map((line, n) => ({ ...line, outstanding: inText(lines[n] ?? 0) }));
        return { ...invoice, lines: shownLines, outstanding: inText(outstanding), reconciled: this.#reconciled("invoices", invoice.id) };
      },
      "credit-notes": (note) => ({ ...note, reconciled: this.#reconciled("credit-notes", note.id) }),
      payments: (payment) => this.#payment(payment),
      refunds: (refund) => ({ ...refund, reconciled: this.#reconciled("refunds", refund.id) }),
    };
    return of[list](document);
  }

  #payment({ recorded, ...payment }: KeptPayment): WireDocumentOf["payments"] {
    if (recorded === null) return { ...payment, sourceKey: null, reconciled: this.#reconciled("payments", payment.id) };
    const { sourceKey, sageCompanyName, sageSiteId, sageTransactionId } = recorded;
    return { ...payment, sourceKey, reconciled: { sageCompanyName, sageSiteId, sageTransactionId } };
  }

  #reconciled(document: string, id: string): WireReconciled | null {
    const found = this.reconciliation(document, id);
    if (found === undefined || !found.reconciled) return null;
    return { sageCompanyName: found.sageCompanyName, sageSiteId: found.sageSiteId, sageTransactionId: found.sageTransactionId };
  }

  #put<L extends LayerDocumentList>(list: L, document: KeptDocumentOf[L]): void {
    const of: Held<L> = this.#lists[list];
    // Taken out first, so that it moves to the end: the order of change, which sorts fast.
    of.byId.delete(document.id);
    of.byId.set(document.id, { document, updatedAt: Date.parse(document.updatedAt), isEdited: true });
    of.list = null;
  }

  /** Whatever is recorded of an invoice moves what is outstanding of it, so that it is seen as changed. */
  #putChild<C extends ChildList>(list: C, document: KeptDocumentOf[C]): void {
    const before = this.kept(list, document.id);
    const stamp = Date.parse(document.updatedAt);
    if (before !== undefined && before.invoiceId !== document.invoiceId) {
      this.#children.get(before.invoiceId)?.[list].delete(document.id);
      this.#touch(before.invoiceId, stamp, true);
    }
    this.#put(list, document);
    this.#belongs(list, document.id, document.invoiceId);
    this.#touch(document.invoiceId, stamp, true);
  }

  #belongs(list: ChildList, id: string, invoiceId: string): void {
    let children = this.#children.get(invoiceId);
    if (children === undefined) this.#children.set(invoiceId, (children = { payments: new Set(), "credit-notes": new Set(), refunds: new Set() }));
    children[list].add(id);
    if (list !== "payments") return;
    const recorded = this.kept("payments", id)?.recorded;
    if (recorded !== null && recorded !== undefined) this.#bySourceKey.set(recorded.sourceKey, id);
  }

  #touch(invoiceId: string, stamp: number, isEdited: boolean): void {
    const { byId } = this.#lists.invoices;
    const invoice = byId.get(invoiceId);
    if (invoice === undefined || invoice.updatedAt >= stamp) return;
    byId.delete(invoiceId);
    byId.set(invoiceId, { document: { ...invoice.document, updatedAt: new Date(stamp).toISOString() }, updatedAt: stamp, isEdited: isEdited || invoice.isEdited });
    this.#lists.invoices.list = null;
  }
}
