/**
 * What must hold after every run with receipts. The Layer's books are held against Sage's own sessions, never against what the gateway
 * believes; what the gateway believes is held against both.
 */
import { inPence } from "../../../src/sandbox/data/documents/amounts";
import type { KeptPayment } from "../../../src/sandbox/layer/kept";
import type { Allocation } from "../../../src/sync/documents/posting";
import type { WirePaymentWrite } from "../../../src/sync/layer";
import type { PostedTransaction } from "../../../src/sandbox/sage200/ledger";
import { isFinal } from "../../../src/sync/ledger/intent";
import { rowId } from "../../../src/sync/store/receipt-rows";
import type { Violation } from "../invariants";
import type { SimulatedCompany } from "../set-up";
import type { Acceptance } from "./acceptance";
import type { PracticeLayer } from "./layer";
import { numberIn, type PaidInvoice, type ReceiptSetUp } from "./set-up";
import type { HeldRow } from "./store";
import { apiUser, type ReceiptTruth } from "./truth";

export type ReceiptBooks = {
  readonly setUp: ReceiptSetUp;
  readonly acceptance: Acceptance;
  readonly layer: PracticeLayer;
  readonly truth: ReceiptTruth;
  readonly carriedOutAgain: ReadonlyMap<string, number>;
  readonly labelOf: (key: string) => string;
  readonly isUndecided: (row: HeldRow) => boolean;
  /** Payments that The Layer was sent again after it had them, with another body or as a try of its own. */
  readonly sentAgain: ReadonlyMap<string, number>;
};

type FromSage = { readonly payment: KeptPayment; readonly said: WirePaymentWrite };

const fromSage = ({ layer }: ReceiptBooks): readonly FromSage[] =>
  layer.books.documents.list("payments").flatMap(({ document }) => (document.recorded === null ? [] : [{ payment: document, said: document.recorded }]));

const pence = (value: number): string => (value / 100).toFixed(2);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const pairLabel = (company: SimulatedCompany, receiptUrn: number | string, invoiceUrn: number | string | null): string => `receipt ${receiptUrn} on ${invoiceUrn} in ${company.name}`;

const invoiceNumbered = ({ setUp }: ReceiptBooks, company: SimulatedCompany, urn: number): PaidInvoice | undefined => setUp.invoices.find((one) => one.company === company && setUp.urns.get(one.id) === urn);
const isForeignReceipt = ({ setUp }: ReceiptBooks, company: SimulatedCompany, { type, gross, urn }: PostedTransaction): boolean => type === "receipt" && gross < 0 && !setUp.echoes.has(numberIn(company.ref, urn));

/** Each payment that came from Sage is what was promised, on the invoice that its receipt was allocated to. */
const paymentsInLayer = (books: ReceiptBooks): readonly Violation[] => {
  const violations: Violation[] = [];
  const { acceptance, setUp, truth } = books;
  const known = fromSage(books);
  for (const { payment, said } of known) {
    const company = setUp.companies.find(({ name, siteId }) => name === said.sageCompanyName && siteId === said.sageSiteId);
    const label = company === undefined ? payment.id : pairLabel(company, said.sageTransactionId, said.sageInvoiceTransactionId);
    const complain = (what: string) => violations.push({ rule: "books", what: `the payment of ${payment.amount} for ${label} ${what}`, about: [label] });
    const stored = acceptance.intents().get(said.sourceKey);
    if (company === undefined || stored === undefined) {
      complain("belongs to no posting");
      continue;
    }
    if (stored.intent.state !== "done") complain(`is in The Layer, and its posting is ${stored.intent.state}`);
    const receipt = truth.byUrn(company, Number(said.sageTransactionId));
    if (receipt === undefined || !isForeignReceipt(books, company, receipt)) {
      complain("was no receipt that came in through Sage: it was The Layer's own");
      continue;
    }
    const invoice = invoiceNumbered(books, company, Number(said.sageInvoiceTransactionId));
    if (invoice?.id !== payment.invoiceId || invoice.customerId !== payment.customerId) complain(`is on invoice ${payment.invoiceId}`);
    if (payment.date !== receipt.date) complain(`is dated ${payment.date}, not ${receipt.date}`);
    const bank = company.plan.banks.find(({ id }) => id === receipt.bank?.bankId)?.code ?? "";
    if (!setUp.methodsOf(company, bank).includes(payment.method)) complain(`is by ${payment.method}, which does not pay into ${bank}`);
    if (sum(said.lines.map(({ amount }) => inPence(amount))) !== inPence(payment.amount)) complain("is spread over lines that come to something else");
  }
  const counted = new Map<string, number>();
  for (const { said } of known) counted.set(said.sourceKey, (counted.get(said.sourceKey) ?? 0) + 1);
  for (const [key, times] of counted) if (times > 1) violations.push({ rule: "books", what: `${books.labelOf(key)} is in The Layer ${times} times`, about: [books.labelOf(key)] });
  for (const [key, times] of books.sentAgain) violations.push({ rule: "books", what: `${books.labelOf(key)} was sent to The Layer ${times} times after it had it`, about: [books.labelOf(key)] });
  return violations;
};

