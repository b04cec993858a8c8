/** What becomes of chosen rows: which payments are begun, under which keys, and what they leave of an invoice to those after them. */
import { planPayments, type PaymentState, type PlannedPayment } from "../../../../src/sync/flows/receipts/plan-payments";
import { minorUnits } from "../../../../src/sync/model/money";
import type { PlainDate } from "../../../../src/sync/model/dates";
import type { RowToSync } from "../../../../src/sync/store/receipt-syncs";
import { anInvoice } from "../../documents/builders";

const invoice = anInvoice({ id: "inv-1", outstanding: minorUnits(100_00), lines: anInvoice().lines.map((line) => ({ ...line, id: "l1", outstanding: minorUnits(100_00) })) });

const aRow = (id: string, allocated: number, changes: Partial<RowToSync> = {}): RowToSync => ({
  id,
  company: { ref: "acme", name: "Acme UK", siteId: "site" },
  receipt: { id: `receipt of ${id}`, urn: "900", reference: "BACS", date: "2026-11-20" as PlainDate, bankCode: "1200", isGone: false },
  kind: "allocated",
  invoiceUrn: "700",
  invoiceReference: invoice.reference,
  layerInvoiceId: invoice.id,
  allocated: minorUnits(allocated),
  synced: minorUnits(0),
  isOurs: false,
  syncs: 0,
  phase: null,
  postingKey: null,
  askedMethod: null,
  state: "Ready",
  result: "",
  isGone: false,
  ...changes,
});

const plan = (rows: readonly RowToSync[], changes: Partial<PaymentState> = {}): readonly PlannedPayment[] =>
  planPayments(
    "tenant",
    rows.map(({ id }) => ({ id })),
    {
      rows: new Map(rows.map((row) => [row.id, row])),
      invoices: new Map([[invoice.id, invoice]]),
      underWay: [],
      methods: { rows: [{ PaymentMethod: "BACS", Enabled: "Yes", "Payment Account Name": "", "Acc - Code": "1200", SageCompanyName: "Acme UK" }], methods: [{ name: "BACS", isEnabled: true, accountName: "", accCode: "1200" }] },
      ...changes,
    },
  );
const begun = (row: RowToSync) => {
  const [one] = plan([row]);
  if (one?.kind !== "begin") throw new Error(`It was ${one?.kind}.`);
  return one;
};

test("a row is begun with what it comes to, and a further allocation of it under another key", () => {
  const first = begun(aRow("a", 30_00));
  const second = begun(aRow("a", 50_00, { synced: minorUnits(30_00), syncs: 1, postingKey: first.key }));
  expect([first.payment.amount, second.payment.amount]).toEqual([30_00, 20_00]);
  expect([first.payment.nth, second.payment.nth]).toEqual([1, 2]);
  expect(second.key).not.toBe(first.key);
});

test("a payment that failed is begun again under its own key, with what it comes to now", () => {
  const { key } = begun(aRow("a", 30_00));
  expect(plan([aRow("a", 25_00, { syncs: 1, postingKey: key, phase: "failed" })])).toMatchObject([{ kind: "begin again", key, payment: { nth: 1, amount: 25_00 } }]);
});

test.each([
  ["syncing", "under way"],
  ["in doubt", "under way"],
  ["needs review", "look again"],
] as const)("a row that is %s begins nothing: %s", (phase, kind) => {
  const { key } = begun(aRow("a", 30_00));
  expect(plan([aRow("a", 30_00, { syncs: 1, postingKey: key, phase })])).toMatchObject([{ kind, key }]);
});

test("rows of one request use up their invoice in their order: the one that no longer fits is refused, and one behind it that fits is not", () => {
  expect(plan([aRow("a", 70_00), aRow("b", 40_00), aRow("c", 30_00)])).toMatchObject([{ kind: "begin" }, { kind: "told", judgement: { kind: "refused", state: "Exceeds what is outstanding" } }, { kind: "begin" }]);
});

test("payments that are on their way are taken off, as The Layer does not count them yet", () => {
  const other = begun(aRow("other", 80_00)).payment;
  expect(plan([aRow("a", 30_00)], { underWay: [other] })).toMatchObject([{ kind: "told", judgement: { kind: "refused", failure: { cause: expect.stringContaining("20.00 left to pay, what is being recorded now taken off") as string } } }]);
  expect(plan([aRow("a", 20_00)], { underWay: [other] })).toMatchObject([{ kind: "begin" }]);
});

test("a row that is not there is told as unknown; the others go on", () => {
  const row = aRow("a", 10_00);
  expect(planPayments("tenant", [{ id: "gone" }], { rows: new Map(), invoices: new Map(), underWay: [], methods: { rows: [], methods: [] } })).toEqual([{ kind: "unknown", id: "gone" }]);
  expect(plan([row])).toMatchObject([{ kind: "begin" }]);
});
