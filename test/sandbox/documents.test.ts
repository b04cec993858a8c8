import { createHash } from "node:crypto";
import type { z } from "zod";
import { startSandbox, type Sandbox } from "../../src/sandbox/index";
import { layerDocumentKinds, wireDocuments, wireReconciliationAnswer, type LayerDocumentList, type WireReconciliation } from "../../src/sync/layer/document-schema";
import { page, wirePaymentMethod, wireRefusal } from "../../src/sync/layer/schema";
import { resembles } from "../../src/sync/match/customers";
import { parseMoney } from "../../src/sync/model/money";
import { aSandbox, closeAll, layerCall } from "./clients";

afterEach(closeAll);

const pence = (text: string): number => {
  const read = parseMoney(text);
  if (!read.ok) throw new Error(read.failure.cause);
  return read.value;
};

type Listed = Record<string, unknown> & { id: string; updatedAt: string };
const everything = async (sandbox: Sandbox, list: LayerDocumentList, query = "limit=37"): Promise<Listed[]> => {
  const found: Listed[] = [];
  const shape: z.ZodType<{ items: unknown[]; next: string | null }> = page(wireDocuments[list]);
  for (let cursor: string | null = null; ; ) {
    const answer = await layerCall(sandbox, `/v1/${list}?${query}${cursor === null ? "" : `&cursor=${cursor}`}`);
    const { items, next } = shape.parse(answer.body);
    found.push(...(items as Listed[]));
    if (next === null) return found;
    cursor = next;
  }
};

/** One world for all tests that only read. */
let reading: Sandbox;
beforeAll(async () => {
  reading = await startSandbox({ customers: 2000, practiceMonth: false });
});
afterAll(() => reading.close());

