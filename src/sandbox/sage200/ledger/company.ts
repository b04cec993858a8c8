/** What a sales ledger must know of the company that keeps it. */
export type LedgerBank = { readonly id: number; /** Also the nominal code of the bank account. */ readonly code: string; readonly description: string };
export type LedgerTaxCode = { readonly id: number; readonly code: number; readonly name: string };
export type NominalAccount = { readonly id: number; readonly code: string; readonly name: string; /** Posted to by ledgers alone. */ readonly isControl: boolean };

export type LedgerCompany = {
  readonly name: string;
  hasCustomer(id: number): boolean;
  bank(id: number): LedgerBank | undefined;
  taxCode(id: number): LedgerTaxCode | undefined;
  nominal(code: string): NominalAccount | undefined;
  /** Nominal accounts in order of their code. */
  readonly chart: readonly NominalAccount[];
  /** Of a document that comes without analysis: the defaults that its customer has. */
  readonly defaultTaxCodeId: number;
  readonly defaultNominalCode: string;
};

export const debtorsControl = "1100";
export const vatControl = "2200";
export const discountsAllowed = "4009";
/** The other side of what customers owed when the ledger was taken over. */
export const openingSuspense = "9998";

/** Income that invoices are analysed to. */
const income: readonly (readonly [code: string, name: string])[] = [
  ["4000", "Sales, goods"],
  ["4001", "Sales, hardware"],
  ["4010", "Sales, connectivity"],
  ["4020", "Sales, services"],
  ["4100", "Sales, installation"],
  ["4905", "Carriage recharged"],
];

/** The practice companies' chart of accounts: the same nominal codes in each, and one for each of its banks. */
export const chartOf = (banks: readonly LedgerBank[]): readonly NominalAccount[] => {
  const accounts: (readonly [code: string, name: string, isControl: boolean])[] = [
    [debtorsControl, "Debtors control", true],
    [vatControl, "VAT on sales", true],
    [openingSuspense, "Opening balances", true],
    [discountsAllowed, "Discounts allowed", false],
    ["7901", "Bank charges", false],
    ["7906", "Exchange differences", false],
    ...income.map(([code, name]) => [code, name, false] as const),
    ...banks.map(({ code, description }) => [code, description, true] as const),
  ];
  return accounts.sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, name, isControl], n) => ({ id: 301 + n, code, name, isControl }));
};

/** A company from plain lists, for a ledger that runs without servers. */
export const ledgerCompany = (of: {
  readonly name: string;
  readonly hasCustomer: (id: number) => boolean;
  readonly banks: readonly LedgerBank[];
  readonly taxCodes: readonly LedgerTaxCode[];
  readonly defaultTaxCodeId?: number;
}): LedgerCompany => {
  const banks = new Map(of.banks.map((bank) => [bank.id, bank]));
  const taxCodes = new Map(of.taxCodes.map((code) => [code.id, code]));
  const chart = chartOf(of.banks);
  const nominals = new Map(chart.map((account) => [account.code, account]));
  const defaultTaxCodeId = of.defaultTaxCodeId ?? of.taxCodes[0]?.id;
  if (defaultTaxCodeId === undefined) throw new Error(`${of.name} has no tax code.`);
  return {
    name: of.name,
    hasCustomer: of.hasCustomer,
    bank: (id) => banks.get(id),
    taxCode: (id) => taxCodes.get(id),
    nominal: (code) => nominals.get(code),
    chart,
    defaultTaxCodeId,
    defaultNominalCode: "4000",
  };
};
