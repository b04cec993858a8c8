import { jsonText } from "../../../src/sync/sage200/json-text";
import { newCustomerBody } from "../../../src/sync/sage200/customer-request";
import type { NewCustomer } from "../../../src/sync/documents/posting";
import { aContact, aNewCustomer } from "./postings";

const sent = (posting: NewCustomer): unknown => {
  const body = newCustomerBody(posting);
  if (!body.ok) throw new Error(body.failure.cause);
  return JSON.parse(jsonText(body.value));
};
const fields = aNewCustomer().fields;

test("a new customer goes with its six fields and all its contacts, and nothing blank", () => {
  expect(sent(aNewCustomer())).toEqual({
    reference: "NORTH001",
    name: "Northwick Tools Ltd",
    telephone_country_code: "44",
    telephone_area_code: "191",
    telephone_subscriber_number: "4960000",
    website: "northwick.example",
    vat_number: "GB123456789",
    contacts: [
      {
        first_name: "Priya",
        last_name: "Nair",
        emails: [
          { email: "accounts@northwick.example", is_default: true },
          { email: "priya@northwick.example", is_default: false },
        ],
        telephones: [{ country_code: "44", area_code: "191", subscriber_number: "4960001", is_default: true }],
      },
      { first_name: "Sam", last_name: "Lee", emails: [{ email: "sam@northwick.example", is_default: true }] },
    ],
  });
});

test("an account has no e-mail of its own: without contacts it stands with one in the customer's name", () => {
  expect(sent(aNewCustomer({ contacts: [] }))).toMatchObject({ contacts: [{ last_name: "Northwick Tools Ltd", emails: [{ email: "accounts@northwick.example", is_default: true }] }] });
  expect(sent(aNewCustomer({ contacts: [], fields: { ...fields, email: "" } }))).not.toHaveProperty("contacts");
});

test("the customer's e-mail is not repeated where it is the contact's own", () => {
  expect(sent(aNewCustomer({ contacts: [aContact({ email: "Accounts@Northwick.example" })] }))).toMatchObject({ contacts: [{ emails: [{ email: "accounts@northwick.example", is_default: true }] }] });
});

test("a contact without a name goes by its e-mail, and one that says nothing is left out", () => {
  const nothing = aContact({ firstName: "", lastName: " ", email: "", telephone: "" });
  expect(sent(aNewCustomer({ contacts: [nothing, aContact({ firstName: "", lastName: "" })] }))).toMatchObject({ contacts: [{ last_name: "priya@northwick.example" }] });
});

test("names are cut to Sage's width, and what would be wrong when cut is a failure that names the width", () => {
  expect(sent(aNewCustomer({ fields: { ...fields, name: "N".repeat(80) } }))).toMatchObject({ name: "N".repeat(60) });
  expect(newCustomerBody(aNewCustomer({ fields: { ...fields, vatNumber: "1".repeat(31) } }))).toMatchObject({ ok: false, failure: { code: "document-invalid", cause: expect.stringMatching(/VAT number of customer Northwick.*31 characters.*30/) } });
  expect(newCustomerBody(aNewCustomer({ fields: { ...fields, website: "w".repeat(201) } }))).toMatchObject({ ok: false, failure: { cause: expect.stringContaining("200") } });
  expect(newCustomerBody(aNewCustomer({ contacts: [aContact({ email: `${"e".repeat(220)}@x.example` })] }))).toMatchObject({ ok: false, failure: { cause: expect.stringMatching(/e-mail address of contact Priya Nair/) } });
  expect(newCustomerBody(aNewCustomer({ accountNumber: "NORTH0001" }))).toMatchObject({ ok: false, failure: { cause: expect.stringContaining("account number") } });
});

test("a customer without a name cannot be kept in Sage; without a reserved account number it could not be found again", () => {
  expect(newCustomerBody(aNewCustomer({ fields: { ...fields, name: " " } }))).toMatchObject({ ok: false, failure: { cause: expect.stringContaining("no name") } });
  expect(() => newCustomerBody(aNewCustomer({ accountNumber: "" }))).toThrow(RangeError);
});
