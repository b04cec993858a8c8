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

const lineText = (line: DocumentLine | InvoiceLine): string => {
  const discount = line.discount === zero ? "" : `, discount ${decimalText(line.discount)}`;
  const nominal = line.nominalCode === "" ? "" : `, nominal ${line.nominalCode}`;
  const outstanding = "outstanding" in line ? `, outstanding ${decimalText(line.outstanding)}` : "";
  return `${line.description}, net ${decimalText(line.net)}${discount}, tax ${decimalText(line.tax)} at ${line.taxRate}${nominal}${outstanding}`;
};

/** Adds them to cells that are being made. */
const withLines = (cells: Record<string, CellValue>, lines: readonly (DocumentLine | InvoiceLine)[]): ReadCells => {
  lines.forEach((line, at) => {
    cells[`Line ${at + 1}`] = lineText(line);
  });
  return cells;
};

/** What tells people which document it is: all that is kept of a first reading, and so all that is made for one. */
export const documentHeadline = (record: DocumentRecord): ReadCells => {
  switch (record.kind) {
    case "order":
      return { Reference: record.reference };
    case "invoice":
    case "credit-note":
      return { Reference: record.reference, Date: record.date, Total: decimalText(record.total) };
    case "payment":
    case "refund":
      return { Reference: record.reference, Date: record.date, Amount: decimalText(record.amount) };
  }
};

export const documentCells = (record: DocumentRecord): ReadCells => {
  if (record.kind === "order") return { Reference: record.reference, Customer: record.customerId, "Sub-company": record.subCompany };
  const { reconciled } = record;
  const dated: Record<string, CellValue> = {
    Reference: record.reference,
    Customer: record.customerId,
    Date: record.date,
    Currency: record.currency,
    Reconciled: reconciled && `${reconciled.sageCompanyName}, ${reconciled.urn === null ? "nothing to post" : `URN ${reconciled.urn}`}`,
  };
  switch (record.kind) {
    case "invoice":
      dated["Sub-company"] = record.subCompany;
      dated["Status"] = record.isFinal ? "Final" : "Draft";
      dated["Due Date"] = record.dueDate;
      dated["Nominal Code"] = record.nominalCode;
      dated["Total"] = decimalText(record.total);
      dated["Outstanding"] = decimalText(record.outstanding);
      return withLines(dated, record.lines);
    case "credit-note":
      return withLines({ ...dated, Invoice: record.invoiceId, Payment: record.paymentId, "Nominal Code": record.nominalCode, Total: decimalText(record.total) }, record.lines);
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
