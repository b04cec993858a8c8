import { ribbonCommands } from "../../src/commands/ribbon-commands";
import { filledDesk, link, linksOf, startedDesk, type Bench } from "../taskpane/support/a-desk";

const ribbon = (bench: Bench) => {
  const shown: string[] = [];
  const commands = ribbonCommands(async () => bench.desk, {
    showPane: async () => {
      shown.push("pane");
    },
  });
  return { commands, shown };
};

test("Template fills the same sheet that the pane's button fills, and shows the pane", async () => {
  const bench = await startedDesk();
  const { commands, shown } = ribbon(bench);
  await commands.template();
  expect(bench.workbook.rows("CustomerLinks")).toHaveLength(4);
  expect(bench.desk.state.get().panel).toBe("links");
  expect(shown).toEqual(["pane"]);
});

test("Check judges the sheet in front, a mapping in its own panel", async () => {
  const bench = await startedDesk();
  await bench.desk.fill("sub-companies");
  await ribbon(bench).commands.check();
  expect(bench.desk.state.get()).toMatchObject({ panel: "mappings", mapping: "sub-companies", sheets: { "sub-companies": { state: "open" } } });
});

test("Check of a sheet that is none of ours says what to press, and touches nothing", async () => {
  const bench = await startedDesk();
  bench.workbook.place("Budget", [["a", "b"], [1, 2]]);
  await ribbon(bench).commands.check();
  expect(bench.desk.state.get().failure).toMatchObject({ cause: "The sheet Budget is not one of Tieout's.", cure: expect.stringContaining("Use this sheet") });
});

test("Push previews and sends nothing", async () => {
  const bench = await filledDesk();
  await link(bench, 0, "NORTH001");
  await ribbon(bench).commands.push();
  expect(linksOf(bench.desk).preview?.counts.create).toBe(1);
  expect(bench.gateway.pushes.size).toBe(0);
});

test("Status pulls the Customers sheet at first and refreshes it afterwards", async () => {
  const bench = await startedDesk();
  const { commands } = ribbon(bench);
  await commands.status();
  await commands.status();
  const asked = bench.gateway.requests.filter((request) => request.startsWith("GET /api/sheets/customers"));
  expect(asked.map((request) => request.includes("since="))).toEqual([false, true]);
});
