import type { Sandbox } from "../../src/sandbox/index";
import { ledgersBalance } from "../../src/sandbox/sage200/ledger";
import { aSandbox, closeAll, companyOf, sageReader, sageWriter, type Row } from "./clients";

afterEach(closeAll);

const name = "Northwick Tools Ltd";
const idOf = (value: unknown): number => Number(value);

/** A practice company with a customer who owes nothing, and what is needed to post to it. */
const aBooth = async () => {
  const sandbox = await aSandbox();
  const customer = sandbox.data.accounts(name).find((account) => sandbox.ledger(name).balanceOf(account.id) === 0);
  const taxCode = sandbox.data.taxCodes(name).find(({ code }) => code === 1);
  const bank = sandbox.data.banks(name)[0];
  if (customer === undefined || taxCode === undefined || bank === undefined) throw new Error("The practice company is not as it should be.");
  return { sandbox, customer, taxCode, bank, write: await sageWriter(sandbox), read: await sageReader(sandbox) };
};

const invoiceOf = (customerId: number, taxCodeId: number, change: object = {}) => ({
  customer_id: customerId,
  transaction_date: "2026-03-02T00:00:00",
  due_date: "2026-04-01T00:00:00",
  reference: "INV-10442",
  second_reference: "TI-9F31C0A2",
  document_goods_value: 100,
  document_tax_value: 20,
  tax_analysis_items: [{ id: taxCodeId, goods_amount: 100, tax_amount: 20 }],
  nominal_analysis_items: [{ code: "4000", cost_centre: "", department: "", value: 100, narrative: "March service" }],
  ...change,
});
const receiptOf = (customerId: number, bankId: number, change: object = {}) => ({
  customer_id: customerId,
  bank_id: bankId,
  cheque_value: 70,
  transaction_date: "2026-03-20T00:00:00",
  reference: "BACS 20MAR",
  second_reference: "TR-PAY_7C1D",
  ...change,
});

const single = (rows: readonly Row[]): Row => {
  const [row] = rows;
  if (row === undefined || rows.length !== 1) throw new Error(`${rows.length} rows, not one.`);
  return row;
};

