import type { AccountRecord } from "../data/accounts";
import type { CompanyPlan } from "../data/companies";
import type { FaultSwitches } from "../faults";
import { Table, type TableOptions } from "../odata/apply";
import type { CollectionQuery, OrderKey } from "../odata/query";
import type { PracticeTaxCode } from "../practice";
import { bankEntity, bankViewEntity, lookupBankEntity } from "./banks";
import type { CompanyBooks, ContactRecord } from "./books";
import { contactEntity } from "./contacts";
import { customerViewEntity } from "./customer-views";
import { customerEntity, lookupCustomerEntity } from "./customers";
import type { LedgerCompany, NominalAccount, PostedTransaction } from "./ledger";
import { ledgerSettingsEntity, nominalCodeEntity } from "./ledger-settings";
import { postedTransactionEntity, transactionViewEntity } from "./posted-transactions";
import { accountStatusEntity, taxCodeEntity } from "./reference-data";

type Bank = CompanyPlan["banks"][number];

/** One company's resources as Sage serves them. */
export type CompanyTables = {
  readonly books: CompanyBooks;
  readonly customers: Table<AccountRecord>;
  readonly customerViews: Table<AccountRecord>;
  readonly lookupCustomers: Table<AccountRecord>;
  readonly contacts: Table<ContactRecord>;
  readonly banks: Table<Bank>;
  readonly bankViews: Table<Bank>;
  readonly lookupBanks: Table<Bank>;
  readonly taxCodes: Table<PracticeTaxCode>;
  readonly accountStatusTypes: Table<"active" | "hidden">;
  readonly nominalCodes: Table<NominalAccount>;
  readonly ledgerSettings: Table<LedgerCompany>;
  readonly transactions: Table<PostedTransaction>;
  readonly historicalTransactions: Table<PostedTransaction>;
  readonly transactionViews: Table<PostedTransaction>;
};

const statuses = ["active", "hidden"] as const;
const minute = 60_000;

/** Fields of an account that postings change without changing the account. */
const ofTheLedger = new Set(["balance", "base_balance", "is_over_credit_limit", "date_of_last_transaction"]);

type Equal = CollectionQuery<never>["equal"];

/** The different values that a field is asked for; null where it is asked for none, or for one of another type. */
const numbersIn = (equal: Equal, field: string): readonly number[] | null => {
  const literals = equal.get(field);
  const found = literals?.flatMap((literal) => (literal.kind === "number" ? [literal.value] : []));
  return found === undefined || found.length !== literals?.length ? null : [...new Set(found)];
};
/** The one text that a field is asked for; null where there is none. */
const textIn = (equal: Equal, field: string): string | null => {
  const [literal, ...others] = equal.get(field) ?? [];
  return literal?.kind === "string" && others.length === 0 ? literal.value : null;
};

/** By the index that fits a filter best: what a client asks when it looks for one posting must not read all of them. */
const narrowTransactions =
  (books: CompanyBooks, idField: string) =>
  (equal: Equal): readonly PostedTransaction[] | null => {
    const urns = numbersIn(equal, "urn");
    if (urns !== null) return urns.flatMap((urn) => present(books.ledger.byUrn(urn)));
    const ids = numbersIn(equal, idField);
    if (ids !== null) return ids.flatMap((id) => present(books.ledger.transaction(id)));
    const secondReference = textIn(equal, "second_reference");
    if (secondReference !== null && secondReference !== "") return books.ledger.bySecondReference(secondReference);
    return numbersIn(equal, "customer_id")?.flatMap((customer) => books.ledger.ofCustomer(customer)) ?? null;
  };

const isAscending = (orderBy: readonly OrderKey[], ...fields: readonly string[]): boolean =>
  orderBy.length === fields.length && orderBy.every(({ field, isDescending }, at) => field === fields[at] && !isDescending);

