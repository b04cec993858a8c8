import { balances } from "./balances";
import { customerLinks } from "./customer-links";
import { customers } from "./customers";
import { creditNotes, invoices, payments, refunds } from "./documents";
import { errorQueue } from "./error-queue";
import { paymentMethods } from "./payment-methods";
import { reconciliation } from "./reconciliation";
import { sageTransactions } from "./sage-transactions";
import type { PushSlug, SheetDefinition, SheetSlug } from "./sheet";
import { subCompanies } from "./sub-companies";
import { taxCodes } from "./tax-codes";

/** Every worksheet there is, by slug. */
export const sheets: Readonly<Record<SheetSlug, SheetDefinition>> = {
  "customer-links": customerLinks,
  "sub-companies": subCompanies,
  "payment-methods": paymentMethods,
  "tax-codes": taxCodes,
  customers,
  invoices,
  "credit-notes": creditNotes,
  payments,
  refunds,
  "error-queue": errorQueue,
  "sage-transactions": sageTransactions,
  balances,
  reconciliation,
};

export const isPushSlug = (slug: SheetSlug): slug is PushSlug => sheets[slug].direction === "push";
