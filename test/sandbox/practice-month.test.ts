import { startSandbox, type PlantedReceipt, type Sandbox } from "../../src/sandbox/index";
import { scenes } from "../../src/sandbox/data/documents/month-scenes";
import { ledgersBalance } from "../../src/sandbox/sage200/ledger";
import { aSandbox, closeAll, sageReader } from "./clients";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ customers: 2000 });
});
afterAll(() => sandbox.close());
afterEach(closeAll);

const name = "Harbour Trading Ltd";
const booksOf = (companyName: string) => {
  const found = sandbox.books().find(({ company }) => company === companyName);
  if (found === undefined) throw new Error(`No company ${companyName}.`);
  return found;
};
const receiptsOf = (kind: PlantedReceipt["kind"], companyName = name) => {
  const urns = new Set(sandbox.data.month.filter((receipt) => receipt.kind === kind && receipt.companyName === companyName).map(({ urn }) => urn));
  return booksOf(companyName).receipts.filter(({ urn }) => urns.has(urn));
};
/** The Layer's invoices that a receipt is allocated to, with what is outstanding there. */
const paidBy = (urn: number, companyName = name) => {
  const members = booksOf(companyName).allocations.filter((session) => session.members.some((member) => member.urn === urn)).flatMap((session) => session.members);
  return members.filter(({ value }) => value > 0).map((member) => sandbox.data.documents.list("invoices").find(({ reconciled }) => reconciled?.sageCompanyName === companyName && reconciled.sageTransactionId === String(member.urn)));
};
const pence = (text: string | undefined): number => Math.round(Number(text) * 100);

test("each company has some sixty receipts of August 2026, and its ledgers agree", () => {
  for (const { name: companyName } of sandbox.data.companies) {
    const { receipts } = booksOf(companyName);
    expect([companyName, receipts.length > 55, receipts.length < 75]).toEqual([companyName, true, true]);
    expect(receipts.every(({ date }) => date.startsWith("2026-08"))).toBe(true);
    expect(ledgersBalance(sandbox.ledger(companyName))).toBe(true);
    expect(booksOf(companyName).posted).toEqual([]);
  }
});

test("the same seed is the same month, and another seed another one", async () => {
  const urns = async (seed: number) => JSON.stringify((await aSandbox({ seed, practiceMonth: true })).books());
  expect(await urns(5)).toBe(await urns(5));
  expect(await urns(5)).not.toBe(await urns(6));
});

test("every scene is played in every company that has the banks for it", () => {
  const kinds = new Set(sandbox.data.month.filter(({ companyName }) => companyName === name).map(({ kind }) => kind));
  expect(scenes.map(([scene]) => scene).filter((scene) => !kinds.has(scene))).toEqual([]);
});

test("every invoice that was posted before is in Sage with its reference, amount and customer's account, and held as reconciled", () => {
  const known = sandbox.data.documents.list("invoices").filter(({ reconciled }) => reconciled !== null);
  expect(known.length).toBeGreaterThan(150);
  for (const invoice of known) {
    const companyName = invoice.reconciled?.sageCompanyName ?? "";
    const posted = sandbox.ledger(companyName).byUrn(Number(invoice.reconciled?.sageTransactionId));
    const link = sandbox.data.links().find(({ customerId, sageCompanyName }) => customerId === invoice.customerId && sageCompanyName === companyName);
    expect([posted?.type, posted?.reference, posted?.gross, String(posted?.customerId)]).toEqual(["invoice", invoice.reference, pence(invoice.total), link?.sageCustomerId]);
  }
  for (const payment of sandbox.data.documents.list("payments").filter(({ reconciled }) => reconciled !== null)) {
    const posted = sandbox.ledger(payment.reconciled?.sageCompanyName ?? "").byUrn(Number(payment.reconciled?.sageTransactionId));
    expect([posted?.type, posted?.gross]).toEqual(["receipt", -pence(payment.amount)]);
  }
});

test("what is allocated can be recorded on invoices that are open in The Layer by that much, but for those planted otherwise", () => {
  for (const kind of ["full", "part allocated", "lump sum", "many to many", "settlement discount"] as const) {
    for (const { urn } of receiptsOf(kind)) {
      const invoices = paidBy(urn);
      expect([kind, invoices.length > 0]).toEqual([kind, true]);
      for (const invoice of invoices) expect([kind, invoice?.outstanding]).toEqual([kind, invoice?.total]);
    }
  }
  expect(receiptsOf("lump sum").every(({ urn }) => paidBy(urn).length === 3)).toBe(true);
  expect(receiptsOf("part allocated").every(({ unallocated, allocated }) => unallocated > 0 && allocated > 0)).toBe(true);
  for (const { urn, allocated } of receiptsOf("exceeds outstanding")) {
    const [invoice] = paidBy(urn);
    expect(allocated).toBeGreaterThan(pence(invoice?.outstanding));
  }
  expect(receiptsOf("invoice of Sage alone").flatMap(({ urn }) => paidBy(urn))).toEqual([undefined, undefined, undefined, undefined]);
});

test("what is not allocated says in its reference or its amount what it might be for", () => {
  const references = new Set(sandbox.data.documents.list("invoices").map(({ reference }) => reference));
  for (const { reference, unallocated } of receiptsOf("transposed reference")) {
    expect(unallocated).toBeGreaterThan(0);
    expect(reference).toMatch(/^INV-\d{5}$/);
  }
  for (const { reference, amount } of receiptsOf("short by a bank charge, unallocated")) {
    expect(references.has(reference)).toBe(true);
    expect(pence(sandbox.data.documents.list("invoices").find((invoice) => invoice.reference === reference)?.total) - amount).toBe(150);
  }
  for (const { amount, customerId } of receiptsOf("equal amounts")) {
    const open = sandbox.ledger(name).ofCustomer(customerId).filter((transaction) => transaction.type === "invoice" && transaction.gross === amount && transaction.allocated === 0);
    expect(open.length).toBeGreaterThan(1);
  }
  for (const { customerId } of receiptsOf("unknown payer")) expect(sandbox.data.links().some(({ sageCustomerId, sageCompanyName }) => sageCustomerId === String(customerId) && sageCompanyName === name)).toBe(false);
});

test("receipts come by banks that one enabled method names, but for those planted otherwise", () => {
  const methods = (bankCode: string | null): number => sandbox.data.paymentMethods.filter(({ isEnabled, accCode }) => isEnabled && accCode === bankCode).length;
  expect(receiptsOf("full").map(({ bankCode }) => methods(bankCode))).toEqual(receiptsOf("full").map(() => 1));
  expect(receiptsOf("bank of several methods").map(({ bankCode }) => methods(bankCode) > 1)).toEqual([true, true]);
  expect(receiptsOf("bank of no method").map(({ bankCode }) => methods(bankCode))).toEqual([0]);
});

test("receipts that The Layer posted before bear its user's name, those that people entered theirs", async () => {
  const users = (kind: PlantedReceipt["kind"]) => new Set(receiptsOf(kind).map(({ user }) => user));
  expect(users("from The Layer")).toEqual(new Set(["layer.sync"]));
  expect(users("full").has("layer.sync")).toBe(false);
  const company = sandbox.data.companies.find((one) => one.name === name);
  if (company === undefined) throw new Error(`No company ${name}.`);
  const read = await sageReader(sandbox, company);
  const { rows } = await read("/sales_posted_transactions", { $filter: "user_name eq 'layer.sync'", $top: 5_000, $select: "urn" });
  expect(rows.length).toBeGreaterThan(50);
});