/** Whoever follows changes, or goes through all by id, gets them from the ledger's own orders, so that a page costs no more than what it finds. */
const walkTransactions =
  (books: CompanyBooks, idField: string, stampField: string) =>
  ({ orderBy, atLeast }: CollectionQuery<PostedTransaction>): Iterable<PostedTransaction> | null => {
    const from = (field: string): number => atLeast.get(field) ?? Number.NEGATIVE_INFINITY;
    if (isAscending(orderBy, stampField, idField)) return books.ledger.changedSince(from(stampField));
    return isAscending(orderBy, idField) ? books.ledger.fromId(from(idField)) : null;
  };

const present = <T>(found: T | undefined): readonly T[] => (found === undefined ? [] : [found]);

export const tablesOf = (books: CompanyBooks, faults: FaultSwitches, now: () => number): CompanyTables => {
  const { ledger } = books;
  // Stated order of bank_views: by code.
  const byCode = [...books.plan.banks].sort((a, b) => (a.code < b.code ? -1 : 1));
  const stamps = (): string => (faults.tiedStamps ? "tied" : "");
  const isOlderThanLag = (committedAt: number): boolean => committedAt + faults.indexLagMs <= now();
  const ofAccounts: TableOptions<AccountRecord> = {
    epoch: (fields) => `${stamps()} ${fields.some((field) => ofTheLedger.has(field)) ? ledger.revision : ""}`,
    narrow: (equal) => {
      const ids = numbersIn(equal, "id");
      if (ids !== null) return ids.flatMap((id) => present(books.account(id)));
      const reference = textIn(equal, "reference");
      return reference === null ? null : present(books.accountNumberedLike(reference));
    },
    visible: () => (faults.indexLagMs === 0 ? null : (account) => isOlderThanLag(books.committedAt(account))),
  };
  const ofTransactions = (idField: string, stampField: string): TableOptions<PostedTransaction> => ({
    epoch: stamps,
    narrow: narrowTransactions(books, idField),
    walk: (query) => (faults.tiedStamps ? null : walkTransactions(books, idField, stampField)(query)),
    visible: () => (faults.indexLagMs === 0 ? null : (transaction) => isOlderThanLag(transaction.committedAt)),
  });
  const customers = customerEntity(books);
  const surroundings = {
    ledger,
    // Whatever happened within one minute ties, as after a batch run.
    shown: (stamp: number): number => (faults.tiedStamps ? stamp - (stamp % minute) : stamp),
    customer: (id: number) => books.account(id),
  };
  const settings = [ledger.company];
  return {
    books,
    customers: new Table(customers, () => books.accounts, ofAccounts),
    customerViews: new Table(customerViewEntity(books), () => books.accounts, ofAccounts),
    lookupCustomers: new Table(lookupCustomerEntity, () => books.accounts, ofAccounts),
    contacts: new Table(contactEntity(books), () => books.contacts, {
      epoch: stamps,
      narrow: (equal) =>
        numbersIn(equal, "customer_id")?.flatMap((customer) => {
          const account = books.account(customer);
          return account === undefined ? [] : books.contactsOf(account);
        }) ?? null,
    }),
    banks: new Table(bankEntity, () => books.plan.banks),
    bankViews: new Table(bankViewEntity, () => byCode),
    lookupBanks: new Table(lookupBankEntity, () => byCode),
    taxCodes: new Table(taxCodeEntity, () => books.plan.taxCodes),
    accountStatusTypes: new Table(accountStatusEntity, () => statuses),
    nominalCodes: new Table(nominalCodeEntity, () => ledger.company.chart),
    ledgerSettings: new Table(ledgerSettingsEntity(books, () => faults.autoAccountNumbers), () => settings),
    transactions: new Table(postedTransactionEntity(surroundings, customers), () => ledger.transactions, ofTransactions("id", "date_time_updated")),
    historicalTransactions: new Table(postedTransactionEntity(surroundings, customers, "sales_historical_transaction"), () => ledger.archived, { epoch: stamps }),
    transactionViews: new Table(transactionViewEntity(surroundings), () => ledger.transactions, ofTransactions("posted_customer_transaction_id", "transaction_date_time_updated")),
  };
};
