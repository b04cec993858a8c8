/** Decides how fresh rows are put into a table that users have sorted, extended and marked up. Pure. */
import type { RowCells } from "../sync/model/cell";
import type { SheetDefinition } from "../sync/sheets/sheet";
import type { Area } from "./address";
import { keep, type SheetCell, type Written, written } from "./cells";
import { chunkLimits, type ChunkLimits, chunkRows, packed } from "./chunk";
import { cellFor, cellFormatOf, formatOf } from "./columns";
import type { Batch, Plan, SheetCommand } from "./command";
import { literalOf } from "./literal";
import { bodyOf, type TablePlace } from "./place";
import { type PatchPlace, patchSteps } from "./plan-patch";

export type Merge = {
  readonly definition: SheetDefinition;
  readonly place: TablePlace;
  readonly patch: PatchPlace;
  readonly positions: ReadonlyMap<string, number>;
  /** Rows in the body that count: 0 when its only row is blank. */
  readonly rowCount: number;
  /** Last row of the worksheet with anything in it. */
  readonly usedBottom: number;
  readonly changed: readonly { readonly position: number; readonly cells: RowCells }[];
  readonly added: readonly RowCells[];
  /** Positions of rows to take out. */
  readonly leaving: readonly number[];
};

/** Changed cells in place, new rows below, and last, from the bottom up, the rows that are gone: positions hold until then. */
export const planMerge = (merge: Merge, limits: ChunkLimits = chunkLimits): Plan => {
  const grows = merge.added.length > 0;
  const totals = (shown: boolean): readonly SheetCommand[] => (grows && merge.place.hasTotals ? [{ kind: "showTotals", table: merge.place.table, shown }] : []);
  return { totalRows: merge.changed.length + merge.added.length, batches: batches(merge, limits, totals), whenStopped: totals(true) };
};

function* batches(merge: Merge, limits: ChunkLimits, totals: (shown: boolean) => readonly SheetCommand[]): Generator<Batch> {
  const { definition, patch } = merge;
  yield* packed(patchSteps(definition, patch, changedCells(merge)), limits);
  if (merge.added.length > 0) yield* appended(merge, limits, totals);
  const commands = removals(merge);
  if (commands.length > 0) yield* packed([{ commands, rows: 0 }], limits);
}

const changedCells = ({ definition, positions, changed }: Merge) => {
  const scatter = new Map<number, Map<number, SheetCell>>();
  for (const { position, cells } of changed) {
    for (const [header, cell] of Object.entries(cells)) {
      const column = positions.get(header);
      if (column === undefined) continue;
      const known = scatter.get(column) ?? new Map<number, SheetCell>();
      known.set(position, cellFor(definition.columns[header], literalOf(cell)));
      scatter.set(column, known);
    }
  }
  return scatter;
};

function* addedRows({ definition, patch, added }: Merge): Generator<readonly Written[]> {
  for (const cells of added) {
    yield patch.canonical.map((header) => {
      const column = header === undefined ? undefined : definition.columns[header];
      const cell = header === undefined ? undefined : cells[header];
      return cell === undefined ? written(keep, "general") : written(cellFor(column, literalOf(cell)), cellFormatOf(column));
    });
  }
}

function* appended(merge: Merge, limits: ChunkLimits, totals: (shown: boolean) => readonly SheetCommand[]): Generator<Batch> {
  const { definition, place, patch, added, rowCount, usedBottom } = merge;
  const { worksheet, table } = place;
  const body = bodyOf(place);
  const top = body.top + rowCount;
  const fresh: Area = { ...body, top, bottom: top + added.length - 1 };
  const opening: SheetCommand[] = [
    ...totals(false),
    ...(usedBottom > place.area.bottom ? [{ kind: "insertCells", worksheet, area: { ...fresh, top: body.bottom + 1 } } as const] : []),
    ...patch.canonical.flatMap((header, position): SheetCommand[] => {
      const column = header === undefined ? undefined : definition.columns[header];
      const area = { ...fresh, left: fresh.left + position, right: fresh.left + position };
      return column ? [{ kind: "formatColumn", worksheet, area, format: formatOf(column) }] : [];
    }),
  ];
  for (const chunk of chunkRows(addedRows(merge), limits)) {
    const area = { ...fresh, top: top + chunk.first, bottom: top + chunk.first + chunk.rows.length - 1 };
    yield {
      commands: [
        ...(chunk.first === 0 ? opening : []),
        { kind: "writeBlock", worksheet, area, values: chunk.rows },
        { kind: "resizeTable", worksheet, table, area: { ...place.area, bottom: area.bottom } },
        ...(chunk.isLast ? totals(true) : []),
      ],
      rows: chunk.rows.length,
    };
  }
}

const removals = ({ place, rowCount, added, leaving }: Merge): readonly SheetCommand[] => {
  const body = bodyOf(place);
  const { worksheet } = place;
  const positions = [...new Set(leaving)].sort((a, b) => b - a);
  // A table keeps one row: the last one of all is emptied instead of deleted.
  const isEmptied = positions.length > 0 && positions.length === rowCount + added.length;
  const deleted = isEmptied ? positions.slice(0, -1) : positions;
  const stretches: { first: number; last: number }[] = [];
  for (const position of deleted) {
    const stretch = stretches.at(-1);
    if (stretch && stretch.first === position + 1) stretch.first = position;
    else stretches.push({ first: position, last: position });
  }
  return [
    ...stretches.map(({ first, last }): SheetCommand => ({ kind: "deleteCells", worksheet, area: { ...body, top: body.top + first, bottom: body.top + last } })),
    ...(isEmptied ? [{ kind: "clearBlock", worksheet, area: { ...body, bottom: body.top }, what: "contents" } as const] : []),
  ];
};
