/**
 * Reading cells in blocks. Two syncs read a table: where it is, and what is in it. A larger one is read in as many blocks as keep
 * each answer small: Excel on the web refuses answers above 5 MB, and Excel hands out at most 5 million cells at once, sometimes by
 * giving null for the values instead of an error.
 */
import type { Cell } from "../sync/model/cell";
import { failed, ok, type Result } from "../sync/model/failure";
import type { Area } from "./address";
import { rowsIn } from "./address";
import { jsonBytes } from "./chunk";
import { decodeCell } from "./decode";
import { rangeOf } from "./execute";
import { hasCode, stopped, unreadable } from "./failures";
import type { WorkOptions } from "./port";

/**
 * How closely a column is looked at. "value" for texts of our own; "content" tells formulas and errors from literals; "code" also
 * tells a number from a date, at the price of the number format and the text shown.
 */
export type Look = "value" | "content" | "code";
export type LookedAt = { readonly column: number; readonly look: Look };

const properties = {
  value: ["values"],
  content: ["values", "formulas", "valueTypes"],
  code: ["values", "formulas", "valueTypes", "numberFormat", "text"],
} as const satisfies Record<Look, readonly (keyof Excel.Range)[]>;

/** Aimed at for one answer; the web's limit is 5 MB. */
const answerBytes = 3_500_000;
/** Believed of a cell before any was seen, in bytes of the answer. */
const firstGuess: Readonly<Record<Look, number>> = { value: 60, content: 60, code: 90 };

/** Columns side by side that are looked at alike are one range. */
type Group = { readonly look: Look; readonly left: number; readonly right: number };

const grouped = (columns: readonly LookedAt[]): readonly Group[] => {
  const groups: Group[] = [];
  for (const { column, look } of [...columns].sort((a, b) => a.column - b.column)) {
    const last = groups.at(-1);
    if (last?.look === look && last.right === column - 1) groups[groups.length - 1] = { ...last, right: column };
    else groups.push({ look, left: column, right: column });
  }
  return groups;
};

/** Size of a matrix as JSON, from at most 500 of its rows spread evenly. */
const sampledBytes = (matrix: readonly unknown[]): number => {
  const step = Math.max(1, Math.floor(matrix.length / 500));
  const sample = step === 1 ? matrix : matrix.filter((_, row) => row % step === 0);
  return sample.length === 0 ? 0 : (jsonBytes(sample) / sample.length) * matrix.length;
};

type Block = { readonly rows: Cell[][]; readonly bytes: number };

const readBlock = async (context: Excel.RequestContext, worksheet: string, area: Area, groups: readonly Group[]): Promise<Block | null> => {
  const sheet = context.workbook.worksheets.getItem(worksheet);
  const ranges = groups.map((group) => {
    const range = rangeOf(sheet, { ...area, left: group.left, right: group.right });
    range.load(properties[group.look].join(","));
    return range;
  });
  await context.sync();

  const width = groups.reduce((sum, group) => sum + group.right - group.left + 1, 0);
  const rows = Array.from({ length: rowsIn(area) }, () => new Array<Cell>(width).fill(null));
  let bytes = 0;
  let offset = 0;
  for (const [index, group] of groups.entries()) {
    const range = ranges[index];
    if (!range || (range.values as unknown) === null) return null;
    for (const property of properties[group.look]) bytes += sampledBytes(range[property] as readonly unknown[]);
    const isContent = group.look !== "value";
    const isCode = group.look === "code";
    const [values, formulas, types] = [range.values as unknown[][], isContent ? (range.formulas as unknown[][]) : null, isContent ? range.valueTypes : null];
    const [formats, texts] = isCode ? [range.numberFormat as string[][], range.text] : [null, null];
    for (let row = 0; row < rows.length; row++) {
      for (let column = 0; column <= group.right - group.left; column++) {
        const cells = rows[row];
        if (!cells) continue;
        cells[offset + column] = decodeCell({
          value: values[row]?.[column],
          ...(formulas ? { formula: formulas[row]?.[column] } : {}),
          ...(types ? { valueType: types[row]?.[column] ?? "" } : {}),
          ...(formats ? { numberFormat: formats[row]?.[column] ?? "" } : {}),
          ...(texts ? { text: texts[row]?.[column] ?? "" } : {}),
        });
      }
    }
    offset += group.right - group.left + 1;
  }
  return { rows, bytes };
};

/**
 * Reads the rows of `area` in the given columns, in their order from the left. Columns count from the worksheet's first.
 * `what` names it in failures.
 */
export const readCells = async (
  context: Excel.RequestContext,
  what: string,
  worksheet: string,
  area: Area,
  columns: readonly LookedAt[],
  options: WorkOptions = {},
): Promise<Result<Cell[][]>> => {
  const groups = grouped(columns);
  const total = rowsIn(area);
  const rows: Cell[][] = [];
  if (groups.length === 0) return ok(Array.from({ length: Math.max(0, total) }, () => []));
  let size = Math.max(1, Math.floor(answerBytes / columns.reduce((sum, { look }) => sum + firstGuess[look], 0)));
  while (rows.length < total) {
    if (options.signal?.aborted) return failed(stopped(rows.length, total));
    const top = area.top + rows.length;
    const bottom = Math.min(area.bottom, top + size - 1);
    const block = await readOrNull(context, worksheet, { ...area, top, bottom }, groups);
    if (block === null) {
      if (bottom === top) return failed(unreadable(what));
      size = Math.max(1, Math.floor((bottom - top + 1) / 2));
      continue;
    }
    for (const row of block.rows) rows.push(row);
    options.onProgress?.({ done: rows.length, total });
    // The next block is measured by this one; a quarter more is kept in hand for longer rows further down.
    size = Math.max(1, Math.min(size * 4, Math.floor(answerBytes / ((block.bytes / block.rows.length) * 1.25))));
  }
  return ok(rows);
};

const readOrNull = async (...block: Parameters<typeof readBlock>): Promise<Block | null> => {
  try {
    return await readBlock(...block);
  } catch (error) {
    if (hasCode(error, "ResponsePayloadSizeLimitExceeded", "RangeExceedsLimit")) return null;
    throw error;
  }
};