const inLayer = (known: readonly FromSage[], company: SimulatedCompany, receiptUrn: string, invoiceUrn: string): number =>
  sum(known.flatMap(({ payment, said }) => (said.sageCompanyName === company.name && said.sageSiteId === company.siteId && said.sageTransactionId === receiptUrn && said.sageInvoiceTransactionId === invoiceUrn ? [inPence(payment.amount)] : [])));

/** What was accepted was what Sage's ledger allocated then, less what had been accepted before. */
const amountsAtAcceptance = ({ acceptance, truth, labelOf }: ReceiptBooks): readonly Violation[] => {
  const before = new Map<string, number>();
  return acceptance.payments.flatMap(({ key, rowId: row, readFrom, at }): readonly Violation[] => {
    const stored = acceptance.intents().get(key);
    if (stored?.payload.kind !== "layer-payment" || stored.intent.state !== "done") return [];
    const { company, receiptUrn, sageInvoiceUrn, amount } = stored.payload;
    // Refused and begun anew it was promised more than once: the last promise counts.
    if (acceptance.payments.findLast((one) => one.key === key)?.at !== at) return [];
    const together = amount + (before.get(row) ?? 0);
    before.set(row, together);
    const of = acceptance.setUp.companies.find(({ ref }) => ref === company);
    const isSo = of !== undefined && truth.saidBetween(of, Number(receiptUrn), Number(sageInvoiceUrn), together, readFrom, at);
    return isSo ? [] : [{ rule: "books", what: `${labelOf(key)} was accepted at ${pence(together)} in all, which Sage did not allocate then`, about: [labelOf(key)] }];
  });
};

/** Whether a row that is not synced is left with a good reason. */
const isLeftRightly = (books: ReceiptBooks, row: HeldRow, receipt: PostedTransaction, invoice: PaidInvoice): boolean => {
  const { layer, setUp } = books;
  const outstanding = layer.books.documents.find("invoices", invoice.id)?.outstanding ?? "0.00";
  const bank = row.company.plan.banks.find(({ id }) => id === receipt.bank?.bankId)?.code ?? "";
  const methods = setUp.methodsOf(row.company, bank);
  if (row.state === "Exceeds what is outstanding") return row.allocated - row.synced > inPence(outstanding);
  return row.state === "Choose a method" && (methods.length === 0 || (methods.length > 1 && books.isUndecided(row)));
};

/** How each receipt that people entered in Sage stands: pair by pair, and in sum. */
const receiptsOfSage = (books: ReceiptBooks): readonly Violation[] => {
  const { setUp, truth, acceptance } = books;
  const known = fromSage(books);
  return setUp.companies.flatMap((company) => {
    const gone = new Set(truth.ledgerOf(company).archived.map(({ id }) => id));
    return truth.all(company).filter((one) => isForeignReceipt(books, company, one)).flatMap((receipt) =>
      setUp.invoices.filter((invoice) => invoice.company === company && invoice.accountId === receipt.customerId).flatMap((invoice): readonly Violation[] => {
        const urn = setUp.urns.get(invoice.id) ?? 0;
        const label = pairLabel(company, receipt.urn, urn);
        const complain = (what: string): Violation => ({ rule: "books", what: `${label} ${what}`, about: [label] });
        const row = acceptance.store.rows.get(rowId(company.ref, String(receipt.id), { kind: "allocated", urn: String(urn) }));
        const there = inLayer(known, company, String(receipt.urn), String(urn));
        const said = truth.pairNow(company, receipt.urn, urn);
        if (row === undefined) return there === 0 && (said === null || said === 0 || gone.has(receipt.id)) ? [] : [complain(`is allocated at ${pence(said ?? 0)} and in The Layer at ${pence(there)}, and has no row`)];
        if (row.synced !== there) return [complain(`is said to be synced at ${pence(row.synced)}, and stands in The Layer at ${pence(there)}`)];
        // What was archived before it was synced has left Sage's lists.
        if (gone.has(receipt.id)) return [];
        const allocated = row.isGone ? 0 : row.allocated;
        if (said !== null && said !== allocated) return [complain(`is known to be allocated at ${pence(allocated)}; Sage says ${pence(said)}`)];
        if (there > allocated) return row.state === "De-allocated after sync" ? [] : [complain(`is ${row.state}, and Sage took back ${pence(there - allocated)}`)];
        if (there === allocated) return [];
        return isLeftRightly(books, row, receipt, invoice) ? [] : [complain(`is allocated at ${pence(allocated)}, in The Layer at ${pence(there)}, and stands as ${row.state} (${row.result})`)];
      }),
    );
  });
};

