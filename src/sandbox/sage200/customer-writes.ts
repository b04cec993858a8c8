/** Creating and changing customers through the API: what a body does to an account, without doing it. */
import type { AccountRecord } from "../data/accounts";
import type { StoredContact, StoredEmail, StoredTelephone, TelephoneParts, WrittenDetails } from "../data/written";
import type { Deed } from "../journal";
import { refused, type Refused } from "../odata/refused";
import { addressOf, faxOf, telephoneOf, websiteOf } from "./account-details";
import type { CompanyBooks } from "./books";
import type { ContactBody, CustomerBody } from "./customer-bodies";

export type AccountWritten = Extract<Deed, { deed: "account-written" }>;
/** Record ids given out one after the other, none of them used until the deed is done. */
class Numbering {
  constructor(public next: number) {}
  take(): number {
    this.next += 1;
    return this.next - 1;
  }
}

/** With one default at most marked anew, the others lose the mark; with none at all the first has it. */
const withOneDefault = <T extends { readonly id: number; readonly isDefault: boolean }>(items: readonly T[], marked: number | null): T[] => {
  const chosen = marked ?? items.find((item) => item.isDefault)?.id ?? items[0]?.id;
  return items.map((item) => ({ ...item, isDefault: item.id === chosen }));
};

type Nested = { readonly id?: number | undefined; readonly is_default?: boolean | undefined; readonly is_to_delete?: boolean | undefined };

const merged = <T extends { readonly id: number; readonly isDefault: boolean }, B extends Nested>(
  kind: string,
  before: readonly T[],
  bodies: readonly B[] | undefined,
  numbering: Numbering,
  make: (held: T | undefined, body: B, id: number) => T | Refused,
): T[] | Refused => {
  if (bodies === undefined) return [...before];
  const items = new Map(before.map((item) => [item.id, item]));
  let marked: number | null = null;
  for (const body of bodies) {
    const held = body.id === undefined ? undefined : items.get(body.id);
    if (body.id !== undefined && held === undefined) return refused(`The ${kind} with id ${body.id} does not exist on this record.`);
    if (body.is_to_delete === true) {
      items.delete(body.id ?? -1);
      continue;
    }
    const made = make(held, body, held?.id ?? numbering.take());
    if ("refused" in made) return made;
    items.set(made.id, made);
    if (body.is_default === true) marked = made.id;
  }
  return withOneDefault([...items.values()], marked);
};

const emailsOf = (before: readonly StoredEmail[], bodies: ContactBody["emails"], numbering: Numbering) =>
  merged("email", before, bodies, numbering, (held, body, id): StoredEmail | Refused => {
    const email = body.email ?? held?.email ?? "";
    return email === "" ? refused("The field 'email' of 'emails' is required.") : { id, email, isDefault: held?.isDefault ?? false };
  });

const telephonesOf = (before: readonly StoredTelephone[], bodies: ContactBody["telephones"], numbering: Numbering) =>
  merged("telephone", before, bodies, numbering, (held, body, id): StoredTelephone | Refused => {
    const subscriber = body.subscriber_number ?? held?.subscriber ?? "";
    if (subscriber === "") return refused("The field 'subscriber_number' of 'telephones' is required.");
    return { id, country: body.country_code ?? held?.country ?? "", area: body.area_code ?? held?.area ?? "", subscriber, isDefault: held?.isDefault ?? false };
  });

const contactsFrom = (before: readonly StoredContact[], bodies: CustomerBody["contacts"], numbering: Numbering): StoredContact[] | Refused =>
  merged("contact", before, bodies?.map((body) => ({ ...body, is_default: undefined })), numbering, (held, body, id): StoredContact | Refused => {
    const emails = emailsOf(held?.emails ?? [], body.emails, numbering);
    if ("refused" in emails) return emails;
    const telephones = telephonesOf(held?.telephones ?? [], body.telephones, numbering);
    if ("refused" in telephones) return telephones;
    const first = body.first_name ?? held?.first ?? "";
    const last = body.last_name ?? held?.last ?? "";
    if (first === "" && last === "") return refused("A contact needs a 'first_name' or a 'last_name'.");
    return { id, first, middle: body.middle_name ?? held?.middle ?? "", last, isDefault: held?.isDefault ?? false, emails, telephones };
  });

const noTelephone: TelephoneParts = { country: "", area: "", subscriber: "" };

const telephoneFrom = (body: CustomerBody, kind: "telephone" | "fax", before: TelephoneParts): TelephoneParts => ({
  country: body[`${kind}_country_code`] ?? before.country,
  area: body[`${kind}_area_code`] ?? before.area,
  subscriber: body[`${kind}_subscriber_number`] ?? before.subscriber,
});

