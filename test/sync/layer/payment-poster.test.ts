import type { LayerPayment } from "../../../src/sync/documents/posting";
import { createLayerPaymentPoster, type LayerApi, type PaymentOutcome, type WirePaymentWrite } from "../../../src/sync/layer";
import { planned } from "../../../src/sync/ledger/intent";
import type { PostingKey } from "../../../src/sync/ledger/posting-key";
import type { PlainDate } from "../../../src/sync/model/dates";
import { failure } from "../../../src/sync/model/failure";
import { minorUnits } from "../../../src/sync/model/money";
import type { Payment } from "../../../src/sync/documents/document";

const key = "TL-0123456789ABCDEFG" as PostingKey;
const aPayment = (changes: Partial<LayerPayment> = {}): LayerPayment => ({
  kind: "layer-payment",
  company: "site-1/3",
  customerId: "00417",
  rowId: "site-1/3:242434:1327",
  nth: 1,
  receiptId: "242434",
  receiptUrn: "1391",
  sageInvoiceUrn: "1327",
  sageCompanyName: "Acme UK Ltd",
  sageSiteId: "site-1",
  invoiceId: "inv-1",
  invoiceReference: "INV-10442",
  date: "2026-03-20" as PlainDate,
  method: "BACS",
  amount: minorUnits(30_00),
  currency: "GBP",
  reference: "BACS 20MAR",
  lines: [
    { lineId: "l1", amount: minorUnits(20_00) },
    { lineId: "l2", amount: minorUnits(10_00) },
  ],
  ...changes,
});
const stored = (changes: Partial<Payment> = {}): Payment => ({
  kind: "payment",
  id: "pay-9",
  reference: "BACS 20MAR",
  customerId: "00417",
  invoiceId: "inv-1",
  date: "2026-03-20" as PlainDate,
  method: "BACS",
  amount: minorUnits(30_00),
  currency: "GBP",
  origin: "sage",
  sourceKey: key,
  reconciled: null,
  updatedAt: "2026-03-21T10:00:00Z",
  ...changes,
});
const intent = (payment = aPayment()) => ({ key, kind: "layer-payment" as const, company: payment.company, parents: [], payload: payment, intent: planned(0) });

const poster = (layer: Partial<Pick<LayerApi, "recordPayment" | "findPayment">>) =>
  createLayerPaymentPoster({
    layer: { recordPayment: async () => Promise.reject(new Error("not asked")), findPayment: async () => Promise.reject(new Error("not asked")), ...layer },
    policy: { timeout: 1_000 },
  });
const answering = (outcome: PaymentOutcome) => {
  const asked: { payment: WirePaymentWrite; key: string }[] = [];
  return { asked, poster: poster({ recordPayment: async (payment, idempotencyKey) => (asked.push({ payment, key: idempotencyKey }), outcome) }) };
};

test("a payment goes under the posting's key, both as the request's and as its own, with its lines", async () => {
  const { asked, poster: layer } = answering({ kind: "stored", payment: stored() });
  expect(await layer.send(intent(), () => true)).toEqual({ kind: "posted", evidence: { urn: "pay-9", recordId: "pay-9", foundBy: "answer" } });
  expect(asked).toEqual([
    {
      key,
      payment: {
        sourceKey: key,
        invoiceId: "inv-1",
        customerId: "00417",
        date: "2026-03-20",
        method: "BACS",
        amount: "30.00",
        currency: "GBP",
        reference: "BACS 20MAR",
        sageCompanyName: "Acme UK Ltd",
        sageSiteId: "site-1",
        sageTransactionId: "1391",
        sageInvoiceTransactionId: "1327",
        lines: [
          { lineId: "l1", amount: "20.00" },
          { lineId: "l2", amount: "10.00" },
        ],
      },
    },
  ]);
});

test("what is too late is not sent, and lines that do not come to the amount are never sent", async () => {
  const { asked, poster: layer } = answering({ kind: "stored", payment: stored() });
  expect(await layer.send(intent(), () => false)).toEqual({ kind: "not sent" });
  expect(await layer.send(intent(aPayment({ amount: minorUnits(31_00) })), () => true)).toMatchObject({ kind: "refused", failure: { code: "document-invalid" } });
  expect(asked).toEqual([]);
});

test("a refusal is certain, a throttle is tried again, and everything else is in doubt", async () => {
  const why = failure("layer-refused", "No.", "Mend it.");
  expect(await answering({ kind: "refused", code: "exceeds-outstanding", failure: why }).poster.send(intent(), () => true)).toEqual({ kind: "refused", failure: why });
  expect(await answering({ kind: "throttled", retryAfter: 5 }).poster.send(intent(), () => true)).toEqual({ kind: "throttled", retryAfter: 5 });
  expect(await answering({ kind: "unknown", why: "503" }).poster.send(intent(), () => true)).toEqual({ kind: "unknown", why: "503" });
});

test("a lost one is looked for by its key: found as sent, not there, another payment under the key, or no answer", async () => {
  const finding = (found: Awaited<ReturnType<LayerApi["findPayment"]>>) => poster({ findPayment: async () => found }).lookUp(intent());
  expect(await finding({ kind: "found", payment: stored() })).toMatchObject({ kind: "found", evidence: { recordId: "pay-9", foundBy: "look-up" } });
  expect(await finding({ kind: "absent" })).toEqual({ kind: "absent" });
  expect(await finding({ kind: "found", payment: stored({ amount: minorUnits(29_00) }) })).toMatchObject({ kind: "contradicted", why: expect.stringContaining("29.00") as string });
  expect(await finding({ kind: "failed", failure: failure("layer-down", "It is down.", "Wait.") })).toEqual({ kind: "failed", why: "It is down." });
});
