/** Decides how a table is written, created or refilled. Pure: what the workbook looks like goes in, commands come out. */
import type { RowCells } from "../sync/model/cell";
import type { SheetDefinition } from "../sync/sheets/sheet";
import type { Area } from "./address";
import { areaOf, lastSheetRow } from "./address";
import { keep, textCell, type Written, written } from "./cells";
import { chunkLimits, type ChunkLimits, chunkRows } from "./chunk";
import { cellFor, cellFormatOf, formatOf, widthOf } from "./columns";
import type { Batch, Plan, SheetCommand } from "./command";
import { listSource } from "./list-names";
import { literalOf } from "./literal";
import type { TablePlace } from "./place";
import { foldHeader } from "./row-keys";

/** Where the table is to be. `usedBottom` is the last row of its worksheet with anything in it. */
export type Observed =
  | { readonly kind: "table"; readonly place: TablePlace; readonly usedBottom: number }
  /** `worksheet` is a name still free. */
  | { readonly kind: "none"; readonly worksheet: string };

export type TableContent = {
  readonly definition: SheetDefinition;
  readonly rows: readonly RowCells[];
  readonly lists: Readonly<Record<string, string>>;
  readonly activate: boolean;
};

/** Most rows below the headers that a worksheet has room for, with the table at its top. */
export const mostRows = lastSheetRow;

/** The headers of the finished table: what is there in its order, then what of the definition is missing. */
const finalHeaders = (definition: SheetDefinition, present: readonly string[]): { headers: readonly string[]; missing: readonly string[] } => {
  const known = new Set(present.map(foldHeader));
  const missing = Object.keys(definition.columns).filter((header) => !known.has(foldHeader(header)));
  return { headers: [...present, ...missing], missing };
};

type Layout = { readonly worksheet: string; readonly top: number; readonly left: number; readonly headers: readonly string[]; readonly rows: number };

const bodyColumn = (layout: Layout, position: number): Area => areaOf(layout.top + 1, layout.left + position, Math.max(1, layout.rows), 1);
const tableArea = (layout: Layout, rows: number): Area => areaOf(layout.top, layout.left, Math.max(1, rows) + 1, layout.headers.length);

/** The definition's column under each header of the table; undefined for a column of the user's own. */
const columnsOf = (definition: SheetDefinition, headers: readonly string[]) => {
  const byHeader = new Map(Object.entries(definition.columns).map(([header, column]) => [foldHeader(header), { header, column }]));
  return headers.map((header) => byHeader.get(foldHeader(header)));
};

function* writtenRows(content: TableContent, headers: readonly string[]): Generator<readonly Written[]> {
  const columns = columnsOf(content.definition, headers);
  for (const row of content.rows) {
    yield columns.map((known) => (known ? written(cellFor(known.column, literalOf(row[known.header] ?? null)), cellFormatOf(known.column)) : written(keep, "general")));
  }
}

/** Drop-downs of a table's columns: those with a list of ours, and Yes or No for flags. */
export const validations = (
  definition: SheetDefinition,
  lists: Readonly<Record<string, string>>,
  worksheet: string,
  columns: readonly { readonly header: string; readonly area: Area }[],
): readonly SheetCommand[] =>
  columns.flatMap(({ header, area }): SheetCommand[] => {
    const column = definition.columns[header];
    const list = lists[header];
    const source = list !== undefined ? listSource(list) : column?.kind === "flag" && column.owner === "user" ? "Yes,No" : null;
    if (source === null) return [];
    return [{ kind: "setValidation", worksheet, area, rule: { kind: "list", source, title: header, about: column?.about ?? "" } }];
  });

const formats = (definition: SheetDefinition, layout: Layout): readonly SheetCommand[] =>
  columnsOf(definition, layout.headers).flatMap((known, position): SheetCommand[] =>
    known ? [{ kind: "formatColumn", worksheet: layout.worksheet, area: bodyColumn(layout, position), format: formatOf(known.column) }] : [],
  );

const finishing = (content: TableContent, layout: Layout): readonly SheetCommand[] => [
  ...validations(
    content.definition,
    content.lists,
    layout.worksheet,
    columnsOf(content.definition, layout.headers).flatMap((known, position) => (known ? [{ header: known.header, area: bodyColumn(layout, position) }] : [])),
  ),
  ...(content.activate ? [{ kind: "activate", worksheet: layout.worksheet } as const] : []),
];

/**
 * Creates the table, or refills the one that is there: its order of columns stays, columns of the user's own stay and are emptied
 * with their rows. The table grows chunk by chunk, so that it covers exactly what was written whenever the work stops.
 */
