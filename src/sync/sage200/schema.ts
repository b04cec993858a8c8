/**
 * Sage 200's wire shapes, as far as they are read. Source, unless a line says otherwise: Sage's own OpenAPI description of
 * `sage200extra` (sales, cash book, financials, general). Every collection answers a bare JSON array.
 */
import { z } from "zod";

/** Ids are int64. A number beyond 2^53 has already lost digits when JSON.parse returns, so zod's `int` refuses it. */
export const recordId = z.union([z.number().int(), z.string().regex(/^\d{1,19}$/)]).transform(String);
/** Text that Sage may leave null, or leave out. */
export const text = z.string().nullish().transform((value) => value?.trim() ?? "");
/**
 * A UTC stamp printed without a zone and with trailing zeros dropped ("2026-02-11T16:03:00.73"). Source: records exported by
 * the Zynk connector, and the words "(UTC)" in Sage's description.
 */
const stamp = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z?$/, "not a time as Sage writes it").nullish().transform((value) => value ?? null);
/** "AccountStatusActive" or "AccountStatusHidden" (the latter from Zynk's records). */
const accountStatus = z.string().nullish().transform((value) => value ?? "AccountStatusActive");

/** Several endpoints of sibling products wrap their lists; one client tolerates `{"value":[…]}` here too, so both are read. */
export const collection = <T extends z.ZodType>(item: T) => z.preprocess((body) => wrapped.safeParse(body).data?.value ?? body, z.array(item));
const wrapped = z.object({ value: z.array(z.unknown()) });

/** GET /sites, the one request without X-Site and X-Company. */
export const wireSite = z.object({
  company_id: recordId,
  company_name: z.string().trim().min(1),
  site_id: z.string().trim().min(1),
  site_name: text,
  site_short_name: text,
});
export type WireSite = z.infer<typeof wireSite>;

/**
 * GET /customer_views: chosen over `customers` because it is flat. One request gives the VAT number, the account's status and
 * telephone, the default contact's e-mail and the post code, where `customers` needs `$expand=main_address,contacts`: two child
 * collections for each of the records, which Sage's own notes call slow.
 * `account_status_type` is there on Sage 200 Standard and on Professional released after July 2017.
 */
export const wireCustomerView = z.object({
  id: recordId,
  /** 8 characters where it is entered, though the view's description says 20. */
  reference: z.string().trim(),
  name: text,
  vat_number: text,
  account_status_type: accountStatus,
  telephone_country_code: text,
  telephone_area_code: text,
  telephone_subscriber_number: text,
  contact_default_email_address: text,
  contact_default_telephone_number: text,
  customer_location_post_code: text,
  date_time_updated: stamp,
});
export type WireCustomerView = z.infer<typeof wireCustomerView>;
export const customerViewFields = Object.keys(wireCustomerView.shape);

/** The same resource, read for what exists and nothing more. */
export const wireCustomerId = wireCustomerView.pick({ id: true, reference: true, account_status_type: true });
export type WireCustomerId = z.infer<typeof wireCustomerId>;
export const customerIdFields = Object.keys(wireCustomerId.shape);

/** A record of any list that bears ids and stamps, read for those alone. */
export const wireRecordId = z.object({ id: recordId });
export const recordIdFields = Object.keys(wireRecordId.shape);
export const wireRecordStamp = z.object({ id: recordId, date_time_updated: stamp });
export const recordStampFields = Object.keys(wireRecordStamp.shape);

/** GET /banks, not /bank_views: the view has the status as a number only, whose meanings are not published. */
export const wireBank = z.object({ id: recordId, code: z.string().trim().min(1), description: text, account_status_type: accountStatus });
export type WireBank = z.infer<typeof wireBank>;
export const bankFields = Object.keys(wireBank.shape);

/** GET /tax_codes: `id` goes into postings, `code` (an int16) is what users know. They are not the same number. */
export const wireTaxCode = z.object({ id: recordId, code: z.union([z.number().int(), z.string().trim().min(1)]).transform(String), name: text, tax_rate: z.number() });
export type WireTaxCode = z.infer<typeof wireTaxCode>;
export const taxCodeFields = Object.keys(wireTaxCode.shape);
