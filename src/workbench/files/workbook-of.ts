/** A workbook in memory from plain content. Nothing in it is coerced or recalculated on the way in. */
import { areaAt } from "../model/area";
import { plainStyle, restyle } from "../model/style";
import { nameFault, Table } from "../model/table";
import { errorValue, isErrorValue } from "../model/value";
import { createWorkbook, type Workbook, type WorkbookOptions } from "../model/workbook";
import type { Worksheet } from "../model/worksheet";
import type { ColumnContent, SheetContent, TableContent, WorkbookContent } from "./content";
import { rememberOrigin } from "./origin";
import { pointsOf } from "./widths";

const fillColumn = (sheet: Worksheet, { index, values, formulas, formats, styles }: ColumnContent): void => {
  const column = sheet.grid.column(index);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    // An error that crossed from a worker is a copy; the model shares one object an error.
    if (value !== undefined) column.values[row] = isErrorValue(value) ? errorValue(value.error) : value;
  }
  for (const [row, formula] of formulas) column.putFormula(row, formula, column.value(row));
  for (const { from, to, value } of formats) column.formats.set(from, to, value);
  for (const { from, to, value } of styles) column.styles.set(from, to, restyle(plainStyle, value));
};

const buildTable = (sheet: Worksheet, content: TableContent): Table => {
  const table = new Table(sheet.workbook.newId(), sheet.id, content.name, content.area);
  table.columns = content.columns.map((name) => table.newColumn(name));
  table.style = content.style;
  table.options = { ...content.options };
  for (const [position, criterion] of content.criteria) {
    const column = table.columns[position];
    if (column !== undefined) table.criteria.set(column.id, criterion);
  }
  return table;
};

const hideRows = (sheet: Worksheet, rows: readonly number[]): void => {
  const filtered = sheet.tables.filter((table) => table.criteria.size > 0).map((table) => table.body);
  for (const row of rows) {
    const isFiltered = filtered.some((body) => row >= body.top && row <= body.bottom);
    (isFiltered ? sheet.filteredRows : sheet.hiddenRows).set(row, row, true);
  }
};

const fillSheet = (sheet: Worksheet, content: SheetContent): void => {
  for (const column of content.columns) fillColumn(sheet, column);
  for (const [column, characters] of content.widths) sheet.columnWidths.set(column, column, pointsOf(characters));
  for (const column of content.hiddenColumns) sheet.hiddenColumns.set(column, column, true);
  for (const { from, to, value } of content.rowHeights) sheet.rowHeights.set(from, to, value);
  sheet.tabColour = content.tabColour;
  sheet.showGridlines = content.showGridlines;
  sheet.frozen = { ...content.frozen };
  if (content.page !== null) sheet.page = content.page;
  sheet.setTables(content.tables.map((table) => buildTable(sheet, table)));
  hideRows(sheet, content.hiddenRows);
  for (const { areas, ...validation } of content.validations) sheet.validations.set(areas, validation);
  for (const format of content.conditionalFormats) {
    sheet.conditionalFormats.append({ ...format, areas: [...format.areas], style: restyle(plainStyle, format.style), id: format.id === "" ? sheet.workbook.newId() : format.id });
  }
  for (const { row, column, content: text, author } of content.notes) {
    if (sheet.notes.at(row, column) === null) sheet.notes.add(row, column, text, author);
  }
  sheet.setSelection([areaAt(0, 0)]);
};

const makeSheets = (workbook: Workbook, contents: readonly SheetContent[]): Worksheet[] =>
  contents.map((content, index) => {
    const [first] = workbook.worksheets;
    if (index > 0 || first === undefined) return workbook.addWorksheet(content.name);
    workbook.renameWorksheet(first, content.name);
    return first;
  });

/** Ids are counted up in each workbook: those that came with the file must not be given out a second time. */
const passIds = (workbook: Workbook, { customXml, sheets }: WorkbookContent): void => {
  const numberOf = (id: string): number => Number(/^\{0{8}-0000-4000-8000-(\d{12})\}$/.exec(id)?.[1] ?? "0");
  const taken = [...customXml, ...sheets.flatMap((sheet) => sheet.conditionalFormats)].map(({ id }) => numberOf(id));
  const highest = taken.reduce((most, number) => Math.max(most, number), 0);
  while (numberOf(workbook.newId()) < highest);
};

export const workbookOf = (content: WorkbookContent, options: WorkbookOptions): Workbook => {
  const workbook = createWorkbook(options);
  passIds(workbook, content);
  const sheets = makeSheets(workbook, content.sheets);
  sheets.forEach((sheet, index) => fillSheet(sheet, content.sheets[index]!));
  for (const { name, refersTo, scope, comment, isHidden } of content.names) {
    // What the model cannot name (a name in an old macro's notation) stays out; the opened file keeps its own copy until it is saved.
    if (nameFault(name) !== null) continue;
    const owner = scope === null ? null : (workbook.worksheet(scope)?.id ?? null);
    if (workbook.names.own(name, owner) === null) workbook.names.add({ name, scope: owner, formula: `=${refersTo}`, visible: !isHidden, comment });
  }
  for (const [name, value] of content.settings) workbook.settings.set(name, value);
  for (const { id, xml } of content.customXml) workbook.customXml.add(xml, ...(id === "" ? [] : [id]));
  const front = sheets.find((sheet, index) => index === content.active && content.sheets[index]?.visibility === "Visible") ?? sheets.find((_, index) => content.sheets[index]?.visibility === "Visible");
  if (front !== undefined) workbook.activate(front);
  sheets.forEach((sheet, index) => workbook.setVisibility(sheet, content.sheets[index]!.visibility));
  sheets.forEach((sheet, index) => {
    if (content.sheets[index]!.isProtected) sheet.protect(null);
  });
  if (content.opened !== null) rememberOrigin(workbook, { bytes: content.opened, positions: new Map(sheets.flatMap((sheet, index) => (content.sheets[index]!.openedAs === null ? [] : [[sheet.id, content.sheets[index]!.openedAs!] as const]))) });
  return workbook;
};
