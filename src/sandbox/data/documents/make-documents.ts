import type { KeptInvoice } from "../../layer/kept";
import type { PlantedDocuments } from "../../practice";
import { companyPlans, paymentMethods } from "../companies";
import { streams, type Rng } from "../rng";
import type { World } from "../world";
import { inPence, inText } from "./amounts";
import { Batch, dayAfter, noLater, type Documents } from "./draft-batch";
import { lineAt, lineTotal } from "./lines";
import { linkedCustomers, type LinkedCustomer } from "./linked-customers";
import { makePracticeMonth, type FirstNumbers, type PracticeMonth } from "./practice-month";
import { lookAlikeIn, strangerIn } from "./unlinked-customers";

export type MadeDocuments = { readonly documents: Documents; readonly trouble: PlantedDocuments; readonly month: PracticeMonth };
const noMonth: PracticeMonth = { entries: new Map(), reconciliations: [], receipts: [] };

const orderStream = streams("order");
const invoiceStream = streams("invoice");
const paymentStream = streams("payment");
const creditStream = streams("credit note");
const plantedStream = streams("planted document");

/** The rate that only a planted invoice uses: whoever maps the others alone meets it. */
const rareRate = "Exempt";
const unmappedMethod = "Cheque";
const mostUnmapped = 14;
const firstDay = "2026-04-01";
const closedDay = "2025-12-19";
/** So many customers of each company buy. */
const buyersPerCompany = 12;

/** As people type them; some are longer than Sage's 20 characters, some are missing. */
const references = (rng: Rng): string =>
  rng.pick([`BACS ${rng.between(100, 999)}`, `Remittance ${rng.between(4000, 9999)}`, "", `CHQ ${String(rng.int(1_000_000)).padStart(6, "0")}`, `Your remittance advice of ${rng.between(1, 28)} June, second part`]);

const buyersIn = (world: World): LinkedCustomer[] => {
  const customers = new Map(world.customers.map((customer) => [customer.id, customer]));
  const accounts = new Map(world.companies.map(({ plan, accounts: held }) => [plan.name, new Map(held.map((account) => [account.id, account]))]));
  const all = linkedCustomers(world.links, { customer: (id) => customers.get(id), account: (name, id) => accounts.get(name)?.get(id), plans: companyPlans, methods: paymentMethods });
  const perCompany = companyPlans.map((plan) => all.filter(({ companyName }) => companyName === plan.name).slice(0, buyersPerCompany));
  // In turn, so that few documents already concern every company.
  return Array.from({ length: buyersPerCompany }, (_, n) => perCompany.flatMap((buyers) => buyers[n] ?? [])).flat();
};

const bought = (rng: Rng, buyer: Pick<LinkedCustomer, "customerId" | "subCompany">, status: KeptInvoice["status"]) => {
  const lineCount = rng.pick([1, 1, 1, 2, 2, 3, 4]);
  const codeOnLines = rng.chance(0.1);
  return {
    customerId: buyer.customerId,
    subCompany: buyer.subCompany,
    status,
    date: dayAfter(firstDay, rng.int(175)),
    nominalCode: codeOnLines ? "" : rng.pick(["4000", "4001", "4010", "4020"]),
    lines: (id: string) => Array.from({ length: lineCount }, (_, n) => lineAt(`${id}-${n + 1}`, rng, { hasCode: codeOnLines || rng.chance(0.25) })),
  };
};

type Sold = { readonly invoice: KeptInvoice; readonly buyer: LinkedCustomer };

const pay = (batch: Batch, rng: Rng, { invoice, buyer }: Sold, amount: number, method = rng.pick(buyer.methods)) =>
  batch.payment(rng, {
    of: invoice,
    reference: references(rng),
    method,
    amount: inText(amount),
    date: noLater(dayAfter(invoice.date, rng.between(0, 45))),
    origin: "layer",
  });

/** The first company that sold enough for the planted cheques, else the one that sold most. */
const companyOfCheques = (sold: readonly Sold[]): string => {
  const counts = companyPlans.map(({ name }) => ({ name, count: sold.filter(({ buyer }) => buyer.companyName === name).length }));
  return (counts.find(({ count }) => count >= mostUnmapped) ?? counts.sort((a, b) => b.count - a.count)[0])?.name ?? "";
};

/** Payments of ordinary invoices until there are `wanted`: most in full, some in part, some in two parts. The first ones of one company are the planted cheques. */
const payMost = (batch: Batch, seed: number, sold: readonly Sold[], wanted: number): PlantedDocuments["blankAccCode"] => {
  const companyName = companyOfCheques(sold);
  const byCheque = new Set(sold.filter(({ buyer }) => buyer.companyName === companyName).slice(0, mostUnmapped));
  const cheques = [...byCheque].slice(0, Math.max(0, wanted - batch.documents.payments.length)).map((item, n) => {
    const rng = paymentStream(seed, sold.length + n);
    return pay(batch, rng, item, inPence(item.invoice.total), unmappedMethod).id;
  });
  for (const [n, item] of sold.entries()) {
    if (batch.documents.payments.length >= wanted) break;
    if (byCheque.has(item)) continue;
    const rng = paymentStream(seed, n);
    const total = inPence(item.invoice.total);
    const part = Math.max(1, Math.floor((total * rng.between(20, 80)) / 100));
    const kind = rng.int(10);
    pay(batch, rng, item, kind < 7 ? total : part);
    if (kind === 9 && batch.documents.payments.length < wanted) pay(batch, rng, item, total - part);
  }
  return { method: unmappedMethod, companyName, payments: cheques };
};

