import { boolean, datetime, entity, int, many, never, string } from "../odata/entity";
import type { CompanyBooks, ContactRecord } from "./books";

export const fullNumber = ({ areaCode, subscriber }: ContactRecord["person"]["telephone"]): string => `+44 ${areaCode} ${subscriber}`;

const email = (books: CompanyBooks) =>
  entity<ContactRecord>("customer_email", {
    id: int((row) => row.id + 1),
    email: string(227, (row) => row.person.email),
    customer_contact_id: int((row) => row.id),
    is_default: boolean(() => true),
    is_to_delete: boolean(() => false),
    date_time_created: datetime((row) => row.account.createdAt),
    date_time_updated: datetime((row) => books.stampOf(row.account)),
  });

const telephone = (books: CompanyBooks) =>
  entity<ContactRecord>("customer_telephone", {
    id: int((row) => row.id + 2),
    full_number: string(227, (row) => fullNumber(row.person.telephone)),
    country_code: string(5, () => "44"),
    area_code: string(20, (row) => row.person.telephone.areaCode),
    subscriber_number: string(200, (row) => row.person.telephone.subscriber),
    customer_contact_id: int((row) => row.id),
    is_default: boolean(() => true),
    is_to_delete: boolean(() => false),
    date_time_created: datetime((row) => row.account.createdAt),
    date_time_updated: datetime((row) => books.stampOf(row.account)),
  });

/** Field for field as Sage describes `customer_contact`. E-mails and telephones come only when expanded. */
export const contactEntity = (books: CompanyBooks) =>
  entity<ContactRecord>(
    "customer_contact",
    {
      id: int((row) => row.id),
      customer_id: int((row) => row.account.id),
      salutation_id: int(() => null),
      name: string(180, (row) => `${row.person.first} ${row.person.last}`),
      first_name: string(60, (row) => row.person.first),
      middle_name: string(60, () => ""),
      last_name: string(60, (row) => row.person.last),
      default_telephone: string(227, (row) => fullNumber(row.person.telephone)),
      default_email: string(227, (row) => row.person.email),
      is_default: boolean((row) => row.isDefault),
      is_to_delete: boolean(() => false),
      date_time_created: datetime((row) => row.account.createdAt),
      date_time_updated: datetime((row) => books.stampOf(row.account)),
    },
    {
      salutation: never(null),
      emails: many(email(books), (row) => [row]),
      telephones: many(telephone(books), (row) => [row]),
      mobiles: never([]),
      faxes: never([]),
      websites: never([]),
      roles: never([]),
    },
  );
