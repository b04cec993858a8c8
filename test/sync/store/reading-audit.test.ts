import { dropMissingAccounts, saveAccounts, saveStatuses } from "../../../src/sync/store/accounts";
import { readAudit, writeAudit } from "../../../src/sync/store/audit";
import { dropUnseenCustomers, saveCustomers } from "../../../src/sync/store/customers";
import type { DocumentRecord } from "../../../src/sync/store/document-records";
import { saveDocuments } from "../../../src/sync/store/documents";
import { databaseNow } from "../../../src/sync/store/freshness";
import { dropUnseenLinks, saveLinks } from "../../../src/sync/store/links";
import { loadRowWorld } from "../../../src/sync/store/receipt-world";
import { dropTransactions, saveTransactions } from "../../../src/sync/store/sage-transactions";
import type { ChangeTx } from "../../../src/sync/store/database";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { anInvoice, aPayment, pounds } from "../documents/builders";
import { aReceipt } from "../receipts/builders";
import { aCustomer, aLink, anAccount } from "./records";

const company = "site-1/3";

describeOnEachEngine("the audit of what readings bring", (on) => {
  const scene = () => {
    const tenant = aTenant();
    const change = <T>(work: (tx: ChangeTx) => Promise<T>): Promise<T> => on().db.change(tenant, "test", work);
    const audit = async (sheet: string) =>
      (await on().db.read((handle) => readAudit(handle, tenant, { sheet, readings: true, limit: 100 }))).entries.map(({ who, what, key, from, to }) => ({ who, what, key, from, to })).reverse();
    const now = () => on().db.read(databaseNow);
    return { tenant, change, audit, now };
  };

  it("a document is there with what was first read of it, then with what each change replaced; one that comes again unchanged adds nothing", async () => {
    const { tenant, change, audit } = scene();
    const save = (...records: readonly DocumentRecord[]) => change((tx) => saveDocuments(tx, tenant, records));
    await save(anInvoice(), aPayment());
    await save(anInvoice({ updatedAt: "2026-12-01T00:00:00.000Z" }));
    await save(anInvoice({ total: pounds(99) }));
    await save(anInvoice({ total: pounds(99), outstanding: pounds(9) }));
    expect(await audit("invoices")).toEqual([
      { who: "The Layer", what: "First read", key: "inv-1", from: null, to: { Reference: anInvoice().reference, Date: anInvoice().date, Total: "120.00" } },
      { who: "The Layer", what: "Changed", key: "inv-1", from: { Total: "120.00" }, to: { Total: "99.00" } },
      { who: "The Layer", what: "Changed", key: "inv-1", from: { Outstanding: "120.00" }, to: { Outstanding: "9.00" } },
    ]);
    expect(await audit("payments")).toMatchObject([{ what: "First read", key: aPayment().id }]);
  });

  it("a transaction of Sage is there with what an allocation changed, and that it was archived", async () => {
    const { tenant, change, audit, now } = scene();
    const receipt = aReceipt();
    const save = (one: typeof receipt) => change(async (tx) => saveTransactions(tx, tenant, company, await loadRowWorld(tx, tenant), [one]));
    await save(receipt);
    await save({ ...receipt, allocated: pounds(-40), outstanding: pounds(-60) });
    const later = await now();
    await change((tx) => dropTransactions(tx, tenant, company, [receipt.id], later));
    await save({ ...receipt, allocated: pounds(-40), outstanding: pounds(-60) });
    expect(await audit("sage-transactions")).toMatchObject([
      { who: "Sage 200", what: "First read", key: `${company}/${receipt.id}`, from: null, to: { URN: receipt.urn, Gross: "-100.00" } },
      { what: "Changed", from: { Allocated: "0.00", Outstanding: "-100.00" }, to: { Allocated: "-40.00", Outstanding: "-60.00" } },
      { what: "No longer there", from: { Gross: "-100.00", Outstanding: "-60.00" }, to: null },
      { what: "There again", from: null, to: { Gross: "-100.00" } },
    ]);
  });

  it("customers and accounts are there, changed, hidden and gone", async () => {
    const { tenant, change, audit, now } = scene();
    await change((tx) => saveCustomers(tx, tenant, [aCustomer("C1")]));
    await change((tx) => saveCustomers(tx, tenant, [aCustomer("C1", { postcode: "SW1A 1AA", updatedAt: "2026-12-01T00:00:00.000Z" })]));
    await change((tx) => saveAccounts(tx, tenant, company, [anAccount("7", "NORTH001")]));
    await change((tx) => saveAccounts(tx, tenant, company, [anAccount("7", "NORTH001", { name: "Northwick" })]));
    await change((tx) => saveStatuses(tx, tenant, company, [{ id: "7", status: "hidden" }]));
    const later = await now();
    await change((tx) => dropUnseenCustomers(tx, tenant, "a sweep that saw nobody", later));
    await change((tx) => dropMissingAccounts(tx, tenant, company, { after: "", ids: [], last: true }, later));
    expect(await audit("customers")).toMatchObject([
      { who: "The Layer", what: "First read", key: "C1" },
      { what: "Changed", from: { Postcode: "" }, to: { Postcode: "SW1A 1AA" } },
      { what: "No longer there", from: { Postcode: "SW1A 1AA" }, to: null },
    ]);
    expect(await audit("sage-accounts")).toMatchObject([
      { who: "Sage 200", what: "First read", key: `${company}/7`, to: { "Account Number": "NORTH001" } },
      { what: "Changed", from: { Name: "Account NORTH001" }, to: { Name: "Northwick" } },
      { what: "Changed", from: { Status: "Active" }, to: { Status: "Hidden" } },
      { what: "No longer there", from: { Status: "Hidden" }, to: null },
    ]);
  });

  it("a link that others made, changed or took away in The Layer is there", async () => {
    const { tenant, change, audit, now } = scene();
    const save = (link: ReturnType<typeof aLink>) => change((tx) => saveLinks(tx, tenant, [link]));
    await save(aLink("C1"));
    await save(aLink("C1", { sageAccountNumber: "SOUTH001", sageCustomerId: "27007" }));
    await save(aLink("C1", { sageAccountNumber: "", sageCustomerId: "" }));
    await save(aLink("C1"));
    const later = await now();
    await change((tx) => dropUnseenLinks(tx, tenant, "a sweep that saw none", later));
    expect(await audit("customer-links")).toMatchObject([
      { who: "The Layer", what: "First read", key: "C1", to: { SageAccountNumber: "NORTH001" } },
      { what: "Changed", from: { SageAccountNumber: "NORTH001", SageCustomerId: "27006" }, to: { SageAccountNumber: "SOUTH001", SageCustomerId: "27007" } },
      { what: "No longer there", from: { SageAccountNumber: "SOUTH001" }, to: null },
      { what: "First read", to: { SageAccountNumber: "NORTH001" } },
      { what: "No longer there", from: { SageAccountNumber: "NORTH001" }, to: null },
    ]);
  });

  it("what people decided is found without it, and nothing of it is kept where the record is not", async () => {
    const { tenant, change } = scene();
    await change((tx) => saveDocuments(tx, tenant, [anInvoice()]));
    await change((tx) => writeAudit(tx, tenant, [{ whoId: "u1", who: "Priya Nair", what: "Linked", sheet: "customer-links", key: "C1", from: null, to: null, pushId: null }]));
    const undone = change(async (tx) => {
      await saveDocuments(tx, tenant, [anInvoice({ id: "inv-2" })]);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    const read = (readings: boolean) => on().db.read((handle) => readAudit(handle, tenant, { readings, limit: 100 }));
    expect((await read(false)).entries.map((entry) => entry.what)).toEqual(["Linked"]);
    expect((await read(true)).entries.map((entry) => [entry.what, entry.key])).toEqual([["Linked", "C1"], ["First read", "inv-1"]]);
  });
});
