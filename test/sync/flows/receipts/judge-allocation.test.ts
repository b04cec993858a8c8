import fc from "fast-check";
import { allocationIdentity } from "../../../../src/sync/documents/allocation-identity";
import { inTurns } from "../../../../src/sync/flows/receipts/accept-allocations";
import { judgeAllocation, type LedgerTransaction, type Pair } from "../../../../src/sync/flows/receipts/judge-allocation";
import { minorUnits } from "../../../../src/sync/model/money";

const account = "27006";
const transaction = (id: string, gross: number, changes: Partial<LedgerTransaction> = {}): LedgerTransaction => ({
  id,
  urn: `9${id}`,
  sageCustomerId: account,
  reference: gross < 0 ? `BACS ${id}` : `INV-${id}`,
  gross: minorUnits(gross),
  allocated: minorUnits(0),
  isGone: false,
  ...changes,
});
const pair = (creditId: string, debitId: string, pence: number): Pair => ({ creditId, debitId, amount: minorUnits(pence) });
const judged = (pairs: readonly Pair[], transactions: readonly LedgerTransaction[]) => judgeAllocation(account, pairs, (id) => transactions.find((one) => one.id === id));
const why = (pairs: readonly Pair[], transactions: readonly LedgerTransaction[]) => {
  const answer = judged(pairs, transactions);
  return answer.ok ? null : answer.failure.cause;
};

const receipt = transaction("1", -50_00);
const invoice = transaction("2", 120_00);

test("pairs become one line a transaction, positive on what is owed and negative on what was given, with what was allocated before", () => {
  const other = transaction("3", 20_00, { allocated: minorUnits(5_00) });
  const answer = judged([pair("1", "2", 30_00), pair("1", "3", 15_00)], [receipt, invoice, other]);
  expect(answer.ok && answer.value).toEqual([
    { transactionId: "2", urn: "92", reference: "INV-2", value: 30_00, allocatedBefore: 0 },
    { transactionId: "3", urn: "93", reference: "INV-3", value: 15_00, allocatedBefore: 5_00 },
    { transactionId: "1", urn: "91", reference: "BACS 1", value: -45_00, allocatedBefore: 0 },
  ]);
});

test.each<[string, readonly Pair[], readonly LedgerTransaction[], RegExp]>([
  ["more than the receipt has left", [pair("1", "2", 50_01)], [receipt, invoice], /BACS 1 has 50.00 outstanding/],
  ["more than the invoice has left, over several pairs", [pair("1", "2", 50_00), pair("4", "2", 80_00)], [receipt, invoice, transaction("4", -90_00)], /INV-2 has 120.00 outstanding.* 130.00/],
  ["a receipt that is used up", [pair("1", "2", 1_00)], [transaction("1", -50_00, { allocated: minorUnits(-50_00) }), invoice], /BACS 1 is fully allocated/],
  ["a transaction of another account", [pair("1", "2", 1_00)], [receipt, transaction("2", 120_00, { sageCustomerId: "1" })], /another account/],
  ["an archived transaction", [pair("1", "2", 1_00)], [receipt, transaction("2", 120_00, { isGone: true })], /archived or deleted/],
  ["an invoice in the place of a receipt", [pair("2", "1", 1_00)], [receipt, invoice], /INV-2 is not money or credit/],
  ["a transaction that is not there", [pair("1", "7", 1_00)], [receipt, invoice], /record id 7/],
  ["nothing", [pair("1", "2", 0)], [receipt, invoice], /above 0.00/],
])("refused with a cause that names it: %s", (_what, pairs, transactions, cause) => {
  expect(why(pairs, transactions)).toMatch(cause);
});

test("law: the lines of an allocation come to nothing, and no transaction gives or takes more than it has", () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 500_00 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(amounts, amounts, fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.integer({ min: 1, max: 100_00 })), { minLength: 1, maxLength: 10 }), (credits, debits, wishes) => {
      const all = [...credits.map((pence, at) => transaction(`1${at}`, -pence)), ...debits.map((pence, at) => transaction(`2${at}`, pence))];
      const answer = judged(
        wishes.map(([credit, debit, pence]) => pair(`1${credit % credits.length}`, `2${debit % debits.length}`, pence)),
        all,
      );
      if (!answer.ok) return;
      expect(answer.value.reduce((sum, { value }) => sum + value, 0)).toBe(0);
      for (const { transactionId, value } of answer.value) {
        const gross = all.find((one) => one.id === transactionId)?.gross ?? 0;
        expect(Math.sign(value)).toBe(Math.sign(gross));
        expect(Math.abs(value)).toBeLessThanOrEqual(Math.abs(gross));
      }
    }),
  );
});

describe("what an allocation is known by", () => {
  const lines = [
    { transactionId: "1", value: minorUnits(-30_00), allocatedBefore: minorUnits(0) },
    { transactionId: "2", value: minorUnits(30_00), allocatedBefore: minorUnits(10_00) },
  ];
  const of = (company: string, changed = lines) => allocationIdentity({ company, sageCustomerId: account, lines: changed });

  test("is the same in whatever order its lines come", () => {
    expect(of("a", [...lines].reverse())).toEqual(of("a"));
  });
  test("is another wish for another company, amount or transaction", () => {
    const wishes = [of("a"), of("b"), of("a", [{ ...lines[0]!, value: minorUnits(-29_00) }, lines[1]!]), of("a", [{ ...lines[0]!, transactionId: "3" }, lines[1]!])].map(({ wish }) => wish);
    expect(new Set(wishes).size).toBe(4);
  });
  test("is the same wish, and another allocation, once something of it was allocated", () => {
    const later = of("a", [lines[0]!, { ...lines[1]!, allocatedBefore: minorUnits(40_00) }]);
    expect(later.wish).toBe(of("a").wish);
    expect(later.id).not.toBe(of("a").id);
    expect(later.id.startsWith(`${later.wish} `)).toBe(true);
  });
});

test("allocations of the same transaction go one after the other, in the order asked for; others side by side", () => {
  const wish = (nth: number, pairs: readonly Pair[], companyRef = "a") => ({ nth, companyRef, pairs });
  const wishes = [wish(0, [pair("1", "2", 1)]), wish(1, [pair("3", "4", 1)]), wish(2, [pair("5", "2", 1)]), wish(3, [pair("5", "4", 1)]), wish(4, [pair("1", "2", 1)], "b")];
  expect(inTurns(wishes).map((turn) => turn.map(({ nth }) => nth))).toEqual([[0, 1, 4], [2], [3]]);
});