describe("posting over HTTP", () => {
  test("an invoice is answered 200 with its urn and nothing else, and is found by it with all its analysis", async () => {
    const { write, read, customer, taxCode } = await aBooth();
    const posted = await write("POST", "/sales_invoices", invoiceOf(customer.id, taxCode.id));
    expect([posted.status, posted.body]).toEqual([200, { urn: expect.any(Number) as number }]);
    const found = await read("/sales_posted_transactions", {
      $filter: `urn eq ${String(posted.body["urn"])} and customer_id eq ${customer.id}`,
      $expand: "tax_analysis_items,nominal_analysis_items,bank_items,allocation_session_items,allocation_history_items,customer",
    });
    expect(single(found.rows)).toMatchObject({
      customer_id: customer.id,
      trader_transaction_type: "TradingAccountEntryTypeInvoice",
      reference: "INV-10442",
      second_reference: "TI-9F31C0A2",
      transaction_date: "2026-03-02T00:00:00",
      due_date: "2026-04-01T00:00:00",
      full_settlement_date: null,
      document_goods_value: 100,
      document_tax_value: 20,
      document_gross_value: 120,
      document_outstanding_value: 120,
      base_gross_value: 120,
      control_value_in_base_currency: 120,
      tax_analysis_items: [{ id: taxCode.id, code: 1, goods_amount: 100, tax_amount: 20 }],
      nominal_analysis_items: [
        { code: "1100", value: 120 },
        { code: "4000", value: -100, narrative: "March service" },
        { code: "2200", value: -20 },
      ],
      bank_items: [],
      allocation_session_items: [],
      allocation_history_items: [],
      customer: { id: customer.id, balance: 120 },
    });
  });

  test("a receipt is negative on the account and positive at the bank, under the same urn; a credit note is negative and a refund positive", async () => {
    const { sandbox, write, read, customer, taxCode, bank } = await aBooth();
    const receipt = await write("POST", "/sales_receipts", receiptOf(customer.id, bank.id));
    const note = await write("POST", "/sales_credit_notes", { ...invoiceOf(customer.id, taxCode.id), due_date: undefined });
    const refund = await write("POST", "/sales_payments", receiptOf(customer.id, bank.id, { cheque_value: 5.05 }));
    const { rows } = await read(`/customers/${customer.id}/sales_posted_transactions`, { $expand: "bank_items,nominal_analysis_items", $orderby: "id" });
    expect(rows.map((row) => [row["urn"], row["trader_transaction_type"], row["document_gross_value"], row["document_outstanding_value"]])).toEqual([
      [receipt.body["urn"], "TradingAccountEntryTypePurchasePaymentSalesReceipt", -70, -70],
      [note.body["urn"], "TradingAccountEntryTypeCreditNote", -120, -120],
      [refund.body["urn"], "TradingAccountEntryTypePurchaseReceiptSalesPayment", 5.05, 5.05],
    ]);
    expect(rows[0]).toMatchObject({
      bank_items: [{ bank_code: bank.code, bank_entry_type: "Receipt", cheque_value: 70, urn: receipt.body["urn"] }],
      nominal_analysis_items: [
        { code: "1100", value: -70 },
        { code: bank.code, value: 70 },
      ],
    });
    expect((await read(`/customers/${customer.id}`, { $select: "balance" })).rows).toEqual([{ balance: -184.95 }]);
    expect(ledgersBalance(sandbox.ledger(name))).toBe(true);
  });

  test("the same invoice with the same Idempotency-Key is posted twice: Sage has no guard", async () => {
    const { sandbox, write, read, customer, taxCode } = await aBooth();
    for (let n = 0; n < 2; n++) await write("POST", "/sales_invoices", invoiceOf(customer.id, taxCode.id), { "idempotency-key": "same-key-0001" });
    const { rows } = await read("/sales_posted_transactions", { $filter: `customer_id eq ${customer.id} and second_reference eq 'ti-9f31c0a2'`, $select: "urn" });
    expect(new Set(rows.map((row) => row["urn"])).size).toBe(2);
    expect(sandbox.books().find(({ company }) => company === name)?.duplicates).toEqual([{ secondReference: "TI-9F31C0A2", urns: rows.map((row) => row["urn"]) }]);
  });

  test("an allocation settles both sides by the ids of the transactions, and is read back through the invoice", async () => {
    const { write, read, customer, taxCode, bank } = await aBooth();
    await write("POST", "/sales_invoices", invoiceOf(customer.id, taxCode.id));
    await write("POST", "/sales_receipts", receiptOf(customer.id, bank.id));
    const before = (await read(`/customers/${customer.id}/sales_posted_transactions`, { $orderby: "id", $select: "id,urn,date_time_updated" })).rows;
    const lines = [
      { posted_tran_id: before[0]?.["id"], value_to_allocate: 70 },
      { posted_tran_id: before[1]?.["id"], value_to_allocate: -70 },
    ];
    const allocated = await write("POST", "/sales_allocations", { customer_id: customer.id, allocation_date: "2026-03-21T00:00:00", allocation_lines: lines });
    expect([allocated.status, allocated.body]).toEqual([200, { customer_id: customer.id, allocation_date: "2026-03-21T00:00:00", allocation_lines: lines }]);
    const [invoice] = (await read(`/sales_posted_transactions/${idOf(before[0]?.["id"])}`, { $expand: "allocation_session_items,allocation_history_items" })).rows;
    expect(invoice).toMatchObject({
      document_allocated_value: 70,
      document_outstanding_value: 50,
      full_settlement_date: null,
      allocation_session_items: [
        { urn: before[0]?.["urn"], ledger_type: "LedgerSales", value: 120, allocation_value: 70, allocation_date: "2026-03-21T00:00:00" },
        { urn: before[1]?.["urn"], value: -70, allocation_value: -70 },
      ],
      allocation_history_items: [{ allocation_value: 70, nominal_updated: true }],
    });
    expect(String(invoice?.["date_time_updated"]) > String(before[0]?.["date_time_updated"])).toBe(true);
    const view = await read("/sales_transaction_views", { $filter: `customer_id eq ${customer.id}`, $orderby: "posted_customer_transaction_id" });
    expect(view.rows.map((row) => [row["posted_customer_transaction_id"], row["status"], row["base_outstanding_value"], row["customer_reference"]])).toEqual([
      [before[0]?.["id"], "Part Allocated", 50, customer.reference],
      [before[1]?.["id"], "Fully Allocated", 0, customer.reference],
    ]);
    const again = await write("POST", "/sales_allocations", { customer_id: customer.id, allocation_lines: lines });
    expect(again.status).toBe(400);
  });

  test("a stored transaction changes in nothing but its query flag", async () => {
    const { write, read, customer, taxCode } = await aBooth();
    const posted = await write("POST", "/sales_invoices", invoiceOf(customer.id, taxCode.id));
    const { id } = single((await read("/sales_posted_transactions", { $filter: `urn eq ${String(posted.body["urn"])}` })).rows);
    const queried = await write("PUT", `/sales_posted_transactions/${idOf(id)}`, { queried: "Q" });
    expect([queried.status, queried.body["queried"], queried.body["document_gross_value"]]).toEqual([200, "Q", 120]);
    expect((await write("PUT", `/sales_posted_transactions/${idOf(id)}`, { queried: "QQ" })).status).toBe(400);
    expect((await write("PUT", `/sales_posted_transactions/${idOf(id)}`, { document_gross_value: 1 })).status).toBe(400);
    expect((await write("PUT", "/sales_posted_transactions/5", { queried: "" })).status).toBe(404);
  });

  test.each<[string, string, object, RegExp]>([
    ["a reference too long", "/sales_invoices", { reference: "X".repeat(21) }, /maximum length is 20/],
    ["a tax line without id", "/sales_invoices", { tax_analysis_items: [{ goods_amount: 100, tax_amount: 20 }] }, /SageNullFieldException/],
    ["tax lines that do not add up", "/sales_invoices", { document_tax_value: 20.01 }, /add up to 20\.00/],
    ["an explicit null", "/sales_invoices", { due_date: null }, /\{null\}/],
    ["a bare date", "/sales_invoices", { transaction_date: "2026-03-02" }, /not a date and time/],
    ["a day that does not exist", "/sales_invoices", { transaction_date: "2026-02-30T00:00:00" }, /not a date and time/],
    ["three decimals", "/sales_invoices", { document_goods_value: 100.001 }, /more than two decimals/],
    ["a field that Sage does not have", "/sales_invoices", { goods_value: 100 }, /Could not find member 'goods_value'/],
    ["a line field that Sage does not have", "/sales_invoices", { nominal_analysis_items: [{ code: "4000", goods_value: 100 }] }, /'goods_value' on object of type 'nominal_analysis_items'/],
    ["no customer", "/sales_invoices", { customer_id: undefined }, /'customer_id' is required/],
    ["a customer number as text", "/sales_invoices", { customer_id: "14950" }, /customer_id/],
    ["an unknown customer", "/sales_invoices", { customer_id: 1 }, /does not exist/],
    ["a foreign currency's rate", "/sales_invoices", { exchange_rate: 1.17 }, /know only 1/],
    ["a date in a closed period", "/sales_invoices", { transaction_date: "2025-12-31T00:00:00" }, /closed accounting period/],
    ["a due date on a credit note", "/sales_credit_notes", {}, /Could not find member 'due_date'/],
  ])("%s is answered 400 with what is wrong, and nothing is posted", async (_what, path, change, message) => {
    const { sandbox, write, customer, taxCode } = await aBooth();
    const before = sandbox.ledger(name).nextUrn;
    const answer = await write("POST", path, invoiceOf(customer.id, taxCode.id, change));
    expect([answer.status, answer.body["message"]]).toEqual([400, expect.stringMatching(message)]);
    expect(sandbox.ledger(name).nextUrn).toBe(before);
  });

  test.each<[string, object, RegExp]>([
    ["no bank", { bank_id: undefined }, /'bank_id' is required/],
    ["an unknown bank", { bank_id: 99 }, /bank with id 99/],
    ["no value", { cheque_value: undefined }, /'cheque_value' is required/],
    ["no money", { cheque_value: 0 }, /cannot be zero/],
    ["an allocation", { allocation_lines: [] }, /Could not find member/],
  ])("a receipt with %s is refused", async (_what, change, message) => {
    const { write, customer, bank } = await aBooth();
    const answer = await write("POST", "/sales_receipts", receiptOf(customer.id, bank.id, change));
    expect([answer.status, answer.body["message"]]).toEqual([400, expect.stringMatching(message)]);
  });

  test("a refund as a receipt of negative value is taken, and refused where the switch says so", async () => {
    const { sandbox, write, read, customer, bank } = await aBooth();
    const refund = receiptOf(customer.id, bank.id, { cheque_value: -70, second_reference: "TF-1" });
    expect((await write("POST", "/sales_receipts", refund)).status).toBe(200);
    const found = await read("/sales_posted_transactions", { $filter: "second_reference eq 'TF-1'", $expand: "bank_items" });
    expect(single(found.rows)).toMatchObject({ document_gross_value: 70, bank_items: [{ cheque_value: -70 }] });
    sandbox.faults.refuseNegativeReceipts = true;
    expect((await write("POST", "/sales_receipts", refund)).status).toBe(400);
    expect((await write("POST", "/sales_payments", { ...refund, cheque_value: 70 })).status).toBe(200);
  });

  test("a date is judged before posting: closed is unacceptable, open is normal", async () => {
    const { write } = await aBooth();
    const judged = async (date: string) => (await write("POST", "/transaction_date_validation", { date: `${date}T00:00:00`, ledger_type: "LedgerSales" })).body;
    expect(await judged("2025-12-31")).toEqual({ classification: "Unacceptable", message: expect.stringMatching(/closed/) as string });
    expect(await judged("2026-01-01")).toEqual({ classification: "Normal", message: "" });
  });

  test("nominal codes and the ledger's settings can be read", async () => {
    const { read } = await aBooth();
    const codes = await read("/nominal_codes", { $filter: "reference eq '4000'", $select: "reference,name,account_status_type" });
    expect(codes.rows).toEqual([{ reference: "4000", name: "Sales, goods", account_status_type: "AccountStatusActive" }]);
    expect(single((await read("/sales_ledger_settings")).rows)).toMatchObject({ auto_generate_account_numbers: false, use_transaction_date_for_allocation: false });
  });

  test("each company has its own numbers, and a posting to one is not in another", async () => {
    const { sandbox, write, customer, taxCode } = await aBooth();
    const before = sandbox.ledger("Harbour Trading Ltd").transactions;
    await write("POST", "/sales_invoices", invoiceOf(customer.id, taxCode.id));
    expect(sandbox.ledger("Harbour Trading Ltd").transactions).toBe(before);
  });
});

