/** What Sage's ledger really says of receipts, seen from outside and worked out from its own sessions: for people who look there, and for the invariants. */
import type { AllocationSession, PostedTransaction, SalesLedger } from "../../../src/sandbox/sage200/ledger";
import type { SimulatedCompany } from "../set-up";
import type { ReceiptSetUp } from "./set-up";

/** Who allocated: the gateway, or people at Sage's screens. */
export const apiUser = "api.user";

export type SeenSession = { readonly company: SimulatedCompany; readonly session: AllocationSession; readonly at: number; takenBackAt: number | null };
/** What of a receipt was set against an invoice, from a moment on. Null where Sage's own sessions do not tell. */
export type PairAt = { readonly at: number; readonly amount: number | null };

export type ReceiptTruth = {
  ledgerOf(company: SimulatedCompany): SalesLedger;
  /** Of a company, archived or not. */
  byUrn(company: SimulatedCompany, urn: number): PostedTransaction | undefined;
  all(company: SimulatedCompany): readonly PostedTransaction[];
  /** Every allocation that was ever made. */
  sessions(): readonly SeenSession[];
  /** To be called whenever Sage's ledger was changed. */
  look(): void;
  /** How much of a receipt is set against an invoice now; null where Sage does not tell. */
  pairNow(company: SimulatedCompany, receiptUrn: number, invoiceUrn: number): number | null;
  /** Whether Sage's ledger said so at some moment between the two. */
  saidBetween(company: SimulatedCompany, receiptUrn: number, invoiceUrn: number, amount: number, from: number, to: number): boolean;
  /** What of a transaction is allocated to those of the other side that pass, archived ones too, whoever they meet in a session. */
  allocatedTo(transaction: PostedTransaction, company: SimulatedCompany, passes: (other: PostedTransaction) => boolean): number;
};

const pairName = (company: SimulatedCompany, receiptUrn: number, invoiceUrn: number): string => `${company.ref} ${receiptUrn} ${invoiceUrn}`;

/** What a session says of two of its members: exactly where one stands alone on its side. */
const inSession = ({ members }: AllocationSession, creditId: number, debitId: number): number | null => {
  const credits = members.filter(({ value }) => value < 0);
  const debits = members.filter(({ value }) => value > 0);
  const credit = credits.find(({ transactionId }) => transactionId === creditId);
  const debit = debits.find(({ transactionId }) => transactionId === debitId);
  if (credit === undefined || debit === undefined) return 0;
  if (new Set(credits.map(({ transactionId }) => transactionId)).size === 1) return debit.value;
  return new Set(debits.map(({ transactionId }) => transactionId)).size === 1 ? -credit.value : null;
};

export const createReceiptTruth = (setUp: ReceiptSetUp, ledgerOf: (company: SimulatedCompany) => SalesLedger, now: () => number): ReceiptTruth => {
  const seen = new Map<string, SeenSession>();
  const history = new Map<string, PairAt[]>();
  const all = (company: SimulatedCompany): readonly PostedTransaction[] => [...ledgerOf(company).transactions, ...ledgerOf(company).archived];
  const byUrn = (company: SimulatedCompany, urn: number): PostedTransaction | undefined => ledgerOf(company).byUrn(urn) ?? ledgerOf(company).archived.find((one) => one.urn === urn);

  const pairNow: ReceiptTruth["pairNow"] = (company, receiptUrn, invoiceUrn) => {
    const [receipt, invoice] = [byUrn(company, receiptUrn), byUrn(company, invoiceUrn)];
    if (receipt === undefined || invoice === undefined) return 0;
    return receipt.sessions.reduce<number | null>((sum, session) => {
      const part = inSession(session, receipt.id, invoice.id);
      return sum === null || part === null ? null : sum + part;
    }, 0);
  };

  return {
    ledgerOf,
    byUrn,
    all,
    sessions: () => [...seen.values()],
    look() {
      for (const company of setUp.companies) {
        const transactions = all(company);
        const urnOf = new Map(transactions.map(({ id, urn }) => [id, urn]));
        const there = new Map(transactions.flatMap(({ sessions }) => sessions).map((session) => [`${company.ref} ${session.id}`, session]));
        const moved: AllocationSession[] = [];
        for (const [name, session] of there)
          if (!seen.has(name)) {
            seen.set(name, { company, session, at: now(), takenBackAt: null });
            moved.push(session);
          }
        for (const [name, one] of seen)
          if (one.company === company && one.takenBackAt === null && !there.has(name)) {
            one.takenBackAt = now();
            moved.push(one.session);
          }
        for (const { members } of moved)
          for (const credit of members.filter(({ value }) => value < 0))
            for (const debit of members.filter(({ value }) => value > 0)) {
              const [receiptUrn, invoiceUrn] = [urnOf.get(credit.transactionId) ?? 0, urnOf.get(debit.transactionId) ?? 0];
              const name = pairName(company, receiptUrn, invoiceUrn);
              history.set(name, [...(history.get(name) ?? []), { at: now(), amount: pairNow(company, receiptUrn, invoiceUrn) }]);
            }
      }
    },
    pairNow,
    saidBetween(company, receiptUrn, invoiceUrn, amount, from, to) {
      const told = [{ at: 0, amount: 0 }, ...(history.get(pairName(company, receiptUrn, invoiceUrn)) ?? [])];
      return told.some((one, at) => one.at <= to && (told[at + 1]?.at ?? Number.POSITIVE_INFINITY) >= from && (one.amount === null || one.amount === amount));
    },
    allocatedTo(transaction, company, passes) {
      const byId = new Map(all(company).map((one) => [one.id, one]));
      return transaction.sessions.reduce((sum, { members }) => {
        const own = members.filter(({ transactionId }) => transactionId === transaction.id).reduce((value, member) => value + member.value, 0);
        const others = members.filter(({ value }) => value > 0 !== own > 0);
        const passing = others.filter(({ transactionId }) => {
          const other = byId.get(transactionId);
          return other !== undefined && passes(other);
        });
        if (passing.length === 0) return sum;
        return passing.length === others.length ? sum + Math.abs(own) : Number.NaN;
      }, 0);
    },
  };
};
