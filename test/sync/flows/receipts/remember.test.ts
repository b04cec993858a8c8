import { openItems, toldItems } from "../../../../src/sync/flows/receipts/open-items";
import { keptByHand } from "../../../../src/sync/flows/receipts/remember";
import { suggestionId } from "../../../../src/sync/flows/receipts/suggestion-shapes";
import type { PlainDate } from "../../../../src/sync/model/dates";
import { minorUnits } from "../../../../src/sync/model/money";
import type { StoredTransaction } from "../../../../src/sync/store/sage-transactions";

const transaction = (id: string, type: StoredTransaction["type"], gross: number, changes: Partial<StoredTransaction> = {}): StoredTransaction => ({
  id,
  urn: `9${id}`,
  type,
  sageCustomerId: "27006",
  reference: `REF-${id}`,
  secondReference: "",
  date: "2026-03-02" as PlainDate,
  dueDate: null,
  gross: minorUnits(gross),
  allocated: minorUnits(0),
  outstanding: minorUnits(gross),
  discount: minorUnits(0),
  discountDays: 0,
  queried: "",
  userName: "",
  bankCode: "",
  updatedAt: "2026-03-02T10:00:00.000Z",
  isGone: false,
  ...changes,
});
const account = { sageCustomerId: "27006", accountNumber: "NORTH001", name: "Northwick" };
const pair = (creditId: string, debitId: string, pence: number) => ({ creditId, debitId, amount: minorUnits(pence) });

test("what is owed stands on one side and what was given on the other, all above zero; money paid back as a negative receipt is owed", () => {
  const open = [
    transaction("1", "invoice", 120_00),
    transaction("2", "opening-invoice", 5_00),
    transaction("3", "refund", 7_00),
    transaction("4", "receipt", 9_00),
    transaction("5", "receipt", -50_00),
    transaction("6", "credit-note", -10_00),
    transaction("7", "other", -10_00),
  ];
  const items = openItems(account, open, []);
  expect(items.debits.map(({ id, kind, outstanding }) => [id, kind, outstanding])).toEqual([
    ["1", "invoice", 120_00],
    ["2", "invoice", 5_00],
    ["3", "refund", 7_00],
    ["4", "refund", 9_00],
  ]);
  expect(items.credits.map(({ id, kind, outstanding }) => [id, kind, outstanding])).toEqual([
    ["5", "receipt", 50_00],
    ["6", "credit note", 10_00],
  ]);
  expect(toldItems(open).map(({ kind, outstanding }) => [kind, outstanding])).toContainEqual(["other", "10.00"]);
});

test("a settlement discount is offered to its last day, and on nothing that is paid in part", () => {
  const offered = { discount: minorUnits(3_00), discountDays: 14 };
  expect(openItems(account, [transaction("1", "invoice", 120_00, offered)], []).debits[0]?.discount).toEqual({ amount: 3_00, lastDay: "2026-03-16" });
  expect(openItems(account, [transaction("1", "invoice", 120_00, { ...offered, allocated: minorUnits(1_00), outstanding: minorUnits(119_00) })], []).debits[0]?.discount).toBeNull();
});

test.each([
  ["one document", [pair("5", "1", 120_00)]],
  ["part payment", [pair("5", "1", 100_00)]],
  ["several documents", [pair("5", "1", 120_00), pair("5", "2", 5_00)]],
  ["several receipts", [pair("5", "1", 60_00), pair("8", "1", 60_00)]],
])("an allocation by hand is remembered as %s", (shape, pairs) => {
  expect(keptByHand(pairs, [transaction("1", "invoice", 120_00), transaction("2", "invoice", 5_00)])).toMatchObject({ shape, lines: pairs });
});

test("a suggestion about what is left of a receipt is another one than that about the whole", () => {
  const place = { companyRef: "a", sageCustomerId: "27006" };
  const lines = [{ lines: [pair("5", "1", 10_00)] }];
  const of = (outstanding: string) => suggestionId(place, [{ id: "5", outstanding }], lines);
  expect(of("50.00")).toBe(of("50.00"));
  expect(of("40.00")).not.toBe(of("50.00"));
  expect(suggestionId(place, [{ id: "5", outstanding: "50.00" }], [])).not.toBe(of("50.00"));
});
