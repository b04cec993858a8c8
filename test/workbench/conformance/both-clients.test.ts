/**
 * The same programs on our client and on Microsoft's: what they read, the errors they meet, the order of events, the syncs, the actions and
 * the very requests must be the same. What the host answers to them is our own claim about Excel; this proves the client.
 */
import { observe } from "./both-clients";
import { cellScenarios } from "./scenarios-cells";
import { tableScenarios } from "./scenarios-tables";
import { workbookScenarios } from "./scenarios-workbook";

const scenarios = [...cellScenarios, ...tableScenarios, ...workbookScenarios];

test("there are at least twenty-five scenarios, each with a name of its own", () => {
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
  expect(scenarios.length).toBeGreaterThanOrEqual(25);
});

describe("our client and Microsoft's agree on", () => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))("%s", async (_name, scenario) => {
    const ours = await observe(scenario, "ours");
    const theirs = await observe(scenario, "Microsoft's");
    expect(ours.notes).toEqual(theirs.notes);
    expect(ours.sheets).toEqual(theirs.sheets);
    expect(ours.requests).toEqual(theirs.requests);
    expect(ours).toEqual(theirs);
    if (scenario.expected) expect(theirs.notes).toEqual(scenario.expected);
  });
});
