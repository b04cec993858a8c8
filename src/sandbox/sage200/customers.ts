import type { AccountRecord } from "../data/accounts";
import { boolean, choice, datetime, decimal, entity, int, many, never, one, string, type Expand, type Field } from "../odata/entity";
import { addressLine, addressOf, faxOf, shortNameOf, telephoneOf, websiteOf } from "./account-details";
import type { CompanyBooks } from "./books";
import { contactEntity, contactNameOf } from "./contacts";
import { accountStatus, accountStatuses, accountStatusId, britain, countryEntity, currencyEntity, standardTaxCode, sterling, taxCodeEntity } from "./reference-data";

export const midnight = (ms: number): number => Math.floor(ms / 86_400_000) * 86_400_000;

/** `name_1` to `name_n`. */
export const numbered = <R>(name: string, count: number, field: Field<R>): Record<string, Field<R>> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${name}_${n + 1}`, field]));

const addressEntity = (books: CompanyBooks) =>
  entity<AccountRecord>("main_address", {
    id: int((row) => row.id + 1),
    customer_id: int((row) => row.id),
    address_1: string(60, (row) => addressLine(row, 1)),
    address_2: string(60, (row) => addressLine(row, 2)),
    address_3: string(60, (row) => addressLine(row, 3)),
    address_4: string(60, (row) => addressLine(row, 4)),
    city: string(60, (row) => addressOf(row).city),
    county: string(60, (row) => addressOf(row).county),
    postcode: string(10, (row) => row.postcode),
    country: string(60, () => britain.name),
    contact_name: string(235, (row) => contactName(books, row)),
    address_country_code_id: int(() => britain.id),
    date_time_created: datetime((row) => row.createdAt),
    date_time_updated: datetime((row) => books.stampOf(row)),
  });

/** Of its default contact. */
export const contactName = (books: CompanyBooks, row: AccountRecord): string => contactNameOf(defaultContactOf(books, row));
export const defaultContactOf = (books: CompanyBooks, row: AccountRecord) => {
  const contacts = books.contactsOf(row);
  return contacts.find((contact) => contact.isDefault) ?? contacts[0];
};

const statusEntity = entity<AccountRecord>("customer_status", { is_live: boolean((row) => row.status === "active") });

const expands = (books: CompanyBooks): Record<string, Expand<AccountRecord>> => ({
  main_address: one(addressEntity(books), (row) => row),
  contacts: many(contactEntity(books), (row) => books.contactsOf(row)),
  currency: one(currencyEntity, () => sterling),
  country_code: one(countryEntity, () => britain),
  default_tax_code: one(taxCodeEntity, () => standardTaxCode(books.plan)),
  status: one(statusEntity, (row) => row),
  alerts: never([]),
  cards: never([]),
  memos: never([]),
  limited_price_bands: never([]),
  ...Object.fromEntries(
    [
      "associated_head_office", "credit_bureau", "credit_memo_note", "credit_position", "customer_discount_group", "default_nominal_code", "finance_charge",
      "order_value_discount", "price_band", "sales_credit_note_layout", "sales_invoice_layout", "statement_layout",
    ].map((name) => [name, never<AccountRecord>(null)]),
  ),
});

/** Field for field as Sage describes `customer`, in its order. There is no e-mail here: it lives under contacts. */
export const customerEntity = (books: CompanyBooks) =>
  entity<AccountRecord>(
    "customer",
    {
      id: int((row) => row.id),
      reference: string(8, (row) => row.reference),
      name: string(60, (row) => row.name),
      short_name: string(8, shortNameOf),
      balance: decimal((row) => books.ledger.balanceOf(row.id)),
      on_hold: boolean((row) => row.isOnHold),
      status_reason: string(256, (row) => row.statusReason),
      account_status_type: choice(20, accountStatuses, (row) => accountStatus(row.status)),
      currency_id: int(() => sterling.id),
      exchange_rate_type: choice(20, ["ExchangeRateSingle", "ExchangeRatePeriod", "ExchangeRateBoth"], () => "ExchangeRateSingle"),
      telephone_country_code: string(5, (row) => telephoneOf(row).country),
      telephone_area_code: string(20, (row) => telephoneOf(row).area),
      telephone_subscriber_number: string(200, (row) => telephoneOf(row).subscriber),
      fax_country_code: string(5, (row) => faxOf(row).country),
      fax_area_code: string(20, (row) => faxOf(row).area),
      fax_subscriber_number: string(200, (row) => faxOf(row).subscriber),
      website: string(200, websiteOf),
      credit_limit: decimal((row) => row.creditLimit),
      country_code_id: int(() => britain.id),
      default_tax_code_id: int(() => standardTaxCode(books.plan).id),
      vat_number: string(30, (row) => row.vatNumber),
      duns_code: string(9, () => ""),
      account_type: choice(20, ["TradingAccountTypeOpenItem", "TradingAccountTypeBalanceForward"], () => "TradingAccountTypeOpenItem"),
      early_settlement_discount_percent: decimal(() => 0),
      early_settlement_discount_days: int(() => 0),
      payment_terms_days: int((row) => row.termsDays),
      payment_terms_basis: choice(20, ["PaymentDueFromDocumentDate", "PaymentDueFromEndOfMonth", "PaymentDueFromCalendarMonth"], () => "PaymentDueFromDocumentDate"),
      average_time_to_pay: int((row) => row.id % 45),
      terms_agreed: boolean(() => true),
      value_of_current_orders_in_sop: decimal(() => 0),
      credit_bureau_id: int(() => null),
      credit_position_id: int(() => null),
      finance_charge_id: int(() => null),
      trading_terms: string(30, (row) => `${row.termsDays} days`),
      credit_reference: string(60, () => ""),
      account_opened: datetime((row) => midnight(row.createdAt)),
      last_credit_review: datetime(() => null),
      next_credit_review: datetime(() => null),
      application_date: datetime(() => null),
      date_received: datetime(() => null),
      date_finance_charge_last_run: datetime(() => null),
      office_type: string(20, () => ""),
      associated_head_office_id: int(() => null),
      produce_statements_for_customer: boolean(() => true),
      is_head_office_with_branches: boolean(() => false),
      use_consolidated_billing: boolean(() => false),
      order_priority: string(1, () => "A"),
      use_tax_code_as_default: boolean(() => false),
      months_to_keep_transactions: int(() => 36),
      default_nominal_code_id: int(() => null),
      default_nominal_code_reference: string(8, () => "4000"),
      default_nominal_code_cost_centre: string(3, () => ""),
      default_nominal_code_department: string(3, () => ""),
      invoice_discount_percent: decimal(() => 0),
      invoice_line_discount_percent: decimal(() => 0),
      customer_discount_group_id: int(() => null),
      order_value_discount_id: int(() => null),
      price_band_id: int(() => null),
      ...numbered("analysis_code", 20, string<AccountRecord>(60, () => "")),
      ...numbered("spare_text", 10, string<AccountRecord>(100, () => "")),
      ...numbered("spare_number", 10, decimal<AccountRecord>(() => 0, 5)),
      ...numbered("spare_date", 5, datetime<AccountRecord>(() => null)),
      ...numbered("spare_bool", 5, boolean<AccountRecord>(() => false)),
      date_time_created: datetime((row) => row.createdAt),
      date_time_updated: datetime((row) => books.stampOf(row)),
    },
    expands(books),
  );

/** `lookup_customers`: what a drop-down needs. */
export const lookupCustomerEntity = entity<AccountRecord>("lookup_customer", {
  id: int((row) => row.id),
  reference: string(20, (row) => row.reference),
  name: string(60, (row) => row.name),
  short_name: string(8, shortNameOf),
  account_status_type_id: int((row) => accountStatusId(row.status)),
  post_code: string(10, (row) => row.postcode),
  office_type_id: int(() => 0),
});
