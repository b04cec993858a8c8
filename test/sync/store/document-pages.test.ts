import { sql } from "kysely";
import { failure } from "../../../src/sync/model/failure";
import { latestChange } from "../../../src/sync/store/changes";
import { saveCompanies } from "../../../src/sync/store/companies";
import { saveCustomers } from "../../../src/sync/store/customers";
import { countDocuments, documentPage, type DocumentPageQuery } from "../../../src/sync/store/document-pages";
import { documentsToPlan, recordPlans } from "../../../src/sync/store/document-plans";
import { documentsFailed } from "../../../src/sync/store/document-results";
import { documentsToTell } from "../../../src/sync/store/document-telling";
import type { DocumentRow } from "../../../src/sync/store/document-records";
import { childrenOf, saveDocuments } from "../../../src/sync/store/documents";
import { companyRef } from "../../../src/sync/store/keys";
import { numberChanges } from "../../../src/sync/store/numbering";
import type { ChangeTx, Database, Handle, Tx } from "../../../src/sync/store";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { aCreditNote, aPayment, anInvoice, aRefund, day, pounds } from "../documents/builders";
import { aCompany, aCustomer } from "./records";

const ref = companyRef("site-1", "3");

describeOnEachEngine("pages of documents", (on) => {
  const page = (handle: Handle, tenant: string, query: Partial<DocumentPageQuery> = {}) => documentPage(handle, tenant, { kind: "invoice", since: null, after: null, limit: 100, ...query });
  const all = async (db: Database, tenant: string, query: Partial<DocumentPageQuery> = {}): Promise<readonly DocumentRow[]> => {
    const found: DocumentRow[] = [];
    for (;;) {
      const rows = await db.read((handle) => page(handle, tenant, { limit: 2, ...query, after: found.at(-1) ?? null }));
      found.push(...rows);
      if (rows.length === 0) return found;
    }
  };
  const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => on().db.transaction("test", work);
  const saved = async (...records: Parameters<typeof saveDocuments>[2]) => {
    const tenant = aTenant();
    await on().db.change(tenant, "save", async (tx) => {
      await saveCompanies(tx, tenant, [aCompany()]);
      await saveCustomers(tx, tenant, [aCustomer("000402", { name: "North 100% Ltd" })]);
      await saveDocuments(tx, tenant, records);
    });
    return tenant;
  };
  const fails = (tenant: string, ...ids: readonly string[]) =>
    inTx((tx) => documentsFailed(tx, tenant, ids.map((id) => ({ kind: "invoice", id, failure: failure("not-mapped", "Rate Odd has no code.", "Fill it in."), group: "odd", companyRef: ref }))));

  it("say of a document what an accountant knows it by", async () => {
    const tenant = await saved(anInvoice(), aCreditNote(), aRefund());
    await inTx((tx) => recordPlans(tx, tenant, [{ kind: "refund", id: "ref-1", standing: "waiting", companyRef: ref, why: { cause: "Waits for its credit note.", cure: "" } }]));
    expect(await on().db.read((handle) => page(handle, tenant, { kind: "refund" }))).toMatchObject([
      {
        id: "ref-1",
        date: "2026-03-20",
        invoiceReference: "INV-1001",
        creditNoteReference: "CN-1",
        customerName: "North 100% Ltd",
        subCompany: "North",
        companyName: "Acme UK",
        method: "Card",
        amount: pounds(70),
        currency: "GBP",
        standing: "waiting",
        why: { cause: "Waits for its credit note.", cure: "" },
      },
    ]);
  });

  it("give every document once, newest first, however they are cut", async () => {
    const records = Array.from({ length: 7 }, (_, at) => anInvoice({ id: `inv-${at}`, date: day(`2026-03-0${1 + (at % 3)}`) }));
    const tenant = await saved(...records);
    const rows = await all(on().db, tenant);
    expect(rows.map((row) => `${row.date} ${row.id}`)).toEqual(records.map((one) => `${one.date} ${one.id}`).sort().reverse());
  });

  it("of changes give what changed since, once it has a number, and nothing that did not", async () => {
    const tenant = await saved(...["a", "b", "c", "d"].map((id) => anInvoice({ id })));
    const seen = await on().db.read((handle) => latestChange(handle, tenant));
    await fails(tenant, "b", "c", "d");
    expect(await all(on().db, tenant, { since: seen })).toEqual([]);
    await numberChanges(on().db, tenant);
    const rows = await all(on().db, tenant, { since: seen });
    expect(rows.map((row) => row.id).sort()).toEqual(["b", "c", "d"]);
    expect(await all(on().db, tenant, { since: await on().db.read((handle) => latestChange(handle, tenant)) })).toEqual([]);
  });

  it("may be of some states, of one company, or of what a person types", async () => {
    const tenant = await saved(anInvoice({ id: "a" }), anInvoice({ id: "b", reference: "INV-2" }), anInvoice({ id: "c", isFinal: false, customerId: "C9" }));
    await fails(tenant, "b");
    const ids = async (query: Partial<DocumentPageQuery>) => (await on().db.read((handle) => page(handle, tenant, query))).map((row) => row.id).sort();
    expect(await ids({ states: ["Failed"] })).toEqual(["b"]);
    expect(await ids({ states: ["Draft", "Waiting"] })).toEqual(["a", "c"]);
    expect(await ids({ states: [] })).toEqual([]);
    expect(await ids({ companyRef: ref })).toEqual(["b"]);
    expect(await ids({ search: "inv-2" })).toEqual(["b"]);
    expect(await ids({ search: "100%" })).toEqual(["a", "b"]);
    expect(await ids({ search: "1__%" })).toEqual([]);
    expect(await ids({ search: "C9" })).toEqual(["c"]);
    expect(await ids({ ids: ["a", "c", "gone"] })).toEqual(["a", "c"]);
  });

  it("are counted by company and kind, each document in one state", async () => {
    const tenant = await saved(anInvoice({ id: "a" }), anInvoice({ id: "b" }), anInvoice({ id: "c", isFinal: false }), aPayment());
    await fails(tenant, "b");
    const counts = await on().db.read((handle) => countDocuments(handle, tenant));
    const none = { posted: 0, nothing: 0, waiting: 0, posting: 0, inDoubt: 0, needsReview: 0, failed: 0, drafts: 0, toTell: 0 };
    expect(counts).toEqual([
      { ...none, companyRef: ref, companyName: "Acme UK", kind: "invoice", failed: 1 },
      { ...none, companyRef: null, companyName: null, kind: "invoice", waiting: 1, drafts: 1 },
      { ...none, companyRef: null, companyName: null, kind: "payment", waiting: 1 },
    ]);
  });

  it("and the lists that a run works from, never read the whole table where there are many documents", async () => {
    const tenant = await saved();
    const { db } = on();
    const many = Array.from({ length: 3_000 }, (_, at) => [anInvoice({ id: `inv-${at}`, reference: `INV-${at}` }), aPayment({ id: `pay-${at}`, invoiceId: `inv-${at}` })]).flat();
    await db.change(tenant, "save", (tx) => saveDocuments(tx, tenant, many));
    await db.transaction("post", (tx) =>
      sql`update layer_document set standing = 'posted', sage_urn = '1', posted_at = now(), reconciled_at = now(), posting_key = id, company_ref = ${ref} where tenant = ${tenant} and id not in ('inv-7', 'pay-7')`.execute(tx),
    );
    await db.read((handle) => sql`analyze layer_document`.execute(handle));
    const seen = await db.read((handle) => latestChange(handle, tenant));
    const reads: Readonly<Record<string, (tx: Tx) => Promise<unknown>>> = {
      "what is to be planned": (tx) => documentsToPlan(tx, tenant, { limit: 100 }),
      "what is to be told": (tx) => documentsToTell(tx, tenant, 100),
      "children of an invoice": (tx) => childrenOf(tx, tenant, { kind: "invoice", id: "inv-7" }),
      "what changed": (tx) => page(tx, tenant, { since: seen - 3 }),
      "a page": (tx) => page(tx, tenant),
      "what has not been posted": (tx) => page(tx, tenant, { states: ["Waiting", "Failed"] }),
      "who waits for an invoice that changed": (tx) => saveDocuments(tx as ChangeTx, tenant, [anInvoice({ id: "inv-9", total: pounds(1) })]),
      "the latest change": (tx) => latestChange(tx, tenant),
    };
    /** What the connection has read so far: whole tables, and rows by index. */
    const soFar = async (tx: Tx) => {
      const { rows } = await sql<{ scans: number; rows: number }>`
        select cast(seq_scan as int) as scans, cast(coalesce(idx_tup_fetch, 0) as int) as rows from pg_stat_xact_user_tables where relname = 'layer_document'`.execute(tx);
      return rows[0] ?? { scans: 0, rows: 0 };
    };
    for (const [what, read] of Object.entries(reads)) {
      const costs = await db.transaction("read", async (tx) => {
        const before = await soFar(tx);
        await read(tx);
        const after = await soFar(tx);
        return { scans: after.scans - before.scans, isFew: after.rows - before.rows < 1_000 };
      });
      expect({ what, ...costs }).toEqual({ what, scans: 0, isFew: true });
    }
  });
});