describe("generated documents", () => {
  test("the same seed and size are the same documents, and customers, accounts and links are the same with and without them", async () => {
    const digest = async (options: { seed: number; invoices?: number }, what: (sandbox: Sandbox) => unknown): Promise<string> =>
      createHash("sha256").update(JSON.stringify(what(await aSandbox(options)))).digest("hex");
    const documents = (sandbox: Sandbox) => [layerDocumentKinds.map((list) => sandbox.data.documents.list(list)), sandbox.data.documents.trouble];
    expect(await digest({ seed: 3 }, documents)).toBe(await digest({ seed: 3 }, documents));
    expect(await digest({ seed: 4 }, documents)).not.toBe(await digest({ seed: 3 }, documents));
    const rest = ({ data }: Sandbox) => [[...data.customers()], data.links(), data.companies.map((company) => data.accounts(company.name))];
    expect(await digest({ seed: 3, invoices: 0 }, rest)).toBe(await digest({ seed: 3 }, rest));
  });

  test("there are as many as a small business has, in every state", () => {
    const { documents } = reading.data;
    expect(layerDocumentKinds.map((list) => documents.list(list).length)).toEqual([60, 120, 15, 90, 10]);
    const invoices = documents.list("invoices");
    const drafts = invoices.filter(({ status }) => status === "draft").length;
    expect([drafts > 4, drafts < 20]).toEqual([true, true]);
    expect(new Set(invoices.map(({ subCompany }) => subCompany)).size).toBe(5);
    expect(new Set(invoices.map(({ lines }) => lines.length)).size).toBeGreaterThan(2);
    expect(invoices.filter(({ lines }) => lines.some(({ discount }) => discount !== "0.00")).length).toBeGreaterThan(5);
    expect(new Set(invoices.flatMap(({ lines }) => lines.map(({ taxRate }) => taxRate)))).toEqual(new Set(["Standard rate", "Reduced rate", "Exempt"]));
    expect(new Set(documents.list("payments").map(({ method }) => method)).size).toBeGreaterThan(3);
    expect(new Set(documents.list("credit-notes").map(({ paymentId }) => paymentId === null)).size).toBe(2);
  });

  test("every document adds up to the penny, and tax is its rate's share of the discounted net", () => {
    const { documents, taxRates } = reading.data;
    for (const document of [...documents.list("invoices"), ...documents.list("credit-notes")]) {
      const sum = document.lines.reduce((total, { net, discount, tax }) => total + pence(net) - pence(discount) + pence(tax), 0);
      expect([document.id, sum]).toEqual([document.id, pence(document.total)]);
      for (const line of document.lines) {
        const percent = Number(taxRates.find(({ name }) => name === line.taxRate)?.percent);
        expect(Math.abs(pence(line.tax) - ((pence(line.net) - pence(line.discount)) * percent) / 100)).toBeLessThanOrEqual(0.5);
        expect(line.nominalCode !== "" || document.nominalCode !== "").toBe(true);
      }
    }
  });

  test("nobody pays more than is owed, and what is paid back was credited and had been paid", () => {
    const { documents } = reading.data;
    for (const invoice of documents.list("invoices")) {
      const paid = documents.list("payments").filter(({ invoiceId }) => invoiceId === invoice.id).reduce((sum, { amount }) => sum + pence(amount), 0);
      expect(paid).toBeLessThanOrEqual(pence(invoice.total));
      if (invoice.status === "draft") expect(paid).toBe(0);
    }
    for (const note of documents.list("credit-notes")) {
      const invoice = documents.find("invoices", note.invoiceId);
      expect([invoice?.status, note.customerId]).toEqual(["finalised", invoice?.customerId]);
      if (note.paymentId !== null) expect(pence(note.total)).toBeLessThanOrEqual(pence(documents.find("payments", note.paymentId)?.amount ?? "0"));
    }
    for (const refund of documents.list("refunds")) {
      const note = documents.find("credit-notes", refund.creditNoteId);
      expect([note?.paymentId === null, note?.invoiceId]).toEqual([false, refund.invoiceId]);
      expect(pence(refund.amount)).toBeLessThanOrEqual(pence(note?.total ?? "0"));
      expect(pence(refund.amount)).toBeGreaterThan(0);
    }
  });

  test("what is not planted is linked to an account in use, in the company of its sub-company, and paid by a method that names a bank there", () => {
    const { data } = reading;
    const { trouble } = data.documents;
    const planted = new Set([trouble.unlinkedLookAlike?.invoice, trouble.unlinkedStranger?.invoice]);
    const homes = new Map([["Northwick Tools", 0], ["Northwick Hire & Repair", 0], ["Northwick Managed Services", 1], ["Harbour Trading", 2], ["Lighterman Direct", 2]]);
    const companyOf = new Map<string, string>();
    for (const invoice of data.documents.list("invoices")) {
      const company = data.companies[homes.get(invoice.subCompany) ?? -1]?.name ?? "";
      companyOf.set(invoice.id, company);
      if (planted.has(invoice.id)) continue;
      const link = data.links().find(({ customerId, sageCompanyName }) => customerId === invoice.customerId && sageCompanyName === company);
      const account = data.accounts(company).find(({ id }) => String(id) === link?.sageCustomerId);
      expect([invoice.id, account?.status]).toEqual([invoice.id, "active"]);
    }
    for (const { id, method, invoiceId } of [...data.documents.list("payments"), ...data.documents.list("refunds")]) {
      if (trouble.blankAccCode.payments.includes(id)) continue;
      const { accCode } = data.paymentMethods.find(({ name }) => name === method) ?? {};
      expect(data.banks(companyOf.get(invoiceId) ?? "").map(({ code }) => code)).toContain(accCode);
    }
  });

  test("the trouble is there and is what it says", () => {
    const { data } = reading;
    const { trouble } = data.documents;
    expect(trouble.blankAccCode.payments).toHaveLength(14);
    const cheques = data.documents.list("payments").filter(({ method }) => method === trouble.blankAccCode.method);
    expect(cheques.map(({ id }) => id).sort()).toEqual([...trouble.blankAccCode.payments].sort());
    expect(data.paymentMethods.find(({ name }) => name === trouble.blankAccCode.method)).toMatchObject({ isEnabled: true, accCode: "" });
    const rare = data.documents.list("invoices").filter(({ lines }) => lines.some(({ taxRate }) => taxRate === trouble.unmappedTaxRate?.taxRate));
    expect(rare.map(({ id }) => id)).toEqual([trouble.unmappedTaxRate?.invoice]);
    expect(data.documents.list("invoices").filter(({ currency }) => currency !== "GBP").map(({ id }) => id)).toEqual([trouble.foreignCurrency?.invoice]);
    const closed = data.documents.list("invoices").filter(({ date }) => date <= (reading.faults.closedUpTo ?? ""));
    expect(closed.map(({ id, date }) => ({ invoice: id, date }))).toEqual([trouble.closedPeriod]);
  });

  test.each([[1], [2], [3], [4]])("of two customers without a link, one resembles a Sage account by the product's own measure and one resembles none (seed %i)", async (seed) => {
    const { data } = await aSandbox({ seed, customers: 2000 });
    const { unlinkedLookAlike: like, unlinkedStranger: stranger } = data.documents.trouble;
    const likenesses = (of: { customerId: string; companyName: string } | null) => {
      const customer = data.customer(of?.customerId ?? "");
      if (customer === undefined || of === null) throw new Error("Nothing was planted.");
      expect(data.links().some(({ customerId }) => customerId === customer.id)).toBe(false);
      return data.accounts(of.companyName).filter((account) => resembles(customer, account).isResemblance);
    };
    expect(likenesses(like).map(({ reference }) => reference)).toContain(like?.accountNumber);
    expect(likenesses(stranger)).toEqual([]);
  });

  test("a world too small to have buyers has no documents, and says so", async () => {
    const { data } = await aSandbox({ customers: 3 });
    expect(layerDocumentKinds.map((list) => data.documents.list(list).length)).toEqual([0, 0, 0, 0, 0]);
    expect(data.documents.trouble.closedPeriod).toBeNull();
  });
});

