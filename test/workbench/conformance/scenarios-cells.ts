/** Ranges: reading, writing, moving about, formats, errors. */
import type { Scenario } from "./both-clients";
import { errorOf, errorOfBatch } from "./both-clients";

export const cellScenarios: readonly Scenario[] = [
  {
    name: "values, formulas, texts and types of a range",
    expected: [
      [
        [[123, 2, true], [46115, 100000, ""]],
        [[123, "=1+1", true], [46115, 100000, ""]],
        [["123", "2", "TRUE"], ["03-Apr", "1.00E+05", ""]],
        [["Double", "Double", "Boolean"], ["Double", "Double", "Empty"]],
        [["General", "General", "General"], ["dd-mmm", "0.00E+00", "General"]],
      ],
    ],
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1:C2");
        range.values = [["00123", "=1+1", true], ["3-4", "1E5", ""]];
        range.load(["values", "formulas", "text", "valueTypes", "numberFormat"]);
        await context.sync();
        note([range.values, range.formulas, range.text, range.valueTypes, range.numberFormat]);
      });
    },
  },
  {
    name: "text format before values in one batch keeps leading zeros and what looks like a formula",
    expected: [[["00123"], ["=1+1"], ["SEP01"]]],
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const range = context.workbook.worksheets.getActiveWorksheet().getRangeByIndexes(0, 0, 3, 1);
        range.numberFormat = [["@"]];
        range.values = [["00123"], ["=1+1"], ["SEP01"]];
        range.load("values");
        await context.sync();
        note(range.values);
      });
    },
  },
  {
    name: "where a range is: address, indexes, counts",
    expected: [
      [
        { address: "'My sheet'!B3:D9", cellCount: 21, columnCount: 3, columnIndex: 1, isEntireColumn: false, isEntireRow: false, rowCount: 7, rowIndex: 2 },
        { address: "'My sheet'!C:D", cellCount: 2_097_152, isEntireColumn: true },
      ],
    ],
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.add("My sheet");
        const range = sheet.getRange("B3:D9").load("address,rowIndex,columnIndex,rowCount,columnCount,cellCount,isEntireRow,isEntireColumn");
        const whole = sheet.getRange("C:D").load("address,cellCount,isEntireColumn");
        await context.sync();
        note([range.toJSON(), whole.toJSON()]);
      });
    },
  },
  {
    name: "from one range to others",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        const range = sheet.getRange("B2:D5");
        const others = [
          range.getCell(1, 2), range.getRow(0), range.getColumn(1), range.getLastCell(), range.getLastRow(), range.getLastColumn(), range.getEntireRow(), range.getEntireColumn(),
          range.getRowsBelow(2), range.getRowsAbove(), range.getColumnsAfter(2), range.getColumnsBefore(1), range.getOffsetRange(1, 1), range.getResizedRange(2, -1),
          range.getAbsoluteResizedRange(1, 5), range.getBoundingRect("F9"), range.getBoundingRect(sheet.getCell(0, 0)), range.getIntersection("C1:C9"), range.getIntersectionOrNullObject("F1"),
        ];
        for (const other of others) other.load("address");
        await context.sync();
        note(others.map((other) => (other.isNullObject ? null : other.address)));
      });
    },
  },
  {
    name: "used ranges, of an empty sheet too",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        const none = sheet.getUsedRangeOrNullObject(true);
        await context.sync();
        note(none.isNullObject);
        sheet.getRange("C4:D5").values = [[1, 2], [3, 4]];
        sheet.getRange("A1").format.font.bold = true;
        const used = sheet.getUsedRange().load("address");
        const values = sheet.getUsedRangeOrNullObject(true).load("address");
        await context.sync();
        note([used.address, values.address]);
      });
    },
  },
  {
    name: "a property that was never loaded, or loaded and not synced, is one error",
    expected: [
      { name: "RichApi.Error", code: "PropertyNotLoaded", location: "Range.values" },
      { name: "RichApi.Error", code: "PropertyNotLoaded", location: "Range.values" },
      [[[""]], { name: "RichApi.Error", code: "PropertyNotLoaded", location: "Range.address" }, { name: "RichApi.Error", code: "PropertyNotLoaded", location: "RangeFormat.columnWidth" }],
    ],
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1");
        note(await errorOf(() => range.values));
        range.load("values");
        note(await errorOf(() => range.values));
        await context.sync();
        note([range.values, await errorOf(() => range.address), await errorOf(() => range.format.columnWidth)]);
      });
    },
  },
  {
    name: "a property that was set can be read before the sync, a loaded one is a snapshot",
    expected: [[["007"]], [[7]], [[7]]],
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        const range = sheet.getRange("A1");
        range.values = [["007"]];
        note(range.values);
        range.load("values");
        await context.sync();
        note(range.values);
        sheet.getRange("A1").values = [["x"]];
        await context.sync();
        note(range.values);
      });
    },
  },
  {
    name: "a failing action is named, and what came before it stays done",
    act: async ({ Excel, note, OfficeExtension }) => {
      const failing = Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        sheet.getRange("A1").values = [["before"]];
        sheet.getRange("A2:B2").values = [["too", "many", "cells"]];
        sheet.getRange("A3").values = [["after"]];
        await context.sync();
      });
      const fault: unknown = await failing.then(() => null, (error: unknown) => error);
      note(await errorOf(() => failing));
      note([fault instanceof OfficeExtension.Error, (fault as OfficeExtension.Error).debugInfo.statement, (fault as OfficeExtension.Error).debugInfo.surroundingStatements]);
    },
  },
  {
    name: "items that are not there",
    act: async ({ Excel, note }) => {
      const attempts: ((context: Excel.RequestContext) => unknown)[] = [
        (context) => context.workbook.worksheets.getItem("None").load("name"),
        (context) => context.workbook.tables.getItem("None").load("name"),
        (context) => context.workbook.worksheets.getItem("Sheet1").getRange("nonsense!").load("address"),
        (context) => context.workbook.worksheets.getItem("Sheet1").getRange("A1").getIntersection("B2").load("address"),
        (context) => context.workbook.worksheets.getItem("Sheet1").getCell(-1, 0).load("address"),
        (context) => context.workbook.worksheets.add("Sheet1"),
        (context) => context.workbook.names.getItem("None").load("name"),
        (context) => context.workbook.settings.getItem("None").load("value"),
        (context) => context.workbook.worksheets.getItem("Sheet1").tables.add("A1:A2", true).columns.getItem("None").load("name"),
      ];
      for (const attempt of attempts) note(await errorOfBatch(Excel, attempt));
    },
  },
  {
    name: "null objects: nothing to read, and what is asked of them is null too",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItemOrNullObject("None");
        const table = sheet.tables.getItemOrNullObject("x");
        sheet.load("name");
        note(await errorOf(() => sheet.isNullObject));
        await context.sync();
        note([sheet.isNullObject, table.isNullObject, sheet.name ?? "undefined", JSON.stringify(sheet)]);
      });
    },
  },
  {
    name: "whole columns read as null and refuse values",
    expected: [[null, null, "Sheet1!A:B"], { name: "RichApi.Error", code: "InvalidArgument", location: "Range.values" }],
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const range = context.workbook.worksheets.getItem("Sheet1").getRange("A:B").load("values,numberFormat,address");
        await context.sync();
        note([range.values, range.numberFormat, range.address]);
      });
      note(await errorOfBatch(Excel, (context) => (context.workbook.worksheets.getItem("Sheet1").getRange("A:A").values = [["x"]])));
    },
  },
  {
    name: "looks: fill, font, widths, alignment, mixed values",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        const range = sheet.getRange("A1:B2");
        range.format.fill.color = "#ffcc00";
        range.format.font.bold = true;
        range.format.font.color = "red";
        range.format.columnWidth = 90;
        range.format.wrapText = true;
        range.format.horizontalAlignment = "Right";
        sheet.getRange("A1").format.fill.clear();
        range.load("format/fill/color,format/font/bold,format/font/color,format/columnWidth,format/wrapText,format/horizontalAlignment");
        const second = sheet.getRange("B2").load("format/fill/color");
        await context.sync();
        note([range.format.toJSON(), second.format.fill.color]);
      });
    },
  },
  {
    name: "several areas as one",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        const areas = sheet.getRanges("A1,C3:D4,F:F");
        areas.format.fill.color = "#FF0000";
        areas.load("address,areaCount");
        areas.areas.load("items/address");
        const cell = sheet.getRange("D4").load("format/fill/color");
        await context.sync();
        note([areas.address, areas.areaCount, areas.areas.items.map((item) => item.address), cell.format.fill.color]);
      });
    },
  },
  {
    name: "inserting and deleting cells; held ranges move along",
    expected: [["Sheet1!A4", [[3]], "Sheet1!5:5"], "Sheet1!A2"],
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        sheet.getRange("A1:A4").values = [[1], [2], [3], [4]];
        const third = sheet.getRange("A3");
        await context.sync();
        sheet.getRange("A2").getEntireRow().insert("Down");
        const inserted = sheet.getRange("5:5").insert(Excel.InsertShiftDirection.down).load("address");
        third.load("address,values");
        await context.sync();
        note([third.address, third.values, inserted.address]);
        sheet.getRange("1:2").delete("Up");
        third.load("address");
        await context.sync();
        note(third.address);
      });
    },
  },
  {
    name: "clearing, copying, sorting, finding",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        sheet.getRange("A1:B4").values = [["k", "v"], ["b", 2], ["a", 3], ["c", "=B2+1"]];
        sheet.getRange("D1").copyFrom("A1:B4");
        sheet.getRange("A2:B3").sort.apply([{ key: 0, ascending: true }]);
        sheet.getRange("A1:B1").clear(Excel.ClearApplyTo.contents);
        const found = sheet.getRange("A1:B9").findOrNullObject("c", { completeMatch: true }).load("address");
        const missing = sheet.getRange("A1:B9").findOrNullObject("z", {});
        const all = sheet.getRange("A1:E4").load("formulas");
        await context.sync();
        note([found.address, missing.isNullObject, all.formulas]);
      });
    },
  },
  {
    name: "hidden rows and columns",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        sheet.getRange("2:3").rowHidden = true;
        sheet.getRange("B:B").columnHidden = true;
        const range = sheet.getRange("A1:C4").load("rowHidden,columnHidden,hidden");
        const hidden = sheet.getRange("B2").load("rowHidden,columnHidden,hidden");
        await context.sync();
        note([range.toJSON(), hidden.toJSON()]);
      });
    },
  },
  {
    name: "set() and toJSON()",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1");
        range.set({ values: [["x"]], format: { fill: { color: "#00FF00" }, font: { bold: true } } });
        note(await errorOf(() => range.set({ address: "A1" } as never)));
        note(await errorOf(() => range.set({ nonsense: 1 } as never)));
        range.load({ values: true, address: true, format: { fill: { color: true } } });
        await context.sync();
        note(range.toJSON());
      });
    },
  },
  {
    name: "a big matrix is cut in pieces",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const range = context.workbook.worksheets.getItem("Sheet1").getRangeByIndexes(0, 0, 700, 6);
        range.values = Array.from({ length: 700 }, (_row, row) => Array.from({ length: 6 }, (_column, column) => `r${row}c${column}`));
        range.load("values");
        await context.sync();
        note([range.values[0], range.values[699]]);
      });
      note(await errorOfBatch(Excel, (context) => (context.workbook.worksheets.getItem("Sheet1").getRange("A1:B2").values = Array.from({ length: 700 }, () => [1, 2, 3]))));
    },
  },
  {
    name: "one thousand single cells, held and not held",
    act: async ({ Excel }) => {
      await Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Sheet1");
        for (let row = 0; row < 100; row++) sheet.getCell(row, 0).values = [[row]];
        for (let row = 0; row < 100; row++) {
          const cell = sheet.getCell(row, 1);
          cell.format.fill.color = "#FF0000";
          cell.untrack();
        }
        await context.sync();
      });
    },
  },
  {
    name: "objects outlive a sync inside a run, not the run",
    act: async ({ Excel, note }) => {
      let kept: Excel.Range | null = null;
      await Excel.run(async (context) => {
        const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1");
        await context.sync();
        range.values = [["again"]];
        await context.sync();
        kept = range;
      });
      const range = kept as unknown as Excel.Range;
      note(await errorOf(() => range.load("values")));
      await Excel.run(async (context) => {
        const tracked = context.workbook.worksheets.getItem("Sheet1").getRange("A1");
        context.trackedObjects.add(tracked);
        await context.sync();
        kept = tracked;
      });
      const tracked = kept as unknown as Excel.Range;
      await Excel.run(tracked, async (context) => {
        tracked.load("values");
        await context.sync();
        note(tracked.values);
        tracked.untrack();
      });
    },
  },
  {
    name: "a batch that returns no promise, and objects of two contexts",
    act: async ({ Excel, note }) => {
      note(await errorOf(() => Excel.run((() => 1) as never)));
      const one = new Excel.RequestContext();
      const other = new Excel.RequestContext();
      note(await errorOf(() => one.workbook.worksheets.getItem("Sheet1").getRange("A1").getBoundingRect(other.workbook.worksheets.getItem("Sheet1").getRange("B2"))));
      note(await errorOf(() => Excel.run(async () => Promise.reject(Object.assign(new Error("own"), { code: "own" })))));
    },
  },
  {
    name: "a result of a method is there after the sync",
    act: async ({ Excel, note }) => {
      await Excel.run(async (context) => {
        const count = context.workbook.worksheets.getCount();
        note(await errorOf(() => count.value));
        await context.sync();
        note(count.value);
      });
    },
  },
];
