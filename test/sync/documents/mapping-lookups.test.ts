import { mappingLookups, type MappingSource } from "../../../src/sync/documents/mapping-lookups";
import { acme } from "./builders";

const source = (changes: Partial<MappingSource> = {}): MappingSource => ({
  companies: [acme],
  subCompanies: [{ SubCompany: "North", SageCompanyName: "Acme UK", SageSiteId: "site" }],
  paymentMethods: [{ PaymentMethod: "Card", Enabled: "Yes", "Acc - Code": "1210", SageCompanyName: null }],
  taxCodes: [{ TaxRate: "20", SageCompanyName: "Acme UK", SageTaxCode: "1" }],
  methods: [],
  rates: [{ name: "Standard rate", percent: "20.00" }],
  banks: [{ id: "4", code: "1210", name: "Current", companyName: "Acme UK", status: "active" }],
  codes: [{ id: "2", code: "1", name: "Standard", ratePercent: "20", companyName: "Acme UK" }],
  ...changes,
});

test("postings carry Sage's record ids, which are not the codes that people know", () => {
  const lookups = mappingLookups(source());
  expect(lookups.bankFor("card", acme)).toEqual({ ok: true, value: "4" });
  expect(lookups.taxCodeFor("Standard rate", acme)).toEqual({ ok: true, value: "2" });
  expect(lookups.companyFor("north")).toMatchObject({ ok: true, value: { ref: acme.ref } });
});

test("a row for the company itself counts before one for every company", () => {
  const banks = [...source().banks, { id: "9", code: "1220", name: "Deposit", companyName: "Acme UK", status: "active" as const }];
  const paymentMethods = [...source().paymentMethods, { PaymentMethod: "Card", Enabled: "Yes", "Acc - Code": "1220", SageCompanyName: "Acme UK" }];
  expect(mappingLookups(source({ banks, paymentMethods })).bankFor("Card", acme)).toEqual({ ok: true, value: "9" });
});

test("what is not mapped is missing, named, and says where to fill it in; no bank is ever a default", () => {
  const lookups = mappingLookups(source({ paymentMethods: [{ PaymentMethod: "Card", Enabled: "Yes", "Acc - Code": null, SageCompanyName: null }], taxCodes: [] }));
  expect(lookups.bankFor("Card", acme)).toMatchObject({ ok: false, cause: expect.stringMatching(/Card.*Acme UK/) as string, fixAt: { sheet: "payment-methods", column: "Acc - Code", value: "Card" } });
  expect(lookups.taxCodeFor("Standard rate", acme)).toMatchObject({ ok: false, fixAt: { sheet: "tax-codes", value: "20" } });
  expect(lookups.companyFor("")).toMatchObject({ ok: false, fixAt: { value: "Default Company" } });
});

test("a code that Sage does not have, or has hidden, is refused by name", () => {
  expect(mappingLookups(source({ banks: [] })).bankFor("Card", acme)).toMatchObject({ ok: false, cause: expect.stringContaining("1210") as string });
  const hidden = source().banks.map((bank) => ({ ...bank, status: "hidden" as const }));
  expect(mappingLookups(source({ banks: hidden })).bankFor("Card", acme)).toMatchObject({ ok: false, cause: expect.stringContaining("hidden") as string });
});
