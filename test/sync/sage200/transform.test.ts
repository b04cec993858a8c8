import { wireCustomerView, wireTaxCode } from "../../../src/sync/sage200/schema";
import { instantOf, toAccount, toTaxCode } from "../../../src/sync/sage200/transform";

const company = { name: "Acme UK Ltd", siteId: "s", companyId: "3", siteName: "Acme" };
const aView = (changes: object = {}) => wireCustomerView.parse({ id: 27006, reference: "NORTH001", ...changes });

test.each([
  ["2026-02-11T16:03:00.73", "2026-02-11T16:03:00.730Z"],
  ["2026-07-11T16:03:00", "2026-07-11T16:03:00.000Z"],
  ["2026-07-11T16:03:00.1234567", "2026-07-11T16:03:00.123Z"],
  ["2026-07-11T16:03:00Z", "2026-07-11T16:03:00.000Z"],
  [null, "1970-01-01T00:00:00.000Z"],
])("Sage's stamp %p is read as UTC, in summer too", (stamp, instant) => expect(instantOf(stamp)).toBe(instant));

test("an id stays text and keeps every digit", () => expect(toAccount(aView({ id: "9223372036854775807" }), company).id).toBe("9223372036854775807"));

test("fields that Sage leaves null or out are empty text", () =>
  expect(toAccount(aView({ name: null }), company)).toMatchObject({ name: "", vatNumber: "", postcode: "", email: "", telephone: "" }));

test.each([
  ["AccountStatusActive", "active"],
  ["AccountStatusHidden", "hidden"],
  ["Active", "active"],
  ["SomethingNew", "hidden"],
  [undefined, "active"],
])("the status %p counts as %s", (account_status_type, status) => expect(toAccount(aView({ account_status_type }), company).status).toBe(status));

test("the account's own telephone is preferred to its default contact's", () => {
  const own = { telephone_country_code: "44", telephone_area_code: "191", telephone_subscriber_number: "4960000" };
  expect(toAccount(aView({ ...own, contact_default_telephone_number: "0191 1" }), company).telephone).toBe("+44 191 4960000");
  expect(toAccount(aView({ contact_default_telephone_number: "0191 1" }), company).telephone).toBe("0191 1");
});

test.each([
  [20, "20"],
  [17.5, "17.5"],
  [0, "0"],
  [5.25, "5.25"],
  [100, "100"],
])("a rate of %d is written %s, as in The Layer", (tax_rate, text) =>
  expect(toTaxCode(wireTaxCode.parse({ id: 2, code: 1, name: "Standard", tax_rate }), company)).toMatchObject({ code: "1", ratePercent: text }),
);
