import { parseDate, type PlainDate } from "../sync/model/dates";
import { parseMoney } from "../sync/model/money";
import { makeReceipts, type Payer } from "./data/documents/bulk-receipts";
import { linkedCustomers } from "./data/documents/linked-customers";
import { EditRefused } from "./edit-refused";
import type { Deed } from "./journal";
import type { LayerBooks } from "./layer/books";
import { isRefused, type Refused } from "./odata/refused";
import type { PracticeEdits } from "./practice";
import type { CompanyBooks } from "./sage200/books";

type Held = { readonly layer: LayerBooks; readonly companies: readonly CompanyBooks[]; readonly now: () => number; readonly perform: (deed: Deed) => void };
export type ReceiptEdits = Pick<PracticeEdits, "enterReceipt" | "enterInvoice" | "allocate" | "deallocate" | "archive" | "bulkReceipts">;

/** Who enters what nobody else is named for. */
const clerk = "k.marsh";

const done = <T>(result: T | Refused): T => {
  if (isRefused(result)) throw new EditRefused(result.refused);
  return result;
};

const inPence = (text: string): number => {
  const amount = parseMoney(text);
  if (!amount.ok) throw new EditRefused(amount.failure.cause);
  return amount.value;
};

const dayOf = (text: string | undefined): PlainDate | undefined => {
  if (text === undefined) return undefined;
  const date = parseDate(text);
  if (!date.ok) throw new EditRefused(date.failure.cause);
  return date.value;
};

/** Linked customers of the company, with the accounts that they are linked to. */
const payersOf = (layer: LayerBooks, books: CompanyBooks): readonly Payer[] => {
  const links = layer.links.map(({ link }) => link);
  const linked = linkedCustomers(links, { customer: (id) => layer.customer(id), account: (name, id) => (name === books.plan.name ? books.account(id) : undefined), plans: [books.plan], methods: layer.paymentMethods });
  return linked.flatMap(({ customerId, subCompany }) => {
    const link = links.find((one) => one.customerId === customerId && one.sageCompanyName === books.plan.name);
    return link === undefined ? [] : [{ customerId, subCompany, accountId: Number(link.sageCustomerId) }];
  });
};

/** Does a deed that makes receipts in number, in Sage and, for the invoices that The Layer knows, there too. */
export const addBulkReceipts = (seed: number, layer: LayerBooks, books: CompanyBooks, deed: Extract<Deed, { deed: "receipts-made" }>): void => {
  const { plan, ledger } = books;
  const made = makeReceipts({
    seed,
    ...deed,
    payers: payersOf(layer, books),
    company: { name: plan.name, siteId: plan.siteId, bankIds: plan.banks.filter(({ status }) => status === "active").map(({ id }) => id), taxCodeId: ledger.company.defaultTaxCodeId },
    firstId: books.nextId,
    firstUrn: ledger.nextUrn,
    firstInvoice: layer.documents.count("invoices"),
  });
  for (const entry of made.entries) ledger.apply(entry);
  layer.addDocuments(made.invoices.map((document) => ({ list: "invoices", document })));
  layer.documents.reconcile(made.reconciliations);
};

export const receiptEdits = ({ layer, companies, now, perform }: Held): ReceiptEdits => {
  const booksOf = (companyName: string): CompanyBooks => {
    const found = companies.find(({ plan }) => plan.name === companyName);
    if (found === undefined) throw new EditRefused(`There is no Sage company "${companyName}".`);
    return found;
  };
  const accountIn = (books: CompanyBooks, accountNumber: string): number => {
    const found = books.accountNumbered(accountNumber);
    if (found === undefined) throw new EditRefused(`${books.plan.name} has no account ${accountNumber}.`);
    return found.id;
  };
  const transactionIn = (books: CompanyBooks, urn: number) => {
    const found = books.ledger.byUrn(urn);
    if (found === undefined) throw new EditRefused(`${books.plan.name} has no posted transaction number ${urn}.`);
    return found;
  };

  return {
    enterReceipt({ companyName, accountNumber, bankCode, amount, date, reference = "", settlementDiscount, user = clerk }) {
      const books = booksOf(companyName);
      const bank = books.plan.banks.find(({ code }) => code === bankCode);
      if (bank === undefined) throw new EditRefused(`${companyName} has no bank ${bankCode}.`);
      const discount = settlementDiscount === undefined ? undefined : inPence(settlementDiscount);
      return done(books.ledger.postReceipt({ customerId: accountIn(books, accountNumber), bankId: bank.id, value: inPence(amount), date: dayOf(date), reference, discount, user }));
    },
    enterInvoice({ companyName, accountNumber, net, tax = "0.00", date, reference = "", secondReference = "", user = clerk }) {
      const books = booksOf(companyName);
      return done(books.ledger.postInvoice({ customerId: accountIn(books, accountNumber), goods: inPence(net), tax: inPence(tax), date: dayOf(date), reference, secondReference, user }));
    },
    allocate({ companyName, lines, date, user = clerk }) {
      const books = booksOf(companyName);
      const members = lines.map(({ urn, amount }) => {
        const { id, gross, customerId } = transactionIn(books, urn);
        return { customerId, line: { transactionId: id, value: Math.sign(gross) * inPence(amount) } };
      });
      const customerId = members[0]?.customerId ?? -1;
      return done(books.ledger.allocate({ customerId, date: dayOf(date), user, lines: members.map(({ line }) => line) }));
    },
    deallocate({ companyName, urn, other }) {
      const books = booksOf(companyName);
      return done(books.ledger.deallocate(transactionIn(books, urn).id, other === undefined ? undefined : transactionIn(books, other).id));
    },
    archive({ companyName, urns }) {
      const books = booksOf(companyName);
      return done(books.ledger.archive(urns.map((urn) => transactionIn(books, urn).id)));
    },
    bulkReceipts(receipts, { companyName, allocated = Math.floor(receipts / 2), known = allocated, spacingMs = 1 }) {
      const books = booksOf(companyName);
      if (payersOf(layer, books).length === 0) throw new EditRefused(`No customer is linked to ${companyName}, so there is nobody to pay.`);
      const firstUrn = books.ledger.nextUrn;
      const at = Math.max(layer.nextStamp(now()), books.ledger.nextStamp);
      const share = Math.min(allocated, receipts);
      perform({ deed: "receipts-made", company: companyName, at, receipts, allocated: share, known: Math.min(known, share), spacingMs });
      return { firstUrn, lastUrn: books.ledger.nextUrn - 1 };
    },
  };
};
