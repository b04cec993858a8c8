import fc from "fast-check";
import type { PlainDate } from "../../src/sync/model/dates";
import {
  controlTotals,
  debtorsControl,
  duplicatesBySecondReference,
  ledgerCompany,
  ledgerDifferences,
  ledgersBalance,
  outstandingOf,
  SalesLedger,
  type LedgerEntry,
  type LedgerRules,
} from "../../src/sandbox/sage200/ledger";

const company = ledgerCompany({
  name: "Acme UK Ltd",
  hasCustomer: (id) => id >= 1 && id <= 3,
  banks: [
    { id: 4, code: "1200", description: "Current account" },
    { id: 5, code: "1210", description: "Card receipts" },
  ],
  taxCodes: [
    { id: 2, code: 1, name: "Standard Rate" },
    { id: 3, code: 5, name: "Reduced Rate" },
  ],
});

const day = (text: string) => text as PlainDate;
const aLedger = (rules: Partial<LedgerRules> = {}, now = () => Date.UTC(2026, 10, 21)) =>
  new SalesLedger(company, { now, rules: () => ({ closedUpTo: null, refuseNegativeReceipts: false, ...rules }) });

const anInvoice = (change: object = {}) => ({ customerId: 1, goods: 10_000, tax: 2_000, reference: "INV-1", secondReference: "TI-1", date: day("2026-03-02"), ...change });
const aReceipt = (change: object = {}) => ({ customerId: 1, bankId: 4, value: 12_000, date: day("2026-03-20"), ...change });

/** The transaction that an accepted request made; a refusal fails the test with its words. */
const made = (ledger: SalesLedger, outcome: { urn: number } | { refused: string } | { date: string }) => {
  const found = "urn" in outcome ? ledger.byUrn(outcome.urn) : undefined;
  if (found === undefined) throw new Error("refused" in outcome ? outcome.refused : "Nothing was posted.");
  return found;
};

