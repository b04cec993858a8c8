import type { SagePosting } from "../../../src/sync/documents/posting";
import { defaultPolicy } from "../../../src/sync/ledger/intent";
import { minorUnits } from "../../../src/sync/model/money";
import type { SageCompanyRef } from "../../../src/sync/rules/reference";
import { createSage200Customers, createSage200Poster, type Sage200Customers, type Sage200Poster } from "../../../src/sync/sage200";
import { connectedSandbox } from "../../support/sandbox-connectors";
import { aContact, aCreditNotePosting, anInvoicePosting, aNewCustomer, aReceiptPosting, aRefundPosting, intentOf } from "./postings";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(60_000);

type Connected = Awaited<ReturnType<typeof connectedSandbox>>;
let at: Connected;
let poster: Sage200Poster;
let customers: Sage200Customers;
let company: SageCompanyRef;
let ids: { readonly bankId: string; readonly taxCodeId: string; readonly nominalCode: string };

const valueOf = <T>(result: { ok: true; value: T } | { ok: false; failure: { cause: string } }): T => {
  if (!result.ok) throw new Error(result.failure.cause);
  return result.value;
};

beforeAll(async () => {
  at = await connectedSandbox({ customers: 20 });
  company = valueOf(await at.sage.sites())[0] as SageCompanyRef;
  const options = { url: at.sandbox.sage200.url, tokens: at.tokens };
  poster = createSage200Poster({ ...options, company: async () => company, policy: defaultPolicy });
  customers = createSage200Customers(options);
  ids = {
    bankId: valueOf(await at.sage.banks(company)).find(({ status }) => status === "active")?.id ?? "",
    taxCodeId: valueOf(await at.sage.taxCodes(company)).find(({ ratePercent }) => ratePercent === "20")?.id ?? "",
    nominalCode: valueOf(await at.sage.nominalCodes(company)).find(({ code }) => code.startsWith("4"))?.code ?? "",
  };
});
afterAll(async () => {
  await poster.close();
  await customers.close();
  await at.close();
});

/** Posts, looks for it by its key, and says whether the look-up found what the answer named. */
const posted = async (posting: SagePosting) => {
  const sent = await poster.send(intentOf(posting), () => true);
  const found = await poster.lookUp(intentOf(posting));
  if (sent.kind !== "posted" || found.kind !== "found") throw new Error(JSON.stringify([sent, found]));
  expect(found.evidence.urn).toBe(sent.evidence.urn);
  return found.evidence;
};

test("a customer and every kind of document are posted, and found again by their keys", async () => {
  const account = await posted(aNewCustomer());
  expect(account).toMatchObject({ urn: "NORTH001", contacts: [{ contactId: "00417-1" }, { contactId: "00417-2" }] });
  const on = { sageCustomerId: account.recordId ?? "" };
  const lined = {
    ...on,
    taxItems: [{ taxCodeId: ids.taxCodeId, goods: minorUnits(100_00), tax: minorUnits(20_00) }],
    nominalItems: [{ code: ids.nominalCode, value: minorUnits(100_00), narrative: "March service" }],
  };
  const cash = { ...on, bankId: ids.bankId };
  const absent = await poster.lookUp(intentOf(anInvoicePosting(lined)));
  expect(absent).toEqual({ kind: "absent" });
  await posted(anInvoicePosting(lined));
  await posted(aCreditNotePosting(lined));
  await posted(aReceiptPosting(cash));
  await posted(aRefundPosting(cash));
  await posted(aRefundPosting({ ...cash, documentId: "ref-2", as: "sales-payment" }));

  const contacts = (account.contacts ?? []).map(({ sageContactId }, n) => ({ sageContactId, contact: n === 0 ? aContact({ lastName: "Nair-Smith" }) : (aNewCustomer().contacts[n] ?? aContact()) }));
  const update = () => customers.updateCustomer(company, on.sageCustomerId, { ...aNewCustomer().fields, email: "ledger@northwick.example", website: "" }, contacts);
  expect(await update()).toEqual({ ok: true, value: { gone: [] } });
  expect(await update()).toEqual({ ok: true, value: { gone: [] } });
  expect(valueOf(await customers.contactIds(company, on.sageCustomerId, [aContact({ lastName: "Nair-Smith" })]))).toEqual([{ contactId: "00417-1", sageContactId: contacts[0]?.sageContactId }]);
});

test("what Sage refuses is told in plain English", async () => {
  const [account] = at.sandbox.data.accounts(company.name).filter(({ status }) => status === "active");
  const on = { sageCustomerId: String(account?.id) };
  const refused = async (posting: SagePosting) => {
    const outcome = await poster.send(intentOf(posting), () => true);
    return outcome.kind === "refused" ? outcome.failure.code : outcome.kind;
  };
  expect(await refused(aReceiptPosting({ ...on, bankId: "999999" }))).toBe("sage-bank-unknown");
  expect(await refused(aReceiptPosting({ sageCustomerId: "999999", bankId: ids.bankId }))).toBe("sage-account-unknown");
  expect(await refused(anInvoicePosting({ ...on, taxItems: [{ taxCodeId: "999999", goods: minorUnits(100_00), tax: minorUnits(20_00) }] }))).toBe("sage-tax-code-unknown");
  const items = { taxItems: [{ taxCodeId: ids.taxCodeId, goods: minorUnits(100_00), tax: minorUnits(20_00) }], nominalItems: [{ code: "NOCODE", value: minorUnits(100_00), narrative: "" }] };
  expect(await refused(anInvoicePosting({ ...on, ...items }))).toBe("sage-nominal-unknown");
});
