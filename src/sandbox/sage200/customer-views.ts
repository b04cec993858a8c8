import type { AccountRecord } from "../data/accounts";
import { boolean, choice, datetime, decimal, entity, int, string, type Field } from "../odata/entity";
import type { CompanyBooks } from "./books";
import { addressLine, addressOf, faxOf, shortNameOf, telephoneOf, websiteOf } from "./account-details";
import { defaultEmailOf, defaultTelephoneOf } from "./contacts";
import { contactName, defaultContactOf, midnight, numbered } from "./customers";
import { accountStatus, accountStatuses, accountStatusId, britain, currencyBeside, standardTaxCode } from "./reference-data";

const trading = (books: CompanyBooks): Record<string, Field<AccountRecord>> => ({
  balance: decimal((row) => books.ledger.balanceOf(row.id)),
  base_balance: decimal((row) => books.ledger.balanceOf(row.id)),
  credit_limit: decimal((row) => row.creditLimit),
  vat_number: string(30, (row) => row.vatNumber),
  default_tax_rate_id: int(() => standardTaxCode(books.plan).id),
  default_tax_rate_code: int(() => standardTaxCode(books.plan).code),
  default_tax_rate_name: string(60, () => standardTaxCode(books.plan).name),
  default_tax_rate: decimal(() => standardTaxCode(books.plan).percent * 100),
  default_order_priority: string(1, () => "A"),
  default_nominal_account_number: string(8, () => "4000"),
  default_nominal_cost_centre: string(3, () => ""),
  default_nominal_department: string(3, () => ""),
  early_settlement_discount_percent: decimal(() => 0),
  days_early_settlement_disc_applies: int(() => 0),
  payment_terms_in_days: int((row) => row.termsDays),
  payment_terms_id: int(() => 0),
  payment_terms: string(30, () => "PaymentDueFromDocumentDate"),
  discount_group_id: int(() => null),
  discount_group_name: string(20, () => ""),
  discount_group_description: string(50, () => ""),
  order_value_discount_id: int(() => null),
  order_value_discount_name: string(20, () => ""),
  order_value_discount_description: string(50, () => ""),
  price_band_id: int(() => null),
  price_band_name: string(20, () => ""),
  price_band_description: string(50, () => ""),
  use_consolidated_billing: boolean(() => false),
  invoice_line_discount_percent: decimal(() => 0),
  invoice_discount_percent: decimal(() => 0),
  account_is_on_hold: boolean((row) => row.isOnHold),
  account_status_type_id: int((row) => accountStatusId(row.status)),
  account_status_type: choice(20, accountStatuses, (row) => accountStatus(row.status)),
  account_type_id: int(() => 0),
  account_type: string(20, () => "TradingAccountTypeOpenItem"),
  value_of_current_orders_in_sop: decimal(() => 0),
  date_account_details_last_changed: datetime((row) => books.stampOf(row)),
  date_of_last_transaction: datetime((row) => {
    const last = books.ledger.ofCustomer(row.id).at(-1);
    return last === undefined ? null : Date.parse(last.date);
  }),
  date_finance_charge_last_run: datetime(() => null),
  trading_terms: string(30, (row) => `${row.termsDays} days`),
  credit_reference: string(60, () => ""),
  credit_bureau_id: int(() => null),
  credit_bureau_name: string(50, () => ""),
  credit_position_id: int(() => null),
  credit_position_name: string(50, () => ""),
  average_time_to_pay: int((row) => row.id % 45),
  account_opened: datetime((row) => midnight(row.createdAt)),
  last_credit_review: datetime(() => null),
  next_credit_review: datetime(() => null),
  application_date: datetime(() => null),
  date_received: datetime(() => null),
  terms_agreed: boolean(() => true),
  is_over_credit_limit: boolean((row) => row.creditLimit > 0 && books.ledger.balanceOf(row.id) > row.creditLimit),
  months_to_keep_transactions_for: int(() => 36),
  use_tax_code_as_default: boolean(() => false),
  avg_time_to_pay_date_last_updated: datetime(() => null),
  duns_code: string(9, () => ""),
});