describe("postings", () => {
  test("an invoice is owed, a receipt pays it, a credit note takes from it and a sales payment is owed again", () => {
    const ledger = aLedger();
    made(ledger, ledger.postInvoice(anInvoice()));
    expect(ledger.balanceOf(1)).toBe(12_000);
    made(ledger, ledger.postReceipt(aReceipt()));
    expect(ledger.balanceOf(1)).toBe(0);
    made(ledger, ledger.postCreditNote(anInvoice({ goods: 5_000, tax: 1_000 })));
    expect(ledger.balanceOf(1)).toBe(-6_000);
    const refund = made(ledger, ledger.postSalesPayment(aReceipt({ value: 6_000 })));
    expect(ledger.balanceOf(1)).toBe(0);
    expect([refund.gross, refund.bank]).toEqual([6_000, { bankId: 4, value: -6_000 }]);
    expect(ledgerDifferences(ledger)).toEqual([]);
  });

  test("a receipt of negative value takes money from the bank and is owed again", () => {
    const ledger = aLedger();
    const refund = made(ledger, ledger.postReceipt(aReceipt({ value: -7_000 })));
    expect([refund.type, refund.gross, refund.bank?.value, ledger.balanceOf(1)]).toEqual(["receipt", 7_000, -7_000, 7_000]);
    expect(controlTotals(ledger)).toMatchObject({ debtorsControl: 7_000, bank: { "1200": -7_000 } });
  });

  test("the same document twice is two transactions: references and second references may repeat", () => {
    const ledger = aLedger();
    const urns = [ledger.postInvoice(anInvoice()), ledger.postInvoice(anInvoice())].map((outcome) => made(ledger, outcome).urn);
    expect(urns[1]).toBe((urns[0] ?? 0) + 1);
    expect(duplicatesBySecondReference(ledger)).toEqual([{ secondReference: "TI-1", urns }]);
    expect(ledger.bySecondReference("ti-1")).toHaveLength(2);
    expect(ledgersBalance(ledger)).toBe(true);
  });

  test("without analysis one line is made from the customer's defaults", () => {
    const ledger = aLedger();
    const invoice = made(ledger, ledger.postInvoice(anInvoice()));
    expect(invoice.taxItems).toEqual([{ taxCodeId: 2, goods: 10_000, tax: 2_000 }]);
    expect(invoice.entries).toEqual([
      { code: debtorsControl, value: 12_000, narrative: "" },
      { code: "4000", value: -10_000, narrative: "" },
      { code: "2200", value: -2_000, narrative: "" },
    ]);
  });

  test("the posting is dated as asked and stamped by the clock, which never runs back", () => {
    let now = Date.UTC(2026, 10, 21, 9);
    const ledger = aLedger({}, () => now);
    const first = made(ledger, ledger.postInvoice(anInvoice()));
    now -= 60_000;
    const second = made(ledger, ledger.postInvoice(anInvoice({ date: undefined })));
    expect([first.date, second.date, second.postedDate]).toEqual(["2026-03-02", "2026-11-21", "2026-11-21"]);
    expect(second.updatedAt).toBeGreaterThan(first.updatedAt);
    expect(second.committedAt).toBe(now);
  });

  test.each<[string, object, RegExp]>([
    ["an unknown customer", { customerId: 9 }, /customer with id 9 does not exist/],
    ["a reference of 21 characters", { reference: "X".repeat(21) }, /'reference' is 21 characters long/],
    ["a second reference of 21 characters", { secondReference: "X".repeat(21) }, /'second_reference' is 21 characters long/],
    ["a document worth nothing", { goods: 0, tax: 0 }, /cannot be zero/],
    ["negative goods", { goods: -1 }, /cannot be negative/],
    ["a tax line without id", { taxItems: [{ goods: 10_000, tax: 2_000 }] }, /SageNullFieldException/],
    ["an unknown tax code", { taxItems: [{ taxCodeId: 99, goods: 10_000, tax: 2_000 }] }, /tax code with id 99/],
    ["tax lines that miss a penny of tax", { taxItems: [{ taxCodeId: 2, goods: 10_000, tax: 1_999 }] }, /add up to 19\.99 and not to the document's 20\.00/],
    ["tax lines that miss a penny of goods", { taxItems: [{ taxCodeId: 2, goods: 9_999, tax: 2_000 }] }, /add up to 99\.99/],
    ["nominal lines that miss a penny", { nominalItems: [{ code: "4000", value: 9_999 }] }, /goods value of 100\.00/],
    ["an unknown nominal account", { nominalItems: [{ code: "4999", value: 10_000 }] }, /nominal account 4999 does not exist/],
    ["a control account", { nominalItems: [{ code: "1100", value: 10_000 }] }, /control account/],
    ["a cost centre that is not there", { nominalItems: [{ code: "4000", costCentre: "ABC", value: 10_000 }] }, /4000\/ABC does not exist/],
  ])("%s is refused and changes nothing", (_what, change, message) => {
    const ledger = aLedger();
    expect(ledger.postInvoice(anInvoice(change))).toEqual({ refused: expect.stringMatching(message) as string });
    expect(ledger.postCreditNote(anInvoice(change))).toEqual({ refused: expect.stringMatching(message) as string });
    expect([ledger.transactions, ledger.nextUrn]).toEqual([[], 1]);
  });

  test.each<[string, object, RegExp]>([
    ["an unknown bank", { bankId: 9 }, /bank with id 9 does not exist/],
    ["no money", { value: 0 }, /cannot be zero/],
    ["an unknown customer", { customerId: 9 }, /customer with id 9/],
  ])("a receipt with %s is refused", (_what, change, message) => {
    const ledger = aLedger();
    expect(ledger.postReceipt(aReceipt(change))).toEqual({ refused: expect.stringMatching(message) as string });
    expect(ledger.postSalesPayment(aReceipt(change))).toEqual({ refused: expect.stringMatching(message) as string });
  });

  test("a negative receipt is refused where the company's ledger does not take one, and a negative sales payment always", () => {
    expect(aLedger({ refuseNegativeReceipts: true }).postReceipt(aReceipt({ value: -1 }))).toEqual({ refused: "The cheque value cannot be negative." });
    expect(aLedger().postSalesPayment(aReceipt({ value: -1 }))).toEqual({ refused: "The cheque value cannot be negative." });
  });

  test("a closed period takes nothing up to its last day, and the day after is open", () => {
    const ledger = aLedger({ closedUpTo: day("2026-03-02") });
    expect(ledger.postInvoice(anInvoice())).toEqual({ refused: expect.stringMatching(/closed accounting period/) as string });
    made(ledger, ledger.postInvoice(anInvoice({ date: day("2026-03-03") })));
  });
});

describe("allocation", () => {
  const paired = () => {
    const ledger = aLedger();
    const invoice = made(ledger, ledger.postInvoice(anInvoice()));
    const receipt = made(ledger, ledger.postReceipt(aReceipt()));
    const now = (id: number) => ledger.transaction(id);
    return { ledger, invoice, receipt, now };
  };

  test("what is set against each other is no longer outstanding, settles on that day and moves the change stamp", () => {
    const { ledger, invoice, receipt, now } = paired();
    const lines = [
      { transactionId: invoice.id, value: 5_000 },
      { transactionId: receipt.id, value: -5_000 },
    ];
    ledger.allocate({ customerId: 1, date: day("2026-03-21"), lines });
    expect([now(invoice.id)?.allocated, now(receipt.id)?.allocated, now(invoice.id)?.fullSettlementDate]).toEqual([5_000, -5_000, null]);
    ledger.allocate({ customerId: 1, date: day("2026-03-22"), lines: lines.map((line) => ({ ...line, value: Math.sign(line.value) * 7_000 })) });
    const settled = now(invoice.id);
    expect([settled?.allocated, settled?.fullSettlementDate, settled?.sessions.length, settled?.history.map(({ value }) => value)]).toEqual([12_000, "2026-03-22", 2, [5_000, 7_000]]);
    expect(settled?.updatedAt).toBeGreaterThan(invoice.updatedAt);
    expect([ledger.balanceOf(1), ledgerDifferences(ledger)]).toEqual([0, []]);
  });

  test("one receipt can be spread over many invoices in one call", () => {
    const ledger = aLedger();
    const invoices = [1_200, 800].map((goods) => made(ledger, ledger.postInvoice(anInvoice({ goods, tax: 0 }))));
    const receipt = made(ledger, ledger.postReceipt(aReceipt({ value: 2_000 })));
    const lines = [...invoices.map(({ id, gross }) => ({ transactionId: id, value: gross })), { transactionId: receipt.id, value: -2_000 }];
    expect(ledger.allocate({ customerId: 1, lines })).toEqual({ date: "2026-11-21" });
    expect(ledger.transactions.map(outstandingOf)).toEqual([0, 0, 0]);
    expect(ledger.transaction(receipt.id)?.sessions[0]?.members).toHaveLength(3);
  });

  const refusals: [string, (ids: { invoice: number; receipt: number }) => object, RegExp][] = [
    ["lines that do not sum to nothing", ({ invoice, receipt }) => ({ lines: [{ transactionId: invoice, value: 100 }, { transactionId: receipt, value: -99 }] }), /add up to 0\.01/],
    ["more than is outstanding", ({ invoice, receipt }) => ({ lines: [{ transactionId: invoice, value: 12_001 }, { transactionId: receipt, value: -12_001 }] }), /exceeds its outstanding value of 120\.00/],
    ["more than is outstanding in two lines", ({ invoice, receipt }) => ({ lines: [...[6_000, 6_001].map((value) => ({ transactionId: invoice, value })), { transactionId: receipt, value: -12_001 }] }), /exceeds/],
    ["a sign that is not the transaction's", ({ invoice, receipt }) => ({ lines: [{ transactionId: invoice, value: -100 }, { transactionId: receipt, value: 100 }] }), /must be positive/],
    ["another customer's transaction", ({ invoice, receipt }) => ({ customerId: 2, lines: [{ transactionId: invoice, value: 100 }, { transactionId: receipt, value: -100 }] }), /does not belong to customer 2/],
    ["a transaction that is not there", ({ invoice }) => ({ lines: [{ transactionId: invoice, value: 100 }, { transactionId: 5, value: -100 }] }), /id 5 does not exist/],
    ["one line", ({ invoice }) => ({ lines: [{ transactionId: invoice, value: 100 }] }), /at least two lines/],
  ];
  test.each(refusals)("%s is refused and changes nothing", (_what, request, message) => {
    const { ledger, invoice, receipt } = paired();
    const before = ledger.transactions;
    expect(ledger.allocate({ customerId: 1, lines: [], ...request({ invoice: invoice.id, receipt: receipt.id }) })).toEqual({ refused: expect.stringMatching(message) as string });
    expect(ledger.transactions).toBe(before);
  });
});

describe("laws of a ledger", () => {
  const pence = fc.integer({ min: -200, max: 5_000_00 });
  const customer = fc.integer({ min: 0, max: 4 });
  const document = fc.record({ customerId: customer, goods: pence, tax: fc.integer({ min: 0, max: 100_000 }) }).chain(({ customerId, goods, tax }) =>
    fc.record({ cut: fc.integer({ min: 0, max: 100 }), taxCut: fc.integer({ min: 0, max: 100 }), error: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }) }).map(({ cut, taxCut, error }) => {
      const part = Math.floor((goods * cut) / 100);
      const taxPart = Math.floor((tax * taxCut) / 100);
      return {
        customerId,
        goods,
        tax,
        taxItems: [{ taxCodeId: 2, goods: part, tax: taxPart }, { taxCodeId: 3, goods: goods - part + error, tax: tax - taxPart }],
        nominalItems: [{ code: "4000", value: part }, { code: "4010", value: goods - part }],
      };
    }),
  );
  const cash = fc.record({ customerId: customer, bankId: fc.constantFrom(4, 5, 6), value: pence });
  const allocation = fc.record({ customerId: customer, positive: fc.nat(), negative: fc.nat(), value: fc.integer({ min: 1, max: 200_000 }) });
  const deeds = fc.array(
    fc.oneof(
      document.map((request) => ({ kind: "invoice" as const, request })),
      document.map((request) => ({ kind: "credit-note" as const, request })),
      cash.map((request) => ({ kind: "receipt" as const, request })),
      cash.map((request) => ({ kind: "payment" as const, request })),
      allocation.map((request) => ({ kind: "allocate" as const, request })),
    ),
    { maxLength: 60 },
  );
  type Deeds = typeof deeds extends fc.Arbitrary<infer T> ? T : never;

  const run = (ledger: SalesLedger, list: Deeds): void => {
    for (const deed of list) {
      if (deed.kind === "invoice") ledger.postInvoice(deed.request);
      else if (deed.kind === "credit-note") ledger.postCreditNote(deed.request);
      else if (deed.kind === "receipt") ledger.postReceipt(deed.request);
      else if (deed.kind === "payment") ledger.postSalesPayment(deed.request);
      else {
        const own = ledger.ofCustomer(deed.request.customerId);
        const owed = own.filter(({ gross }) => gross > 0);
        const paid = own.filter(({ gross }) => gross < 0);
        const [one, other] = [owed[deed.request.positive % Math.max(1, owed.length)], paid[deed.request.negative % Math.max(1, paid.length)]];
        if (one === undefined || other === undefined) continue;
        ledger.allocate({ customerId: deed.request.customerId, lines: [{ transactionId: one.id, value: deed.request.value }, { transactionId: other.id, value: -deed.request.value }] });
      }
    }
  };

  test("whatever is posted and allocated, and whatever is refused, the ledgers agree", () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const ledger = aLedger();
        run(ledger, list);
        expect(ledgerDifferences(ledger)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("a ledger played again from its entries is the same ledger", () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const entries: LedgerEntry[] = [];
        const ledger: SalesLedger = new SalesLedger(company, {
          now: () => Date.UTC(2026, 10, 21),
          commit: (entry) => {
            entries.push(JSON.parse(JSON.stringify(entry)) as LedgerEntry);
            ledger.apply(entry);
          },
        });
        run(ledger, list);
        const again = aLedger();
        entries.forEach((entry) => again.apply(entry));
        expect(again.transactions).toEqual(ledger.transactions);
        expect([again.nextUrn, controlTotals(again)]).toEqual([ledger.nextUrn, controlTotals(ledger)]);
      }),
      { numRuns: 100 },
    );
  });

  test("a ledger that was tampered with does not agree", () => {
    const ledger = aLedger();
    const invoice = made(ledger, ledger.postInvoice(anInvoice()));
    ledger.apply({ kind: "allocated", at: 1, date: day("2026-01-01"), firstHistoryId: 1, lines: [{ transactionId: invoice.id, value: 1 }] });
    expect(ledgerDifferences(ledger).join(" ")).toMatch(/allocation does not sum to nothing/);
    expect(ledgersBalance(ledger)).toBe(false);
  });

  test("what was taken over is owed, against opening balances", () => {
    const ledger = aLedger();
    ledger.takeOver([[1, 5_000], [2, -300], [3, 0]], Date.UTC(2025, 11, 31));
    expect(ledger.transactions.map(({ type, gross }) => [type, gross])).toEqual([["opening-invoice", 5_000], ["opening-credit-note", -300]]);
    expect([controlTotals(ledger).nominal, ledgerDifferences(ledger)]).toEqual([{ "1100": 4_700, "9998": -4_700 }, []]);
  });
});
