/** Names, settings, XML parts, protection, the selection, events, cell editing. */
import type { Scenario } from "./both-clients";
import { errorOf } from "./both-clients";
import { ledger } from "./ledger";
import { areaAt, sortTable, typeInto } from "../../../src/workbench/model";

export const workbookScenarios: readonly Scenario[] = [
  {
    name: "how a worksheet is printed",
    expected: [
      ["Landscape", "A4", { horizontalFitToPages: 1 }, 28, 54, "Sheet1!A1:C9", "Sheet1!1:1", "A && B", "Page &P of &N"],
      "ItemNotFound",
      [true, { scale: 80 }, 72],
      "InvalidArgument",
    ],
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const { pageLayout } = context.workbook.worksheets.getItem("Sheet1");
        pageLayout.orientation = "Landscape";
        pageLayout.paperSize = "A4";
        pageLayout.zoom = { horizontalFitToPages: 1 };
        pageLayout.leftMargin = 28;
        pageLayout.setPrintArea("$A$1:$C$9");
        pageLayout.setPrintTitleRows("$1:$1");
        const edges = pageLayout.headersFooters.defaultForAllPages;
        edges.leftHeader = "A && B";
        edges.rightFooter = "Page &P of &N";
        pageLayout.load("orientation,paperSize,zoom,leftMargin,topMargin");
        edges.load("leftHeader,rightFooter");
        const area = pageLayout.getPrintArea().load("address");
        const titles = pageLayout.getPrintTitleRows().load("address");
        await context.sync();
        note([pageLayout.orientation, pageLayout.paperSize, pageLayout.zoom, pageLayout.leftMargin, pageLayout.topMargin, area.address, titles.address, edges.leftHeader, edges.rightFooter]);
      });
      await Excel.run(async (context) => {
        const { pageLayout } = context.workbook.worksheets.add("Second");
        const none = pageLayout.getPrintAreaOrNullObject();
        pageLayout.zoom = { scale: 80 };
        pageLayout.setPrintMargins("Inches", { left: 1 });
        pageLayout.load("zoom,leftMargin");
        await context.sync();
        pageLayout.getPrintTitleRows().load("address");
        note((await errorOf(() => context.sync())).code);
        note([none.isNullObject, pageLayout.zoom, pageLayout.leftMargin]);
        pageLayout.setPrintTitleRows("A1:B2");
        note((await errorOf(() => context.sync())).code);
      });
    },
  },
  {
    name: "names, visible and hidden, of the workbook and of a worksheet",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        const name = context.workbook.names.add("Companies", sheet.getRange("B2:B9"), "list");
        name.visible = false;
        sheet.names.add("Local", "=Sheet1!$A$1");
        context.workbook.names.add("Rate", "=0.2");
        name.load("name,formula,value,visible,type,scope,comment");
        context.workbook.names.load("items/name,items/type,items/value");
        const where = name.getRange().load("address");
        const none = context.workbook.names.getItemOrNullObject("Local");
        const own = sheet.names.getItemOrNullObject("Local").load("formula");
        await context.sync();
        note([name.toJSON(), context.workbook.names.items.map((item) => [item.name, item.type, item.value]), where.address, none.isNullObject, own.formula]);
        name.formula = "=Sheet1!$C$1:$C$3";
        const moved = name.getRangeOrNullObject().load("address");
        await context.sync();
        note(moved.address);
        name.delete();
        const gone = context.workbook.names.getItemOrNullObject("Companies");
        await context.sync();
        note(gone.isNullObject);
        sheet.getRange("Rate2");
        note(await errorOf(() => context.sync()));
      });
    },
  },
  {
    name: "settings and custom XML parts",
    expected: [
      [[["tieout", { version: 1, ids: ["a", "b"] }], ["flag", true]], "urn:tieout:map", 1, '<map xmlns="urn:tieout:map"><row/></map>'],
      ['<map xmlns="urn:tieout:map"/>', true, { version: 1, ids: ["a", "b"] }],
    ],
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const { settings, customXmlParts } = context.workbook;
        settings.add("tieout", { version: 1, ids: ["a", "b"] });
        settings.add("flag", true);
        settings.load("items/key,items/value");
        const part = customXmlParts.add('<map xmlns="urn:tieout:map"><row/></map>');
        const scoped = customXmlParts.getByNamespace("urn:tieout:map");
        const only = scoped.getOnlyItemOrNullObject().load("id,namespaceUri");
        const count = scoped.getCount();
        const xml = part.getXml();
        await context.sync();
        note([settings.items.map((item) => [item.key, item.value]), only.namespaceUri, count.value, xml.value]);
        part.setXml('<map xmlns="urn:tieout:map"/>');
        const again = customXmlParts.getItem(only.id).getXml();
        settings.getItem("flag").delete();
        const gone = settings.getItemOrNullObject("flag");
        const kept = settings.getItemOrNullObject("tieout").load("value");
        await context.sync();
        note([again.value, gone.isNullObject, kept.value]);
      });
    },
  },
  {
    name: "frozen rows, protection, application",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        sheet.freezePanes.freezeRows(1);
        const frozen = sheet.freezePanes.getLocationOrNullObject().load("address");
        context.workbook.application.suspendScreenUpdatingUntilNextSync();
        context.workbook.application.suspendApiCalculationUntilNextSync();
        context.workbook.application.load("calculationMode");
        sheet.protection.load("protected");
        await context.sync();
        note([frozen.address, context.workbook.application.calculationMode, sheet.protection.protected]);
        sheet.protection.protect();
        sheet.protection.load("protected");
        await context.sync();
        note(sheet.protection.protected);
        sheet.getRange("A1").values = [["x"]];
        note(await errorOf(() => context.sync()));
        sheet.protection.unprotect();
        await context.sync();
      });
    },
  },
  {
    name: "the selection",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.add("Other");
        sheet.getRange("B2:C3").select();
        const selected = context.workbook.getSelectedRange().load("address");
        const cell = context.workbook.getActiveCell().load("address");
        const many = context.workbook.getSelectedRanges().load("address");
        await context.sync();
        note([selected.address, cell.address, many.address]);
      });
    },
  },
  {
    name: "events of cells: who, what, where, in the order of the edits",
    arrange: ledger,
    act: async ({ Excel, workbook, note, settled }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        const table = sheet.tables.add("A1:C4", true);
        await context.sync();
        sheet.onChanged.add(async (args) => note(["sheet", args.type, args.changeType, args.address, args.source, args.triggerSource, args.details, args.changeDirectionState]));
        table.onChanged.add(async (args) => note(["table", args.type, args.changeType, args.address, args.source, args.tableId === table.id]));
        context.workbook.worksheets.onChanged.add(async (args) => note(["all", args.address]));
        await context.sync();
        sheet.getRange("A2").values = [["C7"]];
        sheet.getRange("F1:G1").values = [[1, 2]];
        await context.sync();
        note("answered");
      });
      await settled();
      typeInto(workbook.active, 1, 1, "Crane Ltd");
      workbook.editAs("remote", () => typeInto(workbook.active, 2, 1, "Acme Ltd"));
      const [table] = workbook.tables();
      if (table) sortTable(workbook.active, table, [{ column: 0, ascending: true }]);
      await settled();
    },
  },
  {
    name: "a handler that was removed is not called, and an event's range can be read",
    expected: [["Sheet1!A1 [[1]]"], 1],
    act: async ({ Excel, workbook, note, settled }) => {
      let registered: OfficeExtension.EventHandlerResult<Excel.WorksheetChangedEventArgs> | null = null;
      const seen: string[] = [];
      await Excel.run(async (context) => {
        registered = context.workbook.worksheets.getItem("Sheet1").onChanged.add(async (args) => {
          await Excel.run(async (inner) => {
            const range = args.getRange(inner).load("values,address");
            await inner.sync();
            seen.push(`${range.address} ${JSON.stringify(range.values)}`);
          });
        });
        await context.sync();
      });
      typeInto(workbook.active, 0, 0, "1");
      await settled();
      await settled();
      note(seen);
      const handle = registered as unknown as OfficeExtension.EventHandlerResult<Excel.WorksheetChangedEventArgs>;
      await Excel.run(handle.context as Excel.RequestContext, async (context) => {
        handle.remove();
        await context.sync();
      });
      typeInto(workbook.active, 0, 0, "2");
      await settled();
      note(seen.length);
    },
  },
  {
    name: "events of worksheets, tables and the selection; and none while they are switched off",
    arrange: ledger,
    act: async ({ Excel, workbook, note, settled }) => {
      await Excel.run(async (context) => {
        const { worksheets, tables } = context.workbook;
        worksheets.onAdded.add(async (args) => note(args.type));
        worksheets.onActivated.add(async (args) => note(args.type));
        worksheets.onDeleted.add(async (args) => note([args.type, args.source]));
        tables.onAdded.add(async (args) => note(args.type));
        tables.onDeleted.add(async (args) => note([args.type, args.tableName]));
        worksheets.getItem("Sheet1").onSelectionChanged.add(async (args) => note([args.type, args.address]));
        context.workbook.onSelectionChanged.add(async () => note("selection"));
        await context.sync();
        const sheet = worksheets.add("New");
        sheet.activate();
        const table = worksheets.getItem("Sheet1").tables.add("A1:C4", true);
        await context.sync();
        table.delete();
        sheet.delete();
        await context.sync();
        context.runtime.enableEvents = false;
        worksheets.add("Silent");
        await context.sync();
        context.runtime.enableEvents = true;
        await context.sync();
      });
      await settled();
      workbook.select(workbook.active, [areaAt(2, 1)]);
      await settled();
    },
  },
  {
    name: "events of renaming, hiding, moving, protecting and sorting",
    arrange: ledger,
    act: async ({ Excel, note, settled }) => {
      await Excel.run(async (context) => {
        const { worksheets } = context.workbook;
        const sheet = worksheets.getItem("Sheet1");
        const table = sheet.tables.add("A1:C4", true);
        const other = worksheets.add("Other");
        await context.sync();
        worksheets.onNameChanged.add(async (args) => note([args.type, args.nameBefore, args.nameAfter]));
        worksheets.onVisibilityChanged.add(async (args) => note([args.type, args.visibilityBefore, args.visibilityAfter]));
        worksheets.onMoved.add(async (args) => note([args.type, args.positionBefore, args.positionAfter]));
        worksheets.onProtectionChanged.add(async (args) => note([args.type, args.isProtected]));
        sheet.onRowSorted.add(async (args) => note([args.type, args.address, args.source]));
        await context.sync();
        table.sort.apply([{ key: 0, ascending: true }]);
        other.name = "Lists";
        other.position = 0;
        other.visibility = "Hidden";
        other.protection.protect();
        await context.sync();
      });
      await settled();
    },
  },
  {
    name: "editing a cell holds a batch up or refuses it",
    expected: [{ name: "RichApi.Error", code: "InvalidOperationInCellEditMode" }, null, "x"],
    act: async ({ Excel, workbook, note }) => {
      workbook.setEditingCell(true);
      const write = async (context: Excel.RequestContext) => {
        context.workbook.worksheets.getItem("Sheet1").getRange("A1").values = [["x"]];
        await context.sync();
      };
      note(await errorOf(() => Excel.run(write)));
      const waiting = Excel.run({ delayForCellEdit: true }, write);
      note(workbook.active.value(0, 0));
      workbook.setEditingCell(false);
      await waiting;
      note(workbook.active.value(0, 0));
    },
  },
  {
    name: "members the workbench does not have fail by name",
    expected: [
      ["ApiNotFound", "Worksheet.charts is not supported by the workbench"],
      ["ApiNotFound", "Range.formulasR1C1 is not supported by the workbench"],
      ["ApiNotFound", "Range.flashFill is not supported by the workbench"],
    ],
    act: async ({ Excel, note }) => {
      const attempts: ((context: Excel.RequestContext) => unknown)[] = [
        (context) => context.workbook.worksheets.getItem("Sheet1").charts.load("items/name"),
        (context) => context.workbook.worksheets.getItem("Sheet1").getRange("A1").load("formulasR1C1"),
        (context) => context.workbook.worksheets.getItem("Sheet1").getRange("A1").flashFill(),
      ];
      for (const attempt of attempts) {
        const fault: unknown = await Excel.run(async (context) => {
          attempt(context);
          await context.sync();
        }).then(() => null, (error: unknown) => error);
        note([(fault as OfficeExtension.Error).code, (fault as OfficeExtension.Error).message]);
      }
    },
  },
  {
    name: "the ways to say what to load",
    arrange: ledger,
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const { worksheets } = context.workbook;
        for (const name of ["B", "C", "D"]) worksheets.add(name);
        const sheet = worksheets.getItem("Sheet1");
        const table = sheet.tables.add("A1:C4", true);
        await context.sync();
        worksheets.load({ select: "name", top: 2, skip: 1 });
        table.columns.load({ name: true, index: true, $top: 1 });
        const range = sheet.getRange("A1").load(["address", "format/fill/color"]);
        context.load(table, "name, style");
        await context.sync();
        note([worksheets.items.map((item) => item.name), table.columns.toJSON(), range.toJSON(), table.toJSON()]);
        worksheets.load("items");
        range.load({ format: { $all: true }, rowIndex: true } as never);
        await context.sync();
        note([worksheets.items.map((item) => [item.name, item.visibility]), Object.keys(range.toJSON()).sort()]);
        note(await errorOf(() => range.load(5 as never)));
        note(await errorOf(() => range.load({ address: 5 } as never)));
        table.load("nonsense");
        note(await errorOf(() => context.sync()));
      });
    },
  },
  {
    name: "two runs at once do not mix",
    act: async ({ Excel, note }) => {
      const write = (address: string, value: string) =>
        Excel.run(async (context) => {
          const range = context.workbook.worksheets.getItem("Sheet1").getRange(address);
          range.values = [[value]];
          await context.sync();
          range.load("values");
          await context.sync();
          return range.values;
        });
      note(await Promise.all([write("A1", "one"), write("A2", "two")]));
    },
  },
];