describe("reading what is posted", () => {
  const posted = async (sandbox: Sandbox, count: number): Promise<number[]> => {
    const ledger = sandbox.ledger(name);
    const customerId = sandbox.data.accounts(name)[0]?.id ?? 0;
    return Array.from({ length: count }, (_, n) => {
      const outcome = ledger.postInvoice({ customerId, goods: 100 + n, tax: 0, secondReference: `TI-${n}` });
      if ("refused" in outcome) throw new Error(outcome.refused);
      return outcome.id;
    });
  };

  test("a reader that keeps the last stamp and id gets what is new, each once, tied stamps or not", async () => {
    const sandbox = await aSandbox();
    const read = await sageReader(sandbox);
    const newest = (await read("/sales_posted_transactions", { $orderby: "date_time_updated desc", $top: 1 })).rows[0]?.["date_time_updated"];
    const ids = await posted(sandbox, 25);
    for (const isTied of [false, true]) {
      sandbox.faults.tiedStamps = isTied;
      const seen: unknown[] = [];
      for (let skip = 0; ; skip += 10) {
        const { rows } = await read("/sales_posted_transactions", { $filter: `date_time_updated gt ${String(newest)}Z`, $orderby: "date_time_updated asc,id asc", $top: 10, $skip: skip, $select: "id,date_time_updated" });
        seen.push(...rows.map((row) => row["id"]));
        if (isTied) expect(new Set(rows.map((row) => String(row["date_time_updated"]).slice(17))).size).toBe(1);
        if (rows.length < 10) break;
      }
      expect(seen).toEqual(ids);
    }
  });

  test("filters by type, date and customer agree with what is there", async () => {
    const sandbox = await aSandbox();
    const read = await sageReader(sandbox);
    await posted(sandbox, 3);
    const all = sandbox.ledger(name).transactions;
    const count = async (filter: string) => (await read("/sales_posted_transactions", { $filter: filter, $top: 5000, $select: "id" })).rows.length;
    expect(await count("trader_transaction_type eq 'TradingAccountEntryTypeInvoice'")).toBe(3);
    expect(await count("trader_transaction_type eq 'TradingAccountEntryTypeOpeningBalanceInvoice' and transaction_date eq 2025-12-31")).toBe(all.filter(({ type }) => type === "opening-invoice").length);
    expect(await count("second_reference eq 'TI-1' or second_reference eq 'TI-2'")).toBe(2);
    expect(await count("urn eq 1001 and urn eq 1002")).toBe(0);
  });

  test("a customer's balance is what its transactions leave outstanding, and can be ordered by", async () => {
    const sandbox = await aSandbox();
    const read = await sageReader(sandbox);
    const ordered = async () => (await read("/customer_views", { $orderby: "balance desc,id asc", $top: 1, $select: "id,balance" })).rows[0];
    await ordered();
    const account = sandbox.data.accounts(name)[3];
    sandbox.ledger(name).postInvoice({ customerId: account?.id ?? 0, goods: 900_000_00, tax: 0 });
    const first = await ordered();
    expect(first?.["id"]).toBe(account?.id);
    expect(Math.round(Number(first?.["balance"]) * 100)).toBe(sandbox.ledger(name).balanceOf(account?.id ?? 0));
  });

  test("the books say what is in each company, from another process too", async () => {
    const sandbox = await aSandbox();
    await posted(sandbox, 2);
    const answer = (await (await fetch(`${sandbox.control.url}/books`)).json()) as { companies: unknown };
    expect(answer.companies).toEqual(JSON.parse(JSON.stringify(sandbox.books())));
    const books = sandbox.books().find(({ company }) => company === companyOf(sandbox).name);
    expect(books?.posted.map(({ secondReference, gross, type }) => [secondReference, gross, type])).toEqual([["TI-0", 100, "invoice"], ["TI-1", 101, "invoice"]]);
    expect([books?.differences, books?.duplicates]).toEqual([[], []]);
    expect(books?.totals.debtorsControl).toBe(books?.totals.customerBalances);
  });
});
