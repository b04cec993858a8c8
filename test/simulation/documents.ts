/**
 * The Layer's documents of a run, as its connector tells them, and beside each what must stand in Sage for it. That is worked out
 * here from the figures and the set-up alone, so that it owes nothing to the code it judges. A further kind of document is
 * a further function in this file and a further case in the invariants.
 */
import type { TransactionType } from "../../src/sandbox/sage200/ledger";
import { toCreditNote, toInvoice, toPayment, toRefund } from "../../src/sync/documents/from-layer";
import type { LayerDocument } from "../../src/sync/documents/document";
import type { WireDocumentLine } from "../../src/sync/layer/document-schema";
import type { Result } from "../../src/sync/model/failure";
import { aWireCreditNote, aWireInvoice, aWirePayment, aWireRefund } from "../sync/layer/wire-documents";
import type { Random } from "./random";
import { closedUpTo, methods, rates, type Defect, type SetUp, type SimulatedCompany } from "./set-up";

export type InSage = {
  readonly company: SimulatedCompany;
  readonly date: string;
  readonly reference: string;
  /** As the ledger signs them: what a customer owes is positive. */
  readonly goods: number;
  readonly tax: number;
  readonly taxes: ReadonlyMap<number, { readonly goods: number; readonly tax: number }>;
  readonly nominals: ReadonlyMap<string, number>;
  readonly bank: { readonly id: number; readonly value: number } | null;
};

export type SimulatedDocument = {
  readonly kind: LayerDocument["kind"];
  readonly id: string;
  readonly label: string;
  readonly customerId: string;
  readonly parent: SimulatedDocument | null;
  /** When The Layer tells of it, in ms from the beginning, and again. */
  readonly told: readonly number[];
  /** What The Layer tells at a time. */
  tell(at: number): LayerDocument;
  /** Null where nothing is to be posted. */
  readonly inSage: InSage | null;
  /** The kind under which it stands there. */
  readonly type: () => TransactionType;
  /** What must be mended before it can be posted. */
  readonly defects: readonly Defect[];
};

const sound = <T>(document: Result<T>): T => {
  if (!document.ok) throw new Error(document.failure.cause);
  return document.value;
};

const amount = (pence: number): string => `${pence < 0 ? "-" : ""}${Math.floor(Math.abs(pence) / 100)}.${String(Math.abs(pence) % 100).padStart(2, "0")}`;

type Line = { readonly net: number; readonly discount: number; readonly tax: number; readonly rate: string; readonly nominal: string };

const aLine = (random: Random): Line => {
  const rate = random.chance(0.25) ? random.pick(rates) : rates[0];
  const net = random.between(100, 500_000);
  const discount = random.chance(0.2) ? random.int(net) : 0;
  // As printed on the document: a penny may be rounded either way.
  const tax = Math.max(0, Math.round(((net - discount) * rate.percent) / 100) + (rate.percent > 0 && random.chance(0.2) ? random.pick([-1, 1]) : 0));
  return { net, discount, tax, rate: rate.name, nominal: random.pick(["", "4001", "4010", "4020"]) };
};

const grossOf = (lines: readonly Line[]): number => lines.reduce((sum, { net, discount, tax }) => sum + net - discount + tax, 0);

const wireLine = ({ net, discount, tax, rate, nominal }: Line, at: number): WireDocumentLine => ({
  id: String(at + 1),
  description: `Item ${at + 1}`,
  net: amount(net),
  discount: amount(discount),
  tax: amount(tax),
  taxRate: rate,
  nominalCode: nominal,
});

const defaultNominal = "4000";

