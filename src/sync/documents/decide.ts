/**
 * What is to be done with one document of The Layer: post it, wait, nothing, or say why not. Pure, so that every rule of
 * posting can be read and tested here. Nothing falls back: an unmapped sub-company, method or rate is a failure that names it.
 */
import { failure, type Failure } from "../model/failure";
import { formatMoney, zero } from "../model/money";
import { analyse } from "./analysis";
import { amountOf, type CreditNote, type Invoice, type LayerDocument, type Payment, type Reconciled, type Refund } from "./document";
import type { Posting } from "./posting";
import type { Company, DocumentWorld, Mapped, Parent, Unmapped } from "./world";

export type Decision =
  | { readonly kind: "draft" }
  | { readonly kind: "nothing"; readonly company: Company | null; readonly why: string }
  | { readonly kind: "wait"; readonly company: Company | null; readonly why: string }
  | { readonly kind: "fail"; readonly company: Company | null; readonly failure: Failure; readonly group: string; readonly fixAt: Unmapped | null }
  /** The Layer holds it as reconciled, so it is in Sage whoever posted it: it must never be posted again. */
  | { readonly kind: "in Sage already"; readonly company: Company; readonly urn: string }
  /** `after` is the posting that must be done first; null where nothing needs to be. */
  | { readonly kind: "post"; readonly company: Company; readonly posting: Posting; readonly after: string | null };

type Refusal = Extract<Decision, { kind: "fail" }>;

const words: Readonly<Record<LayerDocument["kind"], string>> = { invoice: "Invoice", "credit-note": "Credit note", payment: "Payment", refund: "Refund" };
export const documentWords = (kind: LayerDocument["kind"]): string => words[kind];

const invalid = (company: Company | null, group: string, cause: string, cure: string): Refusal => ({ kind: "fail", company, failure: failure("document-invalid", cause, cure), group, fixAt: null });

const unmapped = (company: Company | null, missing: Extract<Mapped<unknown>, { ok: false }>): Refusal => ({
  kind: "fail",
  company,
  failure: failure("not-mapped", missing.cause, missing.cure, missing.fixAt.value),
  group: ["not-mapped", missing.fixAt.sheet, missing.fixAt.company ?? "", missing.fixAt.value].join("|"),
  fixAt: missing.fixAt,
});

const wait = (company: Company | null, why: string): Decision => ({ kind: "wait", company, why });

/** The company that the invoice went to, or will go to: what belongs to an invoice follows it. */
const parentInvoice = (document: CreditNote | Payment | Refund, world: DocumentWorld): Parent | Decision =>
  world.parent("invoice", document.invoiceId) ?? wait(null, `Waits for its invoice, which The Layer has not told of yet.`);

const isDecision = (value: object): value is Decision => "kind" in value;

const currencyRefusal = (document: LayerDocument, company: Company, world: DocumentWorld): Refusal | null => {
  const base = world.baseCurrency(company.ref);
  if (document.currency === base) return null;
  return invalid(
    company,
    `currency|${company.ref}|${document.currency}`,
    `${words[document.kind]} ${document.reference} is in ${document.currency}, and ${company.name} keeps its books in ${base}.`,
    `Post it in Sage by hand. Only documents in ${base} are posted.`,
  );
};