/** Credit against a payment, then the money back: in full, and now and then in part. */
const giveBack = (batch: Batch, seed: number, sold: readonly Sold[], refunds: number, credits: number): void => {
  sold.slice(0, credits).forEach((item, n) => {
    const rng = creditStream(seed, n);
    const [line] = item.invoice.lines;
    if (line === undefined) return;
    const isPaid = n < refunds;
    const payment = isPaid ? pay(batch, rng, item, inPence(item.invoice.total)) : null;
    const date = noLater(dayAfter(payment?.date ?? item.invoice.date, rng.between(1, 20)));
    const note = batch.creditNote(rng, item.invoice, payment?.id ?? null, date, line);
    if (!isPaid) return;
    const amount = n % 5 === 4 ? Math.ceil(lineTotal(line) / 2) : lineTotal(line);
    batch.refund(rng, note, { method: rng.pick(item.buyer.methods), amount: inText(amount), date: noLater(dayAfter(date, rng.between(0, 10))) });
  });
};

const plantInvoices = (batch: Batch, world: World, buyers: readonly LinkedCustomer[]): Omit<PlantedDocuments, "blankAccCode"> => {
  const { seed } = world;
  const linked = new Set(world.links.map((link) => link.customerId));
  const held = { customers: world.customers, companies: world.companies, linked };
  const sell = (n: number, of: Pick<LinkedCustomer, "customerId" | "subCompany">, change: { date?: string; currency?: string; taxRate?: string } = {}): KeptInvoice => {
    const rng = plantedStream(seed, n);
    const { taxRate, ...fields } = change;
    const lines = taxRate === undefined ? {} : { lines: (id: string) => [lineAt(`${id}-1`, rng, { hasCode: false }), lineAt(`${id}-2`, rng, { hasCode: false, taxRate })] };
    return batch.invoice(rng, { ...bought(rng, of, "finalised"), nominalCode: "4000", ...lines, ...fields });
  };
  const like = lookAlikeIn(held);
  const stranger = strangerIn(held);
  const order = (n: number, customerId: string, subCompany: string): void => batch.order(plantedStream(seed, 100 + n), { customerId, subCompany, day: firstDay });
  if (like !== null) order(0, like.customer.id, like.subCompany);
  if (stranger !== null) order(1, stranger.customer.id, stranger.subCompany);
  const [first, second, third] = [0, 1, 2].map((n) => buyers[n % Math.max(1, buyers.length)]);
  return {
    unlinkedLookAlike:
      like === null
        ? null
        : { invoice: sell(0, { customerId: like.customer.id, subCompany: like.subCompany }).id, customerId: like.customer.id, companyName: like.companyName, accountNumber: like.accountNumber },
    unlinkedStranger:
      stranger === null ? null : { invoice: sell(1, { customerId: stranger.customer.id, subCompany: stranger.subCompany }).id, customerId: stranger.customer.id, companyName: stranger.companyName },
    unmappedTaxRate: first === undefined ? null : { invoice: sell(2, first, { taxRate: rareRate }).id, taxRate: rareRate },
    foreignCurrency: second === undefined ? null : { invoice: sell(3, second, { currency: "EUR" }).id, currency: "EUR" },
    closedPeriod: third === undefined ? null : { invoice: sell(4, third, { date: closedDay }).id, date: closedDay },
  };
};

/**
 * The Layer's documents at the beginning: as many invoices as asked, half as many orders, three payments for four invoices, a credit
 * note for eight and a refund for twelve. Random streams of their own leave customers and accounts as they are. Where `ledgers` says from which
 * numbers they go on, a month to reconcile comes behind them.
 */
export const makeDocuments = (world: World, invoices: number, ledgers: FirstNumbers | null = null): MadeDocuments => {
  const batch = new Batch();
  const buyers = invoices === 0 ? [] : buyersIn(world);
  const { seed } = world;
  if (invoices === 0) {
    const blankAccCode = { method: unmappedMethod, companyName: companyPlans[0]?.name ?? "", payments: [] };
    const month = ledgers === null ? noMonth : makePracticeMonth(world, batch, ledgers);
    return { documents: batch.documents, trouble: { blankAccCode, unlinkedLookAlike: null, unlinkedStranger: null, unmappedTaxRate: null, foreignCurrency: null, closedPeriod: null }, month };
  }
  const planted = plantInvoices(batch, world, buyers);
  for (let n = 0; buyers.length > 0 && batch.documents.orders.length < Math.ceil(invoices / 2); n++) {
    const rng = orderStream(seed, n);
    const { customerId, subCompany } = buyers[n % buyers.length] ?? rng.pick(buyers);
    batch.order(rng, { customerId, subCompany, day: dayAfter(firstDay, rng.int(170)) });
  }
  const sold: Sold[] = [];
  for (let n = 0; buyers.length > 0 && batch.documents.invoices.length < invoices; n++) {
    const rng = invoiceStream(seed, n);
    const buyer = buyers[n % buyers.length] ?? rng.pick(buyers);
    const isDraft = n % 12 === 7;
    const invoice = batch.invoice(rng, bought(rng, buyer, isDraft ? "draft" : "finalised"));
    if (!isDraft) sold.push({ invoice, buyer });
  }
  const credits = Math.min(sold.length, Math.round(invoices / 8));
  giveBack(batch, seed, sold, Math.round(invoices / 12), credits);
  const blankAccCode = payMost(batch, seed, sold.slice(credits), Math.round(invoices * 0.75));
  const month = ledgers === null ? noMonth : makePracticeMonth(world, batch, ledgers);
  return { documents: batch.documents, trouble: { blankAccCode, ...planted }, month };
};
