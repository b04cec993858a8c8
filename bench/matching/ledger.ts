/** A Sage sales ledger of many customers with the truth beside it: which receipt was paid for what. */
import { sageAccountNumber } from "../../src/sync/model/ids";
import { minorUnits } from "../../src/sync/model/money";
import type { PlainDate } from "../../src/sync/model/dates";
import { habitsFrom, type CustomerOpenItems, type OpenCredit, type OpenDebit, type PastPayment } from "../../src/sync/match/receipts";
import { canTell } from "./can-tell";
import { aLife, cutDay, lastDay, type CreditNote, type Invoice, type Kind, type Life, type Payment } from "./life";
import { aPayer, type Payer } from "./payer";
import { randomFrom, type Random } from "./random";
import { dateOf, invoiceReference, noteReference, styles, write, type NumberStyle } from "./writing";

export type Truth = {
  readonly kind: Kind;
  /** What each document of the right answer gets, "id:pence" in order; for the two halves of a payment in two, of both. "" for noise. */
  readonly answer: string;
  /** Whether evidence can tell the answer at all: see `canTell`. */
  readonly canTell: boolean;
};

export type Ledger = { readonly customers: readonly CustomerOpenItems[]; readonly truths: ReadonlyMap<string, Truth>; readonly receipts: number; readonly debits: number };

/** The same ledger with so many open debits at most: what nobody pays goes first, newest first. */
export const withDebits = (ledger: Ledger, most: number): Ledger => {
  const wanted = new Set([...ledger.truths.values()].flatMap(({ answer }) => answer.split(" ").map((part) => part.slice(0, part.lastIndexOf(":")))));
  let excess = ledger.debits - most;
  const customers = ledger.customers.map((open) => ({ ...open, debits: [...open.debits].reverse().filter(({ id }) => wanted.has(id) || (excess -= 1) < 0).reverse() }));
  return { ...ledger, customers, debits: customers.reduce((sum, { debits }) => sum + debits.length, 0) };
};

export const answerOf = (documents: readonly { readonly id: string; readonly allocated: number }[]): string =>
  documents.map(({ id, allocated }) => `${id}:${allocated}`).sort().join(" ");

const plainDate = (day: number) => dateOf(day).toISOString().slice(0, 10) as PlainDate;
const isOpenReceipt = ({ day }: Payment) => day > cutDay;

/** Past payments as Sage's allocation history would show them. */
const historyOf = ({ invoices, payments }: Life, payer: Payer, random: Random): PastPayment[] =>
  payments
    .filter((payment) => !isOpenReceipt(payment) && payment.kind !== "noise" && payment.kind !== "part" && payment.day > cutDay - 210)
    .map((payment) => ({
      date: plainDate(payment.day),
      paid: payment.pays.map(({ invoice, left }) => ({ date: plainDate(invoice.day), isNamed: random.happens(payer.names), shortfall: minorUnits(payment.kind === "charge" ? left : 0) })),
      oldestLeft: invoices.filter((invoice) => invoice.day < payment.day && (invoice.payment === null || invoice.payment.day > payment.day)).map(({ day }) => plainDate(day)).sort()[0] ?? null,
      tookLateDiscount: payment.pays.every(({ invoice }) => invoice.discount === 0) ? null : payment.pays.some(({ invoice }) => payment.kind === "discount" && payment.day > invoice.day + 14),
    }));

/** A payment in two of which only the second half is still open finds its invoice reduced by the first. */
const openAmount = (invoice: Invoice, payments: readonly Payment[]): number =>
  invoice.amount - payments.filter((payment) => !isOpenReceipt(payment)).reduce((sum, payment) => sum + payment.pays.filter((paid) => paid.invoice === invoice).reduce((part, { allocated }) => part + allocated, 0), 0);

type Drawn = { readonly payer: Payer; readonly life: Life; readonly random: Random };

