import type { CompanyPlan } from "../data/companies";
import { choice, datetime, decimal, entity, int, never, one, string, type Field } from "../odata/entity";
import { accountStatus, accountStatuses, accountStatusId, currencyBeside, currencyEntity, setUpAt, sterling } from "./reference-data";

type Bank = CompanyPlan["banks"][number];

const nominals = (): Record<string, Field<Bank>> => ({
  bank_account_nominal_reference: string(8, (row) => row.code.slice(0, 8)),
  bank_account_nominal_cost_centre: string(3, () => ""),
  bank_account_nominal_department: string(3, () => ""),
  bank_charges_nominal_reference: string(8, () => "7901"),
  bank_charges_nominal_cost_centre: string(3, () => ""),
  bank_charges_nominal_department: string(3, () => ""),
  exchange_diff_nominal_reference: string(8, () => "7906"),
  exchange_diff_nominal_cost_centre: string(3, () => ""),
  exchange_diff_nominal_department: string(3, () => ""),
});

const described = (): Record<string, Field<Bank>> => ({
  code: string(8, (row) => row.code),
  description: string(60, (row) => row.description),
  sort_code: string(10, (row) => row.sortCode),
  account_no: string(20, (row) => row.accountNo),
  bank_name: string(60, (row) => row.bankName),
});

const stated = (): Record<string, Field<Bank>> => ({
  balance: decimal((row) => row.id * 1_234_50),
  balance_in_base: decimal((row) => row.id * 1_234_50),
  overdraft_limit: decimal(() => 0),
  account_name: string(50, (row) => row.description),
  iban: string(40, () => ""),
  bic: string(11, () => ""),
  statement_balance: decimal((row) => row.id * 1_200_00),
  statement_date: datetime(() => Date.UTC(2026, 7, 31)),
});

/** Field for field as Sage describes `bank`. */
export const bankEntity = entity<Bank>(
  "bank",
  {
    id: int((row) => row.id),
    ...described(),
    account_type: string(20, () => "CurrentAccount"),
    account_status_type: choice(20, accountStatuses, (row) => accountStatus(row.status)),
    ...stated(),
    account_currency_id: int(() => sterling.id),
    ...nominals(),
    date_time_created: datetime(() => setUpAt),
    date_time_updated: datetime(() => setUpAt),
  },
  {
    account_currency: one(currencyEntity, () => sterling),
    bank_account_nominal_code: never(null),
    bank_address: never(null),
    bank_charges_nominal_code: never(null),
    exchange_diff_nominal_code: never(null),
    bank_contacts: never([]),
    emails: never([]),
    memos: never([]),
    websites: never([]),
  },
);

/** The flat view has the currency beside the bank, and the status only as a number; it carries no change stamp. */
export const bankViewEntity = entity<Bank>("bank_view", {
  id: int((row) => row.id),
  ...described(),
  account_type_id: int(() => 0),
  account_status_type_id: int((row) => accountStatusId(row.status)),
  ...stated(),
  statement_page_number: int(() => 8),
  ...currencyBeside<Bank>(),
  ...nominals(),
  electronic_bank: string(60, () => ""),
});

/** `lookup_banks`: what a drop-down needs. */
export const lookupBankEntity = entity<Bank>("lookup_bank", {
  id: int((row) => row.id),
  code: string(8, (row) => row.code),
  description: string(60, (row) => row.description),
  account_status_type: choice(20, accountStatuses, (row) => accountStatus(row.status)),
  date_time_created: datetime(() => setUpAt),
  date_time_updated: datetime(() => setUpAt),
});
