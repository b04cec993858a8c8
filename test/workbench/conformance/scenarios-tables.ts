/** Worksheets, tables, validation, conditional formats. */
import type { Scenario } from "./both-clients";
import { errorOfBatch } from "./both-clients";
import { ledger } from "./ledger";

export const tableScenarios: readonly Scenario[] = [
  {
    name: "worksheets: adding, naming, hiding, moving, activating, deleting",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const { worksheets } = context.workbook;
        const sheet = worksheets.add("Customer Links");
        sheet.position = 0;
        sheet.tabColor = "#FF0000";
        sheet.activate();
        const lists = worksheets.add();
        lists.name = "_lists";
        lists.visibility = Excel.SheetVisibility.veryHidden;
        worksheets.load("items/name,items/visibility,items/position,items/id");
        const active = worksheets.getActiveWorksheet().load("name");
        const next = active.getNextOrNullObject(true).load("name");
        const count = worksheets.getCount(true);
        await context.sync();
        note([worksheets.items.map((item) => [item.name, item.visibility, item.position]), active.name, next.name, count.value, sheet.id === active.id]);
        sheet.delete();
        const gone = worksheets.getItemOrNullObject("Customer Links");
        await context.sync();
        note(gone.isNullObject);
      });
    },
  },
  {
    name: "a table: adding, naming, its parts and columns",
    arrange: ledger,
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        const table = sheet.tables.add("A1:C4", true);
        table.name = "CustomerLinks";
        table.style = "TableStyleLight9";
        table.showBandedRows = false;
        const parts = [table.getRange(), table.getHeaderRowRange(), table.getDataBodyRange(), table.columns.getItem("Name").getDataBodyRange(), table.columns.getItemAt(2).getRange()];
        for (const part of parts) part.load("address");
        table.columns.load("items/name,items/index,items/id,count");
        table.rows.load("count");
        table.load("name,style,showBandedRows,showHeaders,showTotals,showFilterButton");
        table.worksheet.load("name");
        await context.sync();
        note([parts.map((part) => part.address), table.columns.items.map((column) => [column.name, column.index, column.id]), table.columns.count, table.rows.count, table.toJSON(), table.worksheet.name]);
        const byId = context.workbook.tables.getItemOrNullObject(table.id).load("name");
        const missing = table.columns.getItemOrNullObject("None");
        await context.sync();
        note([byId.name, missing.isNullObject]);
      });
    },
  },
  {
    name: "a table grows by writing below, and is resized",
    expected: [
      "Sheet1!A1:C6",
      ["Sheet1!A1:D9", [["CustomerId", "Name", "Amount", "Column1"]]],
      "Sheet1!A1:D609",
      { name: "RichApi.Error", code: "InvalidArgument", location: "Table.resize" },
    ],
    arrange: ledger,
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const table = context.workbook.worksheets.getItem("Sheet1").tables.add("A1:C4", true);
        table.getDataBodyRange().getRowsBelow(2).values = [["C4", "Dune", 40], ["C5", "Elm", 50]];
        const grown = table.getRange().load("address");
        await context.sync();
        note(grown.address);
        table.resize("A1:D9");
        const resized = table.getRange().load("address");
        const header = table.getHeaderRowRange().load("values");
        await context.sync();
        note([resized.address, header.values]);
        const rows = Array.from({ length: 600 }, (_, row) => [`N${row}`, "n", row, ""]);
        table.getDataBodyRange().getRowsBelow(600).values = rows;
        const big = table.getRange().load("address");
        await context.sync();
        note(big.address);
      });
      note(await errorOfBatch(Excel, (context) => context.workbook.tables.getItem("Table1").resize("B2:D9")));
    },
  },
  {
    name: "columns and rows of a table: adding, renaming, deleting",
    arrange: ledger,
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const table = context.workbook.worksheets.getItem("Sheet1").tables.add("A1:C4", true);
        const added = table.columns.add(undefined, [["Problem"], ["x"], [""], [""]]);
        table.columns.getItem("Name").name = "CustomerName";
        added.load("name,index");
        table.rows.add(undefined, [["C9", "Zed", 1, ""]]);
        await context.sync();
        note([added.name, added.index]);
        table.columns.getItem("Amount").delete();
        table.rows.getItemAt(0).delete();
        const all = table.getRange().load("values,address");
        await context.sync();
        note([all.address, all.values]);
      });
    },
  },
  {
    name: "table names that clash or are none",
    expected: [
      { name: "RichApi.Error", code: "InvalidArgument", location: "TableCollection.add" },
      { name: "RichApi.Error", code: "InvalidArgument", location: "Table.name" },
      { name: "RichApi.Error", code: "ItemAlreadyExists", location: "Table.name" },
      { name: "RichApi.Error", code: "InsertDeleteConflict", location: "Range.insert" },
    ],
    arrange: ledger,
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        context.workbook.worksheets.getItem("Sheet1").tables.add("A1:C4", true).name = "Links";
        await context.sync();
      });
      const attempts: ((context: Excel.RequestContext) => void)[] = [
        (context) => void context.workbook.worksheets.getItem("Sheet1").tables.add("C3:E9", true),
        (context) => void (context.workbook.tables.getItem("Links").name = "no good"),
        (context) => void (context.workbook.worksheets.getItem("Sheet1").tables.add("F1:G2", true).name = "links"),
        (context) => void context.workbook.worksheets.getItem("Sheet1").getRange("A2").insert("Down"),
      ];
      for (const attempt of attempts) note(await errorOfBatch(Excel, attempt));
    },
  },
  {
    name: "sorting and filtering a table",
    arrange: ledger,
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const table = context.workbook.worksheets.getItem("Sheet1").tables.add("A1:C4", true);
        table.sort.apply([{ key: 1, ascending: true }]);
        table.columns.getItem("Name").filter.applyValuesFilter(["Acme", "bolt"]);
        const body = table.getDataBodyRange().load("values,rowHidden");
        table.autoFilter.load("isDataFiltered,enabled");
        table.sort.load("fields");
        await context.sync();
        note([body.values, body.rowHidden, table.autoFilter.isDataFiltered, table.autoFilter.enabled, table.sort.fields]);
        table.clearFilters();
        table.columns.getItem("Amount").filter.applyCustomFilter(">15");
        const hidden = table.getDataBodyRange().load("rowHidden");
        await context.sync();
        table.autoFilter.clearCriteria();
        const shown = table.getDataBodyRange().load("rowHidden");
        await context.sync();
        note([hidden.rowHidden, shown.rowHidden]);
      });
    },
  },
  {
    name: "a table deleted and one made a plain range",
    arrange: ledger,
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        const table = sheet.tables.add("A1:C4", true);
        const plain = table.convertToRange().load("address");
        const second = sheet.tables.add("A1:C4", true);
        second.delete();
        const used = sheet.getUsedRangeOrNullObject(true);
        const count = context.workbook.tables.getCount();
        await context.sync();
        note([plain.address, used.isNullObject, count.value]);
      });
    },
  },
  {
    name: "validation by list, with its alert and prompt",
    arrange: ledger,
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        const lists = context.workbook.worksheets.add("Lists");
        lists.getRange("A1:A2").values = [["Acme"], ["Crane"]];
        const column = sheet.getRange("B2:B4");
        column.dataValidation.rule = { list: { inCellDropDown: true, source: lists.getRange("A1:A2") } };
        column.dataValidation.errorAlert = { message: "Choose one.", showAlert: true, style: Excel.DataValidationAlertStyle.information, title: "Company" };
        column.dataValidation.prompt = { message: "A company", showPrompt: true, title: "Company" };
        column.dataValidation.ignoreBlanks = false;
        column.dataValidation.load("rule,type,errorAlert,prompt,ignoreBlanks,valid");
        const invalid = column.dataValidation.getInvalidCellsOrNullObject().load("address");
        sheet.getRange("C2:C4").dataValidation.rule = { custom: { formula: "=C2>5" } };
        const other = sheet.getRange("C2").dataValidation.load("rule,type");
        const mixed = sheet.getRange("A2:C2").dataValidation.load("rule,type");
        await context.sync();
        note([column.dataValidation.toJSON(), invalid.address, other.toJSON(), mixed.type, mixed.rule]);
        column.dataValidation.clear();
        column.dataValidation.load("type");
        await context.sync();
        note(column.dataValidation.type);
      });
      note(await errorOfBatch(Excel, (context) => (context.workbook.worksheets.getItem("Sheet1").getRange("A1").dataValidation.rule = { list: { inCellDropDown: true, source: "x,".repeat(200) } })));
    },
  },
  {
    name: "conditional formats: adding, finding by id, changing, deleting",
    expected: [
      ["Custom", 2, [["CellValue", 0], ["ContainsText", 1], ["Custom", 2]]],
      ['=$B2="Acme"', true, "#FDE7E9", true, "Sheet1!A2:C4"],
      [2, true],
    ],
    arrange: ledger,
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const range = context.workbook.worksheets.getItem("Sheet1").getRange("A2:C4");
        const custom = range.conditionalFormats.add(Excel.ConditionalFormatType.custom);
        custom.custom.rule.formula = '=$B2="Acme"';
        custom.custom.format.fill.color = "#FDE7E9";
        custom.custom.format.font.color = "#A80000";
        custom.custom.format.font.bold = true;
        const cell = range.conditionalFormats.add("CellValue");
        cell.cellValue.rule = { operator: "GreaterThan", formula1: "=15" };
        cell.cellValue.format.fill.color = "#00FF00";
        const text = range.conditionalFormats.add(Excel.ConditionalFormatType.containsText);
        text.textComparison.rule = { operator: Excel.ConditionalTextOperator.contains, text: "bolt" };
        cell.stopIfTrue = true;
        cell.priority = 0;
        custom.load("id,type,priority,stopIfTrue");
        range.conditionalFormats.load("items/type,items/priority,items/id");
        await context.sync();
        note([custom.type, custom.priority, range.conditionalFormats.items.map((item) => [item.type, item.priority])]);
        const again = range.conditionalFormats.getItemOrNullObject(custom.id);
        again.customOrNullObject.rule.load("formula");
        again.cellValueOrNullObject.load();
        again.customOrNullObject.load("format/fill/color,format/font/bold");
        const where = again.getRange().load("address");
        await context.sync();
        note([again.customOrNullObject.rule.formula, again.cellValueOrNullObject.isNullObject, again.customOrNullObject.format.fill.color, again.customOrNullObject.format.font.bold, where.address]);
        again.delete();
        const count = range.conditionalFormats.getCount();
        const gone = range.conditionalFormats.getItemOrNullObject(custom.id);
        await context.sync();
        note([count.value, gone.isNullObject]);
      });
    },
  },
];
