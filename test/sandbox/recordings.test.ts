import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "../../src/sandbox/index";
import { wirePayment, type WirePayment } from "../../src/sync/layer/document-schema";
import type { WirePaymentWrite } from "../../src/sync/layer/payment-schema";
import { page, wireRefusal } from "../../src/sync/layer/schema";
import { aSandbox, closeAll, layerCall } from "./clients";

afterEach(closeAll);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "recordings-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An invoice of two lines of 120.00 and 60.00, of nothing but itself. */
const anInvoice = (sandbox: Sandbox, change: { status?: "draft" | "finalised" } = {}) => {
  const { customerId, subCompany } = sandbox.data.documents.list("invoices")[10] ?? { customerId: "", subCompany: "" };
  return sandbox.edit.addInvoice({ customerId, subCompany, lines: [{ net: "100.00" }, { net: "50.00" }], ...change });
};

const aWrite = (invoice: { id: string; customerId: string; lines: readonly { id: string }[] }, change: Partial<WirePaymentWrite> = {}): WirePaymentWrite => ({
  sourceKey: "TP-0001",
  invoiceId: invoice.id,
  customerId: invoice.customerId,
  date: "2026-08-20",
  method: "BACS",
  amount: "130.00",
  currency: "GBP",
  reference: "BACS 20AUG",
  sageCompanyName: "Northwick Tools Ltd",
  sageSiteId: "site",
  sageTransactionId: "1391",
  sageInvoiceTransactionId: "1327",
  lines: [
    { lineId: invoice.lines[0]?.id ?? "", amount: "120.00" },
    { lineId: invoice.lines[1]?.id ?? "", amount: "10.00" },
  ],
  ...change,
});

const record = (sandbox: Sandbox, body: unknown, key = "record-0001") => layerCall(sandbox, "/v1/payments", { method: "POST", body, key });
const bySourceKey = async (sandbox: Sandbox, sourceKey: string): Promise<readonly WirePayment[]> => page(wirePayment).parse((await layerCall(sandbox, `/v1/payments?sourceKey=${sourceKey}`)).body).items;
const shown = (sandbox: Sandbox, id: string) => {
  const invoice = sandbox.data.documents.find("invoices", id);
  return [invoice?.outstanding, invoice?.lines.map(({ outstanding }) => outstanding)];
};

