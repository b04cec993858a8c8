/** Lines of JSON as they come, in pieces that are neither tiny nor late. */
import { Readable } from "node:stream";

const pieceBytes = 32 * 1024;
/** A line is never held back longer than this: somebody watches a push go by. */
const lateMs = 25;

export type NdjsonOptions<T> = {
  readonly onLine?: (line: T) => void;
  /** The line to end with when the source throws: the reader sees a reason instead of a cut stream. */
  readonly onFault: (error: unknown) => object;
};

/** Reads no further ahead than one piece beyond what the reader has taken, and ends its source when the reader goes away. */
export const ndjson = <T extends object>(lines: AsyncIterable<T>, options: NdjsonOptions<T>): Readable => Readable.from(pieces(lines, options), { objectMode: false, highWaterMark: pieceBytes });

async function* pieces<T extends object>(lines: AsyncIterable<T>, { onLine, onFault }: NdjsonOptions<T>): AsyncGenerator<string> {
  const source = lines[Symbol.asyncIterator]();
  let text = "";
  try {
    let next = source.next();
    let late: ReturnType<typeof latecomer> | null = null;
    for (;;) {
      late ??= text === "" ? null : latecomer();
      const turn = late === null ? await next : await Promise.race([next, late.promise]);
      if (turn === "late" || text.length >= pieceBytes) {
        late?.clear();
        late = null;
        const piece = text;
        text = "";
        yield piece;
        if (turn === "late") continue;
      }
      if (turn.done) break;
      onLine?.(turn.value);
      text += `${JSON.stringify(turn.value)}\n`;
      next = source.next();
    }
    late?.clear();
  } catch (error) {
    text += `${JSON.stringify(onFault(error))}\n`;
  } finally {
    await source.return?.();
  }
  if (text !== "") yield text;
}

const latecomer = () => {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), lateMs);
  });
  return { promise, clear: () => clearTimeout(timer) };
};