const reaching = (books: CompanyBooks): Record<string, Field<AccountRecord>> => {
  const contact = (row: AccountRecord) => defaultContactOf(books, row);
  return {
    telephone_area_code: string(20, (row) => telephoneOf(row).area),
    telephone_country_code: string(5, (row) => telephoneOf(row).country),
    telephone_subscriber_number: string(200, (row) => telephoneOf(row).subscriber),
    fax_area_code: string(20, (row) => faxOf(row).area),
    fax_country_code: string(5, (row) => faxOf(row).country),
    fax_subscriber_number: string(200, (row) => faxOf(row).subscriber),
    website: string(200, websiteOf),
    send_copy_statement_to_branch: boolean(() => false),
    statement_transmission_method_id: int(() => 0),
    statement_transmission_method: string(30, () => "Print"),
    invoice_payments_status: string(60, () => ""),
    contact_name: string(235, (row) => contactName(books, row)),
    contact_first_name: string(60, (row) => contact(row)?.first ?? ""),
    contact_middle_name: string(60, (row) => contact(row)?.middle ?? ""),
    contact_last_name: string(60, (row) => contact(row)?.last ?? ""),
    contact_default_telephone_number: string(227, (row) => defaultTelephoneOf(contact(row))),
    contact_default_email_address: string(227, (row) => defaultEmailOf(contact(row))),
  };
};

const fullAddress = (row: AccountRecord): string => {
  const { lines, city, county } = addressOf(row);
  return [...lines, city, county, row.postcode].filter((part) => part !== "").join(", ");
};

const located = (books: CompanyBooks): Record<string, Field<AccountRecord>> => ({
  customer_location_id: int((row) => row.id + 1),
  customer_location_address_line_1: string(60, (row) => addressLine(row, 1)),
  customer_location_address_line_2: string(60, (row) => addressLine(row, 2)),
  customer_location_address_line_3: string(60, (row) => addressLine(row, 3)),
  customer_location_address_line_4: string(60, (row) => addressLine(row, 4)),
  customer_location_post_code: string(10, (row) => row.postcode),
  customer_location_city: string(60, (row) => addressOf(row).city),
  customer_location_county: string(60, (row) => addressOf(row).county),
  customer_location_country: string(60, () => britain.name),
  customer_location_full_address: string(444, (row) => fullAddress(row)),
  customer_location_date_time_created: datetime((row) => row.createdAt),
  customer_location_date_time_updated: datetime((row) => books.stampOf(row)),
  customer_location_country_code_id: int(() => britain.id),
  customer_location_country_code: string(2, () => britain.code),
  customer_location_country_code_name: string(60, () => britain.name),
  customer_location_type_id: int(() => 0),
  customer_location_type: string(20, () => "TraderLocationMain"),
  customer_location_address_country_code_id: int(() => britain.id),
  customer_location_address_country_code: string(2, () => britain.code),
  customer_location_address_country_code_name: string(60, () => britain.name),
});

/** Field for field as Sage describes `customer_view`: flat, with other names than `customer` (`account_is_on_hold`, `payment_terms_in_days`). */
export const customerViewEntity = (books: CompanyBooks) =>
  entity<AccountRecord>("customer_view", {
    id: int((row) => row.id),
    reference: string(20, (row) => row.reference),
    name: string(60, (row) => row.name),
    short_name: string(8, shortNameOf),
    country_code_id: int(() => britain.id),
    country_code: string(2, () => britain.code),
    ...currencyBeside<AccountRecord>(),
    ...trading(books),
    ...reaching(books),
    ...numbered("analysis_code", 20, string<AccountRecord>(60, () => "")),
    ...located(books),
    date_time_created: datetime((row) => row.createdAt),
    date_time_updated: datetime((row) => books.stampOf(row)),
  });
