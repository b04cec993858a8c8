/** An .xlsx file as plain content. Runs anywhere: in the page's worker and in tests. */
import { openXlsx, type Sheet, type Workbook as FileWorkbook } from "hucre";
import { maxRows } from "../model/area";
import { failed, failure, ok, type Failure, type Result } from "../../sync/model/failure";
import type { ColumnContent, NameContent, NoteContent, RunOf, SheetContent, Visibility, WorkbookContent } from "./content";
import { readColumnFormats } from "./package/column-formats";
import { readCustomXml } from "./package/custom-xml";
import { nameKey, readHiddenNames } from "./package/names";
import { openPackage, resolvePart, type Package } from "./package/parts";
import { parseRelationships } from "./package/relationships";
import { isSettingsPart, readFormatIds, readSettings } from "./package/settings";
import { readTableFilters, type TableFilters } from "./package/table-filters";
import { attributesOf, elementsIn } from "./package/xml";
import { readConditionalFormats } from "./xlsx/conditional-formats";
import { readCells } from "./xlsx/read-cells";
import { readPage } from "./xlsx/page-layout";
import type { StyleContext } from "./xlsx/styles";
import { readTable } from "./xlsx/tables";
import { readValidation } from "./xlsx/validations";

/** Worksheet parts in the order of the tabs. */
const worksheetParts = (from: Package): readonly (string | null)[] => {
  const targets = new Map(parseRelationships(from.read("xl/_rels/workbook.xml.rels") ?? "").map(({ id, target }) => [id, resolvePart("xl", target)]));
  return elementsIn(from.read("xl/workbook.xml") ?? "", "sheet").map((element) => {
    const attributes = attributesOf(element);
    const id = [...attributes].find(([name]) => name === "id" || name.endsWith(":id"))?.[1];
    return targets.get(id ?? "") ?? null;
  });
};

/**
 * The column's own format lies under those of its cells: it holds below them, and in the blank cells between. A cell with
 * something in it says its own format, General included.
 */
const underlay = (columns: ColumnContent[], formats: ReadonlyMap<number, string>): ColumnContent[] => {
  const byIndex = new Map(columns.map((column) => [column.index, column]));
  for (const [index, format] of formats) {
    const column = byIndex.get(index) ?? { index, values: [], formulas: [], formats: [], styles: [] };
    byIndex.set(index, { ...column, formats: [...fillGaps(column, format)] });
  }
  return [...byIndex.values()].sort((one, other) => one.index - other.index);
};

function* fillGaps({ values, formats }: ColumnContent, format: string): Generator<RunOf<string>> {
  let row = 0;
  const gap = function* (end: number): Generator<RunOf<string>> {
    for (; row < end; row += 1) {
      const start = row;
      while (row < end && values[row] === undefined) row += 1;
      if (row > start) yield { from: start, to: row - 1, value: format };
    }
  };
  for (const run of formats) {
    yield* gap(run.from);
    yield run;
    row = run.to + 1;
  }
  yield* gap(values.length);
  yield { from: Math.max(row, values.length), to: maxRows - 1, value: format };
}

const visibilityOf = (sheet: Sheet): Visibility => (sheet.veryHidden ? "VeryHidden" : sheet.hidden ? "Hidden" : "Visible");

const notesOf = (sheet: Sheet): NoteContent[] =>
  [...(sheet.cells ?? [])].flatMap(([key, { comment }]) => {
    if (comment === undefined) return [];
    const [row = 0, column = 0] = key.split(",").map(Number);
    return [{ row, column, content: comment.text, author: comment.author ?? "" }];
  });

const rowHeightsOf = (sheet: Sheet): RunOf<number>[] =>
  [...(sheet.rowDefs ?? [])].flatMap(([row, { height }]) => (height === undefined ? [] : [{ from: row, to: row, value: height }]));

