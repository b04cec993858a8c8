/** The parts of other systems' data that the store mirrors, each read and dated by itself. */
import type { StoredCompany } from "../store/companies";

export type Part =
  | { readonly kind: "layer-customers" }
  | { readonly kind: "layer-links" }
  /** Sub-companies, payment methods and tax rates. */
  | { readonly kind: "layer-lists" }
  | { readonly kind: "sage-companies" }
  | { readonly kind: "sage-accounts"; readonly company: StoredCompany }
  /** Bank accounts and tax codes. */
  | { readonly kind: "sage-lists"; readonly company: StoredCompany }
  /** Orders, invoices, credit notes, payments and refunds. */
  | { readonly kind: "layer-documents" }
  /** Posted transactions of the sales ledger, with the rows of Sage Transactions. */
  | { readonly kind: "sage-transactions"; readonly company: StoredCompany }
  | { readonly kind: "sage-balances"; readonly company: StoredCompany };

export const partName = (part: Part): string => ("company" in part ? `${part.kind} ${part.company.ref}` : part.kind);

/** Where an incremental reading stops being trusted on its own, and everything is read again: once a day. */
export const fullEvery = 24 * 60 * 60 * 1000;

/** In a sentence: "Customers of The Layer". */
export const partWords = (part: Part): string => {
  switch (part.kind) {
    case "layer-customers":
      return "The Layer's customers";
    case "layer-links":
      return "The Layer's links";
    case "layer-lists":
      return "The Layer's lists";
    case "sage-companies":
      return "Sage's companies";
    case "sage-accounts":
      return `The accounts of ${part.company.name}`;
    case "sage-lists":
      return `The bank accounts and tax codes of ${part.company.name}`;
    case "layer-documents":
      return "The Layer's invoices and payments";
    case "sage-transactions":
      return `The receipts of ${part.company.name}`;
    case "sage-balances":
      return `The balances of ${part.company.name}`;
  }
};