describe("The Layer's document lists", () => {
  test.each(layerDocumentKinds.map((list) => [list]))("%s page by change, each once, as the contract says", async (list) => {
    const listed = await everything(reading, list);
    expect(listed.map(({ id }) => id).sort()).toEqual(reading.data.documents.list(list).map(({ id }) => id).sort());
    const keys = listed.map(({ updatedAt, id }) => `${updatedAt} ${id}`);
    expect(keys).toEqual([...keys].sort());
  });

  test("tied stamps lose nothing, and a feed that repeats itself gives every record twice", async () => {
    const sandbox = await aSandbox();
    sandbox.faults.tiedStamps = true;
    const tied = await everything(sandbox, "payments");
    expect([new Set(tied.map(({ updatedAt }) => updatedAt)).size, new Set(tied.map(({ id }) => id)).size]).toEqual([1, 90]);
    sandbox.faults.repeatChangeFeed = true;
    const repeated = await everything(sandbox, "payments");
    expect([repeated.length, new Set(repeated.map(({ id }) => id)).size]).toEqual([180, 90]);
  });

  test("updatedSince gives what changed since, and an edit is seen again at the end", async () => {
    const sandbox = await aSandbox();
    const all = await everything(sandbox, "invoices");
    const moved = all[3]?.id ?? "";
    sandbox.edit.changeDocument("invoices", moved, { dueDate: "2026-12-31" });
    const later = await everything(sandbox, "invoices", `updatedSince=${all[100]?.updatedAt}`);
    expect(later.map(({ id }) => id)).toEqual([...all.slice(100).map(({ id }) => id), moved]);
    expect(later.at(-1)).toMatchObject({ dueDate: "2026-12-31" });
  });
});