export const planTable = (observed: Observed, content: TableContent, limits: ChunkLimits = chunkLimits): Plan =>
  observed.kind === "table" ? planRefill(observed.place, observed.usedBottom, content, limits) : planNew(observed, content, limits);

const planNew = (observed: Observed & { kind: "none" }, content: TableContent, limits: ChunkLimits): Plan => {
  const { definition } = content;
  const { worksheet } = observed;
  const layout: Layout = { worksheet, top: 0, left: 0, headers: Object.keys(definition.columns), rows: content.rows.length };
  const opening: SheetCommand[] = [
    { kind: "addSheet", worksheet, hidden: false },
    { kind: "writeBlock", worksheet, area: areaOf(0, 0, 1, layout.headers.length), values: [layout.headers.map((header) => written(textCell(header), "general"))] },
    ...formats(definition, layout),
    ...layout.headers.map((header, position): SheetCommand => ({ kind: "setWidth", worksheet, area: areaOf(0, position, 1, 1), points: widthOf(header, definition.columns[header]) })),
    { kind: "freezeTopRow", worksheet },
  ];
  const grow = (rows: number, isFirst: boolean): SheetCommand =>
    isFirst
      ? { kind: "createTable", worksheet, table: definition.table, area: tableArea(layout, rows) }
      : { kind: "resizeTable", worksheet, table: definition.table, area: tableArea(layout, rows) };
  return { totalRows: content.rows.length, batches: batches(content, layout, opening, grow, finishing(content, layout), limits), whenStopped: [] };
};

const planRefill = (place: TablePlace, usedBottom: number, content: TableContent, limits: ChunkLimits): Plan => {
  const { definition } = content;
  const { worksheet, table } = place;
  const { headers, missing } = finalHeaders(definition, place.headers);
  const layout: Layout = { worksheet, top: place.area.top, left: place.area.left, headers, rows: content.rows.length };
  const oldBottom = place.area.bottom - (place.hasTotals ? 1 : 0);
  const newBottom = layout.top + Math.max(1, content.rows.length);
  const oldBody: Area = { top: layout.top + 1, bottom: oldBottom, left: layout.left, right: layout.left + headers.length - 1 };
  const totals = (shown: boolean): readonly SheetCommand[] => (place.hasTotals ? [{ kind: "showTotals", table, shown }] : []);
  const opening: SheetCommand[] = [
    // Rows hidden by a filter would be refilled unseen, and Excel refuses to move cells under one.
    { kind: "clearFilters", table },
    ...totals(false),
    ...missing.map((header): SheetCommand => ({ kind: "addTableColumn", table, header })),
    { kind: "clearBlock", worksheet, area: oldBody, what: "contents" },
    ...(newBottom < oldBottom ? [{ kind: "clearBlock", worksheet, area: { ...oldBody, top: newBottom + 1 }, what: "all" } as const] : []),
    // Something of the user's stands below: it moves down, it is not written over.
    ...(newBottom > oldBottom && usedBottom > place.area.bottom ? [{ kind: "insertCells", worksheet, area: { ...oldBody, top: oldBottom + 1, bottom: newBottom } } as const] : []),
    ...formats(definition, layout),
  ];
  const grow = (rows: number): SheetCommand => ({ kind: "resizeTable", worksheet, table, area: tableArea(layout, rows) });
  return {
    totalRows: content.rows.length,
    batches: batches(content, layout, opening, grow, [...totals(true), ...finishing(content, layout)], limits),
    whenStopped: totals(true),
  };
};

function* batches(
  content: TableContent,
  layout: Layout,
  opening: readonly SheetCommand[],
  grow: (rows: number, isFirst: boolean) => SheetCommand,
  closing: readonly SheetCommand[],
  limits: ChunkLimits,
): Generator<Batch> {
  const { worksheet, top, left, headers } = layout;
  for (const chunk of chunkRows(writtenRows(content, headers), limits)) {
    const isFirst = chunk.first === 0;
    const done = chunk.first + chunk.rows.length;
    const commands: SheetCommand[] = [...(isFirst ? opening : [])];
    if (chunk.rows.length > 0) commands.push({ kind: "writeBlock", worksheet, area: areaOf(top + 1 + chunk.first, left, chunk.rows.length, headers.length), values: chunk.rows });
    commands.push(grow(done, isFirst), ...(chunk.isLast ? closing : []));
    yield { commands, rows: chunk.rows.length };
  }
}

