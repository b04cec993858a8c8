/**
 * The connector's documents in the model's words. A document whose figures do not agree is a failure that names them: it is shown
 * to people, and never dropped. Pure. What is made in great numbers is made field by field: spreading into a larger object costs several times as much.
 */
import type { WireCreditNote, WireDocumentLine, WireInvoice, WireInvoiceLine, WireOrder, WirePayment, WireReconciled, WireRefund } from "../layer/document-schema";
import { parseDate, type PlainDate } from "../model/dates";
import { failed, failure, ok, type Failure, type Result } from "../model/failure";
import { addMoney, formatMoney, parseMoney, sumMoney, zero, type Money } from "../model/money";
import { goodsOf } from "./analysis";
import type { CreditNote, DocumentLine, Invoice, InvoiceLine, LayerDocumentKind, Order, Payment, Reconciled, Refund } from "./document";

const words: Readonly<Record<LayerDocumentKind, string>> = { invoice: "Invoice", "credit-note": "Credit note", payment: "Payment", refund: "Refund" };

type Named = { readonly kind: LayerDocumentKind; readonly id: string; readonly reference: string };

/** By its number as people know it, or The Layer's id where it has none. */
const numberOf = ({ id, reference }: Named): string => (reference.trim() === "" ? id : reference.trim());

/** `says` goes on from "Invoice INV-10442". */
export const invalidDocument = (document: Named, says: string): Failure =>
  failure("document-invalid", `${words[document.kind]} ${numberOf(document)} ${says}`, "Correct it in The Layer. It is read again as soon as it has changed there.", numberOf(document));

const dated = (document: Named, text: string): Result<PlainDate> => {
  const date = parseDate(text);
  return date.ok ? date : failed(invalidDocument(document, `bears the date “${text}”, which does not exist.`));
};

const money = (document: Named, what: string, text: string): Result<Money> => {
  const amount = parseMoney(text);
  return amount.ok ? amount : failed(invalidDocument(document, `has “${text}” as its ${what}, which is not an amount.`));
};

const toLine = (document: Named, wire: WireDocumentLine): Result<DocumentLine> => {
  const of = `of line “${wire.description || wire.id}”`;
  const net = money(document, `net value ${of}`, wire.net);
  if (!net.ok) return net;
  const discount = money(document, `discount ${of}`, wire.discount);
  if (!discount.ok) return discount;
  const tax = money(document, `tax ${of}`, wire.tax);
  if (!tax.ok) return tax;
  const { id, description, taxRate, nominalCode } = wire;
  return ok({ id, description, net: net.value, discount: discount.value, tax: tax.value, taxRate, nominalCode });
};

const toInvoiceLine = (document: Named, wire: WireInvoiceLine): Result<InvoiceLine> => {
  const line = toLine(document, wire);
  if (!line.ok) return line;
  const outstanding = money(document, `outstanding value of line “${wire.description || wire.id}”`, wire.outstanding);
  if (!outstanding.ok) return outstanding;
  const { id, description, net, discount, tax, taxRate, nominalCode } = line.value;
  return ok({ id, description, net, discount, tax, taxRate, nominalCode, outstanding: outstanding.value });
};

