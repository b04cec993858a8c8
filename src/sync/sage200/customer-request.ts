/**
 * A customer's fields and contacts as Sage 200 takes them. Pure.
 *
 * A Sage account has no e-mail of its own: what Sage shows as the account's is the default e-mail of its default contact
 * (`customer_views.contact_default_email_address`). So that is where the customer's e-mail goes, beside that person's own.
 */
import type { CustomerFields, NewCustomer, PostedContact } from "../documents/posting";
import { failed, failure, ok, type Result } from "../model/failure";
import { folded, tidy } from "../model/spelling";
import type { JsonObject } from "./json-text";
import { splitTelephone } from "./telephone";
import { cut, fitting } from "./widths";

/** In the order of their weight: the first is to be the default. Blank ones and repetitions are left out. */
const emailsOf = (candidates: readonly string[]): readonly string[] => {
  const emails: string[] = [];
  for (const email of candidates.map(tidy)) if (email !== "" && !emails.some((one) => folded(one) === folded(email))) emails.push(email);
  return emails;
};

export type ContactWish = {
  readonly firstName: string;
  readonly lastName: string;
  readonly emails: readonly string[];
  readonly telephone: { readonly country: string; readonly area: string; readonly subscriber: string };
};

const telephoneOf = (written: string, of: string): Result<ContactWish["telephone"]> => {
  const { country, area, subscriber } = splitTelephone(tidy(written));
  const fits = fitting("telephoneSubscriber", subscriber, of);
  return fits.ok ? ok({ country, area, subscriber: fits.value }) : fits;
};

/** Sage keeps no contact without a name (assumed), so one that has none goes by its e-mail or telephone number. */
export const namesOf = (contact: PostedContact): Pick<ContactWish, "firstName" | "lastName"> => {
  const names = { firstName: cut("firstName", contact.firstName), lastName: cut("lastName", contact.lastName) };
  return names.firstName === "" && names.lastName === "" ? { firstName: "", lastName: cut("lastName", contact.email.trim() || contact.telephone) } : names;
};

/** A contact that says nothing at all. */
const isBlank = (contact: PostedContact): boolean => [contact.firstName, contact.lastName, contact.email, contact.telephone].every((text) => tidy(text) === "");

/** What a contact is to be in Sage. `accountEmail` is not blank for the account's default contact alone. */
export const contactWish = (contact: PostedContact, accountEmail: string): Result<ContactWish> => {
  const of = `contact ${`${contact.firstName} ${contact.lastName}`.trim() || contact.id}`;
  const emails = emailsOf([accountEmail, contact.email]);
  for (const email of emails) {
    const fits = fitting("email", email, of);
    if (!fits.ok) return fits;
  }
  const telephone = telephoneOf(contact.telephone, of);
  return telephone.ok ? ok({ ...namesOf(contact), emails, telephone: telephone.value }) : telephone;
};

const newContact = ({ firstName, lastName, emails, telephone }: ContactWish): JsonObject => ({
  first_name: firstName === "" ? undefined : firstName,
  last_name: lastName === "" ? undefined : lastName,
  emails: emails.length === 0 ? undefined : emails.map((email, at) => ({ email, is_default: at === 0 })),
  telephones: telephone.subscriber === "" ? undefined : [{ ...newTelephone(telephone), is_default: true }],
});

const newTelephone = ({ country, area, subscriber }: ContactWish["telephone"]): JsonObject => ({
  country_code: country === "" ? undefined : country,
  area_code: area === "" ? undefined : area,
  subscriber_number: subscriber,
});

/** The account's own fields, blank ones included: The Layer is master of these, so that a blank clears what Sage has. */
export const accountFields = (fields: CustomerFields): Result<{ readonly [Name in AccountFieldName]: string }> => {
  const of = `customer ${fields.name}`;
  if (tidy(fields.name) === "") return failed(failure("document-invalid", "The customer has no name, and Sage 200 keeps no account without one.", "Give the customer a name in The Layer, then retry."));
  const website = fitting("website", fields.website, of);
  if (!website.ok) return website;
  const vatNumber = fitting("vatNumber", fields.vatNumber, of);
  if (!vatNumber.ok) return vatNumber;
  const telephone = telephoneOf(fields.telephone, of);
  if (!telephone.ok) return telephone;
  const fax = telephoneOf(fields.fax, of);
  if (!fax.ok) return fax;
  return ok({
    name: cut("accountName", fields.name),
    telephone_country_code: telephone.value.country,
    telephone_area_code: telephone.value.area,
    telephone_subscriber_number: telephone.value.subscriber,
    fax_country_code: fax.value.country,
    fax_area_code: fax.value.area,
    fax_subscriber_number: fax.value.subscriber,
    website: website.value,
    vat_number: vatNumber.value,
  });
};
type AccountFieldName =
  | "name"
  | "telephone_country_code"
  | "telephone_area_code"
  | "telephone_subscriber_number"
  | "fax_country_code"
  | "fax_area_code"
  | "fax_subscriber_number"
  | "website"
  | "vat_number";

/**
 * POST /customers. The first contact becomes the account's default one (assumed: Sage does not say which does). A customer with an
 * e-mail and no contact gets one in its own name, as an e-mail has no other place.
 */
export const newCustomerBody = ({ accountNumber, fields, contacts }: NewCustomer): Result<JsonObject> => {
  const of = `customer ${fields.name}`;
  const reference = fitting("accountReference", accountNumber, of);
  if (!reference.ok) return reference;
  if (reference.value === "") throw new RangeError(`No account number is reserved for ${of}: it could not be found again.`);
  const account = accountFields(fields);
  if (!account.ok) return account;
  const named = contacts.filter((contact) => !isBlank(contact));
  const people = named.length === 0 && tidy(fields.email) !== "" ? [{ id: "", firstName: "", lastName: fields.name, email: fields.email, telephone: "" }] : named;
  const children: JsonObject[] = [];
  for (const [at, contact] of people.entries()) {
    const wish = contactWish(contact, at === 0 ? fields.email : "");
    if (!wish.ok) return wish;
    children.push(newContact(wish.value));
  }
  const filled = Object.fromEntries(Object.entries(account.value).filter(([, value]) => value !== ""));
  return ok({ reference: reference.value, ...filled, contacts: children.length === 0 ? undefined : children });
};
