/** What was read, in cells for the audit: each field by a name that people know, money as text. What changes with every reading is no part of it. */
import type { DocumentLine, InvoiceLine } from "../documents/document";
import type { LayerCustomer } from "../layer";
import type { CellValue } from "../model/cell";
import { decimalText, zero } from "../model/money";
import type { SageTransaction } from "../receipts/transaction";
import type { SageAccount } from "../sage200";
import type { DocumentRecord } from "./document-records";
import type { StoredLink } from "./links";

export type ReadCells = Readonly<Record<string, CellValue>>;

/** Those of the cells that the other has otherwise, or not at all. */
export const otherwise = (cells: ReadCells, other: ReadCells): ReadCells =>
  Object.fromEntries([...new Set([...Object.keys(cells), ...Object.keys(other)])].filter((name) => (cells[name] ?? null) !== (other[name] ?? null)).map((name) => [name, cells[name] ?? null]));

const shown = (cell: CellValue | undefined): string => (cell === null || cell === undefined || cell === "" ? "blank" : String(cell));

/** In words, such as "Total was 120.00 and is 130.00". */
export const differencesOf = (was: ReadCells, is: ReadCells): readonly string[] => Object.keys(otherwise(is, was)).map((name) => `${name} was ${shown(was[name])} and is ${shown(is[name])}`);

const lineText = (line: DocumentLine | InvoiceLine): string =>
  [
    line.description,
    `net ${decimalText(line.net)}`,
    ...(line.discount === zero ? [] : [`discount ${decimalText(line.discount)}`]),
    `tax ${decimalText(line.tax)} at ${line.taxRate}`,
    ...(line.nominalCode === "" ? [] : [`nominal ${line.nominalCode}`]),
    ...("outstanding" in line ? [`outstanding ${decimalText(line.outstanding)}`] : []),
  ].join(", ");

const linesOf = (lines: readonly (DocumentLine | InvoiceLine)[]): ReadCells => Object.fromEntries(lines.map((line, at) => [`Line ${at + 1}`, lineText(line)]));

export const documentCells = (record: DocumentRecord): ReadCells => {
  const common = { Reference: record.reference, Customer: record.customerId };
  if (record.kind === "order") return { ...common, "Sub-company": record.subCompany };
  const { reconciled } = record;
  const dated = {
    ...common,
    Date: record.date,
    Currency: record.currency,
    Reconciled: reconciled && `${reconciled.sageCompanyName}, ${reconciled.urn === null ? "nothing to post" : `URN ${reconciled.urn}`}`,
  };
  switch (record.kind) {
    case "invoice":
      return {
        ...dated,
        "Sub-company": record.subCompany,
        Status: record.isFinal ? "Final" : "Draft",
        "Due Date": record.dueDate,
        "Nominal Code": record.nominalCode,
        Total: decimalText(record.total),
        Outstanding: decimalText(record.outstanding),
        ...linesOf(record.lines),
      };
    case "credit-note":
      return { ...dated, Invoice: record.invoiceId, Payment: record.paymentId, "Nominal Code": record.nominalCode, Total: decimalText(record.total), ...linesOf(record.lines) };
    case "payment":
      return { ...dated, Invoice: record.invoiceId, "Payment Method": record.method, Amount: decimalText(record.amount), Origin: record.origin === "sage" ? "Sage" : "The Layer" };
    case "refund":
      return { ...dated, "Credit Note": record.creditNoteId, Invoice: record.invoiceId, "Payment Method": record.method, Amount: decimalText(record.amount) };
  }
};

/** With the signs that Sage gives: what a customer owes is above zero. */
export const transactionCells = (transaction: SageTransaction): ReadCells => ({
  Type: transaction.type,
  URN: transaction.urn,
  "Sage Customer": transaction.sageCustomerId,
  Reference: transaction.reference,
  "Second Reference": transaction.secondReference,
  Date: transaction.date,
  "Due Date": transaction.dueDate,
  Gross: decimalText(transaction.gross),
  Allocated: decimalText(transaction.allocated),
  Outstanding: decimalText(transaction.outstanding),
  Discount: decimalText(transaction.discount),
  "Discount Days": transaction.discountDays,
  Queried: transaction.queried,
  "Entered By": transaction.userName,
  Bank: transaction.bankCode,
});

export const customerCells = (customer: Omit<LayerCustomer, "id" | "updatedAt">): ReadCells => ({
  Name: customer.name,
  "E-mail": customer.email,
  Website: customer.website,
  Telephone: customer.telephone,
  Fax: customer.fax,
  "VAT Number": customer.vatNumber,
  Postcode: customer.postcode,
  "Sub-companies": customer.subCompanies.join(", "),
  Archived: customer.isArchived,
  ...Object.fromEntries(customer.contacts.map((contact, at) => [`Contact ${at + 1}`, [`${contact.firstName} ${contact.lastName}`, contact.email, contact.telephone].filter((text) => text.trim() !== "").join(", ")])),
});

export const accountCells = (account: Pick<SageAccount, "reference" | "name" | "status" | "vatNumber" | "postcode" | "email" | "telephone">): ReadCells => ({
  "Account Number": account.reference,
  Name: account.name,
  Status: account.status === "hidden" ? "Hidden" : "Active",
  "VAT Number": account.vatNumber,
  Postcode: account.postcode,
  "E-mail": account.email,
  Telephone: account.telephone,
});

export type LinkContent = Pick<StoredLink, "companyName" | "siteId" | "accountNumber" | "sageCustomerId" | "wasSynced">;

/** As the worksheet has them. */
export const linkCells = (link: LinkContent): Record<string, CellValue> => ({
  SageCompanyName: link.companyName,
  SageSiteId: link.siteId,
  SageAccountNumber: link.accountNumber || null,
  SageCustomerId: link.sageCustomerId || null,
  Synced: link.wasSynced ? "Yes" : "No",
});
