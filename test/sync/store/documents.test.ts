import type { Posting } from "../../../src/sync/documents/posting";
import { defaultPolicy as policy, type Evidence } from "../../../src/sync/ledger/intent";
import type { PostingKey } from "../../../src/sync/ledger/posting-key";
import { failure } from "../../../src/sync/model/failure";
import { latestChange } from "../../../src/sync/store/changes";
import { followDocuments } from "../../../src/sync/store/document-follows";
import { documentsToPlan, planCustomerAgain, recordPlans, takeToPlan, type Plan, type PlanPlace } from "../../../src/sync/store/document-plans";
import { documentState, type DocumentRecord, type DocumentRef, type StoredDocument } from "../../../src/sync/store/document-records";
import { documentFailed, documentPosted } from "../../../src/sync/store/document-results";
import { retryDocuments, retryErrors } from "../../../src/sync/store/document-retries";
import { documentsTold, documentsToTell } from "../../../src/sync/store/document-telling";
import { childrenOf, readDocuments, saveDocuments } from "../../../src/sync/store/documents";
import { errorPage } from "../../../src/sync/store/errors";
import { createSqlLedgerStore } from "../../../src/sync/store/ledger-store";
import { numberChanges } from "../../../src/sync/store/numbering";
import type { Database, Tx } from "../../../src/sync/store";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { aCreditNote, aPayment, anInvoice, aRefund, pounds } from "../documents/builders";
import { posted, refusal, unknown } from "../ledger/ledger-store-contract";
import { anIntent, anInvoicePosting, aReceiptPosting } from "../ledger/postings";
import { passTime } from "./passing-time";

const company = "site-1/3";
const anOrder: DocumentRecord = { kind: "order", id: "ord-1", reference: "SO-1", customerId: "000402", subCompany: "North", updatedAt: "2026-03-01T10:00:00.000Z" };
const evidence: Evidence = { urn: "1327", recordId: "88", foundBy: "answer" };
const closed = failure("sage-refused", "Period 3 is closed.", "Open the period.");
const invoice: DocumentRef = { kind: "invoice", id: "inv-1" };
const payment: DocumentRef = { kind: "payment", id: "pay-1" };

