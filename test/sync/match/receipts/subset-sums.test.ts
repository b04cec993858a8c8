import fc from "fast-check";
import { mostAmounts, setsThatSum } from "../../../../src/sync/match/receipts/candidate-sets/sets-that-sum";

const oneByOne = (amounts: readonly number[], sum: number): string[] => {
  const found: string[] = [];
  for (let set = 0; set < 1 << amounts.length; set += 1) {
    const places = amounts.flatMap((_amount, place) => ((set >> place) & 1 ? [place] : []));
    if (places.reduce((total, place) => total + (amounts[place] ?? 0), 0) === sum) found.push(places.join());
  }
  return found.sort();
};

test("sets that come to a sum are those found by trying one after another", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (amounts, sum) => {
    expect(setsThatSum(amounts, sum, 300).map((places) => places.join()).sort()).toEqual(oneByOne(amounts, sum));
  }));
});

test("too many sets are none, since any of them could be meant", () => {
  const equal = Array<number>(mostAmounts).fill(100);
  expect(setsThatSum(equal, 200, 8)).toEqual([]);
  expect(setsThatSum(equal, 2_000, 8)).toHaveLength(1);
});