describe("writing back what was posted", () => {
  const aReconciliation = (sandbox: Sandbox, nth: number): WireReconciliation => {
    const company = sandbox.data.companies[0];
    return {
      document: "invoices",
      id: sandbox.data.documents.list("invoices")[nth]?.id ?? "",
      sageCompanyName: company?.name ?? "",
      sageSiteId: company?.siteId ?? "",
      sageTransactionId: String(1000 + nth),
      reconciled: true,
    };
  };
  const write = (sandbox: Sandbox, reconciliations: readonly unknown[], key: string) => layerCall(sandbox, "/v1/reconciliations", { method: "POST", body: { reconciliations }, key });

  test("each is answered in its place, and one that concerns nothing does not stop the others", async () => {
    const sandbox = await aSandbox();
    const items = [aReconciliation(sandbox, 0), { ...aReconciliation(sandbox, 1), id: "I99999" }, { ...aReconciliation(sandbox, 2), sageSiteId: "" }, aReconciliation(sandbox, 3)];
    const { body } = await write(sandbox, items, "done-0001");
    expect(wireReconciliationAnswer.parse(body).results.map((result) => (result.status === "refused" ? result.code : result.status))).toEqual(["saved", "document-unknown", "company-missing", "saved"]);
    expect(sandbox.data.documents.reconciliations()).toEqual([items[0], items[3]]);
    expect(sandbox.data.documents.reconciliation("invoices", items[0]?.id ?? "")?.sageTransactionId).toBe("1000");
  });

  test("the same key gives the first answer again, with another body it is refused, and without one too", async () => {
    const sandbox = await aSandbox();
    const first = await write(sandbox, [aReconciliation(sandbox, 0)], "done-0001");
    const again = await write(sandbox, [aReconciliation(sandbox, 0)], "done-0001");
    const other = await write(sandbox, [aReconciliation(sandbox, 1)], "done-0001");
    const keyless = await layerCall(sandbox, "/v1/reconciliations", { method: "POST", body: { reconciliations: [aReconciliation(sandbox, 1)] } });
    expect([first.status, again.text, other.status, keyless.status]).toEqual([200, first.text, 409, 400]);
    expect(sandbox.data.documents.reconciliations()).toHaveLength(1);
    expect(wireRefusal.parse((await write(sandbox, [], "done-0002")).body).error.code).toBe("bad-request");
  });

  test("writing back leaves the document's own stamp alone, so that nobody reads again what he wrote", async () => {
    const sandbox = await aSandbox();
    const stamps = async () => (await everything(sandbox, "invoices")).map(({ id, updatedAt }) => `${updatedAt} ${id}`);
    const before = await stamps();
    const written = aReconciliation(sandbox, 0);
    await write(sandbox, [written], "done-0001");
    expect(await stamps()).toEqual(before);
    expect(sandbox.data.documents.find("invoices", written.id)?.reconciled).toEqual({ sageCompanyName: written.sageCompanyName, sageSiteId: written.sageSiteId, sageTransactionId: "1000" });
  });

  test("an answer cut after the commit was a commit", async () => {
    const sandbox = await aSandbox();
    sandbox.faults.dropAnswerEvery = 1;
    await expect(write(sandbox, [aReconciliation(sandbox, 0)], "done-0001")).rejects.toThrow();
    expect(sandbox.data.documents.reconciliations()).toHaveLength(1);
  });
});

