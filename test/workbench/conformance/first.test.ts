import { errorOf, observe } from "./both-clients";

test("both clients write, read and listen alike", async () => {
  const scenario = {
    name: "first",
    act: async ({ Excel, note, settled }: Parameters<Parameters<typeof observe>[0]["act"]>[0]) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        sheet.onChanged.add(async (args) => note([args.address, args.source, args.triggerSource, args.details]));
        await context.sync();
        const range = sheet.getRange("A1:B2");
        range.values = [["Id", "Name"], ["00123", "=1+1"]];
        range.load("values,address");
        range.format.fill.color = "#FF0000";
        const missing = context.workbook.tables.getItemOrNullObject("x");
        missing.load("name");
        await context.sync();
        note([range.values, range.address, missing.isNullObject]);
        const table = sheet.tables.add("A1:B2", true);
        table.name = "Links";
        table.getDataBodyRange().getRowsBelow(1).values = [["x", "y"]];
        const body = table.getDataBodyRange();
        body.load("address");
        context.workbook.tables.load("items/name");
        await context.sync();
        note([body.address, context.workbook.tables.items.map((each) => each.name), await errorOf(() => table.showBandedRows), table.id]);
        table.load("showBandedRows");
        await context.sync();
        note(table.toJSON());
      });
      await settled();
    },
  };
  const ours = await observe(scenario, "ours");
  const theirs = await observe(scenario, "Microsoft's");
  expect(ours.notes).toEqual(theirs.notes);
  expect(ours.requests).toEqual(theirs.requests);
  expect(ours).toEqual(theirs);
});
