import { latestChange } from "../../../src/sync/store/changes";
import { readCompanySettings, saveCompanySetting } from "../../../src/sync/store/company-settings";
import { recordPlans } from "../../../src/sync/store/document-plans";
import { saveDocuments } from "../../../src/sync/store/documents";
import { choicesOf, dropWaitingCustomers, saveChoice, saveSentContacts, saveWaitingCustomers, sentContacts, waitingCustomers, type WaitingCustomer } from "../../../src/sync/store/new-customers";
import { numberChanges } from "../../../src/sync/store/numbering";
import type { Tx } from "../../../src/sync/store";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { anInvoice } from "../documents/builders";

const candidate = { sageCustomerId: "27006", accountNumber: "NORTH001", name: "North", reasons: ["same VAT number"] };
const by = { id: "u1", name: "Ada" };

describeOnEachEngine("customers new to a company", (on) => {
  const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => on().db.transaction("test", work);
  const list = async (tenant: string) => {
    const found: WaitingCustomer[] = [];
    for (;;) {
      const rows = await on().db.read((handle) => waitingCustomers(handle, tenant, 2, found.at(-1) ?? null));
      if (rows.length === 0) return found;
      found.push(...rows);
    }
  };

  it("wait in a list, page by page, each once, with how many of its documents wait", async () => {
    const tenant = aTenant();
    await on().db.change(tenant, "save", (tx) => saveDocuments(tx, tenant, ["a", "b"].map((id) => anInvoice({ id, customerId: "C1" }))));
    await inTx((tx) => recordPlans(tx, tenant, ["a", "b"].map((id) => ({ kind: "invoice", id, standing: "waiting", companyRef: "s/1", why: { cause: "Waits.", cure: "" } }))));
    const customers = ["C1", "C2", "C3", "C4", "C5"].map((customerId) => ({ customerId, companyRef: "s/1", candidates: [candidate] }));
    await inTx((tx) => saveWaitingCustomers(tx, tenant, customers));
    await inTx((tx) => saveWaitingCustomers(tx, tenant, customers));
    const waiting = await list(tenant);
    expect(waiting.map((one) => [one.customerId, one.documents])).toEqual([["C1", 2], ["C2", 0], ["C3", 0], ["C4", 0], ["C5", 0]]);
    expect(waiting[0]?.candidates).toEqual([candidate]);
  });

  it("leave the list when it is decided, and what is as it was is not told again", async () => {
    const tenant = aTenant();
    const one = { customerId: "C1", companyRef: "s/1" };
    await inTx((tx) => saveWaitingCustomers(tx, tenant, [{ ...one, candidates: [candidate] }]));
    await numberChanges(on().db, tenant);
    const before = await on().db.read((handle) => latestChange(handle, tenant));
    await inTx((tx) => saveWaitingCustomers(tx, tenant, [{ ...one, candidates: [candidate] }]));
    await numberChanges(on().db, tenant);
    expect(await on().db.read((handle) => latestChange(handle, tenant))).toBe(before);
    await inTx((tx) => dropWaitingCustomers(tx, tenant, [one]));
    expect(await list(tenant)).toEqual([]);
    await numberChanges(on().db, tenant);
    expect(await on().db.read((handle) => latestChange(handle, tenant))).toBeGreaterThan(before);
  });

  it("a decision holds for one company, and a later one takes its place", async () => {
    const tenant = aTenant();
    const one = { customerId: "C1", companyRef: "s/1" };
    await inTx((tx) => saveChoice(tx, tenant, { ...one, choice: "skip", sageCustomerId: null }, by));
    await inTx((tx) => saveChoice(tx, tenant, { ...one, choice: "link", sageCustomerId: "27006" }, by));
    expect(await on().db.read((handle) => choicesOf(handle, tenant, [one, { customerId: "C1", companyRef: "s/2" }]))).toMatchObject([{ ...one, choice: "link", sageCustomerId: "27006", by: "Ada" }]);
  });

  it("the contacts that went along are known for good, with Sage's ids where it told them", async () => {
    const tenant = aTenant();
    const one = { customerId: "C1", companyRef: "s/1" };
    await inTx((tx) => saveSentContacts(tx, tenant, one, [{ contactId: "a", sageContactId: "1" }, { contactId: "b", sageContactId: null }]));
    await inTx((tx) => saveSentContacts(tx, tenant, one, [{ contactId: "a", sageContactId: null }, { contactId: "b", sageContactId: "2" }]));
    expect(await on().db.read((handle) => sentContacts(handle, tenant, one))).toEqual([{ contactId: "a", sageContactId: "1" }, { contactId: "b", sageContactId: "2" }]);
  });

  it("a company's setting keeps its version while it stays the same, and tells what it was", async () => {
    const tenant = aTenant();
    const save = (value: string) => inTx((tx) => saveCompanySetting(tx, tenant, "s/1", "refunds", value));
    expect([await save("sales payment"), await save("sales payment"), await save("negative receipt")]).toEqual([undefined, "sales payment", "sales payment"]);
    expect(await on().db.read((handle) => readCompanySettings(handle, tenant))).toEqual([{ companyRef: "s/1", key: "refunds", value: "negative receipt", version: 2 }]);
  });
});