describe("documents that a test makes", () => {
  const buyerOf = (sandbox: Sandbox) => {
    const { customerId, subCompany } = sandbox.data.documents.list("invoices")[10] ?? { customerId: "", subCompany: "" };
    return { customerId, subCompany };
  };

  test("an order, a draft that is finalised, its payment, the credit and the refund, each stamped after the one before", async () => {
    const sandbox = await aSandbox({ now: () => Date.UTC(2026, 10, 21, 9) });
    const { edit } = sandbox;
    const order = edit.addOrder(buyerOf(sandbox));
    const draft = edit.addInvoice({ ...buyerOf(sandbox), status: "draft", lines: [{ net: "100" }, { net: "10.03", discount: "1.00", taxRate: "Reduced rate", nominalCode: "4010" }] });
    expect([draft.total, draft.lines.map(({ tax }) => tax)]).toEqual(["129.48", ["20.00", "0.45"]]);
    const invoice = edit.finaliseInvoice(draft.id, "2026-11-20");
    const payment = edit.addPayment({ invoiceId: invoice.id, amount: "70.00", method: "Credit Card" });
    const note = edit.addCreditNote({ invoiceId: invoice.id, paymentId: payment.id, lines: [{ net: "58.33", tax: "11.67" }] });
    const refund = edit.addRefund({ creditNoteId: note.id, amount: "70.00", method: "BACS" });
    expect([invoice.status, invoice.date, payment.customerId, note.total, refund.invoiceId, refund.date]).toEqual(["finalised", "2026-11-20", draft.customerId, "70.00", invoice.id, "2026-11-21"]);
    const stamps = [order, draft, invoice, payment, note, refund].map(({ updatedAt }) => updatedAt);
    expect(stamps).toEqual([...new Set(stamps)].sort());
    expect((await everything(sandbox, "refunds")).at(-1)).toEqual(refund);
  });

  test("what cannot be is refused with what is wrong", async () => {
    const sandbox = await aSandbox();
    const { edit } = sandbox;
    const [invoice] = sandbox.data.documents.list("invoices");
    expect(() => edit.addInvoice({ customerId: "999999", subCompany: "", lines: [] })).toThrow(/no customer 999999/);
    expect(() => edit.addInvoice({ ...buyerOf(sandbox), subCompany: "Elsewhere", lines: [] })).toThrow(/no sub-company/);
    expect(() => edit.addPayment({ invoiceId: "I1", amount: "1.00", method: "BACS" })).toThrow(/no document I1/);
    expect(() => edit.addPayment({ invoiceId: invoice?.id ?? "", amount: "1.00", method: "Shells" })).toThrow(/no payment method/);
    expect(() => edit.changeDocument("invoices", invoice?.id ?? "", { total: "about ten" })).toThrow(/total/);
    expect(() => edit.addOrder({ ...buyerOf(sandbox), id: "O10001" })).toThrow(/already/);
  });

  test("a method's bank code changes where the contract shows it", async () => {
    const sandbox = await aSandbox();
    sandbox.edit.changePaymentMethod("Cheque", { accCode: "1200" });
    const { body } = await layerCall(sandbox, "/v1/payment-methods");
    expect(page(wirePaymentMethod).parse(body).items.find(({ name }) => name === "Cheque")).toMatchObject({ accCode: "1200", isEnabled: true });
    expect(sandbox.data.paymentMethods.find(({ name }) => name === "Cheque")?.accCode).toBe("1200");
  });

  test("thousands at once are finalised, paid in full, each with an id of its own, and for one company where it is named", async () => {
    const sandbox = await aSandbox();
    const added = sandbox.edit.bulkDocuments(2_000, { payments: 1_500, companyName: "Harbour Trading Ltd" });
    expect([added.invoices.length, added.payments.length]).toEqual([2_000, 1_500]);
    const { documents } = sandbox.data;
    expect(new Set(documents.list("invoices").map(({ id }) => id)).size).toBe(2_120);
    for (const id of added.payments) {
      const payment = documents.find("payments", id);
      const invoice = documents.find("invoices", payment?.invoiceId ?? "");
      expect([invoice?.status, invoice?.total, ["Harbour Trading", "Lighterman Direct"].includes(invoice?.subCompany ?? "")]).toEqual(["finalised", payment?.amount, true]);
    }
    expect((await everything(sandbox, "payments", "limit=1000")).length).toBe(1_590);
    const after = sandbox.edit.addOrder(buyerOf(sandbox));
    expect(after.updatedAt > (documents.list("payments").at(-1)?.updatedAt ?? "")).toBe(true);
  });

  test("edits do the same from another process, and one that names nothing is refused", async () => {
    const sandbox = await aSandbox();
    const post = async (edit: object) => {
      const answer = await fetch(`${sandbox.control.url}/edits`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(edit) });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    const invoice = await post({ edit: "add-invoice", invoice: { ...buyerOf(sandbox), lines: [{ net: "10.00" }] } });
    expect([invoice.status, invoice.body["total"]]).toEqual([200, "12.00"]);
    const id = String(invoice.body["id"]);
    expect((await post({ edit: "add-payment", payment: { invoiceId: id, amount: "12.00", method: "BACS" } })).status).toBe(200);
    expect((await post({ edit: "change-document", list: "invoices", id, change: { currency: "EUR" } })).body["currency"]).toBe("EUR");
    expect((await post({ edit: "change-payment-method", name: "Cheque", change: { accCode: "1200" } })).status).toBe(200);
    expect(((await post({ edit: "bulk-documents", invoices: 3 })).body["payments"] as string[]).length).toBe(3);
    expect((await post({ edit: "finalise-invoice", id })).status).toBe(404);
    expect((await post({ edit: "add-refund", refund: { creditNoteId: "C1", amount: "1.00", method: "BACS" } })).status).toBe(404);
  });
});