describe("recording a payment that came from Sage", () => {
  test("it is stored with where it came from, takes of the lines that it names, and is found by its key", async () => {
    const sandbox = await aSandbox();
    const invoice = anInvoice(sandbox);
    expect(shown(sandbox, invoice.id)).toEqual(["180.00", ["120.00", "60.00"]]);
    const { status, body } = await record(sandbox, aWrite(invoice));
    expect([status, wirePayment.parse(body)]).toEqual([
      200,
      expect.objectContaining({
        invoiceId: invoice.id,
        amount: "130.00",
        origin: "sage",
        sourceKey: "TP-0001",
        reconciled: { sageCompanyName: "Northwick Tools Ltd", sageSiteId: "site", sageTransactionId: "1391" },
      }),
    ]);
    expect(shown(sandbox, invoice.id)).toEqual(["50.00", ["0.00", "50.00"]]);
    expect(await bySourceKey(sandbox, "TP-0001")).toEqual([body]);
    expect(await bySourceKey(sandbox, "TP-0002")).toEqual([]);
  });

  test("the invoice is seen as changed by who reads what changed since", async () => {
    const sandbox = await aSandbox({ now: () => Date.UTC(2026, 10, 21, 9) });
    const invoice = anInvoice(sandbox);
    await record(sandbox, aWrite(invoice));
    const later = (await layerCall(sandbox, `/v1/invoices?updatedSince=${encodeURIComponent(new Date(Date.parse(invoice.updatedAt) + 1).toISOString())}`)).body;
    expect((later as { items: unknown[] }).items).toEqual([expect.objectContaining({ id: invoice.id, outstanding: "50.00" })]);
  });

  test("the same key and body get the first answer again, and so does another Idempotency-Key: it is recorded once", async () => {
    const sandbox = await aSandbox();
    const invoice = anInvoice(sandbox);
    const first = await record(sandbox, aWrite(invoice));
    expect((await record(sandbox, aWrite(invoice))).text).toBe(first.text);
    const other = await record(sandbox, aWrite(invoice), "record-0002");
    expect([other.status, other.body]).toEqual([200, first.body]);
    expect(shown(sandbox, invoice.id)[0]).toBe("50.00");
    expect((await record(sandbox, aWrite(invoice, { reference: "Other" }))).status).toBe(409);
  });

  test.each<[string, Partial<WirePaymentWrite>, RegExp]>([
    ["invoice-unknown", { invoiceId: "I99999" }, /I99999/],
    ["customer-differs", { customerId: "999999" }, /999999/],
    ["currency-differs", { currency: "EUR" }, /EUR/],
    ["method-unknown", { method: "Shells" }, /Shells/],
    ["method-disabled", { method: "PayPal" }, /PayPal/],
    ["exceeds-outstanding", { amount: "180.01" }, /180\.01 .*180\.00/],
    ["line-unknown", { amount: "1.00", lines: [{ lineId: "nowhere", amount: "1.00" }] }, /nowhere/],
    ["lines-differ", { amount: "129.99" }, /129\.99/],
  ])("%s is refused by name and writes nothing", async (code, change, message) => {
    const sandbox = await aSandbox();
    const invoice = anInvoice(sandbox);
    const { status, body } = await record(sandbox, aWrite(invoice, change));
    expect([status, wireRefusal.parse(body).error]).toEqual([422, { code, message: expect.stringMatching(message) as string }]);
    expect([shown(sandbox, invoice.id)[0], await bySourceKey(sandbox, "TP-0001")]).toEqual(["180.00", []]);
    // A refusal is not remembered: once it is put right, the same key may be used.
    expect((await record(sandbox, aWrite(invoice))).status).toBe(200);
  });

  test("a draft takes no payment, a line no more than is left of it, and a key no second payment", async () => {
    const sandbox = await aSandbox();
    const draft = anInvoice(sandbox, { status: "draft" });
    expect(wireRefusal.parse((await record(sandbox, aWrite(draft))).body).error.code).toBe("invoice-not-final");
    const invoice = anInvoice(sandbox);
    const [line] = invoice.lines;
    expect(wireRefusal.parse((await record(sandbox, aWrite(invoice, { lines: [{ lineId: line?.id ?? "", amount: "130.00" }] }))).body).error.code).toBe("line-exceeds-outstanding");
    await record(sandbox, aWrite(invoice));
    const again = await record(sandbox, aWrite(invoice, { amount: "1.00", lines: [{ lineId: invoice.lines[1]?.id ?? "", amount: "1.00" }] }), "record-0002");
    expect([again.status, wireRefusal.parse(again.body).error.code]).toEqual([422, "already-recorded"]);
    expect(shown(sandbox, invoice.id)[0]).toBe("50.00");
  });

  test("a body that the contract does not know is refused as a whole", async () => {
    const sandbox = await aSandbox();
    const invoice = anInvoice(sandbox);
    for (const change of [{ amount: "0.00" }, { amount: "-1.00" }, { sourceKey: "" }, { sourceKey: "x".repeat(65) }, { lines: [] }]) {
      expect((await record(sandbox, aWrite(invoice, change))).status).toBe(400);
    }
  });

  test("it is there after a restart, and its key gets the same answer", async () => {
    const stateFile = join(folder, "state.json");
    const before = await aSandbox({ stateFile });
    const invoice = anInvoice(before);
    const first = await record(before, aWrite(invoice));
    await closeAll();
    const after = await aSandbox({ stateFile });
    expect((await record(after, aWrite(invoice))).text).toBe(first.text);
    expect((await record(after, aWrite(invoice), "record-0002")).body).toEqual(first.body);
    expect(shown(after, invoice.id)).toEqual(["50.00", ["0.00", "50.00"]]);
  });
});

