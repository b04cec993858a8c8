/**
 * What a run with receipts begins with: customers linked to accounts, The Layer's invoices and payments, all of them posted in Sage
 * before, invoices that only Sage has, and the payment methods of the banks.
 */
import type { Deed } from "../../../src/sandbox/journal";
import { paymentMethods } from "../../../src/sandbox/data/companies";
import { inText } from "../../../src/sandbox/data/documents/amounts";
import type { KeptInvoice, KeptPayment } from "../../../src/sandbox/layer/kept";
import type { SalesLedger } from "../../../src/sandbox/sage200/ledger";
import { postingKey } from "../../../src/sync/ledger/posting-key";
import type { PlainDate } from "../../../src/sync/model/dates";
import type { MethodSource } from "../../../src/sync/receipts/methods";
import type { CompanyPlan } from "../../../src/sandbox/data/companies";
import type { Random } from "../random";
import { simulated, type SimulatedCompany } from "../set-up";

export const tenant = "simulated receipts";

export type PaidInvoice = {
  readonly id: string;
  readonly reference: string;
  readonly customerId: string;
  readonly company: SimulatedCompany;
  readonly accountId: number;
  /** Pence, with tax. */
  readonly lines: readonly { readonly id: string; readonly gross: number }[];
  readonly gross: number;
  readonly date: PlainDate;
  /** Whether the gateway posted it, and so knows its number; otherwise only its reference tells. */
  readonly isPostedByUs: boolean;
  /** What The Layer itself was paid on it, and posted. */
  readonly paid: readonly { readonly id: string; readonly amount: number; readonly date: PlainDate }[];
};

export type Account = { readonly customerId: string; readonly company: SimulatedCompany; readonly id: number };

export type ReceiptSetUp = {
  readonly companies: readonly SimulatedCompany[];
  readonly accounts: readonly Account[];
  readonly accountsToBegin: readonly Extract<Deed, { deed: "account-added" }>[];
  readonly invoices: readonly PaidInvoice[];
  readonly methods: MethodSource;
  /** Names of the methods that pay into that bank, worked out from the set-up alone. */
  methodsOf(company: SimulatedCompany, bankCode: string): readonly string[];
  readonly kept: { readonly invoices: readonly KeptInvoice[]; readonly payments: readonly KeptPayment[] };
  /** Numbers in Sage, by the invoice's id, once `post` was called. */
  readonly urns: Map<string, number>;
  /** Numbers in Sage of The Layer's own payments, by company: see `numberIn`. */
  readonly echoes: Set<string>;
  post(ledgerOf: (company: SimulatedCompany) => SalesLedger): void;
};

/** Numbers count in one company alone. */
export const numberIn = (companyRef: string, urn: number | string): string => `${companyRef} ${urn}`;

const begun = "2026-08-31T09:00:00.000Z";

const anInvoice = (random: Random, nth: number, account: Account): PaidInvoice => {
  const lines = Array.from({ length: random.between(1, 3) }, (_, at) => ({ id: String(at + 1), gross: random.between(1_000, 40_000) }));
  const gross = lines.reduce((sum, line) => sum + line.gross, 0);
  const payments = random.chance(0.3) ? [{ id: `own-${nth}`, amount: random.between(100, Math.floor(gross / 2)), date: "2026-08-20" as PlainDate }] : [];
  return {
    id: `invoice-${nth}`,
    reference: `INV-${nth}`,
    customerId: account.customerId,
    company: account.company,
    accountId: account.id,
    lines,
    gross,
    date: `2026-08-${random.between(10, 19)}` as PlainDate,
    isPostedByUs: random.chance(0.8),
    paid: payments,
  };
};

const keptInvoice = ({ id, reference, customerId, date, lines, gross }: PaidInvoice): KeptInvoice => ({
  id,
  reference,
  customerId,
  subCompany: "",
  status: "finalised",
  date,
  dueDate: null,
  currency: "GBP",
  nominalCode: "4000",
  lines: lines.map((line) => ({ id: line.id, description: `Item ${line.id}`, net: inText(line.gross), discount: "0.00", tax: "0.00", taxRate: "Zero rate", nominalCode: "" })),
  total: inText(gross),
  updatedAt: begun,
});

