import type { StoredEmail, StoredTelephone } from "../data/written";
import { boolean, datetime, entity, int, many, never, string } from "../odata/entity";
import { fullNumber } from "./account-details";
import type { CompanyBooks, ContactRecord } from "./books";

type OfContact<T> = T & { readonly contact: ContactRecord };

const email = (books: CompanyBooks) =>
  entity<OfContact<StoredEmail>>("customer_email", {
    id: int((row) => row.id),
    email: string(227, (row) => row.email),
    customer_contact_id: int((row) => row.contact.id),
    is_default: boolean((row) => row.isDefault),
    is_to_delete: boolean(() => false),
    date_time_created: datetime((row) => row.contact.account.createdAt),
    date_time_updated: datetime((row) => books.stampOf(row.contact.account)),
  });

const telephone = (books: CompanyBooks) =>
  entity<OfContact<StoredTelephone>>("customer_telephone", {
    id: int((row) => row.id),
    full_number: string(227, fullNumber),
    country_code: string(5, (row) => row.country),
    area_code: string(20, (row) => row.area),
    subscriber_number: string(200, (row) => row.subscriber),
    customer_contact_id: int((row) => row.contact.id),
    is_default: boolean((row) => row.isDefault),
    is_to_delete: boolean(() => false),
    date_time_created: datetime((row) => row.contact.account.createdAt),
    date_time_updated: datetime((row) => books.stampOf(row.contact.account)),
  });

/** The one that is marked, else the first. */
const chosen = <T extends { readonly isDefault: boolean }>(of: readonly T[]): T | undefined => of.find((item) => item.isDefault) ?? of[0];

export const defaultEmailOf = (contact: ContactRecord | undefined): string => (contact === undefined ? "" : (chosen(contact.emails)?.email ?? ""));
export const defaultTelephoneOf = (contact: ContactRecord | undefined): string => {
  const found = contact === undefined ? undefined : chosen(contact.telephones);
  return found === undefined ? "" : fullNumber(found);
};
export const contactNameOf = (contact: ContactRecord | undefined): string =>
  contact === undefined ? "" : [contact.first, contact.middle, contact.last].filter((part) => part !== "").join(" ");

/** Field for field as Sage describes `customer_contact`. E-mails and telephones come only when expanded. */
export const contactEntity = (books: CompanyBooks) =>
  entity<ContactRecord>(
    "customer_contact",
    {
      id: int((row) => row.id),
      customer_id: int((row) => row.account.id),
      salutation_id: int(() => null),
      name: string(180, contactNameOf),
      first_name: string(60, (row) => row.first),
      middle_name: string(60, (row) => row.middle),
      last_name: string(60, (row) => row.last),
      default_telephone: string(227, defaultTelephoneOf),
      default_email: string(227, defaultEmailOf),
      is_default: boolean((row) => row.isDefault),
      is_to_delete: boolean(() => false),
      date_time_created: datetime((row) => row.account.createdAt),
      date_time_updated: datetime((row) => books.stampOf(row.account)),
    },
    {
      salutation: never(null),
      emails: many(email(books), (row) => row.emails.map((held) => ({ ...held, contact: row }))),
      telephones: many(telephone(books), (row) => row.telephones.map((held) => ({ ...held, contact: row }))),
      mobiles: never([]),
      faxes: never([]),
      websites: never([]),
      roles: never([]),
    },
  );