/**
 * Both ledgers' balances of a customer: what The Layer says is owed is what Sage's account says, but for what Sage has and The Layer cannot:
 * invoices raised in Sage, and receipts as far as they are not recorded. What is not recorded is told row by row, and by Sage's sessions.
 */
const balances = (books: ReceiptBooks): readonly Violation[] => {
  const { setUp, truth, layer, acceptance } = books;
  const known = fromSage(books);
  return setUp.accounts.flatMap(({ company, id, customerId }): readonly Violation[] => {
    const own = truth.all(company).filter((one) => one.customerId === id);
    const onlySages = sum(own.filter((one) => one.gross > 0 && invoiceNumbered(books, company, one.urn) === undefined).map(({ gross }) => gross));
    const receipts = own.filter((one) => isForeignReceipt(books, company, one));
    const rows = [...acceptance.store.rows.values()].filter((row) => row.company === company && row.kind === "allocated");
    const notRecorded = sum(
      receipts.map((receipt) => {
        const mine = rows.filter((row) => row.receiptId === String(receipt.id) && invoiceNumbered(books, company, Number(row.invoiceUrn)) !== undefined);
        const allocated = truth.allocatedTo(receipt, company, (other) => invoiceNumbered(books, company, other.urn) !== undefined);
        const recorded = sum(mine.map(({ synced }) => synced));
        // Sage does not tell which receipt paid which invoice of a session with several of both: the product's own rows are taken for it.
        const told = Number.isNaN(allocated) ? sum(mine.map((row) => (row.isGone ? 0 : row.allocated))) : allocated;
        return Math.abs(receipt.gross) - told + (told - recorded);
      }),
    );
    const inSage = truth.ledgerOf(company).balanceOf(id) - onlySages + notRecorded;
    const invoices = setUp.invoices.filter((one) => one.company === company && one.accountId === id);
    const inTheLayer = sum(invoices.map((one) => inPence(layer.books.documents.find("invoices", one.id)?.outstanding ?? "0.00")));
    const fell = sum(invoices.map((one) => one.gross - sum(one.paid.map(({ amount }) => amount)))) - inTheLayer;
    const synced = sum(known.flatMap(({ payment }) => (invoices.some((one) => one.id === payment.invoiceId) ? [inPence(payment.amount)] : [])));
    const label = `customer ${customerId} in ${company.name}`;
    return [
      ...(inTheLayer === inSage ? [] : [{ rule: "books" as const, what: `${label} owes ${pence(inTheLayer)} in The Layer; Sage's account with what is not recorded comes to ${pence(inSage)}`, about: [label] }]),
      ...(fell === synced ? [] : [{ rule: "books" as const, what: `${label} owes ${pence(fell)} less in The Layer, and ${pence(synced)} was synced`, about: [label] }]),
      ...invoices.flatMap((one) => {
        const wire = layer.books.documents.find("invoices", one.id);
        const isBelow = wire !== undefined && (inPence(wire.outstanding) < 0 || wire.lines.some(({ outstanding }) => inPence(outstanding) < 0));
        return isBelow ? [{ rule: "books" as const, what: `invoice ${one.reference} has less than nothing outstanding`, about: [label] }] : [];
      }),
    ];
  });
};

/** Whether others allocated as much between these very transactions, in sessions of their own: there is nothing left of the wish to be made then. */
const isMadeInParts = (truth: ReceiptTruth, { company: ref, lines }: Allocation, at: number): boolean => {
  const among = new Set(lines.map(({ transactionId }) => transactionId));
  const parts = truth.sessions().filter((one) => one.company.ref === ref && one.at <= at && (one.takenBackAt === null || one.takenBackAt > at) && one.session.members.every(({ transactionId }) => among.has(String(transactionId))));
  return lines.every(({ transactionId, value }) => sum(parts.flatMap(({ session }) => session.members.filter((member) => String(member.transactionId) === transactionId).map((member) => member.value))) === value);
};

