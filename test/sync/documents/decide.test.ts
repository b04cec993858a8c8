import { decide } from "../../../src/sync/documents/decide";
import { aCreditNote, acme, anInvoice, aPayment, aRefund, aWorld, posted, pounds } from "./builders";

describe("invoices", () => {
  test("a draft is never posted", () => {
    expect(decide(anInvoice({ isFinal: false }), null, aWorld())).toEqual({ kind: "draft" });
  });

  test("a finalised one is posted to its sub-company's Sage company, on its own date, with its total split into goods and tax", () => {
    const decision = decide(anInvoice(), null, aWorld());
    expect(decision).toMatchObject({
      kind: "post",
      after: null,
      posting: { kind: "invoice", company: acme.ref, sageCustomerId: "27006", date: "2026-03-02", dueDate: "2026-04-01", reference: "INV-1001", goods: pounds(100), tax: pounds(20), taxItems: [{ taxCodeId: "2", goods: pounds(100), tax: pounds(20) }], nominalItems: [{ code: "4000", value: pounds(100) }] },
    });
  });

  test("an unmapped sub-company fails and falls back to no other company", () => {
    const decision = decide(anInvoice({ subCompany: "Wales" }), null, aWorld());
    expect(decision).toMatchObject({ kind: "fail", failure: { code: "not-mapped", value: "Wales" }, fixAt: { sheet: "sub-companies", value: "Wales" } });
  });

  test("one that was meant for a company stays with it when the mapping changes", () => {
    expect(decide(anInvoice({ subCompany: "Wales" }), acme, aWorld())).toMatchObject({ kind: "post", company: { ref: acme.ref } });
  });

  test("an unmapped tax rate fails and names the rate", () => {
    expect(decide(anInvoice(), null, aWorld({ codes: {} }))).toMatchObject({ kind: "fail", failure: { code: "not-mapped", value: "Standard" }, fixAt: { sheet: "tax-codes" } });
  });

  test("one of 0.00 has nothing to post, and one below zero is refused", () => {
    expect(decide(anInvoice({ lines: [], total: pounds(0) }), null, aWorld())).toMatchObject({ kind: "nothing" });
    expect(decide(anInvoice({ total: pounds(-1) }), null, aWorld())).toMatchObject({ kind: "fail", failure: { code: "document-invalid" } });
  });

  test("one in another currency is refused, naming both", () => {
    const decision = decide(anInvoice({ currency: "EUR" }), null, aWorld());
    expect(decision).toMatchObject({ kind: "fail" });
    expect(decision.kind === "fail" && decision.failure.cause).toMatch(/EUR.*GBP/);
  });

  test("one waits, and says for whom, until its customer has an account", () => {
    expect(decide(anInvoice(), null, aWorld({ standing: { kind: "none" } }))).toMatchObject({ kind: "wait" });
    expect(decide(anInvoice(), null, aWorld({ standing: { kind: "being created" } }))).toMatchObject({ kind: "wait" });
    expect(decide(anInvoice(), null, aWorld({ standing: { kind: "to decide" } }))).toMatchObject({ kind: "wait", why: expect.stringMatching(/Link, Create or Skip/) as string });
  });

  test("one of a skipped customer fails with that reason, and is not lost", () => {
    expect(decide(anInvoice(), null, aWorld({ standing: { kind: "skipped" } }))).toMatchObject({ kind: "fail", failure: { code: "customer-skipped" } });
  });
});

