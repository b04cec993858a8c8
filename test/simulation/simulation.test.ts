import { spawnSync } from "node:child_process";
import { bundledProgram, type BundledProgram } from "../support/bundled-program";
import { mutants } from "./mutants";
import { simulate } from "./simulate";

let program: BundledProgram;
beforeAll(async () => {
  program = await bundledProgram("scripts/simulate.ts");
});
afterAll(() => program.remove());

/** In processes of its own: inside the test runner every turn of the event loop costs ten times as much. */
const simulation = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program.path, ...args], { encoding: "utf8" });
  return { status, printed: stdout.trim().split("\n"), complaint: stderr };
};

describe("posting, allocating and recording exactly once, whatever breaks", () => {
  test("after 300 seeds each document is in Sage once and right, or in the Error Queue with its reason; each synced receipt is in The Layer once for each invoice, or stands with its reason; and the books of both sides agree", () => {
    const { status, printed, complaint } = simulation("--seeds", "300");
    expect({ status, printed, complaint }).toMatchObject({ status: 0, printed: [expect.stringMatching(/^300 seeds, 0 broken/)] });
  }, 900_000);

  test("it is so on the ledger in SQL too", () => {
    const { status, printed, complaint } = simulation("--seeds", "3", "--sql", "--processes", "1");
    expect({ status, printed, complaint }).toMatchObject({ status: 0, printed: [expect.stringMatching(/^3 seeds, 0 broken/)] });
  }, 900_000);

  test("every broken ledger, every wrong posting and every wrong way with receipts shows in the books within 300 seeds", () => {
    const { status, printed, complaint } = simulation("--seeds", "300", "--mutants");
    expect({ status, complaint }).toMatchObject({ status: 0 });
    expect(printed).toEqual([...mutants.map((mutant) => expect.stringContaining(`${mutant.name}: caught by seed`) as string), `${mutants.length} broken on purpose, 0 not caught`]);
  }, 900_000);

  test.each([41, 42])("seed %i, of documents or of receipts, replays to the same steps", async (seed) => {
    const [one, again] = [await simulate(seed, { isTraced: true }), await simulate(seed, { isTraced: true })];
    expect(again.trace.lines(new Set(again.documents))).toEqual(one.trace.lines(new Set(one.documents)));
    expect({ ...again, trace: null }).toEqual({ ...one, trace: null });
  });

  test("a broken seed is told by one line that replays it, and by a trace of what is left when all else is left out", () => {
    const { status, printed } = simulation("--seed", "1", "--mutant", "no look-up");
    const befell = printed.filter((line) => line.startsWith("  befell: "));
    expect({ status, first: printed[0] }).toEqual({ status: 1, first: expect.stringMatching(/^seed 1: .*stands in Sage .*Replay: npm run simulate -- --seed 1 --mutant "no look-up"$/) as string });
    expect(befell).toHaveLength(1);
    expect(printed.join("\n")).toMatch(/befell: .*\n[^]*sends [^]*records [^]*in doubt[^]*sends [^]*broken: .* stands in Sage 2 times/);
  });
});