describe("what is outstanding", () => {
  test("payments and credit notes take of the first line first; a credited payment is owed back until it is refunded", async () => {
    const sandbox = await aSandbox();
    const invoice = anInvoice(sandbox);
    const payment = sandbox.edit.addPayment({ invoiceId: invoice.id, amount: "150.00", method: "BACS" });
    expect(shown(sandbox, invoice.id)).toEqual(["30.00", ["0.00", "30.00"]]);
    const note = sandbox.edit.addCreditNote({ invoiceId: invoice.id, paymentId: payment.id, lines: [{ net: "50.00" }] });
    expect(shown(sandbox, invoice.id)).toEqual(["-30.00", ["0.00", "0.00"]]);
    sandbox.edit.addRefund({ creditNoteId: note.id, amount: "60.00", method: "BACS" });
    expect(shown(sandbox, invoice.id)).toEqual(["30.00", ["0.00", "30.00"]]);
  });

  test("everything generated adds up: total, payments, credit notes and refunds", async () => {
    const { data } = await aSandbox({ practiceMonth: true });
    const pence = (text: string): number => Math.round(Number(text) * 100);
    const { documents } = data;
    for (const invoice of documents.list("invoices")) {
      const of = <T extends { readonly invoiceId: string }>(list: readonly T[], value: (item: T) => string): number => list.filter(({ invoiceId }) => invoiceId === invoice.id).reduce((sum, item) => sum + pence(value(item)), 0);
      const left = pence(invoice.total) - of(documents.list("payments"), ({ amount }) => amount) - of(documents.list("credit-notes"), ({ total }) => total) + of(documents.list("refunds"), ({ amount }) => amount);
      expect([invoice.id, pence(invoice.outstanding)]).toEqual([invoice.id, left]);
      if (left >= 0) expect([invoice.id, invoice.lines.reduce((sum, { outstanding }) => sum + pence(outstanding), 0)]).toEqual([invoice.id, left]);
    }
  });
});

describe("faults of recording", () => {
  test("refused with 503 or 429 before it is recorded, it is not there", async () => {
    const sandbox = await aSandbox();
    const invoice = anInvoice(sandbox);
    sandbox.faults.failBeforeRecordingEvery = 1;
    expect((await record(sandbox, aWrite(invoice))).status).toBe(503);
    Object.assign(sandbox.faults, { failBeforeRecordingEvery: 0, throttleRecordingsEvery: 1 });
    expect((await record(sandbox, aWrite(invoice))).status).toBe(429);
    expect(await bySourceKey(sandbox, "TP-0001")).toEqual([]);
  });

  test("an answer lost after it was recorded, by a cut or by a 503, is a payment that is there", async () => {
    const sandbox = await aSandbox();
    const invoice = anInvoice(sandbox);
    sandbox.faults.failAfterRecordingEvery = 1;
    await expect(record(sandbox, aWrite(invoice))).rejects.toThrow();
    expect(await bySourceKey(sandbox, "TP-0001")).toHaveLength(1);
    sandbox.faults.failAfterRecordingAs = 503;
    expect((await record(sandbox, aWrite(invoice))).status).toBe(503);
    sandbox.faults.failAfterRecordingEvery = 0;
    expect((await record(sandbox, aWrite(invoice))).status).toBe(200);
    expect(shown(sandbox, invoice.id)[0]).toBe("50.00");
  });

  test("one that is recorded late comes by itself, and once, though it was sent again meanwhile", async () => {
    const sandbox = await aSandbox();
    const invoice = anInvoice(sandbox);
    Object.assign(sandbox.faults, { recordLateEvery: 1, recordLateMs: 60 });
    expect((await record(sandbox, aWrite(invoice))).status).toBe(503);
    expect(await bySourceKey(sandbox, "TP-0001")).toEqual([]);
    while ((await bySourceKey(sandbox, "TP-0001")).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    sandbox.faults.recordLateEvery = 0;
    expect((await record(sandbox, aWrite(invoice), "record-0002")).status).toBe(200);
    expect(shown(sandbox, invoice.id)[0]).toBe("50.00");
  });

  test("rates befall their share of payments", async () => {
    const sandbox = await aSandbox();
    const invoice = anInvoice(sandbox);
    sandbox.faults.failBeforeRecordingRate = 0.5;
    const answers = await Promise.all(Array.from({ length: 60 }, () => record(sandbox, aWrite(invoice))));
    const failed = answers.filter(({ status }) => status === 503).length;
    expect([failed > 15, failed < 45]).toEqual([true, true]);
  });
});
