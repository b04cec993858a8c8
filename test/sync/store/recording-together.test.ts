/** Answers that arrive at once are recorded together; each must come out as if it were alone. */
import { sql } from "kysely";
import type { LedgerEvent, Refused, Step } from "../../../src/sync/ledger/after";
import { defaultPolicy as policy } from "../../../src/sync/ledger/intent";
import type { PostingKey } from "../../../src/sync/ledger/posting-key";
import { followDocuments } from "../../../src/sync/store/document-follows";
import { recordPlans } from "../../../src/sync/store/document-plans";
import type { DocumentRecord } from "../../../src/sync/store/document-records";
import { readDocuments, saveDocuments } from "../../../src/sync/store/documents";
import { errorPage, openErrors } from "../../../src/sync/store/errors";
import { attemptsOf, createSqlLedgerStore } from "../../../src/sync/store/ledger-store";
import { reviewedDocuments } from "../../../src/sync/store/review-attempts";
import { failure } from "../../../src/sync/model/failure";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { aPayment, anInvoice } from "../documents/builders";
import { posted, refusal, unknown } from "../ledger/ledger-store-contract";
import { anIntent, anInvoicePosting, aReceiptPosting } from "../ledger/postings";
import { passTime } from "./passing-time";

const company = "site-1/3";