/** The customer's account, or why the document cannot go yet. */
const accountOf = (document: LayerDocument, company: Company, world: DocumentWorld): { readonly sageCustomerId: string } | Decision => {
  const standing = world.standing(document.customerId, company);
  const name = world.customer(document.customerId)?.name ?? document.customerId;
  switch (standing.kind) {
    case "linked":
      return { sageCustomerId: standing.sageCustomerId };
    case "being created":
      return wait(company, `Waits for customer ${name}, which is being created in ${company.name}.`);
    case "to decide":
      return wait(company, `Waits for a decision: ${name} resembles an account of ${company.name}. Choose Link, Create or Skip under Documents.`);
    case "creation failed":
      return wait(company, `Waits for customer ${name}, which could not be created in ${company.name}: ${standing.why}`);
    case "none":
      return wait(company, `Waits for customer ${name} to be created in ${company.name}.`);
    case "skipped":
      return {
        kind: "fail",
        company,
        failure: failure("customer-skipped", `Customer ${name} is not to be synced with ${company.name}.`, "Link the customer under Links, then retry; or leave its documents unposted.", document.customerId),
        group: `skipped|${company.ref}|${document.customerId}`,
        fixAt: null,
      };
    case "unknown to The Layer":
      return invalid(company, `no-customer|${document.customerId}`, `${words[document.kind]} ${document.reference} names customer ${document.customerId}, which The Layer does not list.`, "Look at the document in The Layer; its customer may have been deleted.");
  }
};

/** What every posting on a customer's account says. */
const onAccount = (document: Invoice | CreditNote | Payment | Refund, company: Company, { sageCustomerId }: { readonly sageCustomerId: string }, reference: string) => ({
  company: company.ref,
  customerId: document.customerId,
  sageCustomerId,
  documentId: document.id,
  date: document.date,
  reference,
});

const postLined = (document: Invoice | CreditNote, company: Company, after: string | null, world: DocumentWorld): Decision => {
  const refused = currencyRefusal(document, company, world);
  if (refused) return refused;
  if (document.total === zero && document.lines.every((line) => line.net === line.discount && line.tax === zero)) return { kind: "nothing", company, why: "It comes to 0.00, so there is nothing to post." };
  if (document.total < zero) return invalid(company, `negative|${document.id}`, `${words[document.kind]} ${document.reference} comes to ${formatMoney(document.total)}, which is below zero.`, "Correct it in The Layer: what is owed to a customer is a credit note.");
  const account = accountOf(document, company, world);
  if (isDecision(account)) return account;
  const rates = [...new Set(document.lines.map((line) => line.taxRate))];
  const codes = new Map<string, string>();
  for (const rate of rates) {
    const code = world.taxCodeFor(rate, company);
    if (!code.ok) return unmapped(company, code);
    codes.set(rate, code.value);
  }
  const analysis = analyse(document, (rate) => codes.get(rate) ?? "");
  if (!analysis.ok) return { kind: "fail", company, failure: analysis.failure, group: `document|${document.kind}|${document.id}`, fixAt: null };
  const common = { ...onAccount(document, company, account, document.reference), ...analysis.value };
  const posting: Posting = document.kind === "invoice" ? { ...common, kind: "invoice", dueDate: document.dueDate } : { ...common, kind: "credit-note" };
  return { kind: "post", company, posting, after };
};

const decideInvoice = (invoice: Invoice, fixed: Company | null, world: DocumentWorld): Decision => {
  if (!invoice.isFinal) return { kind: "draft" };
  if (fixed) return postLined(invoice, fixed, null, world);
  const company = world.companyFor(invoice.subCompany);
  return company.ok ? postLined(invoice, company.value, null, world) : unmapped(null, company);
};

/** Whether what the document hangs on is in Sage, or on its way there. Its own posting may be accepted then; it is sent after. */
const follows = (parent: Parent): { readonly after: string | null } | Decision => {
  const { document, standing, companyRef, postingKey } = parent;
  const name = `${words[document.kind].toLowerCase()} ${document.reference}`;
  if ((standing === "posted" || (standing === "posting" && postingKey !== null)) && companyRef !== null) return { after: postingKey };
  if (document.kind === "invoice" && !document.isFinal) return wait(null, `Waits for ${name}, which is still a draft.`);
  if (standing === "nothing") return wait(null, `Waits for ${name}, which has nothing to post; it needs a person to look at it in The Layer.`);
  return wait(null, standing === "failed" ? `Waits for ${name}, which failed. Mend that one; this one follows by itself.` : `Waits for ${name}.`);
};

const companyOfParent = (parent: Parent, world: DocumentWorld): Company => {
  const company = parent.companyRef === null ? null : world.company(parent.companyRef);
  if (company === null) throw new Error(`The posted ${parent.document.kind} ${parent.document.id} names no company.`);
  return company;
};

