import type { PracticeBooks } from "./practice";
import type { CompanyBooks } from "./sage200/books";
import { controlTotals, duplicatesBySecondReference, ledgerDifferences, outstandingOf, type AllocationSession, type PostedTransaction, type SalesLedger } from "./sage200/ledger";

const bankCodeOf = (ledger: SalesLedger, { bank }: PostedTransaction): string | null => (bank === null ? null : (ledger.company.bank(bank.bankId)?.code ?? null));

const receiptsOf = (ledger: SalesLedger, transactions: readonly PostedTransaction[], isArchived: boolean): PracticeBooks["receipts"] =>
  transactions
    .filter(({ type }) => type === "receipt")
    .map((receipt) => ({
      urn: receipt.urn,
      id: receipt.id,
      customerId: receipt.customerId,
      date: receipt.date,
      reference: receipt.reference,
      secondReference: receipt.secondReference,
      user: receipt.user,
      bankCode: bankCodeOf(ledger, receipt),
      amount: 0 - receipt.gross,
      allocated: 0 - receipt.allocated,
      unallocated: 0 - outstandingOf(receipt),
      isArchived,
    }));

const allocationsOf = (ledger: SalesLedger, transactions: readonly PostedTransaction[]): PracticeBooks["allocations"] => {
  const sessions = new Map<number, AllocationSession>();
  for (const transaction of transactions) for (const session of transaction.sessions) sessions.set(session.id, session);
  const urnOf = (id: number): number => (ledger.transaction(id) ?? ledger.archivedTransaction(id))?.urn ?? 0;
  return [...sessions.values()]
    .sort((a, b) => a.id - b.id)
    .map(({ date, user, members }) => ({ date, user, members: members.map(({ transactionId, value }) => ({ urn: urnOf(transactionId), value })) }));
};

/** What an auditor would ask of each Sage company. */
export const booksView = (companies: readonly CompanyBooks[]): readonly PracticeBooks[] =>
  companies.map((books) => {
    const { plan, ledger } = books;
    return {
      company: plan.name,
      totals: controlTotals(ledger),
      differences: ledgerDifferences(ledger),
      posted: [...ledger.transactions, ...ledger.archived]
        .filter((transaction) => !books.isFromBefore(transaction))
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
          bankCode: bankCodeOf(ledger, transaction),
        })),
      receipts: [...receiptsOf(ledger, ledger.transactions, false), ...receiptsOf(ledger, ledger.archived, true)],
      allocations: allocationsOf(ledger, [...ledger.transactions, ...ledger.archived]),
      duplicates: duplicatesBySecondReference(ledger),
    };
  });
