/** Plain content as the bytes of an .xlsx file. Of an opened file, everything we do not understand is kept. */
import { openXlsx, saveXlsx, writeXlsx as writeNew, type RowDef, type Sheet, type Workbook as FileWorkbook, type WriteSheet } from "hucre";
import { maxRows } from "../model/area";
import type { SheetContent, WorkbookContent } from "./content";
import { carryOver } from "./package/carry-over";
import { writeColumnFormats } from "./package/column-formats";
import { writeCustomXml } from "./package/custom-xml";
import { nameKey, writeHiddenNames } from "./package/names";
import { openPackage, type Package } from "./package/parts";
import { settingsPartId, writeSettings } from "./package/settings";
import { writeTableFilters } from "./package/table-filters";
import { styleContext } from "./read-xlsx";
import { writeConditionalFormats } from "./xlsx/conditional-formats";
import { writePage } from "./xlsx/page-layout";
import type { StyleContext } from "./xlsx/styles";
import { writeTable } from "./xlsx/tables";
import { writeCells } from "./xlsx/write-cells";
import { writeValidation } from "./xlsx/validations";

const rowDefs = (sheet: SheetContent, opened: Sheet | undefined): Map<number, RowDef> => {
  const defs = new Map<number, RowDef>();
  const change = (row: number, changes: RowDef) => defs.set(row, { ...defs.get(row), ...changes });
  for (const [row, { outlineLevel, collapsed }] of opened?.rowDefs ?? []) {
    if (outlineLevel !== undefined) change(row, { outlineLevel, ...(collapsed === undefined ? {} : { collapsed }) });
  }
  for (const { from, to, value } of sheet.rowHeights) {
    // A height to the sheet's end is a default that the file format keeps elsewhere.
    if (to < maxRows - 1) for (let row = from; row <= to; row += 1) change(row, { height: value });
  }
  for (const row of sheet.hiddenRows) change(row, { hidden: true });
  return defs;
};

const columnDefs = (sheet: SheetContent): NonNullable<Sheet["columns"]> => {
  const defs: NonNullable<Sheet["columns"]> = [];
  const at = (column: number) => {
    while (defs.length <= column) defs.push({});
    return defs[column]!;
  };
  for (const [column, width] of sheet.widths) at(column).width = width;
  for (const column of sheet.hiddenColumns) at(column).hidden = true;
  return defs;
};

const view = (sheet: SheetContent, opened: Sheet | undefined): Sheet["view"] => ({
  ...opened?.view,
  showGridLines: sheet.showGridlines,
  ...(sheet.tabColour === "" ? {} : { tabColor: { rgb: sheet.tabColour.replace("#", "") } }),
});

const fileSheet = (sheet: SheetContent, opened: Sheet | undefined, context: StyleContext): Sheet => {
  const { rows, cells } = writeCells(sheet.columns, sheet.notes, opened, context);
  // Left out of what is kept: what the model owns and may have taken away.
  const { freezePane: _frozen, protection, tables: openedTables, hidden: _hidden, veryHidden: _veryHidden, conditionalRules: _rules, dataValidations: _validations, ...kept } = opened ?? {};
  return {
    ...kept,
    name: sheet.name,
    rows,
    cells: cells as NonNullable<Sheet["cells"]>,
    columns: columnDefs(sheet),
    rowDefs: rowDefs(sheet, opened),
    view: view(sheet, opened) ?? {},
    ...(sheet.frozen.rows > 0 || sheet.frozen.columns > 0 ? { freezePane: { ...sheet.frozen } } : {}),
    ...(sheet.isProtected ? { protection: protection ?? { sheet: true } } : {}),
    ...(sheet.visibility === "Hidden" ? { hidden: true } : {}),
    ...(sheet.visibility === "VeryHidden" ? { veryHidden: true } : {}),
    ...(sheet.page === null ? {} : writePage(sheet.page, opened)),
    tables: sheet.tables.map((table) => writeTable(table, openedTables?.find((before) => (before.displayName ?? before.name) === table.name))),
    dataValidations: sheet.validations.map(writeValidation),
    conditionalRules: writeConditionalFormats(sheet.conditionalFormats),
  };
};

const namedRanges = ({ names }: WorkbookContent): NonNullable<FileWorkbook["namedRanges"]> =>
  names.map(({ name, refersTo, scope, comment }) => ({ name, range: refersTo, ...(scope === null ? {} : { scope }), ...(comment === "" ? {} : { comment }) }));

const saveOpened = async (content: WorkbookContent, opened: Uint8Array): Promise<Uint8Array> => {
  const file = await openXlsx(opened, { readStyles: true });
  const context = styleContext(file);
  const sheets = content.sheets.map((sheet) => fileSheet(sheet, sheet.openedAs === null ? undefined : file.sheets[sheet.openedAs], context));
  file.sheets = sheets;
  file.namedRanges = namedRanges(content);
  file.activeSheet = content.active;
  // Dates were read as numbers of the 1900 system, and are written so.
  file.dateSystem = "1900";
  return saveXlsx(file);
};

const defaultFont = { name: "Calibri", size: 11, family: 2, scheme: "minor" } as const;

const saveNew = async (content: WorkbookContent): Promise<Uint8Array> =>
  writeNew({
    sheets: content.sheets.map((sheet): WriteSheet => {
      const { charts: _charts, pivotTables: _pivots, ...plain } = fileSheet(sheet, undefined, { themeColours: [], defaultFont });
      return plain;
    }),
    namedRanges: namedRanges(content),
    activeSheet: content.active,
    defaultFont,
  });

/** Formats that reach the last row, by column. */
const wholeColumnFormats = (sheet: SheetContent): ReadonlyMap<number, string> =>
  new Map(
    sheet.columns.flatMap(({ index, formats }) => {
      const last = formats[formats.length - 1];
      return last !== undefined && last.to === maxRows - 1 ? [[index, last.value] as const] : [];
    }),
  );

const formatIds = ({ sheets }: WorkbookContent) =>
  sheets.flatMap(({ name, conditionalFormats }) => (conditionalFormats.length === 0 ? [] : [[name, conditionalFormats.map(({ id }) => id)] as const]));

const finish = (parts: Package, content: WorkbookContent): void => {
  content.sheets.forEach((sheet, index) => writeColumnFormats(parts, `xl/worksheets/sheet${index + 1}.xml`, wholeColumnFormats(sheet)));
  writeTableFilters(parts, new Map(content.sheets.flatMap(({ tables }) => tables.map((table) => [table.name.toLowerCase(), table.criteria] as const))));
  writeHiddenNames(
    parts,
    new Set(
      content.names
        .filter(({ isHidden }) => isHidden)
        .map(({ name, scope }) => nameKey(name, scope === null ? undefined : content.sheets.findIndex((sheet) => sheet.name === scope))),
    ),
  );
  writeCustomXml(parts, [...content.customXml, ...(content.settings.length === 0 ? [] : [{ id: settingsPartId, xml: writeSettings(content.settings, formatIds(content)) }])]);
};

export const writeXlsx = async (content: WorkbookContent): Promise<Uint8Array> => {
  const bytes = content.opened === null ? await saveNew(content) : await saveOpened(content, content.opened);
  const parts = openPackage(bytes);
  if (content.opened !== null) carryOver(openPackage(content.opened), parts);
  finish(parts, content);
  return await parts.bytes();
};