describeOnEachEngine("answers recorded together", (on, engine) => {
  /** Invoices that are being sent, each with a payment behind it. */
  const sending = async (count: number) => {
    const tenant = aTenant();
    const { db } = on();
    const follow = followDocuments(tenant, (posting, why) => `${posting.company}|${why.cause}`, async () => undefined);
    const ledger = createSqlLedgerStore({ db, tenant, policy, follow });
    const ids = Array.from({ length: count }, (_, at) => `${at + 1}`);
    const records: DocumentRecord[] = ids.flatMap((id) => [anInvoice({ id: `inv-${id}`, reference: `INV-${id}` }), aPayment({ id: `pay-${id}`, invoiceId: `inv-${id}` })]);
    await db.change(tenant, "save", (tx) => saveDocuments(tx, tenant, records));
    const keys = await db.transaction("accept", async (tx) => {
      const made: { invoice: PostingKey; payment: PostingKey }[] = [];
      for (const id of ids) {
        const invoice = anIntent(anInvoicePosting(`inv-${id}`), [], tenant);
        const payment = anIntent(aReceiptPosting(`pay-${id}`), [invoice.key], tenant);
        await ledger.acceptAllIn(tx, [invoice, payment]);
        await recordPlans(tx, tenant, [
          { kind: "invoice", id: `inv-${id}`, standing: "posting", companyRef: company, postingKey: invoice.key },
          { kind: "payment", id: `pay-${id}`, standing: "posting", companyRef: company, postingKey: payment.key },
        ]);
        made.push({ invoice: invoice.key, payment: payment.key });
      }
      return made;
    });
    const claims = await ledger.claimDue("w1", { limit: count });
    const tokenOf = (key: PostingKey | undefined) => claims.find((claim) => claim.stored.key === key)?.token ?? 0;
    const sent = (at: number, outcome: Extract<LedgerEvent, { kind: "sent" }>["outcome"], token?: number): Promise<Step | Refused> => {
      const key = keys[at]?.invoice;
      if (!key) throw new Error("There is no such invoice.");
      return ledger.apply(key, { kind: "sent", token: token ?? tokenOf(key), outcome });
    };
    const standing = async (kind: "invoice" | "payment", at: number) => (await db.read((handle) => readDocuments(handle, tenant, [{ kind, id: `${kind === "invoice" ? "inv" : "pay"}-${at + 1}` }])))[0];
    return { tenant, db, ledger, keys, sent, standing };
  };

  it("what is posted, refused, in doubt and throttled stands each as it is, and only what hangs on a posted one is let go", async () => {
    const { tenant, db, ledger, keys, sent, standing } = await sending(5);
    // An earlier failure of the second is resolved by its posting.
    await db.transaction("fail", (tx) =>
      openErrors(tx, tenant, [{ kind: "invoice", id: "inv-2", operation: "post", reference: "INV-2", customerId: "1", subCompany: "", companyRef: company, failure: failure("sage-refused", "No.", "Mend it."), group: "g", fixAt: null }]),
    );
    const steps = await Promise.all([sent(0, posted), sent(1, posted), sent(2, refusal), sent(3, unknown), sent(4, { kind: "throttled", retryAfter: 60_000 })]);
    expect(steps.map((step) => ("refused" in step ? step.why : step.intent.state))).toEqual(["done", "done", "refused", "in doubt", "planned"]);
    expect(await Promise.all([0, 1, 2, 3, 4].map(async (at) => (await standing("invoice", at))?.standing))).toEqual(["posted", "posted", "failed", "posting", "posting"]);
    expect(await standing("invoice", 0)).toMatchObject({ sageUrn: "1327", sageRecordId: "88", phase: null });
    expect((await standing("invoice", 3))?.phase).toBe("in doubt");
    expect(await Promise.all([0, 1, 2, 3, 4].map(async (at) => (await standing("payment", at))?.phase))).toEqual([null, null, "behind", "behind", "behind"]);
    expect((await ledger.due(10)).slice().sort()).toEqual([keys[0]?.payment, keys[1]?.payment].sort());
    const open = await db.read((handle) => errorPage(handle, tenant, { since: null, after: null, limit: 10, state: "open" }));
    expect(open.map((error) => error.documentId)).toEqual(["inv-3"]);
    const [attempt] = await db.read((handle) => attemptsOf(handle, tenant, keys[1]?.invoice ?? ("" as PostingKey)));
    expect(attempt).toMatchObject({ what: "send", outcome: posted, answeredAt: expect.any(String) as string });
  });

  it("one that has lost its lease is told so, and keeps none of the others from being recorded", async () => {
    const { sent, standing } = await sending(4);
    const [, , lost] = await Promise.all([sent(0, posted), sent(1, posted), sent(2, posted, 99), sent(3, posted)]);
    expect(lost).toMatchObject({ refused: true });
    expect(await Promise.all([0, 1, 2, 3].map(async (at) => (await standing("invoice", at))?.standing))).toEqual(["posted", "posted", "posting", "posted"]);
  });

  it("the same answer twice at once is recorded once", async () => {
    const { sent } = await sending(2);
    const steps = await Promise.all([sent(0, posted), sent(1, posted), sent(1, posted), sent(0, posted)]);
    expect(steps.filter((step) => "refused" in step)).toHaveLength(2);
  });

  if (engine === "PostgreSQL") {
    it("where somebody holds a document, the others are recorded without waiting for it, and it is when it is let go", async () => {
      const { tenant, sent, standing } = await sending(4);
      let letGo: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (letGo = resolve));
      let isHeld: () => void = () => undefined;
      const holding = new Promise<void>((resolve) => (isHeld = resolve));
      const holder = on().other.transaction("hold", async (tx) => {
        await sql`select 1 from layer_document where tenant = ${tenant} and kind = 'invoice' and id = 'inv-3' for update`.execute(tx);
        isHeld();
        await held;
      });
      await holding;
      const last = sent(2, posted);
      await Promise.all([sent(0, posted), sent(1, posted), sent(3, posted)]);
      expect(await Promise.all([0, 1, 2, 3].map(async (at) => (await standing("invoice", at))?.standing))).toEqual(["posted", "posted", "posting", "posted"]);
      letGo();
      await holder;
      expect(await last).toMatchObject({ intent: { state: "done" } });
      expect((await standing("invoice", 2))?.standing).toBe("posted");
    });
  }

  it("a caller inside a transaction is refused, and does not wait for itself", async () => {
    const { db, sent } = await sending(1);
    await expect(db.transaction("outer", async () => void (await sent(0, posted)))).rejects.toThrow("use that transaction's handle");
  });

  it("a posting that needs review is listed with every attempt, first to last", async () => {
    const { tenant, db, ledger, keys, sent } = await sending(2);
    await Promise.all([sent(0, unknown), sent(1, posted)]);
    await passTime(db, tenant, policy.settle + 1);
    const claim = (await ledger.claimDue("w2", { limit: 5 })).find((one) => one.stored.key === keys[0]?.invoice);
    expect(claim?.to).toBe("look up");
    await ledger.apply(keys[0]?.invoice ?? ("" as PostingKey), { kind: "looked up", token: claim?.token ?? 0, outcome: { kind: "contradicted", why: "Two stand under one key." } });
    const reviewed = await db.read((handle) => reviewedDocuments(handle, tenant, 10));
    expect(reviewed).toMatchObject([{ kind: "invoice", id: "inv-1", attempts: [{ what: "send", outcome: unknown }, { what: "look-up", outcome: { kind: "contradicted" } }] }]);
  });
});
