/** The bodies of customers and contacts, as far as the practice servers keep them. */
import { z } from "zod";
import { money, notKept, only, readOnly, recordId, text } from "./bodies";
import { accountStatuses, britain, sterling } from "./reference-data";

const stamps = readOnly("date_time_created", "date_time_updated");
/** Within a PUT: with its `id` an item is changed, without it added, and with `is_to_delete` removed. */
const item = { id: recordId.optional(), is_to_delete: z.boolean().optional() };

const email = z.strictObject({ ...item, email: text(227).optional(), is_default: z.boolean().optional(), ...readOnly("customer_contact_id"), ...stamps });
const telephone = z.strictObject({
  ...item,
  country_code: text(5).optional(),
  area_code: text(20).optional(),
  subscriber_number: text(200).optional(),
  is_default: z.boolean().optional(),
  ...readOnly("full_number", "customer_contact_id"),
  ...stamps,
});

export const contactBody = z.strictObject({
  ...item,
  first_name: text(60).optional(),
  middle_name: text(60).optional(),
  last_name: text(60).optional(),
  emails: z.array(email).optional(),
  telephones: z.array(telephone).optional(),
  ...readOnly("customer_id", "name", "default_telephone", "default_email", "is_default", "salutation"),
  ...notKept("salutation_id", "mobiles", "faxes", "websites", "roles"),
  ...stamps,
});
export type ContactBody = z.infer<typeof contactBody>;

const address = z.strictObject({
  address_1: text(60).optional(),
  address_2: text(60).optional(),
  address_3: text(60).optional(),
  address_4: text(60).optional(),
  city: text(60).optional(),
  county: text(60).optional(),
  postcode: text(10).optional(),
  address_country_code_id: only(britain.id),
  ...readOnly("id", "customer_id", "country", "contact_name"),
  ...stamps,
});

export const customerBody = z.strictObject({
  reference: text(8).optional(),
  name: text(60).optional(),
  short_name: text(8).optional(),
  on_hold: z.boolean().optional(),
  status_reason: text(256).optional(),
  account_status_type: z.enum(accountStatuses).optional(),
  currency_id: only(sterling.id),
  country_code_id: only(britain.id),
  telephone_country_code: text(5).optional(),
  telephone_area_code: text(20).optional(),
  telephone_subscriber_number: text(200).optional(),
  fax_country_code: text(5).optional(),
  fax_area_code: text(20).optional(),
  fax_subscriber_number: text(200).optional(),
  website: text(200).optional(),
  credit_limit: money.optional(),
  vat_number: text(30).optional(),
  payment_terms_days: z.int().min(0).max(32_767).optional(),
  main_address: address.optional(),
  contacts: z.array(contactBody).optional(),
  ...readOnly("id", "balance", "average_time_to_pay", "value_of_current_orders_in_sop", "default_nominal_code_id", "status"),
  ...notKept(
    "exchange_rate_type", "default_tax_code_id", "duns_code", "account_type", "early_settlement_discount_percent", "early_settlement_discount_days",
    "payment_terms_basis", "terms_agreed", "trading_terms", "credit_reference", "account_opened", "order_priority", "use_tax_code_as_default",
    "months_to_keep_transactions", "default_nominal_code_reference", "default_nominal_code_cost_centre", "default_nominal_code_department",
    "invoice_discount_percent", "invoice_line_discount_percent", "credit_memo_note", "alerts", "cards", "memos",
  ),
  ...stamps,
});
export type CustomerBody = z.infer<typeof customerBody>;