const linesInSage = (lines: readonly Line[], sign: 1 | -1, company: SimulatedCompany, setUp: SetUp): Pick<InSage, "goods" | "tax" | "taxes" | "nominals"> => {
  const taxes = new Map<number, { goods: number; tax: number }>();
  const nominals = new Map<string, number>();
  let [goods, tax] = [0, 0];
  for (const line of lines) {
    const value = sign * (line.net - line.discount);
    goods += value;
    tax += sign * line.tax;
    const { id } = setUp.taxCodeOf(line.rate, company);
    const held = taxes.get(id) ?? { goods: 0, tax: 0 };
    taxes.set(id, { goods: held.goods + value, tax: held.tax + sign * line.tax });
    const nominal = line.nominal === "" ? defaultNominal : line.nominal;
    nominals.set(nominal, (nominals.get(nominal) ?? 0) + value);
  }
  return { goods, tax, taxes, nominals };
};

const defectsOf = (...defects: readonly (Defect | null)[]): readonly Defect[] => defects.filter((one) => one !== null);

/** One invoice in ten and so on is dated in the closed period. */
const aDate = (random: Random): string => (random.chance(0.1) ? `2026-07-${random.between(10, 28)}` : `2026-08-${random.between(10, 28)}`);
const periodOf = (date: string, setUp: SetUp): Defect | null => (date <= closedUpTo ? setUp.closedPeriod : null);

const tellings = (random: Random, after: number): readonly number[] => {
  // A child may be told of before its parent.
  const first = Math.max(0, after + random.between(-20_000, 180_000));
  return random.chance(0.3) ? [first, first + random.int(60_000)] : [first];
};

export const makeDocuments = (random: Random, setUp: SetUp): readonly SimulatedDocument[] => {
  const documents: SimulatedDocument[] = [];
  const families = random.between(3, 6);
  for (let family = 1; family <= families; family += 1) {
    const invoice = anInvoice(random, setUp, family);
    documents.push(invoice);
    const payments = random.int(3);
    for (let nth = 1; nth <= payments; nth += 1) documents.push(aPayment(random, setUp, invoice, nth));
    if (random.chance(0.5)) {
      const note = aCreditNote(random, setUp, invoice);
      documents.push(note);
      if (random.chance(0.6)) documents.push(aRefund(random, setUp, note, invoice));
    }
  }
  return documents;
};

const anInvoice = (random: Random, setUp: SetUp, family: number): SimulatedDocument => {
  const sub = random.chance(0.12) ? setUp.subCompanies[4] : setUp.subCompanies[random.int(4)];
  const customer = random.pick(setUp.customers);
  if (sub === undefined) throw new Error("There are five sub-companies.");
  const { company } = sub;
  const isNothing = random.chance(0.05);
  const lines = Array.from({ length: random.between(1, 3) }, () => aLine(random)).map((line) => (isNothing ? { ...line, discount: line.net, tax: 0 } : line));
  const date = aDate(random);
  const told = tellings(random, family * 20_000);
  const finalFrom = random.chance(0.1) ? (told[0] ?? 0) + random.int(600_000) : 0;
  const reference = `INV-${family}`;
  const wire = (isFinal: boolean) => {
    const gross = amount(grossOf(lines));
    return aWireInvoice({
      id: `invoice-${family}`,
      reference,
      customerId: customer.id,
      subCompany: sub.name,
      status: isFinal ? "finalised" : "draft",
      date,
      dueDate: null,
      nominalCode: defaultNominal,
      lines: lines.map((line, at) => ({ ...wireLine(line, at), outstanding: amount(grossOf([line])) })),
      total: gross,
      outstanding: gross,
    });
  };
  const shares = lines.filter((line) => line.net !== line.discount || line.tax !== 0);
  return {
    kind: "invoice",
    id: `invoice-${family}`,
    label: `invoice ${reference}`,
    customerId: customer.id,
    parent: null,
    told: finalFrom > 0 ? [...told, finalFrom] : told,
    tell: (at) => sound(toInvoice(wire(at >= finalFrom))),
    inSage: isNothing ? null : { company, date, reference, ...linesInSage(shares, 1, company, setUp), bank: null },
    type: () => "invoice",
    defects: defectsOf(sub.defect, periodOf(date, setUp), ...shares.map((line) => setUp.taxCodeOf(line.rate, company).defect)),
  };
};

