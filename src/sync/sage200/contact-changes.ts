/**
 * What must change in an account's contacts so that they say what The Layer says. Contacts are known by Sage's ids: those that The
 * Layer brought are kept in step, the others are left alone, but for the default contact's e-mail, which is the account's. Pure.
 */
import type { CustomerFields, PostedContact } from "../documents/posting";
import { ok, type Result } from "../model/failure";
import { folded, tidy } from "../model/spelling";
import { contactWish, namesOf, type ContactWish } from "./customer-request";
import { exactId, type JsonObject } from "./json-text";
import type { WireContact } from "./posting-schema";
import { cut } from "./widths";

/** A contact of The Layer with the id under which Sage has it. */
export type LinkedContact = { readonly sageContactId: string; readonly contact: PostedContact };

type Email = WireContact["emails"][number];

const inOrder = <T extends { readonly id: string; readonly is_default: boolean }>(items: readonly T[]): readonly T[] =>
  [...items].sort((a, b) => Number(b.is_default) - Number(a.is_default) || (BigInt(a.id) < BigInt(b.id) ? -1 : 1));

/**
 * The first wanted is to be the default. An address that is there already is kept as it is, one that is not takes the place of the one
 * that stood in its place, and nothing else is taken away: people add addresses in Sage.
 */
const emailChanges = (there: readonly Email[], wanted: readonly string[]): readonly JsonObject[] => {
  const existing = inOrder(there);
  const matches = wanted.map((email) => existing.find((one) => folded(one.email) === folded(email)));
  const changes: JsonObject[] = [];
  wanted.forEach((email, at) => {
    const isDefault = at === 0;
    const match = matches[at];
    if (match !== undefined) {
      if (match.is_default !== isDefault || match.email !== email) changes.push({ id: exactId(match.id), email, is_default: isDefault });
      return;
    }
    const place = existing[at];
    changes.push(place === undefined || matches.includes(place) ? { email, is_default: isDefault } : { id: exactId(place.id), email, is_default: isDefault });
  });
  const [former] = existing;
  if (wanted.length === 0 && former !== undefined) changes.push({ id: exactId(former.id), is_to_delete: true });
  return changes;
};

const telephoneChanges = (there: WireContact["telephones"], { country, area, subscriber }: ContactWish["telephone"]): readonly JsonObject[] => {
  const [former] = inOrder(there);
  if (subscriber === "") return former === undefined ? [] : [{ id: exactId(former.id), is_to_delete: true }];
  const wanted = { country_code: country, area_code: area, subscriber_number: subscriber };
  if (former === undefined) return [{ ...wanted, is_default: true }];
  const isSame = former.country_code === country && former.area_code === area && former.subscriber_number.replace(/\s/g, "") === subscriber.replace(/\s/g, "");
  return isSame ? [] : [{ id: exactId(former.id), ...wanted }];
};

const changeOf = (there: WireContact, fields: JsonObject, emails: readonly JsonObject[], telephones: readonly JsonObject[]): readonly JsonObject[] =>
  Object.keys(fields).length === 0 && emails.length === 0 && telephones.length === 0
    ? []
    : [{ id: exactId(there.id), ...fields, ...(emails.length === 0 ? {} : { emails }), ...(telephones.length === 0 ? {} : { telephones }) }];

/** The `contacts` of a PUT, of those alone that differ; none for a contact that is no longer in Sage, which stays deleted. */
export const contactChanges = (there: readonly WireContact[], fields: CustomerFields, linked: readonly LinkedContact[]): Result<readonly JsonObject[]> => {
  const accountEmail = tidy(fields.email);
  if (there.length === 0) return ok(accountEmail === "" ? [] : [{ last_name: cut("lastName", fields.name), emails: [{ email: accountEmail, is_default: true }] }]);
  const byDefault = there.find((one) => one.is_default) ?? there[0];
  const changes: JsonObject[] = [];
  for (const one of there) {
    const isDefault = one === byDefault;
    const own = linked.find(({ sageContactId }) => sageContactId === one.id);
    if (own === undefined) {
      if (isDefault) changes.push(...changeOf(one, {}, emailChanges(one.emails, accountEmail === "" ? [] : [accountEmail]), []));
      continue;
    }
    const wish = contactWish(own.contact, isDefault ? accountEmail : "");
    if (!wish.ok) return wish;
    const { firstName, lastName, emails, telephone } = wish.value;
    // Without any name in The Layer the contact keeps the one it has.
    const names = (firstName === "" && lastName === "") || (one.first_name === firstName && one.last_name === lastName) ? {} : { first_name: firstName, last_name: lastName };
    changes.push(...changeOf(one, names, emailChanges(one.emails, emails), telephoneChanges(one.telephones, telephone)));
  }
  return ok(changes);
};

/** Which contact in Sage is which of The Layer's, after an account was created with them: by name and e-mail, then by name alone. */
export const matchContacts = (there: readonly WireContact[], posted: readonly PostedContact[]): readonly { readonly contactId: string; readonly sageContactId: string }[] => {
  const left = new Set([...there].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)));
  const nameOf = (first: string, last: string): string => folded(`${first} ${last}`);
  const emailsOf = (one: WireContact): readonly string[] => [one.default_email, ...one.emails.map(({ email }) => email)].map(folded);
  const found = new Map<string, string>();
  const take = (isIt: (one: WireContact, contact: PostedContact) => boolean) => {
    for (const contact of posted) {
      if (found.has(contact.id)) continue;
      const match = [...left].find((one) => isIt(one, contact));
      if (match === undefined) continue;
      left.delete(match);
      found.set(contact.id, match.id);
    }
  };
  const isNamed = (one: WireContact, contact: PostedContact) => {
    const { firstName, lastName } = namesOf(contact);
    return nameOf(one.first_name, one.last_name) === nameOf(firstName, lastName);
  };
  take((one, contact) => isNamed(one, contact) && contact.email !== "" && emailsOf(one).includes(folded(contact.email)));
  take(isNamed);
  return posted.flatMap(({ id }) => {
    const sageContactId = found.get(id);
    return sageContactId === undefined ? [] : [{ contactId: id, sageContactId }];
  });
};