const openItems = ({ payer, life, random }: Drawn, at: number, style: NumberStyle, truths: Map<string, Truth>): CustomerOpenItems => {
  const account = `C${String(at).padStart(5, "0")}`;
  const idOf = (kind: string, serial: number) => `${account}-${kind}${serial}`;
  const settled = (payment: Payment | null) => payment !== null && !isOpenReceipt(payment);
  const debitsOf = life.invoices.flatMap((invoice): [Invoice, OpenDebit][] => {
    if (invoice.day > lastDay) return [];
    // Short-paid and discounted invoices of the past were written off; the rest of a part payment stays open.
    const isClosed = settled(invoice.payment) && invoice.payment?.kind !== "part" && invoice.payment?.kind !== "in two";
    const outstanding = isClosed ? 0 : openAmount(invoice, life.payments);
    if (outstanding <= 0) return [];
    return [[invoice, {
      id: idOf("i", invoice.serial), kind: "invoice", reference: invoiceReference(style, invoice.number), secondReference: random.happens(0.3) ? `PO${random.between(1000, 9999)}` : "",
      date: plainDate(invoice.day), dueDate: plainDate(invoice.day + 30), outstanding: minorUnits(outstanding),
      discount: invoice.discount > 0 && outstanding === invoice.amount ? { amount: minorUnits(invoice.discount), lastDay: plainDate(invoice.day + 14) } : null,
    }]];
  });
  const openNotes = life.notes.filter((note) => !settled(note.payment) && note.day <= lastDay);
  const notes = openNotes.map((note: CreditNote): OpenCredit => ({ id: idOf("n", note.serial), kind: "credit note", reference: noteReference(style, note.number), secondReference: note.saysAgainst ? invoiceReference(style, note.against.number) : "", date: plainDate(note.day), outstanding: minorUnits(note.amount) }));
  const closed = life.invoices.filter(({ payment }) => settled(payment));
  const writtenOf = new Map(life.payments.filter(isOpenReceipt).map((payment) => [payment, write(payer, payment, style, closed.length > 0 ? random.pick(closed).number : null, random)] as const));
  const namesOf = new Map([...writtenOf].map(([payment, { named }]) => [payment, named > 0]));
  const receipts = life.payments.flatMap((payment, serial): OpenCredit[] => {
    if (!isOpenReceipt(payment)) return [];
    const id = idOf("r", serial);
    const written = writtenOf.get(payment);
    if (!written) throw new Error("a receipt without text");
    const halves = payment.partner && isOpenReceipt(payment.partner) && payment.partner.day <= lastDay ? [payment, payment.partner] : [payment];
    const documents = [
      ...halves.map((half) => ({ id: idOf("r", life.payments.indexOf(half)), allocated: half.kind === "over" ? (half.pays[0]?.allocated ?? 0) : half.amount })),
      ...payment.pays.map(({ invoice }) => ({ id: idOf("i", invoice.serial), allocated: halves.reduce((sum, half) => sum + half.pays.filter((paid) => paid.invoice === invoice).reduce((part, { allocated }) => part + allocated, 0), 0) })),
      ...payment.notes.map((note) => ({ id: idOf("n", note.serial), allocated: note.amount })),
    ];
    const candidates = debitsOf.flatMap(([invoice, { outstanding }]) =>
      invoice.day <= payment.day && (invoice.payment === payment || invoice.payment === null || !namesOf.get(invoice.payment)) ? [{ invoice, outstanding }] : []);
    const partner = halves.find((half) => half !== payment) ?? null;
    truths.set(id, { kind: payment.kind, answer: payment.kind === "noise" ? "" : answerOf(documents), canTell: canTell({ payer, payment, named: written.named, candidates, partner }) });
    return [{ id, kind: "receipt", reference: written.reference, secondReference: written.secondReference, date: plainDate(payment.day), outstanding: minorUnits(payment.amount) }];
  });
  return { account: sageAccountNumber(account), name: payer.name, debits: debitsOf.map(([, debit]) => debit), credits: [...receipts, ...notes], habits: random.happens(0.1) ? null : habitsFrom(historyOf(life, payer, random)) };
};

/** A ledger with at least so many unallocated receipts. The same seed gives the same ledger. */
export const makeLedger = (seed: number, receipts: number): Ledger => {
  const random = randomFrom(seed);
  const style = random.pick(styles);
  const drawn: Drawn[] = [];
  for (let count = 0; count < receipts; ) {
    const own = randomFrom(random.below(2 ** 31));
    const payer = aPayer(own);
    const life = aLife(payer, own);
    count += life.payments.filter(isOpenReceipt).length;
    drawn.push({ payer, life, random: own });
  }
  // Numbers run through the whole company by date, so that one customer's lie apart as they do in life.
  const all = drawn.flatMap(({ life }) => life.invoices).map((invoice, at) => ({ invoice, at })).sort((one, other) => one.invoice.day - other.invoice.day || one.at - other.at);
  all.forEach(({ invoice }, at) => { invoice.number = style.first + at; });
  drawn.flatMap(({ life }) => life.notes).forEach((note, at) => { note.number = 2_001 + at; });
  const truths = new Map<string, Truth>();
  const customers = drawn.map((customer, at) => openItems(customer, at, style, truths));
  return { customers, truths, receipts: truths.size, debits: customers.reduce((sum, { debits }) => sum + debits.length, 0) };
};
