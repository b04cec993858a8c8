import { mutants } from "./mutants";
import { simulate, type Violation } from "./simulate";

const run = async (seeds: number, mutant: (typeof mutants)[number] | null): Promise<{ violations: Violation[]; first: number | null }> => {
  for (let seed = 1; seed <= seeds; seed++) {
    const { violations } = await simulate(seed, mutant);
    if (violations.length > 0) return { violations: [...violations], first: seed };
  }
  return { violations: [], first: null };
};

describe("posting exactly once, whatever breaks", () => {
  test("300 seeds leave every document in the books once, or refused, or waiting for a person", async () => {
    expect(await run(300, null)).toEqual({ violations: [], first: null });
  }, 900_000);

  test.each(mutants.map((mutant) => [mutant.name, mutant] as const))("a ledger with %s is caught", async (_name, mutant) => {
    expect((await run(300, mutant)).first).not.toBeNull();
  }, 900_000);

  test("a seed replays to the same steps", async () => {
    const [one, again] = [await simulate(42), await simulate(42)];
    expect(again).toEqual(one);
  });
});
