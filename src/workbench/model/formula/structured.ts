/** Structured references: "Links[CustomerId]", "Links[#Headers]", "[@Amount]". */
import type { Area } from "../area";
import { errorValue } from "../value";
import type { Table } from "../table";
import type { Workbook } from "../workbook";
import type { Worksheet } from "../worksheet";
import type { CellSource, Operand } from "./operand";

export const structuredReference = (workbook: Workbook, home: Worksheet, text: string, row: number, sourceOf: (sheet: Worksheet) => CellSource): Operand => {
  const bracket = text.indexOf("[");
  const name = text.slice(0, bracket);
  const table = name === "" ? home.tables.find((each) => row >= each.area.top && row <= each.area.bottom) : workbook.table(name);
  const sheet = table ? workbook.worksheetById(table.worksheet) : null;
  if (!table || !sheet) return errorValue("#REF!");
  const area = areaOf(table, text.slice(bracket), row);
  return area ? { source: sourceOf(sheet), area } : errorValue("#REF!");
};

const unescape = (name: string): string => name.replace(/'([[\]#'@])/g, "$1");

const areaOf = (table: Table, specifier: string, row: number): Area | null => {
  const inner = specifier.slice(1, -1);
  const parts = inner.startsWith("[") ? [...inner.matchAll(/\[((?:[^[\]]|'[[\]#'])*)\]/g)].map((match) => match[1] ?? "") : [inner];
  let rows: Area | null = table.body;
  const columns: number[] = [];
  for (const part of parts) {
    const text = part.trim();
    if (text === "") continue;
    if (/^#all$/i.test(text)) rows = table.area;
    else if (/^#data$/i.test(text)) rows = table.body;
    else if (/^#headers$/i.test(text)) rows = table.header;
    else if (/^#totals$/i.test(text)) rows = table.totals;
    else {
      const thisRow = text.startsWith("@") || /^#this row$/i.test(text);
      if (thisRow) rows = { ...table.body, top: row, bottom: row };
      const name = unescape(text.replace(/^@\[?|\]$/g, ""));
      if (/^#this row$/i.test(text) || name === "") continue;
      const column = table.columnIndex(name);
      if (column < 0) return null;
      columns.push(column);
    }
  }
  if (!rows || columns.length === 0) return rows;
  return { ...rows, left: table.area.left + Math.min(...columns), right: table.area.left + Math.max(...columns) };
};
