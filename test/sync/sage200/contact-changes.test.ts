import { contactChanges, matchContacts, type LinkedContact } from "../../../src/sync/sage200/contact-changes";
import { jsonText, type Json } from "../../../src/sync/sage200/json-text";
import type { WireContact } from "../../../src/sync/sage200/posting-schema";
import type { CustomerFields } from "../../../src/sync/documents/posting";
import { aContact, aNewCustomer } from "./postings";

const fields = aNewCustomer().fields;
const email = (id: string, address: string, isDefault = true): WireContact["emails"][number] => ({ id, email: address, is_default: isDefault });
const priya = (changes: Partial<WireContact> = {}): WireContact => ({
  id: "10",
  first_name: "Priya",
  last_name: "Nair",
  default_email: "accounts@northwick.example",
  is_default: true,
  emails: [email("11", "accounts@northwick.example"), email("12", "priya@northwick.example", false)],
  telephones: [{ id: "13", country_code: "44", area_code: "191", subscriber_number: "4960001", is_default: true }],
  ...changes,
});
const sam = (changes: Partial<WireContact> = {}): WireContact => ({
  id: "20",
  first_name: "Sam",
  last_name: "Lee",
  default_email: "sam@northwick.example",
  is_default: false,
  emails: [email("21", "sam@northwick.example")],
  telephones: [],
  ...changes,
});
const linked: readonly LinkedContact[] = [
  { sageContactId: "10", contact: aContact() },
  { sageContactId: "20", contact: aContact({ id: "00417-2", firstName: "Sam", lastName: "Lee", email: "sam@northwick.example", telephone: "" }) },
];
const [priyaLinked, samLinked] = linked as [LinkedContact, LinkedContact];
const changed = (link: LinkedContact, changes: Partial<LinkedContact["contact"]>): LinkedContact => ({ ...link, contact: { ...link.contact, ...changes } });

const changes = (there: readonly WireContact[], of: readonly LinkedContact[], customer: CustomerFields = fields): unknown => {
  const result = contactChanges(there, customer, of);
  if (!result.ok) throw new Error(result.failure.cause);
  return JSON.parse(jsonText(result.value as Json));
};

test("contacts that say what The Layer says are not sent", () => {
  expect(changes([priya(), sam()], linked)).toEqual([]);
});

test("an amended contact is sent by Sage's id, with only what differs", () => {
  expect(changes([priya(), sam()], [priyaLinked, changed(samLinked, { lastName: "Leigh", email: "sam.leigh@northwick.example", telephone: "01632 960001" })])).toEqual([
    {
      id: 20,
      first_name: "Sam",
      last_name: "Leigh",
      emails: [{ id: 21, email: "sam.leigh@northwick.example", is_default: true }],
      telephones: [{ country_code: "44", area_code: "1632", subscriber_number: "960001", is_default: true }],
    },
  ]);
});

test("a contact that The Layer did not bring is left alone, even where it shares a name", () => {
  expect(changes([priya(), sam({ emails: [email("21", "old@elsewhere.example")] })], [priyaLinked])).toEqual([]);
});

test("a contact that was deleted in Sage is not brought back", () => {
  expect(changes([priya()], linked)).toEqual([]);
});

test("the customer's e-mail is the default one of the default contact, whoever brought that contact", () => {
  const customer = { ...fields, email: "ledger@northwick.example" };
  expect(changes([priya(), sam()], linked, customer)).toEqual([{ id: 10, emails: [{ id: 11, email: "ledger@northwick.example", is_default: true }] }]);
  expect(changes([priya({ first_name: "Somebody", last_name: "Else" })], [], customer)).toEqual([{ id: 10, emails: [{ id: 11, email: "ledger@northwick.example", is_default: true }] }]);
});

test("an e-mail that somebody added in Sage is kept when another becomes the default", () => {
  const there = priya({ emails: [email("11", "priya@northwick.example"), email("12", "accounts@northwick.example", false)] });
  expect(changes([there], [priyaLinked])).toEqual([
    { id: 10, emails: [{ id: 12, email: "accounts@northwick.example", is_default: true }, { id: 11, email: "priya@northwick.example", is_default: false }] },
  ]);
});

test("a blank clears the e-mail and the telephone", () => {
  expect(changes([priya({ emails: [email("11", "accounts@northwick.example")] }), sam()], [changed(priyaLinked, { email: "", telephone: "" }), samLinked], { ...fields, email: "" })).toEqual([
    { id: 10, emails: [{ id: 11, is_to_delete: true }], telephones: [{ id: 13, is_to_delete: true }] },
  ]);
});

test("an account without any contact gets one for its e-mail, and none without one", () => {
  expect(changes([], linked)).toEqual([{ last_name: "Northwick Tools Ltd", emails: [{ email: "accounts@northwick.example", is_default: true }] }]);
  expect(changes([], linked, { ...fields, email: "" })).toEqual([]);
});

test("created contacts are known again by name and e-mail, namesakes by their e-mails, and what is not there has no id", () => {
  const posted = [
    aContact({ id: "a", firstName: "Sam", lastName: "Lee", email: "second@northwick.example" }),
    aContact({ id: "b", firstName: "Sam", lastName: "Lee", email: "sam@northwick.example" }),
    aContact({ id: "c", firstName: "Nobody", lastName: "Known" }),
    aContact({ id: "d" }),
  ];
  const there = [sam(), sam({ id: "30", default_email: "second@northwick.example", emails: [] }), priya()];
  expect(matchContacts(there, posted)).toEqual([
    { contactId: "a", sageContactId: "30" },
    { contactId: "b", sageContactId: "20" },
    { contactId: "d", sageContactId: "10" },
  ]);
});