describe("what belongs to an invoice", () => {
  test("a payment is a receipt in the bank of its method, after its invoice, under the invoice's reference", () => {
    expect(decide(aPayment(), null, aWorld())).toMatchObject({ kind: "post", after: "key of inv-1", posting: { kind: "receipt", bankId: "4", amount: pounds(70), date: "2026-03-20", reference: "INV-1001" } });
  });

  test("a payment that came from Sage is never posted back", () => {
    expect(decide(aPayment({ origin: "sage" }), null, aWorld())).toMatchObject({ kind: "nothing" });
  });

  test("a payment by a method without a bank code fails and names the method and the company", () => {
    const decision = decide(aPayment({ method: "Cheque" }), null, aWorld());
    expect(decision).toMatchObject({ kind: "fail", failure: { code: "not-mapped", value: "Cheque" }, fixAt: { sheet: "payment-methods" } });
  });

  test("it waits for an invoice that failed, is a draft or is not known, and says which", () => {
    const failed = { ...posted(anInvoice()), standing: "failed" as const };
    expect(decide(aPayment(), null, aWorld({ parents: [failed] }))).toMatchObject({ kind: "wait", why: expect.stringContaining("INV-1001") as string });
    const draft = { ...posted(anInvoice({ isFinal: false })), standing: "new" as const };
    expect(decide(aPayment(), null, aWorld({ parents: [draft] }))).toMatchObject({ kind: "wait", why: expect.stringContaining("draft") as string });
    expect(decide(aPayment(), null, aWorld({ parents: [] }))).toMatchObject({ kind: "wait" });
  });

  test("a payment of nothing or less is refused", () => {
    for (const amount of [0, -5]) expect(decide(aPayment({ amount: pounds(amount) }), null, aWorld())).toMatchObject({ kind: "fail", failure: { code: "document-invalid" } });
  });

  test("a credit note follows its invoice's company and is posted with its own lines", () => {
    expect(decide(aCreditNote(), null, aWorld())).toMatchObject({ kind: "post", after: "key of inv-1", posting: { kind: "credit-note", company: acme.ref, goods: pounds(100), tax: pounds(20) } });
  });

  test("a refund goes after its credit note, as a negative receipt unless the company says sales payment", () => {
    expect(decide(aRefund(), null, aWorld())).toMatchObject({ kind: "post", after: "key of cn-1", posting: { kind: "refund", as: "negative-receipt", amount: pounds(70), reference: "CN-1" } });
    expect(decide(aRefund(), null, aWorld({ refunds: "sales payment" }))).toMatchObject({ posting: { as: "sales-payment" } });
  });
});

describe("what The Layer holds as reconciled", () => {
  const reconciled = { sageCompanyName: acme.name, sageSiteId: acme.siteId, urn: "1327" };

  test("is in Sage, whoever posted it: it is never posted again, mapped or not", () => {
    const inSage = { kind: "in Sage already", company: { ref: acme.ref }, urn: "1327" };
    for (const document of [anInvoice({ reconciled }), anInvoice({ reconciled, subCompany: "Wales" }), aCreditNote({ reconciled }), aPayment({ reconciled, method: "Shells" }), aRefund({ reconciled })]) {
      expect(decide(document, null, aWorld({ codes: {}, parents: [] }))).toMatchObject(inSage);
    }
    expect(decide(anInvoice({ reconciled }), acme, aWorld())).toMatchObject(inSage);
  });

  test("with nothing to post has nothing to post", () => {
    expect(decide(anInvoice({ reconciled: { ...reconciled, urn: null } }), null, aWorld())).toMatchObject({ kind: "nothing", company: { ref: acme.ref } });
  });

  test("in a company that nobody can open is shown as failed and still not posted", () => {
    const decision = decide(anInvoice({ reconciled: { ...reconciled, sageCompanyName: "Elsewhere Ltd" } }), null, aWorld());
    expect(decision).toMatchObject({ kind: "fail", failure: { code: "document-invalid", cause: expect.stringMatching(/Elsewhere Ltd.*1327/) as string } });
  });

  test("does not make a payment from Sage one of ours", () => {
    expect(decide(aPayment({ origin: "sage", sourceKey: "TP-1", reconciled }), null, aWorld())).toMatchObject({ kind: "nothing", company: null });
  });

  test("lets what belongs to it go at once: there is no posting of ours to wait for", () => {
    const parent = { ...posted(anInvoice({ reconciled })), postingKey: null };
    expect(decide(aPayment(), null, aWorld({ parents: [parent] }))).toMatchObject({ kind: "post", after: null, company: { ref: acme.ref } });
    expect(decide(aCreditNote(), null, aWorld({ parents: [parent] }))).toMatchObject({ kind: "post", after: null });
  });
});
