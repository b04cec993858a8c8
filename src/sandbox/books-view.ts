import type { PracticeBooks } from "./practice";
import type { CompanyBooks } from "./sage200/books";
import { controlTotals, duplicatesBySecondReference, isOpening, ledgerDifferences, outstandingOf } from "./sage200/ledger";

/** What an auditor would ask of each Sage company. */
export const booksView = (companies: readonly CompanyBooks[]): readonly PracticeBooks[] =>
  companies.map(({ plan, ledger }) => ({
    company: plan.name,
    totals: controlTotals(ledger),
    differences: ledgerDifferences(ledger),
    posted: ledger.transactions
      .filter((transaction) => !isOpening(transaction))
      .map((transaction) => ({
        urn: transaction.urn,
        id: transaction.id,
        type: transaction.type,
        customerId: transaction.customerId,
        date: transaction.date,
        reference: transaction.reference,
        secondReference: transaction.secondReference,
        gross: transaction.gross,
        outstanding: outstandingOf(transaction),
        bankCode: transaction.bank === null ? null : (ledger.company.bank(transaction.bank.bankId)?.code ?? null),
      })),
    duplicates: duplicatesBySecondReference(ledger),
  }));
