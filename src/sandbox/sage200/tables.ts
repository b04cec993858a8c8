import type { AccountRecord } from "../data/accounts";
import type { CompanyPlan } from "../data/companies";
import { Table } from "../odata/apply";
import type { PracticeTaxCode } from "../practice";
import { bankEntity, bankViewEntity, lookupBankEntity } from "./banks";
import type { CompanyBooks, ContactRecord } from "./books";
import { contactEntity } from "./contacts";
import { customerViewEntity } from "./customer-views";
import { customerEntity, lookupCustomerEntity } from "./customers";
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
};

const statuses = ["active", "hidden"] as const;

/** `epoch` names whatever else changes what the fields answer, such as tied stamps. */
export const tablesOf = (books: CompanyBooks, epoch: () => string): CompanyTables => {
  // Stated order of bank_views: by code.
  const byCode = [...books.plan.banks].sort((a, b) => (a.code < b.code ? -1 : 1));
  return {
    books,
    customers: new Table(customerEntity(books), () => books.accounts, epoch),
    customerViews: new Table(customerViewEntity(books), () => books.accounts, epoch),
    lookupCustomers: new Table(lookupCustomerEntity, () => books.accounts),
    contacts: new Table(contactEntity(books), () => books.contacts, epoch),
    banks: new Table(bankEntity, () => books.plan.banks),
    bankViews: new Table(bankViewEntity, () => byCode),
    lookupBanks: new Table(lookupBankEntity, () => byCode),
    taxCodes: new Table(taxCodeEntity, () => books.plan.taxCodes),
    accountStatusTypes: new Table(accountStatusEntity, () => statuses),
  };
};