const keptPayments = ({ id, customerId, paid }: PaidInvoice): readonly KeptPayment[] =>
  paid.map((payment) => ({ id: payment.id, reference: "BACS", invoiceId: id, customerId, date: payment.date, method: "BACS", amount: inText(payment.amount), currency: "GBP", origin: "layer", recorded: null, updatedAt: begun }));

export const createReceiptSetUp = (random: Random, plans: readonly CompanyPlan[]): ReceiptSetUp => {
  const companies = plans.map(simulated);
  const accounts: Account[] = [];
  const accountsToBegin: Extract<Deed, { deed: "account-added" }>[] = [];
  for (const company of companies)
    for (let nth = 1; nth <= 2; nth += 1) {
      const id = company.plan.firstRecordId + 2 * nth;
      accounts.push({ customerId: `00${nth}`, company, id });
      accountsToBegin.push({ deed: "account-added", company: company.name, id, at: Date.UTC(2026, 6, 1), account: { reference: `ACC${nth}`, name: `Customer ${nth}`, vatNumber: "" } });
    }
  const invoices = Array.from({ length: random.between(5, 9) }, (_, at) => anInvoice(random, at + 1, random.pick(accounts)));
  const onlySages = accounts.flatMap((account) => (random.chance(0.4) ? [{ account, gross: random.between(1_000, 30_000) }] : []));
  const urns = new Map<string, number>();
  const echoes = new Set<string>();

  const banks = (company: SimulatedCompany) => company.plan.banks.filter(({ status }) => status === "active");
  // Two cards pay into the second bank; nothing pays into the third one of the first company.
  const paysInto = companies.flatMap((company, at) => {
    const [first, second, third] = banks(company).map(({ code }) => code);
    return [["BACS", first], ["Credit Card", second], ["Debit Card", second], ["Cash", at === 0 ? "" : third], ["Direct Debit", ""], ["Hardware Fund", ""]].map(([method, code]) => ({ company, method: method ?? "", code: code ?? "" }));
  });

  return {
    companies,
    accounts,
    accountsToBegin,
    invoices,
    methods: {
      rows: paysInto.map(({ company, method, code }) => ({ PaymentMethod: method, Enabled: "Yes", "Payment Account Name": "", "Acc - Code": code, SageCompanyName: company.name })),
      methods: paymentMethods.map(({ name, isEnabled, accountName, accCode }) => ({ name, isEnabled, accountName, accCode })),
    },
    methodsOf: (company, bankCode) => paysInto.filter((one) => one.company === company && one.code !== "" && one.code === bankCode).map(({ method }) => method),
    kept: { invoices: invoices.map(keptInvoice), payments: invoices.flatMap(keptPayments) },
    urns,
    echoes,
    post(ledgerOf) {
      for (const { id, reference, company, accountId, gross, date, isPostedByUs, paid } of invoices) {
        const ledger = ledgerOf(company);
        const keyOf = (kind: "invoice" | "receipt", of: string) => postingKey({ tenant, company: company.ref, kind, id: of, revision: 1 });
        const posted = ledger.postInvoice({ customerId: accountId, goods: gross, tax: 0, date, reference, secondReference: isPostedByUs ? keyOf("invoice", id) : "" });
        if ("refused" in posted) throw new Error(posted.refused);
        urns.set(id, posted.urn);
        for (const payment of paid) {
          const echo = ledger.postReceipt({ customerId: accountId, bankId: banks(company)[0]?.id ?? 0, value: payment.amount, date: payment.date, reference, secondReference: keyOf("receipt", payment.id) });
          if ("refused" in echo) throw new Error(echo.refused);
          echoes.add(numberIn(company.ref, echo.urn));
        }
      }
      for (const { account, gross } of onlySages) ledgerOf(account.company).postInvoice({ customerId: account.id, goods: gross, tax: 0, date: "2026-08-15" as PlainDate, reference: "SI-900", user: "k.marsh" });
    },
  };
};