/** Each allocation that was asked for is in Sage once, or stands with its reason. */
const allocationsInSage = ({ acceptance, truth, carriedOutAgain, labelOf }: ReceiptBooks): readonly Violation[] =>
  [...acceptance.intents().values()].flatMap(({ key, payload, intent }): readonly Violation[] => {
    if (payload.kind !== "allocation") return [];
    const label = labelOf(key);
    const complain = (what: string): Violation => ({ rule: "books", what: `${label} ${what}`, about: [label] });
    const same = truth.sessions().filter(({ company, session }) => company.ref === payload.company && session.members.length === payload.lines.length && payload.lines.every((line) => session.members.some(({ transactionId, value }) => String(transactionId) === line.transactionId && value === line.value)));
    const alike = [...acceptance.intents().values()].filter((other) => other.payload.kind === "allocation" && other.payload.company === payload.company && JSON.stringify(other.payload.lines.map(({ transactionId, value }) => [transactionId, value]).sort()) === JSON.stringify(payload.lines.map(({ transactionId, value }) => [transactionId, value]).sort()));
    const expected = alike.filter((other) => other.intent.state === "done").length;
    const byUs = same.filter(({ session }) => session.user === apiUser);
    const again = carriedOutAgain.get(label) ?? 0;
    const reviewed = alike.filter((other) => other.intent.state === "needs review").length;
    // Taken back before its answer was known: that leaves no trace in Sage, so it is made again.
    const unseen = byUs.filter(({ at, takenBackAt }) => takenBackAt !== null && !alike.some((other) => other.intent.state === "done" && other.intent.at >= at && other.intent.at <= takenBackAt)).length;
    if (!isFinal(intent)) return [complain(`is ${intent.state} for ever`)];
    if (byUs.length > expected + again + reviewed + unseen) return [complain(`is in Sage ${byUs.length} times, not ${expected}`)];
    if (intent.state === "done" && same.length < expected && !isMadeInParts(truth, payload, intent.at)) return [complain(`is said to be done, and is in Sage ${same.length} times, not ${expected}`)];
    return [];
  });

/** Whoever pressed Allocate and was told that it is done has it in Sage since then, unless somebody took it back. */
const pressesCount = ({ acceptance, truth, labelOf }: ReceiptBooks): readonly Violation[] =>
  acceptance.pressed.flatMap(({ key, at }): readonly Violation[] => {
    const stored = acceptance.intents().get(key);
    if (stored?.payload.kind !== "allocation" || stored.intent.state !== "done") return [];
    const { lines, company: ref } = stored.payload;
    const isThere = truth.sessions().some(
      ({ company, session, takenBackAt }) => company.ref === ref && (takenBackAt === null || takenBackAt >= at) && lines.every((line) => session.members.some(({ transactionId, value }) => String(transactionId) === line.transactionId && value === line.value)),
    );
    return isThere || isMadeInParts(truth, stored.payload, Math.max(at, stored.intent.at)) ? [] : [{ rule: "books", what: `${labelOf(key)} was asked for again and told to be done, and is not in Sage since`, about: [labelOf(key)] }];
  });

/** So long after it is done, the same press again is taken for a wish to allocate as much once more. */
const sameClick = 10 * 60_000;

/** A double click allocates once, also in two processes. */
const pressedTwice = ({ acceptance, labelOf }: ReceiptBooks): readonly Violation[] =>
  acceptance.pressed.flatMap((later, nth): readonly Violation[] => {
    const isDone = (key: string): number | null => {
      const intent = acceptance.intents().get(key)?.intent;
      return intent?.state === "done" ? intent.at : null;
    };
    const isTwice = acceptance.pressed.slice(0, nth).some(({ asked, key }) => {
      const doneAt = asked === later.asked && key !== later.key ? isDone(key) : null;
      return doneAt !== null && isDone(later.key) !== null && later.at - doneAt <= sameClick;
    });
    return isTwice && !later.isAfterFailure ? [{ rule: "books", what: `${labelOf(later.key)} was asked for by a second click on one button, and done again`, about: [labelOf(later.key)] }] : [];
  });

const nothingPending = ({ acceptance, labelOf }: ReceiptBooks): readonly Violation[] =>
  [...acceptance.intents().values()].flatMap(({ key, payload, intent }): readonly Violation[] =>
    payload.kind === "layer-payment" && (!isFinal(intent) || intent.state === "needs review") ? [{ rule: "books", what: `${labelOf(key)} is ${intent.state} for ever`, about: [labelOf(key)] }] : [],
  );

/** Whether everything has come to its end. */
export const isSettled = (books: ReceiptBooks): boolean => [...books.acceptance.intents().values()].every(({ intent }) => isFinal(intent)) && receiptsOfSage(books).length === 0;

export const violationsOf = (books: ReceiptBooks): readonly Violation[] => [
  ...paymentsInLayer(books),
  ...amountsAtAcceptance(books),
  ...receiptsOfSage(books),
  ...balances(books),
  ...allocationsInSage(books),
  ...pressesCount(books),
  ...pressedTwice(books),
  ...nothingPending(books),
];