/** What the parent's customer and company are, whether it has anything to post or not. */
const companyOf = (invoice: SimulatedDocument, setUp: SetUp): SimulatedCompany => {
  const found = invoice.inSage?.company ?? setUp.companies[0];
  if (found === undefined) throw new Error("A run needs companies.");
  return found;
};

const aPayment = (random: Random, setUp: SetUp, invoice: SimulatedDocument, nth: number): SimulatedDocument => {
  const company = companyOf(invoice, setUp);
  const method = random.chance(0.6) ? random.pick(["BACS", "Card"] as const) : random.pick(methods);
  const bank = setUp.bankOf(method, company);
  const value = random.between(100, 300_000);
  const date = aDate(random);
  const isFromSage = random.chance(0.05);
  const id = `${invoice.id}-payment-${nth}`;
  const wire = aWirePayment({ id, reference: `${method} ${nth}`, invoiceId: invoice.id, customerId: invoice.customerId, date, method, amount: amount(value), origin: isFromSage ? "sage" : "layer" });
  return {
    kind: "payment",
    id,
    label: `payment ${nth} of ${invoice.label}`,
    customerId: invoice.customerId,
    parent: invoice,
    told: tellings(random, invoice.told[0] ?? 0),
    tell: () => sound(toPayment(wire)),
    inSage: isFromSage ? null : { company, date, reference: invoice.label.replace("invoice ", ""), goods: -value, tax: 0, taxes: new Map(), nominals: new Map(), bank: { id: bank.id, value } },
    type: () => "receipt",
    defects: defectsOf(bank.defect, periodOf(date, setUp)),
  };
};

const aCreditNote = (random: Random, setUp: SetUp, invoice: SimulatedDocument): SimulatedDocument => {
  const company = companyOf(invoice, setUp);
  const lines = [aLine(random)];
  const date = aDate(random);
  const id = `${invoice.id}-credit`;
  const reference = invoice.label.replace("invoice INV", "CN");
  const wire = aWireCreditNote({ id, reference, invoiceId: invoice.id, paymentId: null, customerId: invoice.customerId, date, nominalCode: defaultNominal, lines: lines.map(wireLine), total: amount(grossOf(lines)) });
  return {
    kind: "credit-note",
    id,
    label: `credit note ${reference}`,
    customerId: invoice.customerId,
    parent: invoice,
    told: tellings(random, invoice.told[0] ?? 0),
    tell: () => sound(toCreditNote(wire)),
    inSage: { company, date, reference, ...linesInSage(lines, -1, company, setUp), bank: null },
    type: () => "credit-note",
    defects: defectsOf(periodOf(date, setUp), ...lines.map((line) => setUp.taxCodeOf(line.rate, company).defect)),
  };
};

const aRefund = (random: Random, setUp: SetUp, note: SimulatedDocument, invoice: SimulatedDocument): SimulatedDocument => {
  const company = companyOf(invoice, setUp);
  const method = random.chance(0.7) ? "BACS" : random.pick(methods);
  const bank = setUp.bankOf(method, company);
  const value = random.between(100, 200_000);
  const date = aDate(random);
  const id = `${note.id}-refund`;
  const wire = aWireRefund({ id, reference: "Refund", creditNoteId: note.id, invoiceId: invoice.id, customerId: note.customerId, date, method, amount: amount(value) });
  return {
    kind: "refund",
    id,
    label: `refund of ${note.label}`,
    customerId: note.customerId,
    parent: note,
    told: tellings(random, note.told[0] ?? 0),
    tell: () => sound(toRefund(wire)),
    inSage: { company, date, reference: note.label.replace("credit note ", ""), goods: value, tax: 0, taxes: new Map(), nominals: new Map(), bank: { id: bank.id, value: -value } },
    type: () => (setUp.refundsOf(company.ref) === "sales payment" ? "refund" : "receipt"),
    defects: defectsOf(bank.defect, periodOf(date, setUp), setUp.refundDefect(company)),
  };
};