const decideCreditNote = (note: CreditNote, world: DocumentWorld): Decision => {
  const invoice = parentInvoice(note, world);
  if (isDecision(invoice)) return invoice;
  const before = follows(invoice);
  return isDecision(before) ? before : postLined(note, companyOfParent(invoice, world), before.after, world);
};

const decideMoney = (document: Payment | Refund, parent: Parent, reference: string, world: DocumentWorld): Decision => {
  const before = follows(parent);
  if (isDecision(before)) return before;
  const company = companyOfParent(parent, world);
  if (amountOf(document) <= zero) return invalid(company, `amount|${document.id}`, `${words[document.kind]} ${document.reference} is of ${formatMoney(document.amount)}.`, "Correct it in The Layer: an amount must be above 0.00.");
  const refused = currencyRefusal(document, company, world);
  if (refused) return refused;
  const account = accountOf(document, company, world);
  if (isDecision(account)) return account;
  const bank = world.bankFor(document.method, company);
  if (!bank.ok) return unmapped(company, bank);
  const common = { ...onAccount(document, company, account, reference), bankId: bank.value, amount: document.amount };
  const posting: Posting =
    document.kind === "payment" ? { ...common, kind: "receipt" } : { ...common, kind: "refund", as: world.settings(company.ref).refunds === "sales payment" ? "sales-payment" : "negative-receipt" };
  return { kind: "post", company, posting, after: before.after };
};

/** A receipt carries the invoice's reference: it is posted unallocated, and that is what an accountant allocates it by. */
const decidePayment = (payment: Payment, world: DocumentWorld): Decision => {
  if (payment.origin === "sage") return { kind: "nothing", company: null, why: "It came from Sage, so it is there already." };
  const invoice = parentInvoice(payment, world);
  return isDecision(invoice) ? invoice : decideMoney(payment, invoice, invoice.document.reference, world);
};

const decideRefund = (refund: Refund, world: DocumentWorld): Decision => {
  const note = world.parent("credit-note", refund.creditNoteId);
  if (note === null) return wait(null, "Waits for its credit note, which The Layer has not told of yet.");
  return decideMoney(refund, note, note.document.reference, world);
};

/** What The Layer holds as reconciled is in Sage, though we know of no posting: another installation or our own lost database posted it. */
const decideReconciled = (document: LayerDocument, { sageCompanyName, sageSiteId, urn }: Reconciled, world: DocumentWorld): Decision => {
  const company = world.companyNamed(sageCompanyName, sageSiteId);
  if (urn === null) return { kind: "nothing", company, why: "The Layer holds it as reconciled with nothing to post." };
  if (company !== null) return { kind: "in Sage already", company, urn };
  return invalid(
    null,
    `reconciled|${sageSiteId}|${sageCompanyName}`,
    `The Layer holds ${words[document.kind].toLowerCase()} ${document.reference} as reconciled with ${sageCompanyName} (number ${urn}), a company that the connected Sage user cannot open.`,
    "Give the Sage user access to that company, or correct in The Layer where it was posted; then retry. It is not posted a second time.",
  );
};

/** A payment from Sage is told by its origin before anything else: what it is reconciled with is Sage's own receipt. */
const isFromSage = (document: LayerDocument): boolean => document.kind === "payment" && document.origin === "sage";

/** @param fixed the company that the document was posted to or meant for before: a changed mapping does not move it. */
export const decide = (document: LayerDocument, fixed: Company | null, world: DocumentWorld): Decision => {
  if (document.reconciled !== null && !isFromSage(document)) return decideReconciled(document, document.reconciled, world);
  switch (document.kind) {
    case "invoice":
      return decideInvoice(document, fixed, world);
    case "credit-note":
      return decideCreditNote(document, world);
    case "payment":
      return decidePayment(document, world);
    case "refund":
      return decideRefund(document, world);
  }
};