const detailsFrom = (body: CustomerBody, before: AccountRecord | null, contacts: StoredContact[] | null): WrittenDetails => {
  const address = before === null ? { lines: [], city: "", county: "" } : addressOf(before);
  const { main_address: sent } = body;
  return {
    website: body.website ?? (before === null ? "" : websiteOf(before)),
    telephone: telephoneFrom(body, "telephone", before === null ? noTelephone : telephoneOf(before)),
    fax: telephoneFrom(body, "fax", before === null ? noTelephone : faxOf(before)),
    ...(body.short_name === undefined ? {} : { shortName: body.short_name }),
    ...(before !== null && sent === undefined
      ? {}
      : {
          address: {
            lines: [1, 2, 3, 4].map((n) => sent?.[`address_${n as 1 | 2 | 3 | 4}`] ?? address.lines[n - 1] ?? ""),
            city: sent?.city ?? address.city,
            county: sent?.county ?? address.county,
          },
        }),
    ...(contacts === null ? {} : { contacts }),
  };
};

const fieldsFrom = (body: CustomerBody): AccountWritten["fields"] => ({
  ...(body.name === undefined ? {} : { name: body.name }),
  ...(body.account_status_type === undefined ? {} : { status: body.account_status_type === "AccountStatusHidden" ? "hidden" : "active" }),
  ...(body.status_reason === undefined ? {} : { statusReason: body.status_reason }),
  ...(body.on_hold === undefined ? {} : { isOnHold: body.on_hold }),
  ...(body.vat_number === undefined ? {} : { vatNumber: body.vat_number }),
  ...(body.main_address?.postcode === undefined ? {} : { postcode: body.main_address.postcode }),
  ...(body.credit_limit === undefined ? {} : { creditLimit: body.credit_limit }),
  ...(body.payment_terms_days === undefined ? {} : { termsDays: body.payment_terms_days }),
});

const letters = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, 5) || "CUST";

/** As Sage numbers accounts itself: the name's first letters and the next free number. */
const nextReference = (books: CompanyBooks, name: string): string => {
  const stem = letters(name);
  for (let n = 1; ; n++) {
    const number = String(n).padStart(8 - stem.length, "0");
    const reference = `${stem.slice(0, 8 - number.length)}${number}`;
    if (books.accountNumberedLike(reference) === undefined) return reference;
  }
};

const written = (books: CompanyBooks, id: number, now: number, rest: Pick<AccountWritten, "isNew" | "fields" | "details" | "nextId">): AccountWritten => ({
  deed: "account-written",
  company: books.plan.name,
  id,
  at: books.nextStamp(now),
  committedAt: now,
  ...rest,
});

/** `POST /customers`. The customer takes one record id, its address the next. */
export const newCustomer = (books: CompanyBooks, body: CustomerBody, givesReferences: boolean, now: number): AccountWritten | Refused => {
  const { name } = body;
  if (name === undefined || name.trim() === "") return refused("The field 'name' is required.");
  const asked = body.reference ?? "";
  if (asked.trim() === "" && !givesReferences) return refused("The field 'reference' is required.");
  if (asked !== "" && books.accountNumberedLike(asked) !== undefined) return refused(`The customer reference '${asked}' already exists.`);
  const id = books.nextId;
  const numbering = new Numbering(id + 2);
  if (body.contacts?.some((contact) => contact.id !== undefined) === true) return refused("A new customer cannot have contacts with an id.");
  const contacts = contactsFrom([], body.contacts, numbering);
  if ("refused" in contacts) return contacts;
  const reference = asked.trim() === "" ? nextReference(books, name) : asked;
  return written(books, id, now, { isNew: true, fields: { ...fieldsFrom(body), reference }, details: detailsFrom(body, null, contacts), nextId: numbering.next });
};

/** `PUT /customers/{id}`: what is left out stays (assumed); the reference cannot change once it is given. */
export const changedCustomer = (books: CompanyBooks, account: AccountRecord, body: CustomerBody, now: number): AccountWritten | Refused => {
  if (body.reference !== undefined && body.reference !== account.reference) return refused(`The reference of customer '${account.reference}' cannot be changed.`);
  if (body.name !== undefined && body.name.trim() === "") return refused("The field 'name' is required.");
  const numbering = new Numbering(books.nextId);
  const contacts = body.contacts === undefined ? null : contactsFrom(books.storedContactsOf(account), body.contacts, numbering);
  if (contacts !== null && "refused" in contacts) return contacts;
  return changed(books, account, now, fieldsFrom(body), detailsFrom(body, account, contacts), numbering);
};

/** `POST /customers/{id}/customer_contacts`. Answers the new contact's id beside the deed. */
export const newContact = (books: CompanyBooks, account: AccountRecord, body: ContactBody, now: number): { readonly deed: AccountWritten; readonly contactId: number } | Refused => {
  if (body.id !== undefined) return refused("A new contact cannot have an id.");
  const numbering = new Numbering(books.nextId);
  const contactId = numbering.next;
  const contacts = contactsFrom(books.storedContactsOf(account), [body], numbering);
  if ("refused" in contacts) return contacts;
  return { deed: changed(books, account, now, {}, { contacts }, numbering), contactId };
};

const changed = (books: CompanyBooks, account: AccountRecord, now: number, fields: AccountWritten["fields"], details: WrittenDetails, numbering: Numbering): AccountWritten =>
  written(books, account.id, now, { isNew: false, fields, details, nextId: numbering.next });
