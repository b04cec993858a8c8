import { makeLedger } from "../../../../bench/matching/ledger";
import { judge, qualityOf } from "../../../../bench/matching/score";
import { habitsFrom, precisionAt, type Decision } from "../../../../src/sync/match/receipts";
import { sageAccountNumber } from "../../../../src/sync/model/ids";
import { minorUnits } from "../../../../src/sync/model/money";
import { on } from "./build";

const decided = (outcome: Decision["outcome"], score: number | null): Decision => ({ account: sageAccountNumber("A"), alias: "", receipts: [], outcome, on: on("2026-10-03"), score, suggested: null, settled: null });

describe("the precision that a bar has had", () => {
  test("counts what scored the bar or more, and only what was accepted as it stood as right", () => {
    const decisions = [decided("accepted", 0.99), decided("accepted", 0.97), decided("changed", 0.98), decided("rejected", 0.5), decided("accepted", null)];
    expect(precisionAt(0.97, decisions)).toMatchObject({ decided: 3, right: 2, precision: 2 / 3, text: "At 0.97: 2 of 3 right." });
  });
  test("before the first decision there is none", () => {
    expect(precisionAt(0.97, [])).toMatchObject({ precision: null, atLeast: null });
  });
  test("few decisions promise little", () => {
    const [few, many] = [precisionAt(0.9, Array<Decision>(3).fill(decided("accepted", 0.99))), precisionAt(0.9, Array<Decision>(300).fill(decided("accepted", 0.99)))];
    expect(few.atLeast).toBeLessThan(0.6);
    expect(many.atLeast).toBeGreaterThan(0.99);
  });
});

test("habits are drawn from what was allocated", () => {
  const paid = (days: string, shortfall: number) => ({ date: on("2026-09-30"), paid: [{ date: on(days), isNamed: true, shortfall: minorUnits(shortfall) }], oldestLeft: null, tookLateDiscount: null });
  expect(habitsFrom([paid("2026-09-01", 150), paid("2026-08-30", 150), paid("2026-08-31", 0)])).toMatchObject({ payments: 3, daysToPay: { typical: 30, spread: 3 }, oldestFirst: 1, lumpSums: 0, namesDocuments: 1, shortfalls: [{ amount: 150, times: 2 }] });
  expect(habitsFrom([{ date: on("2026-09-30"), paid: [], oldestLeft: null, tookLateDiscount: null }])).toBeNull();
});

test("quality on a ledger with known truth does not fall", () => {
  const found = qualityOf(judge(makeLedger(11, 350)), 0.97);
  expect(found.precision).toBeGreaterThanOrEqual(0.995);
  expect(found.coverage).toBeGreaterThanOrEqual(0.8);
  expect(found.firstOfRest).toBeGreaterThanOrEqual(0.9);
});
