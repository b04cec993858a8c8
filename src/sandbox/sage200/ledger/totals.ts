/** What an accountant checks at month end: that the ledgers agree with each other. Everything is added up afresh from the transactions. */
import { debtorsControl, vatControl } from "./company";
import type { SalesLedger } from "./sales-ledger";
import { outstandingOf, type PostedTransaction } from "./transaction";

/** Pence. */
export type ControlTotals = {
  readonly transactions: number;
  /** The nominal ledger's debtors control account. */
  readonly debtorsControl: number;
  /** Of all transactions. */
  readonly outstanding: number;
  readonly customerBalances: number;
  /** Money in less money out by the bank's code. */
  readonly bank: Readonly<Record<string, number>>;
  /** Tax on documents by tax code id; credit notes count against it. */
  readonly tax: Readonly<Record<string, number>>;
  /** Every nominal account that was posted to: debits positive. They sum to nothing. */
  readonly nominal: Readonly<Record<string, number>>;
};

const addTo = (totals: Record<string, number>, key: string, value: number): void => {
  totals[key] = (totals[key] ?? 0) + value;
};

/** Archived ones too: what they did to the nominal ledger stays. */
const everyTransaction = (ledger: SalesLedger): readonly PostedTransaction[] => [...ledger.transactions, ...ledger.archived];

export const controlTotals = (ledger: SalesLedger): ControlTotals => {
  const bank: Record<string, number> = {};
  const tax: Record<string, number> = {};
  const nominal: Record<string, number> = {};
  let outstanding = 0;
  for (const transaction of everyTransaction(ledger)) {
    outstanding += outstandingOf(transaction);
    for (const { code, value } of transaction.entries) addTo(nominal, code, value);
    for (const item of transaction.taxItems) addTo(tax, String(item.taxCodeId), item.tax);
    if (transaction.bank !== null) addTo(bank, ledger.company.bank(transaction.bank.bankId)?.code ?? "unknown", transaction.bank.value);
  }
  let customerBalances = 0;
  for (const balance of ledger.balances().values()) customerBalances += balance;
  return { transactions: ledger.transactions.length + ledger.archived.length, debtorsControl: nominal[debtorsControl] ?? 0, outstanding, customerBalances, bank, tax, nominal };
};

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const differencesOf = (transaction: PostedTransaction): string[] => {
  const { urn, gross, allocated, goods, tax, taxItems, nominalItems, entries, sessions, history } = transaction;
  const differences: string[] = [];
  const expect = (holds: boolean, what: string): void => {
    if (!holds) differences.push(`Transaction ${urn}: ${what}.`);
  };
  expect(total(entries.map(({ value }) => value)) === 0, "its nominal entries do not sum to nothing");
  if (taxItems.length > 0) {
    expect(total(taxItems.map((item) => item.tax)) === tax, "its tax analysis is not its tax");
    expect(total(taxItems.map((item) => item.goods)) === goods, "its tax analysis is not its goods");
    expect(total(nominalItems.map((item) => item.value)) === goods, "its nominal analysis is not its goods");
  }
  expect(gross === goods + tax, "goods and tax are not its gross");
  expect(Math.abs(allocated) <= Math.abs(gross) && allocated * gross >= 0, "more is allocated than it is worth");
  expect(total(history.map(({ value }) => value)) === allocated, "its history is not what is allocated");
  for (const { members } of sessions) expect(total(members.map(({ value }) => value)) === 0, "an allocation does not sum to nothing");
  expect((transaction.fullSettlementDate !== null) === (outstandingOf(transaction) === 0), "its settlement date contradicts what is outstanding");
  return differences;
};

/** Empty where everything agrees; otherwise what does not, in words. */
export const ledgerDifferences = (ledger: SalesLedger): readonly string[] => {
  const totals = controlTotals(ledger);
  const all = everyTransaction(ledger);
  const differences = all.flatMap(differencesOf);
  const same = (what: string, one: number, other: number): void => {
    if (one !== other) differences.push(`${what}: ${one} against ${other} pence.`);
  };
  same("Nominal ledger", total(Object.values(totals.nominal)), 0);
  same("Debtors control and outstanding transactions", totals.debtorsControl, totals.outstanding);
  same("Debtors control and customers' balances", totals.debtorsControl, totals.customerBalances);
  same("VAT control and tax on documents", -(totals.nominal[vatControl] ?? 0), total(Object.values(totals.tax)));
  for (const [code, value] of Object.entries(totals.bank)) same(`Bank ${code} in cash book and nominal ledger`, value, totals.nominal[code] ?? 0);
  const outstanding = new Map<number, number>();
  const urns = new Set<number>();
  for (const transaction of all) {
    outstanding.set(transaction.customerId, (outstanding.get(transaction.customerId) ?? 0) + outstandingOf(transaction));
    urns.add(transaction.urn);
  }
  same("Transactions and their numbers", all.length, urns.size);
  for (const [customerId, balance] of ledger.balances()) same(`Balance of customer ${customerId}`, balance, outstanding.get(customerId) ?? 0);
  return differences;
};

export const ledgersBalance = (ledger: SalesLedger): boolean => ledgerDifferences(ledger).length === 0;

/** Second references that more than one transaction carries: in ours, documents that were posted twice. */
export const duplicatesBySecondReference = (ledger: SalesLedger): readonly { readonly secondReference: string; readonly urns: readonly number[] }[] => {
  const found = new Map<string, number[]>();
  for (const { secondReference, urn } of everyTransaction(ledger)) {
    if (secondReference !== "") found.set(secondReference, [...(found.get(secondReference) ?? []), urn]);
  }
  return [...found].filter(([, urns]) => urns.length > 1).map(([secondReference, urns]) => ({ secondReference, urns }));
};