describeOnEachEngine("documents", (on, engine) => {
  const setUp = (records: readonly DocumentRecord[] = []) => {
    const tenant = aTenant();
    const { db } = on();
    const follow = followDocuments(tenant, (posting, why) => `${posting.company}|${why.cause}`, async () => undefined);
    const ledger = createSqlLedgerStore({ db, tenant, policy, follow });
    const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.transaction("test", work);
    const save = (...some: readonly DocumentRecord[]) => db.change(tenant, "save", (tx) => saveDocuments(tx, tenant, some));
    const plan = (...plans: readonly Plan[]) => inTx((tx) => recordPlans(tx, tenant, plans));
    const post = (ref: DocumentRef, posting: Posting, parents: readonly PostingKey[] = []) =>
      inTx(async (tx) => {
        const intent = anIntent(posting, parents, tenant);
        await ledger.acceptIn(tx, intent);
        await recordPlans(tx, tenant, [{ ...ref, standing: "posting", companyRef: posting.company, postingKey: intent.key }]);
        return intent.key;
      });
    const read = async (ref: DocumentRef): Promise<StoredDocument> => {
      const [document] = await db.read((handle) => readDocuments(handle, tenant, [ref]));
      if (!document) throw new Error(`There is no ${ref.kind} ${ref.id}.`);
      return document;
    };
    const toPlan = async (options: { limit?: number; after?: PlanPlace; companyRef?: string } = {}) =>
      (await db.read((handle) => documentsToPlan(handle, tenant, { limit: 100, ...options }))).map((document) => document.record.id);
    const errors = () => db.read((handle) => errorPage(handle, tenant, { since: null, after: null, limit: 100 }));
    const openErrors = async () => (await errors()).filter((error) => error.state === "open");
    return { tenant, db, ledger, inTx, save, plan, post, read, toPlan, errors, openErrors, ready: records.length > 0 ? save(...records) : Promise.resolve() };
  };
  const ready = async (...records: readonly DocumentRecord[]) => {
    const scene = setUp(records);
    await scene.ready;
    return scene;
  };

  describe("saving", () => {
    it("keeps a record as it came, and one that comes again unchanged keeps its version, standing and change number", async () => {
      const { tenant, db, save, read, plan } = await ready(anInvoice(), anOrder);
      await plan({ ...invoice, standing: "waiting", companyRef: company, why: { cause: "Waits.", cure: "" } });
      await numberChanges(db, tenant);
      const [before, seq] = [await read(invoice), await db.read((handle) => latestChange(handle, tenant))];
      expect(await save(anInvoice({ updatedAt: "2026-12-01T00:00:00.000Z" }), anOrder)).toEqual({ changed: 0, changedAfterPosting: [] });
      expect(await read(invoice)).toEqual(before);
      expect(await db.read((handle) => latestChange(handle, tenant))).toBe(seq);
      expect(before).toMatchObject({ record: anInvoice(), version: 1, standing: "waiting" });
      expect((await read({ kind: "order", id: "ord-1" })).record).toEqual(anOrder);
    });

    it("a draft is not planned until it is finalised", async () => {
      const { save, toPlan } = await ready(anInvoice({ isFinal: false }));
      expect(await toPlan()).toEqual([]);
      await save(anInvoice());
      expect(await toPlan()).toEqual(["inv-1"]);
    });

    it("a document that changes before it is posted is planned again with what it says now", async () => {
      const { inTx, tenant, save, read, toPlan } = await ready(anInvoice(), aPayment());
      await inTx((tx) => documentFailed(tx, tenant, { ...invoice, failure: closed, group: "g" }));
      expect(await toPlan()).toEqual(["pay-1"]);
      await save(anInvoice({ date: aPayment().date }));
      expect(await read(invoice)).toMatchObject({ standing: "new", version: 2, why: null });
    });

    it("a document that changes after it was accepted for posting keeps its standing, and is named", async () => {
      const { save, post, ledger, read } = await ready(anInvoice(), aPayment());
      await post(invoice, anInvoicePosting("inv-1"));
      const changed = anInvoice({ total: pounds(99) });
      expect((await save(changed)).changedAfterPosting).toEqual([{ ...invoice, differences: ["Total was 120.00 and is 99.00"] }]);
      const [claim] = await ledger.claimDue("w", { limit: 1 });
      if (!claim) throw new Error("Nothing was due.");
      await ledger.apply(claim.stored.key, { kind: "sent", token: claim.token, outcome: posted });
      expect((await save(anInvoice())).changedAfterPosting).toEqual([{ ...invoice, differences: ["Total was 99.00 and is 120.00"] }]);
      expect((await save(anInvoice())).changedAfterPosting).toEqual([]);
      expect(await read(invoice)).toMatchObject({ standing: "posted", sageUrn: "1327", version: 3 });
    });

    it("what is outstanding or reconciled moves without the document being changed: posted or not, it stands as it stood", async () => {
      const { tenant, db, save, post, ledger, read, plan } = await ready(anInvoice(), aPayment());
      await plan({ ...payment, standing: "waiting", companyRef: null, why: { cause: "Waits.", cure: "" } });
      await post(invoice, anInvoicePosting("inv-1"));
      const [claim] = await ledger.claimDue("w", { limit: 1 });
      if (!claim) throw new Error("Nothing was due.");
      await ledger.apply(claim.stored.key, { kind: "sent", token: claim.token, outcome: posted });
      await numberChanges(db, tenant);
      const [before, seq] = [await read(invoice), await db.read((handle) => latestChange(handle, tenant))];
      const paid = anInvoice({ outstanding: pounds(50), lines: anInvoice().lines.map((line) => ({ ...line, outstanding: pounds(50) })) });
      const told = aPayment({ reconciled: { sageCompanyName: "Acme UK", sageSiteId: "site", urn: null } });
      expect(await save(paid, told)).toEqual({ changed: 2, changedAfterPosting: [] });
      expect(await read(invoice)).toMatchObject({ ...before, record: paid });
      expect(await read(payment)).toMatchObject({ record: told, version: 1 });
      expect(await db.read((handle) => latestChange(handle, tenant))).not.toBe(seq);
      expect(await save(paid, told)).toEqual({ changed: 0, changedAfterPosting: [] });
    });

    it("one that failed and turns out to be reconciled is planned again", async () => {
      const { inTx, tenant, save, read } = await ready(anInvoice());
      await inTx((tx) => documentFailed(tx, tenant, { ...invoice, failure: closed, group: "g" }));
      await save(anInvoice({ reconciled: { sageCompanyName: "Acme UK", sageSiteId: "site", urn: "1327" } }));
      expect(await read(invoice)).toMatchObject({ standing: "new", why: null, version: 1 });
    });

    it("what waits for a document is planned again when that comes or changes", async () => {
      const { plan, save, toPlan, read } = await ready(aPayment());
      await plan({ ...payment, standing: "waiting", companyRef: null, why: { cause: "Waits for its invoice.", cure: "" } });
      await save(anInvoice());
      expect((await read(payment)).standing).toBe("new");
      expect(await toPlan()).toEqual(["inv-1", "pay-1"]);
    });
  });

  describe("planning", () => {
    it("what is in Sage already is posted without a posting of ours, and The Layer is not told what it said itself", async () => {
      const { tenant, db, plan, read, toPlan } = await ready(anInvoice());
      await plan({ ...invoice, standing: "posted", companyRef: company, postingKey: "TI-00000000000000000" as PostingKey, sageUrn: "1327" });
      expect(await read(invoice)).toMatchObject({ standing: "posted", sageUrn: "1327", isAdopted: true, reconciledAt: expect.any(String) as string });
      expect(await toPlan()).toEqual([]);
      expect(await db.read((handle) => documentsToTell(handle, tenant, 10))).toEqual([]);
    });

    it("goes from parents to children, page by page, and for one company leaves out those of others", async () => {
      const { plan, toPlan, tenant, db } = await ready(aRefund(), aCreditNote(), aPayment(), anInvoice(), anInvoice({ id: "inv-2" }), anOrder);
      const all = ["ord-1", "inv-1", "inv-2", "pay-1", "cn-1", "ref-1"];
      expect(await toPlan()).toEqual(all);
      const paged: string[] = [];
      for (let after: PlanPlace | undefined; ; ) {
        const page = await db.read((handle) => documentsToPlan(handle, tenant, { limit: 2, ...(after ? { after } : {}) }));
        paged.push(...page.map((document) => document.record.id));
        after = page.at(-1)?.place;
        if (!after) break;
      }
      expect(paged).toEqual(all);
      await plan({ kind: "invoice", id: "inv-2", standing: "waiting", companyRef: "site-1/4", why: { cause: "Waits.", cure: "" } });
      expect(await toPlan({ companyRef: company })).toEqual(all.filter((id) => id !== "inv-2"));
    });

    if (engine === "PostgreSQL") {
      it("two planners never take one document", async () => {
        const { tenant } = await ready(...Array.from({ length: 30 }, (_, at) => anInvoice({ id: `inv-${at}` })));
        const take = (db: Database) =>
          db.transaction("plan", async (tx) => {
            const taken = (await takeToPlan(tx, tenant, { limit: 20 })).map((document) => document.record.id);
            await recordPlans(tx, tenant, taken.map((id) => ({ kind: "invoice", id, standing: "nothing", companyRef: null, why: { cause: "0.00", cure: "" }, tell: true })));
            return taken;
          });
        const taken = (await Promise.all([take(on().db), take(on().other)])).flat();
        expect(new Set(taken).size).toBe(taken.length);
      });
    }

    it("what goes on waiting for the same is written once, however often it is planned", async () => {
      const { tenant, db, plan } = await ready(aPayment());
      const waits: Plan = { ...payment, standing: "waiting", companyRef: null, why: { cause: "Waits for its invoice.", cure: "" } };
      await plan(waits);
      await numberChanges(db, tenant);
      const before = await db.read((handle) => latestChange(handle, tenant));
      await plan(waits);
      await numberChanges(db, tenant);
      expect(await db.read((handle) => latestChange(handle, tenant))).toBe(before);
    });

    it("a document keeps the company that its posting was accepted for", async () => {
      const { inTx, tenant, post, plan, read } = await ready(anInvoice());
      await post(invoice, anInvoicePosting("inv-1"));
      await inTx((tx) => documentFailed(tx, tenant, { ...invoice, failure: closed, group: "g", companyRef: "site-1/4" }));
      expect((await read(invoice)).companyRef).toBe(company);
      await plan({ ...invoice, standing: "waiting", companyRef: "site-1/4", why: { cause: "Waits.", cure: "" } });
      expect((await read(invoice)).companyRef).toBe(company);
    });

    it("what waits for a customer is planned again when somebody has decided", async () => {
      const { inTx, tenant, plan, toPlan, read } = await ready(anInvoice(), anInvoice({ id: "inv-2", customerId: "other" }));
      for (const id of ["inv-1", "inv-2"]) await plan({ kind: "invoice", id, standing: "waiting", companyRef: company, why: { cause: "Waits.", cure: "" } });
      expect(await inTx((tx) => planCustomerAgain(tx, tenant, "000402"))).toBe(1);
      expect([(await read(invoice)).standing, (await read({ kind: "invoice", id: "inv-2" })).standing]).toEqual(["new", "waiting"]);
      expect(await toPlan()).toEqual(["inv-1", "inv-2"]);
    });
  });

  describe("results", () => {
    const claimed = async ({ ledger }: Awaited<ReturnType<typeof ready>>) => {
      const [claim] = await ledger.claimDue("w", { limit: 1 });
      if (!claim) throw new Error("Nothing was due.");
      return claim;
    };

    it("a posting that is done stands on its document with Sage's number, in the ledger's transaction", async () => {
      const scene = await ready(anInvoice());
      const key = await scene.post(invoice, anInvoicePosting("inv-1"));
      const { token } = await claimed(scene);
      await scene.ledger.apply(key, { kind: "sent", token, outcome: posted });
      expect(await scene.read(invoice)).toMatchObject({ standing: "posted", sageUrn: "1327", sageRecordId: "88", companyRef: company, postingKey: key, reconciledAt: null, why: null });
    });

    it("result and document commit together or not at all", async () => {
      const scene = await ready(anInvoice());
      const key = await scene.post(invoice, anInvoicePosting("inv-1"));
      const { token } = await claimed(scene);
      const cut = scene.ledger.apply(key, { kind: "sent", token, outcome: posted }, async (tx) => {
        await documentPosted(tx, scene.tenant, invoice, evidence);
        throw new Error("The connection was lost.");
      });
      await expect(cut).rejects.toThrow("lost");
      expect([(await scene.read(invoice)).standing, (await scene.ledger.read(key))?.intent.state]).toEqual(["posting", "sending"]);
    });

    it("a refusal fails its document with cause and cure, opens an error, and a later success resolves that", async () => {
      const scene = await ready(anInvoice());
      const key = await scene.post(invoice, anInvoicePosting("inv-1"));
      await scene.ledger.apply(key, { kind: "sent", token: (await claimed(scene)).token, outcome: refusal });
      expect(await scene.read(invoice)).toMatchObject({ standing: "failed", why: { cause: "Period 3 is closed.", cure: "Open the period." }, postingKey: key });
      expect(await scene.openErrors()).toMatchObject([
        { kind: "invoice", documentId: "inv-1", operation: "post", reference: "INV-1001", subCompany: "North", companyRef: company, customerId: "000402", attempts: 1, group: `${company}|Period 3 is closed.` },
      ]);
      await scene.inTx((tx) => retryDocuments(tx, scene.tenant, [invoice]));
      await scene.inTx(async (tx) => {
        await scene.ledger.applyIn(tx, key, { kind: "retried", decision: "send again" });
        await recordPlans(tx, scene.tenant, [{ ...invoice, standing: "posting", companyRef: company, postingKey: key }]);
      });
      await scene.ledger.apply(key, { kind: "sent", token: (await claimed(scene)).token, outcome: posted });
      expect(await scene.openErrors()).toEqual([]);
      expect(await scene.errors()).toMatchObject([{ state: "resolved", attempts: 1 }]);
      expect((await scene.read(invoice)).standing).toBe("posted");
    });

    it("a lost answer stands as in doubt until it is settled", async () => {
      const scene = await ready(anInvoice());
      const key = await scene.post(invoice, anInvoicePosting("inv-1"));
      await scene.ledger.apply(key, { kind: "sent", token: (await claimed(scene)).token, outcome: unknown });
      expect(documentState(await scene.read(invoice))).toBe("In doubt");
      await passTime(scene.db, scene.tenant, policy.settle + 1);
      const { to, token } = await claimed(scene);
      expect(to).toBe("look up");
      await scene.ledger.apply(key, { kind: "looked up", token, outcome: { kind: "absent" } });
      expect(await scene.read(invoice)).toMatchObject({ standing: "posting", phase: null });
    });

    it("in doubt too often stands for a person to decide, with an error, and is not failed: it may be in Sage", async () => {
      const scene = await ready(anInvoice());
      const key = await scene.post(invoice, anInvoicePosting("inv-1"));
      for (let round = 0; round < policy.doubtsAllowed; round++) {
        await scene.ledger.apply(key, { kind: "sent", token: (await claimed(scene)).token, outcome: unknown });
        await passTime(scene.db, scene.tenant, policy.settle + 1);
        await scene.ledger.apply(key, { kind: "looked up", token: (await claimed(scene)).token, outcome: { kind: "absent" } });
      }
      expect(documentState(await scene.read(invoice))).toBe("Needs review");
      expect(await scene.openErrors()).toHaveLength(1);
      expect(await scene.inTx((tx) => retryErrors(tx, scene.tenant, "all"))).toEqual([]);
    });

    it("a document that is accepted behind another says so, and is to be sent when that is done", async () => {
      const scene = await ready(anInvoice(), aPayment());
      const parent = await scene.post(invoice, anInvoicePosting("inv-1"));
      await scene.post(payment, aReceiptPosting("pay-1"), [parent]);
      expect(await scene.read(payment)).toMatchObject({ standing: "posting", phase: "behind", why: { cause: expect.stringContaining("Waits") as string } });
      expect(documentState(await scene.read(payment))).toBe("Waiting");
      await scene.ledger.apply(parent, { kind: "sent", token: (await claimed(scene)).token, outcome: posted });
      expect(await scene.read(payment)).toMatchObject({ standing: "posting", phase: null, why: null });
    });

    it("what waits for a document is planned again when that is posted, and nobody else's", async () => {
      const { inTx, tenant, plan, post, read } = await ready(anInvoice(), aPayment(), aCreditNote(), aRefund(), aPayment({ id: "other", invoiceId: "inv-9" }));
      const waits = { standing: "waiting", companyRef: null, why: { cause: "Waits.", cure: "" } } as const;
      await plan({ ...payment, ...waits }, { kind: "credit-note", id: "cn-1", ...waits }, { kind: "refund", id: "ref-1", ...waits }, { kind: "payment", id: "other", ...waits });
      await post(invoice, anInvoicePosting("inv-1"));
      await inTx((tx) => documentPosted(tx, tenant, invoice, evidence));
      const standings = await Promise.all([payment, { kind: "credit-note", id: "cn-1" } as const, { kind: "payment", id: "other" } as const].map(read));
      expect(standings.map((document) => document.standing)).toEqual(["new", "new", "waiting"]);
    });
  });

  describe("retrying", () => {
    it("plans again what failed for one cause, each once, and leaves what is posted and what failed otherwise", async () => {
      const ids = Array.from({ length: 40 }, (_, at) => `pay-${at + 1}`);
      const { inTx, tenant, toPlan, openErrors } = await ready(...ids.map((id) => aPayment({ id })), anInvoice());
      const card = failure("not-mapped", "Method Card has no Acc - Code for Acme UK.", "Fill it in.");
      await inTx(async (tx) => {
        for (const id of ids) await documentFailed(tx, tenant, { kind: "payment", id, failure: card, group: "card" });
        await documentFailed(tx, tenant, { ...invoice, failure: closed, group: "closed" });
      });
      expect(await toPlan()).toEqual([]);
      const retried = await inTx((tx) => retryErrors(tx, tenant, { group: "card" }));
      expect(retried).toHaveLength(40);
      expect(await inTx((tx) => retryErrors(tx, tenant, { group: "card" }))).toEqual([]);
      expect((await toPlan()).sort()).toEqual([...ids].sort());
      const [first] = (await openErrors()).filter((error) => error.group === "closed");
      expect(await inTx((tx) => retryErrors(tx, tenant, { ids: [first?.id ?? 0] }))).toEqual([invoice]);
    });

    it("one more failure counts as an attempt of the same entry, with the cause as it is now", async () => {
      const { inTx, tenant, openErrors } = await ready(anInvoice());
      await inTx((tx) => documentFailed(tx, tenant, { ...invoice, failure: closed, group: "a" }));
      await inTx((tx) => documentFailed(tx, tenant, { ...invoice, failure: failure("sage-refused", "Unknown account.", "Link it."), group: "b" }));
      expect(await openErrors()).toMatchObject([{ attempts: 2, cause: "Unknown account.", group: "b" }]);
    });
  });

  describe("telling The Layer", () => {
    it("each posted document is told once, and again when it stands otherwise", async () => {
      const { inTx, tenant, db, post, plan, read } = await ready(anInvoice(), aPayment(), aPayment({ id: "from-sage", origin: "sage" }), anOrder);
      const untold = async () => (await db.read((handle) => documentsToTell(handle, tenant, 100))).map((document) => document.record.id);
      await post(invoice, anInvoicePosting("inv-1"));
      await plan(
        { ...payment, standing: "nothing", companyRef: company, why: { cause: "It comes to 0.00.", cure: "" }, tell: true },
        { kind: "payment", id: "from-sage", standing: "nothing", companyRef: null, why: { cause: "It came from Sage.", cure: "" }, tell: false },
      );
      expect(await untold()).toEqual(["pay-1"]);
      await inTx((tx) => documentPosted(tx, tenant, invoice, evidence));
      expect(await untold()).toEqual(["inv-1", "pay-1"]);
      await inTx((tx) => documentsTold(tx, tenant, [{ ...invoice, sageUrn: "1326" }, { ...payment, sageUrn: null }]));
      expect(await untold()).toEqual(["inv-1"]);
      await inTx((tx) => documentsTold(tx, tenant, [{ ...invoice, sageUrn: "1327" }]));
      expect(await untold()).toEqual([]);
      expect((await read(invoice)).reconciledAt).not.toBeNull();
    });
  });

  it("whatever belongs to an invoice is found by it, parents before children", async () => {
    const { db, tenant } = await ready(anInvoice(), aRefund(), aCreditNote(), aPayment(), aPayment({ id: "other", invoiceId: "inv-9" }));
    const ids = async (parent: Parameters<typeof childrenOf>[2]) => (await db.read((handle) => childrenOf(handle, tenant, parent))).map((child) => child.record.id);
    expect(await ids({ kind: "invoice", id: "inv-1" })).toEqual(["pay-1", "cn-1", "ref-1"]);
    expect(await ids({ kind: "credit-note", id: "cn-1" })).toEqual(["ref-1"]);
  });
});