const sheetContent = (sheet: Sheet, index: number, formats: ReadonlyMap<number, string>, filters: TableFilters, context: StyleContext): SheetContent => ({
  name: sheet.name,
  visibility: visibilityOf(sheet),
  isProtected: sheet.protection !== undefined && sheet.protection.sheet !== false,
  columns: underlay(readCells(sheet, context), formats),
  widths: (sheet.columns ?? []).flatMap(({ width }, column) => (width === undefined ? [] : [[column, width] as const])),
  hiddenColumns: (sheet.columns ?? []).flatMap(({ hidden }, column) => (hidden ? [column] : [])),
  hiddenRows: [...(sheet.rowDefs ?? [])].flatMap(([row, { hidden }]) => (hidden ? [row] : [])),
  rowHeights: rowHeightsOf(sheet),
  tabColour: sheet.view?.tabColor?.rgb === undefined ? "" : `#${sheet.view.tabColor.rgb}`,
  showGridlines: sheet.view?.showGridLines !== false,
  frozen: { rows: sheet.freezePane?.rows ?? 0, columns: sheet.freezePane?.columns ?? 0 },
  page: readPage(sheet),
  tables: (sheet.tables ?? []).map((table) => readTable(table, filters)).filter((table) => table !== null),
  validations: (sheet.dataValidations ?? []).map(readValidation).filter((validation) => validation !== null),
  conditionalFormats: readConditionalFormats(sheet.conditionalRules ?? [], context),
  notes: notesOf(sheet),
  openedAs: index,
});

const namesOf = (file: FileWorkbook, hidden: ReadonlySet<string>): NameContent[] =>
  (file.namedRanges ?? []).map(({ name, range, scope, comment }) => {
    const index = scope === undefined ? undefined : file.sheets.findIndex((sheet) => sheet.name === scope);
    return { name, refersTo: range, scope: scope ?? null, comment: comment ?? "", isHidden: hidden.has(nameKey(name, index)) };
  });

/** Ids hold only while nobody added or took away a format elsewhere. */
const withFormatIds = (sheet: SheetContent, ids: ReadonlyMap<string, readonly string[]>): SheetContent => {
  const own = ids.get(sheet.name) ?? [];
  if (own.length !== sheet.conditionalFormats.length) return sheet;
  return { ...sheet, conditionalFormats: sheet.conditionalFormats.map((format, index) => ({ ...format, id: own[index]! })) };
};

export const styleContext = (file: FileWorkbook): StyleContext => ({ themeColours: file.themeColors ?? [], defaultFont: file.defaultFont });

const unreadable = (name: string, why: string): Failure =>
  failure("bad-request", `${name} could not be opened: ${why}`, "Open it in Excel or LibreOffice, save it as an Excel workbook (.xlsx) and try again.", name);

const compoundFile = [0xd0, 0xcf, 0x11, 0xe0];

/** What is plainly no .xlsx, said in words before the library says it in its own. */
const foreignFile = (bytes: Uint8Array, name: string): Failure | null => {
  if (bytes.length === 0) return unreadable(name, "the file is empty.");
  if (compoundFile.every((byte, index) => bytes[index] === byte)) return unreadable(name, "it is an old Excel file (.xls) or protected by a password.");
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return unreadable(name, "it is not an Excel workbook (.xlsx).");
  return null;
};

/** @returns bad-request with the file's name when the bytes are no workbook. */
export const readXlsx = async (bytes: Uint8Array, fileName: string): Promise<Result<WorkbookContent>> => {
  const foreign = foreignFile(bytes, fileName);
  if (foreign !== null) return failed(foreign);
  try {
    const file = await openXlsx(bytes, { readStyles: true });
    const parts = openPackage(bytes);
    const worksheets = worksheetParts(parts);
    const filters = readTableFilters(parts);
    const customXml = readCustomXml(parts);
    const settings = customXml.find(({ xml }) => isSettingsPart(xml));
    const ids = settings === undefined ? new Map<string, readonly string[]>() : readFormatIds(settings.xml);
    const context = styleContext(file);
    return ok({
      sheets: file.sheets.map((sheet, index) => {
        const part = worksheets[index];
        return withFormatIds(sheetContent(sheet, index, part ? readColumnFormats(parts, part) : new Map(), filters, context), ids);
      }),
      active: file.activeSheet ?? 0,
      names: namesOf(file, readHiddenNames(parts)),
      settings: settings === undefined ? [] : readSettings(settings.xml),
      customXml: customXml.filter((part) => part !== settings).map(({ id, xml }) => ({ id, xml })),
      opened: bytes,
    });
  } catch (fault) {
    // The library throws errors of its own for broken files; anything in here is about the file, which a user can replace.
    if (fault instanceof Error) return failed(unreadable(fileName, `it seems to be damaged (${fault.message}).`));
    throw fault;
  }
};