const toLines = <Wire, Line>(document: Named, wire: readonly Wire[], to: (document: Named, wire: Wire) => Result<Line>): Result<readonly Line[]> => {
  const lines: Line[] = [];
  for (const one of wire) {
    const line = to(document, one);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  return ok(lines);
};

const toReconciled = (wire: WireReconciled | null): Reconciled | null =>
  wire === null ? null : { sageCompanyName: wire.sageCompanyName, sageSiteId: wire.sageSiteId, urn: wire.sageTransactionId.trim() === "" ? null : wire.sageTransactionId.trim() };

/** Net less discount plus tax over all lines is the total, to the penny. */
const addsUp = (document: Named, lines: readonly DocumentLine[], total: Money): Failure | null => {
  const goods = sumMoney(lines.map(goodsOf));
  const tax = sumMoney(lines.map((line) => line.tax));
  const sum = addMoney(goods, tax);
  if (sum === total) return null;
  return invalidDocument(document, `says ${formatMoney(total)}, but its lines come to ${formatMoney(sum)}: ${formatMoney(goods)} after discount and ${formatMoney(tax)} tax.`);
};

const aboveZero = (document: Named, amount: Money): Failure | null =>
  amount > zero ? null : invalidDocument(document, `is of ${formatMoney(amount)}; it must be above 0.00.`);

/** A draft need not add up yet. An invoice may come to nothing, but not to less. */
export const toInvoice = (wire: WireInvoice): Result<Invoice> => {
  const named = { kind: "invoice", id: wire.id, reference: wire.reference } as const;
  const isFinal = wire.status === "finalised";
  const date = dated(named, wire.date);
  if (!date.ok) return date;
  const dueDate = wire.dueDate === null ? ok(null) : dated(named, wire.dueDate);
  if (!dueDate.ok) return dueDate;
  const lines = toLines(named, wire.lines, toInvoiceLine);
  if (!lines.ok) return lines;
  const total = money(named, "total", wire.total);
  if (!total.ok) return total;
  const outstanding = money(named, "outstanding value", wire.outstanding);
  if (!outstanding.ok) return outstanding;
  const wrong = isFinal ? (addsUp(named, lines.value, total.value) ?? (total.value < zero ? invalidDocument(named, `comes to ${formatMoney(total.value)}; what is owed to a customer is a credit note.`) : null)) : null;
  if (wrong) return failed(wrong);
  const { id, reference, customerId, subCompany, currency, nominalCode, updatedAt } = wire;
  return ok({ kind: "invoice", id, reference, customerId, subCompany, currency, nominalCode, updatedAt, isFinal, date: date.value, dueDate: dueDate.value, lines: lines.value, total: total.value, outstanding: outstanding.value, reconciled: toReconciled(wire.reconciled) });
};

export const toCreditNote = (wire: WireCreditNote): Result<CreditNote> => {
  const named = { kind: "credit-note", id: wire.id, reference: wire.reference } as const;
  const date = dated(named, wire.date);
  if (!date.ok) return date;
  const lines = toLines(named, wire.lines, toLine);
  if (!lines.ok) return lines;
  const total = money(named, "total", wire.total);
  if (!total.ok) return total;
  const wrong = addsUp(named, lines.value, total.value) ?? aboveZero(named, total.value);
  if (wrong) return failed(wrong);
  const { id, reference, customerId, invoiceId, paymentId, currency, nominalCode, updatedAt } = wire;
  return ok({ kind: "credit-note", id, reference, customerId, invoiceId, paymentId, currency, nominalCode, updatedAt, date: date.value, lines: lines.value, total: total.value, reconciled: toReconciled(wire.reconciled) });
};

/** Date and amount of a movement of money. */
const moved = (named: Named, wire: WirePayment | WireRefund): Result<{ readonly date: PlainDate; readonly amount: Money }> => {
  const date = dated(named, wire.date);
  if (!date.ok) return date;
  const amount = money(named, "amount", wire.amount);
  if (!amount.ok) return amount;
  const wrong = aboveZero(named, amount.value);
  return wrong ? failed(wrong) : ok({ date: date.value, amount: amount.value });
};

export const toPayment = (wire: WirePayment): Result<Payment> => {
  const named = { kind: "payment", id: wire.id, reference: wire.reference } as const;
  const movement = moved(named, wire);
  if (!movement.ok) return movement;
  const { date, amount } = movement.value;
  const { id, reference, customerId, invoiceId, method, currency, origin, sourceKey, updatedAt } = wire;
  return ok({ kind: "payment", id, reference, date, amount, customerId, invoiceId, method, currency, origin, sourceKey, reconciled: toReconciled(wire.reconciled), updatedAt });
};

export const toRefund = (wire: WireRefund): Result<Refund> => {
  const named = { kind: "refund", id: wire.id, reference: wire.reference } as const;
  const movement = moved(named, wire);
  if (!movement.ok) return movement;
  const { date, amount } = movement.value;
  const { id, reference, customerId, creditNoteId, invoiceId, method, currency, updatedAt } = wire;
  return ok({ kind: "refund", id, reference, date, amount, customerId, creditNoteId, invoiceId, method, currency, reconciled: toReconciled(wire.reconciled), updatedAt });
};

export const toOrder = ({ id, reference, customerId, subCompany, updatedAt }: WireOrder): Result<Order> => ok({ id, reference, customerId, subCompany, updatedAt });
