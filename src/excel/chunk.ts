/**
 * How much goes into one sync. Excel on the web refuses a request above 5 MB, measured in bytes of the JSON sent; half of that leaves
 * room for formats and the envelope. Desktop Excel has no such limit but must not hang for 5 seconds, hence the limit of cells.
 * Source: resource limits and performance optimization for Office Add-ins.
 */
import type { Written } from "./cells";
import type { Batch, SheetCommand } from "./command";

export type ChunkLimits = { readonly bytes: number; readonly cells: number };
export const chunkLimits: ChunkLimits = { bytes: 2_500_000, cells: 100_000 };

/** What one command costs beside its values: object paths, actions and their answers. Measured on Microsoft's client: 455 bytes for a one-cell write. */
const commandBytes = 700;

/** Bytes of the text in UTF-8. */
export const utf8Length = (text: string): number => {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) bytes += unit < 0x800 ? 1 : unit >= 0xd800 && unit <= 0xdfff ? 1 : 2;
  }
  return bytes;
};

export const jsonBytes = (value: unknown): number => utf8Length(JSON.stringify(value) ?? "");

export type RowChunk = { readonly first: number; readonly rows: readonly (readonly Written[])[]; readonly isLast: boolean };

/** Cuts rows into chunks within the limits; a single row above them is a chunk of its own. No rows are one empty chunk. */
export function* chunkRows(rows: Iterable<readonly Written[]>, limits: ChunkLimits = chunkLimits): Generator<RowChunk> {
  let first = 0;
  let chunk: (readonly Written[])[] = [];
  let bytes = 0;
  let cells = 0;
  for (const row of rows) {
    const rowBytes = jsonBytes(row) + 1;
    if (chunk.length > 0 && (bytes + rowBytes > limits.bytes || cells + row.length > limits.cells)) {
      yield { first, rows: chunk, isLast: false };
      first += chunk.length;
      chunk = [];
      bytes = 0;
      cells = 0;
    }
    chunk.push(row);
    bytes += rowBytes;
    cells += row.length;
  }
  yield { first, rows: chunk, isLast: true };
}

const cellsOf = (command: SheetCommand): number => (command.kind === "writeBlock" ? command.values.length * (command.values[0]?.length ?? 0) : 0);

const bytesOf = (command: SheetCommand): number => {
  if (command.kind === "writeBlock") return commandBytes + jsonBytes(command.values);
  return command.kind === "formatCells" ? commandBytes + 4 + command.formats.reduce((sum, format) => sum + (format?.length ?? 2) + 5, 0) : commandBytes;
};

/** A block too large for one sync, cut by rows; every other command as it is. */
function* cut(command: SheetCommand, limits: ChunkLimits): Generator<SheetCommand> {
  if (command.kind !== "writeBlock") {
    yield command;
    return;
  }
  for (const chunk of chunkRows(command.values, limits)) {
    const top = command.area.top + chunk.first;
    yield { ...command, area: { ...command.area, top, bottom: top + chunk.rows.length - 1 }, values: chunk.rows };
  }
}

/** Commands that belong together (a format and the values it is for) with the number of the caller's rows that they do. */
export type Step = { readonly commands: readonly SheetCommand[]; readonly rows: number };

/** Packs steps, in order, into as few syncs as the limits allow. */
export function* packed(steps: Iterable<Step>, limits: ChunkLimits = chunkLimits): Generator<Batch> {
  let commands: SheetCommand[] = [];
  let rows = 0;
  let bytes = 0;
  let cells = 0;
  for (const step of steps) {
    for (const command of step.commands.flatMap((each) => [...cut(each, limits)])) {
      const [moreBytes, moreCells] = [bytesOf(command), cellsOf(command)];
      if (commands.length > 0 && (bytes + moreBytes > limits.bytes || cells + moreCells > limits.cells)) {
        yield { commands, rows };
        commands = [];
        rows = 0;
        bytes = 0;
        cells = 0;
      }
      commands.push(command);
      bytes += moreBytes;
      cells += moreCells;
    }
    rows += step.rows;
  }
  if (commands.length > 0 || rows > 0) yield { commands, rows };
}
