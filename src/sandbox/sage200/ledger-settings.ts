import { boolean, choice, datetime, decimal, entity, int, string } from "../odata/entity";
import type { CompanyBooks } from "./books";
import type { LedgerCompany, NominalAccount } from "./ledger";
import { accountStatuses, setUpAt, standardTaxCode } from "./reference-data";

/** Field for field as Sage describes `nominal_code`, without analysis codes and the group's own. What is called `reference` here is `code` in postings. */
export const nominalCodeEntity = entity<NominalAccount>("nominal_code", {
  id: int((row) => row.id),
  name: string(60, (row) => row.name),
  reference: string(8, (row) => row.code),
  cost_centre_id: int(() => null),
  cost_centre_code: string(3, () => ""),
  department_id: int(() => null),
  department_code: string(3, () => ""),
  nominal_account_type: string(20, () => "NominalAccountTypePosting"),
  account_status_type: choice(20, accountStatuses, () => "AccountStatusActive"),
  report_category_id: int(() => 1),
  display_balances_in_selection_list: boolean(() => false),
  allow_manual_journal_entries: boolean((row) => !row.isControl),
  use_batch_postings: boolean(() => false),
  periods_to_keep_transactions: int(() => 24),
  date_time_created: datetime(() => setUpAt),
  date_time_updated: datetime(() => setUpAt),
});

/** One row a company. */
export const ledgerSettingsEntity = (books: CompanyBooks, autoAccountNumbers: () => boolean) =>
  entity<LedgerCompany>("sales_ledger_settings", {
    id: int(() => 1),
    copy_statements_for_head_offices: boolean(() => false),
    allow_batch_processing: boolean(() => false),
    auto_generate_account_numbers: boolean(() => autoAccountNumbers()),
    next_account_number: int(() => books.accounts.length + 1),
    allow_additional_trans_analysis: boolean(() => false),
    use_card_processing: boolean(() => false),
    use_transaction_date_for_allocation: boolean(() => false),
    early_settlement_discount_days: int(() => 0),
    early_settlement_discount_percent: decimal(() => 0),
    keep_transactions_for: int(() => 36),
    archive_transaction_after_keeping: boolean(() => true),
    maximum_enquiry_transactions_to_display: int(() => 1000),
    show_outstanding_transactions: boolean(() => false),
    tax_recovery_period: int(() => 6),
    default_tax_code_id: int(() => standardTaxCode(books.plan).id),
    default_terms_agreed: boolean(() => true),
    no_of_reporting_periods: int(() => 4),
    default_payment_terms_basis: string(20, () => "PaymentDueFromDocumentDate"),
    default_payment_terms_days: int(() => 30),
    use_account_periods_as_trading_periods: boolean(() => true),
    revalue_foreign_entries: boolean(() => false),
    statement_terms: string(20, () => "StatementTermsAllTransactions"),
    statement_ageing_terms: string(50, () => "StatementAgeingTermsTypeEnumInstrumentDate"),
    charge_interest_on_finance_charges: boolean(() => false),
    date_time_created: datetime(() => setUpAt),
    date_time_updated: datetime(() => setUpAt),
  });
