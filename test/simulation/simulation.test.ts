import { spawnSync } from "node:child_process";
import { mutants } from "./mutants";
import { simulate } from "./simulate";

/** In a process of its own: inside the test runner every turn of the event loop costs ten times as much. */
const simulation = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "scripts/simulate.ts", ...args], { encoding: "utf8" });
  return { status, printed: stdout.trim().split("\n"), complaint: stderr };
};

describe("posting exactly once, whatever breaks", () => {
  test("300 seeds leave every document in the books once, or refused, or waiting for a person", () => {
    const { status, printed, complaint } = simulation("--seeds", "300");
    expect({ status, printed, complaint }).toMatchObject({ status: 0, printed: [expect.stringMatching(/^300 seeds, 0 broken/)] });
  }, 900_000);

  test("every broken ledger is caught within 300 seeds", () => {
    const { status, printed, complaint } = simulation("--seeds", "300", "--mutants");
    expect({ status, complaint }).toMatchObject({ status: 0 });
    expect(printed).toEqual([...mutants.map((mutant) => expect.stringContaining(`${mutant.name}: caught by seed`) as string), `${mutants.length} broken ledgers, 0 not caught`]);
  }, 900_000);

  test("a seed replays to the same steps", async () => {
    const [one, again] = [await simulate(42), await simulate(42)];
    expect(again).toEqual(one);
  });
});
