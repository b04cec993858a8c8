/** Makes the sheet in front one of ours where it stands: an export that the user opened, or a sheet typed by hand. */
import type { Cell } from "../sync/model/cell";
import { failed, failure, ok, type Result } from "../sync/model/failure";
import { sheets } from "../sync/sheets";
import type { Area } from "./address";
import { areaOf } from "./address";
import { textCell, written } from "./cells";
import { packed } from "./chunk";
import { formatOf, textFormat, widthOf } from "./columns";
import type { SheetCommand } from "./command";
import { execute } from "./execute";
import { protectedFailure } from "./failures";
import { findTable } from "./place";
import { validations } from "./plan-table";
import type { TableTarget } from "./port";
import { readCells } from "./read";
import { askFront, type Front } from "./read-table";
import { foldHeader } from "./row-keys";
import { run } from "./run";

/** Users' values stay as they are; a code that Excel shows as a date keeps its date format, or what it was would be lost. */
export const adoptActiveSheet = (target: TableTarget, lists: Readonly<Record<string, string>>): Promise<Result<{ readonly table: string }>> =>
  run(`making ${target.definition.name} of the sheet in front`, async (context) => {
    const { definition } = target;
    const front = await askFront(context);
    const headers = front.table?.headers ?? front.headers;
    if (headers.every((header) => header.trim() === ""))
      return failed(failure("empty-sheet", `The sheet ${front.worksheet} is empty.`, "Go to the sheet with your rows, headings in its first row, and try again.", front.worksheet));
    if (front.isProtected) return failed(protectedFailure(front.worksheet));
    if (front.table && front.table.table !== definition.table && isOurs(front.table.table))
      return failed(
        failure("table-exists", `The sheet ${front.worksheet} is ${front.table.table} already.`, `Go to the sheet that is to become ${definition.name}, and try again.`, front.table.table),
      );
    if (front.table?.table !== definition.table) {
      const other = await findTable(context, definition.table);
      if (other)
        return failed(
          failure("table-exists", `This workbook already has a table ${definition.table}, on the sheet ${other.worksheet}.`, "Go on working there, or delete that table first.", definition.table),
        );
    }
    const area = front.table ? { ...front.table.area, bottom: front.table.area.bottom - (front.table.hasTotals ? 1 : 0) } : front.used;
    const shape = shapeOf(target, headers, area);
    const codes = await readCells(context, `the sheet ${front.worksheet}`, front.worksheet, shape.body, shape.codes.map((column) => ({ column, look: "code" })));
    if (!codes.ok) return codes;
    const commands = [...naming(front, definition.table, area, shape), ...widths(target, front.worksheet, shape), ...codeFormats(front.worksheet, shape, codes.value), ...newColumns(target, front.worksheet, shape, lists)];
    const done = await execute(context, { totalRows: 0, batches: packed([{ commands, rows: 0 }]), whenStopped: [] });
    return done.ok ? ok({ table: definition.table }) : done;
  });

const isOurs = (table: string): boolean => Object.values(sheets).some((definition) => definition.table === table);

type Shape = {
  readonly body: Area;
  /** Canonical header for each column that is there, undefined for the user's own. */
  readonly canonical: readonly (string | undefined)[];
  readonly headers: readonly string[];
  readonly missing: readonly string[];
  /** Columns of the worksheet that hold codes. */
  readonly codes: readonly number[];
};

const shapeOf = ({ definition, headers: map }: TableTarget, headers: readonly string[], area: Area): Shape => {
  const bySpelling = new Map<string, string>();
  for (const header of Object.keys(definition.columns)) bySpelling.set(foldHeader(header), header);
  for (const [header, spelled] of Object.entries(map)) bySpelling.set(foldHeader(spelled), header);
  const taken = new Set<string>();
  // A heading that stands twice means its first column; Excel numbers the second.
  const canonical = headers.map((header) => {
    const known = bySpelling.get(foldHeader(header));
    if (known === undefined || taken.has(known)) return undefined;
    taken.add(known);
    return known;
  });
  return {
    body: { ...area, top: area.top + 1, bottom: Math.max(area.top + 1, area.bottom) },
    canonical,
    headers,
    missing: Object.keys(definition.columns).filter((header) => !taken.has(header)),
    codes: canonical.flatMap((header, position) => (header !== undefined && definition.columns[header]?.kind === "code" ? [area.left + position] : [])),
  };
};

const naming = (front: Front, name: string, area: Area, shape: Shape): readonly SheetCommand[] => {
  const renamed = shape.canonical.flatMap((header, position): SheetCommand[] =>
    header === undefined || header === shape.headers[position]
      ? []
      : [{ kind: "writeBlock", worksheet: front.worksheet, area: areaOf(area.top, area.left + position, 1, 1), values: [[written(textCell(header), "general")]] }],
  );
  if (!front.table) return [...renamed, { kind: "createTable", worksheet: front.worksheet, table: name, area: { ...area, bottom: shape.body.bottom } }];
  return front.table.table === name ? renamed : [...renamed, { kind: "renameTable", from: front.table.table, to: name }];
};

/** An export comes with columns too narrow for their own headings. The user's own columns keep their widths. */
const widths = ({ definition }: TableTarget, worksheet: string, shape: Shape): readonly SheetCommand[] =>
  shape.canonical.flatMap((header, position): SheetCommand[] =>
    header === undefined
      ? []
      : [{ kind: "setWidth", worksheet, area: areaOf(shape.body.top - 1, shape.body.left + position, 1, 1), points: widthOf(header, definition.columns[header]) }],
  );

/** Text format for every cell of the code columns that is no date: stretch by stretch, one where there is none. */
const codeFormats = (worksheet: string, shape: Shape, rows: readonly (readonly Cell[])[]): readonly SheetCommand[] =>
  shape.codes.flatMap((column, index) => {
    const stretches: SheetCommand[] = [];
    let start = 0;
    for (let row = 0; row <= rows.length; row++) {
      const cell = rows[row]?.[index];
      const isDate = typeof cell === "object" && cell !== null && cell.kind === "date";
      if (row < rows.length && !isDate) continue;
      const area = { top: shape.body.top + start, bottom: shape.body.top + row - 1, left: column, right: column };
      if (row > start) stretches.push({ kind: "formatColumn", worksheet, area, format: textFormat });
      start = row + 1;
    }
    return stretches;
  });

const newColumns = ({ definition }: TableTarget, worksheet: string, shape: Shape, lists: Readonly<Record<string, string>>): readonly SheetCommand[] => {
  const columns = [...shape.canonical, ...shape.missing];
  const areaAt = (position: number): Area => ({ ...shape.body, left: shape.body.left + position, right: shape.body.left + position });
  return [
    ...shape.missing.flatMap((header, index): SheetCommand[] => {
      const area = areaAt(shape.canonical.length + index);
      return [
        { kind: "addTableColumn", table: definition.table, header },
        // A new column takes its left neighbour's format.
        { kind: "formatColumn", worksheet, area, format: formatOf(definition.columns[header]) },
        { kind: "setWidth", worksheet, area: { ...area, bottom: area.top }, points: widthOf(header, definition.columns[header]) },
      ];
    }),
    ...validations(definition, lists, worksheet, columns.flatMap((header, position) => (header === undefined ? [] : [{ header, area: areaAt(position) }]))),
  ];
};
