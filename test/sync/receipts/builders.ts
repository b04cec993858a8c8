import { minorUnits } from "../../../src/sync/model/money";
import type { PlainDate } from "../../../src/sync/model/dates";
import type { RowFacts } from "../../../src/sync/receipts/row-state";
import type { ReadTransaction, SessionItem, TransactionType } from "../../../src/sync/receipts/transaction";

/** A member of a session: what it receives is above zero, what it gives below. Its type follows from its side unless told. */
export const aMember = (urn: string, value: number, changes: Partial<SessionItem> = {}): SessionItem => {
  const type: TransactionType = value > 0 ? "invoice" : "receipt";
  return { urn, type, reference: `${type} ${urn}`, value: minorUnits(value), date: "2026-03-20" as PlainDate, userName: "k.marsh", ...changes };
};

/** A receipt of 100.00 that nobody has allocated, with the signs that Sage gives. */
export const aReceipt = (changes: Partial<ReadTransaction> = {}): ReadTransaction => ({
  id: "242434",
  urn: "1327",
  type: "receipt",
  sageCustomerId: "27006",
  reference: "BACS 20MAR",
  secondReference: "",
  date: "2026-03-20" as PlainDate,
  dueDate: null,
  gross: minorUnits(-10_000),
  allocated: minorUnits(0),
  outstanding: minorUnits(-10_000),
  discount: minorUnits(0),
  discountDays: 0,
  queried: "",
  userName: "k.marsh",
  bankCode: "1200",
  updatedAt: "2026-03-20T10:00:00.000Z",
  sessions: [],
  ...changes,
});

/** A receipt of 50.00 allocated to an invoice of The Layer with 120.00 outstanding, paid into a bank that one method has. */
export const someFacts = (changes: Partial<RowFacts> = {}): RowFacts => ({
  company: "Acme UK Ltd",
  baseCurrency: "GBP",
  receipt: "BACS 20MAR",
  isOurs: false,
  content: { kind: "allocated", invoice: { urn: "1327", type: "invoice", reference: "INV-10442" }, isInferred: false },
  allocated: minorUnits(5_000),
  synced: minorUnits(0),
  sync: null,
  match: { kind: "found", id: "inv-1", reference: "INV-10442", outstanding: minorUnits(12_000), currency: "GBP" },
  methods: { kind: "one", method: "BACS" },
  bankCode: "1200",
  ...changes,
});
