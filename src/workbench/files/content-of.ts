/** The workbook in memory as plain content, ready to be written to a file. */
import { maxColumns, maxRows } from "../model/area";
import type { Column } from "../model/column";
import { generalFormat } from "../model/column";
import { plainPage } from "../model/page-layout";
import type { Runs } from "../model/runs";
import { plainStyle } from "../model/style";
import type { Workbook } from "../model/workbook";
import { defaultColumnWidth, defaultRowHeight, type Worksheet } from "../model/worksheet";
import type { ColumnContent, RunOf, SheetContent, WorkbookContent } from "./content";
import { originOf } from "./origin";
import { charactersOf } from "./widths";

const runsOf = <T>(runs: Runs<T>, plain: T, length: number): RunOf<T>[] =>
  runs.isUniform && runs.initial === plain && runs.get(0) === plain ? [] : [...runs.within(0, length - 1)].filter((run) => run.value !== plain);

const placesOf = (runs: Runs<boolean>, length: number): number[] =>
  runsOf(runs, false, length).flatMap(({ from, to }) => (to === length - 1 ? [] : Array.from({ length: to - from + 1 }, (_, index) => from + index)));

const columnContent = (index: number, column: Column, sheet: Worksheet): ColumnContent => {
  const formulas = [...(column.formulas ?? [])].sort(([one], [other]) => one - other);
  const values = column.values.slice();
  for (const [row] of formulas) {
    const result = sheet.value(row, index);
    values[row] = result ?? undefined;
  }
  return { index, values, formulas, formats: runsOf(column.formats, generalFormat, maxRows), styles: runsOf(column.styles, plainStyle, maxRows) };
};

const sheetContent = (sheet: Worksheet, openedAs: number | null): SheetContent => ({
  name: sheet.name,
  visibility: sheet.visibility,
  isProtected: sheet.isProtected,
  columns: [...sheet.grid.entries()].map(([index, column]) => columnContent(index, column, sheet)),
  widths: runsOf(sheet.columnWidths, defaultColumnWidth, maxColumns).flatMap(({ from, to, value }) =>
    to === maxColumns - 1 ? [] : Array.from({ length: to - from + 1 }, (_, index) => [from + index, charactersOf(value)] as const),
  ),
  hiddenColumns: placesOf(sheet.hiddenColumns, maxColumns),
  hiddenRows: [...new Set([...placesOf(sheet.hiddenRows, maxRows), ...placesOf(sheet.filteredRows, maxRows)])],
  rowHeights: runsOf(sheet.rowHeights, defaultRowHeight, maxRows),
  tabColour: sheet.tabColour,
  showGridlines: sheet.showGridlines,
  frozen: sheet.frozen,
  page: sheet.page === plainPage ? null : sheet.page,
  tables: sheet.tables.map((table) => ({
    name: table.name,
    area: table.area,
    columns: table.columns.map((column) => column.name),
    style: table.style,
    options: { ...table.options },
    criteria: [...table.criteria].flatMap(([id, criterion]) => {
      const position = table.columns.findIndex((column) => column.id === id);
      return position < 0 ? [] : [[position, criterion] as const];
    }),
  })),
  validations: sheet.validations.all().map((validation) => ({ ...validation })),
  conditionalFormats: sheet.conditionalFormats.all().map(({ id, areas, rule, style, stopIfTrue }) => ({ id, areas, rule, style, stopIfTrue })),
  notes: sheet.notes.all().map(({ row, column, content, author }) => ({ row, column, content, author })),
  openedAs,
});

export const contentOf = (workbook: Workbook): WorkbookContent => {
  const origin = originOf(workbook);
  return {
    sheets: workbook.worksheets.map((sheet) => sheetContent(sheet, origin?.positions.get(sheet.id) ?? null)),
    active: workbook.active.position,
    names: workbook.names.all().map(({ name, scope, formula, visible, comment }) => ({
      name,
      refersTo: formula.startsWith("=") ? formula.slice(1) : formula,
      scope: scope === null ? null : (workbook.worksheetById(scope)?.name ?? null),
      comment,
      isHidden: !visible,
    })),
    settings: [...workbook.settings],
    customXml: workbook.customXml.all().map(({ id, xml }) => ({ id, xml })),
    opened: origin?.bytes ?? null,
  };
};
