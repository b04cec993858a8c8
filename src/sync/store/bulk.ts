/**
 * Bulk writes travel as one JSON parameter that `jsonb_to_recordset` turns into rows: two to four times faster than a list of
 * VALUES, and free of the limit of 65,535 parameters. A statement takes at most 1,000 rows, as the embedded engine runs on
 * the event loop and everything else waits for it.
 */
import { createHash } from "node:crypto";
import { sql, type RawBuilder } from "kysely";

export const maxRows = 1_000;

/** Pieces of at most `size`; none for an empty list. */
export const pieces = <T>(items: readonly T[], size = maxRows): readonly (readonly T[])[] => {
  const found: T[][] = [];
  for (let at = 0; at < items.length; at += size) found.push(items.slice(at, at + size));
  return found;
};

/** A parameter of type jsonb. */
export const json = (value: unknown): RawBuilder<unknown> => sql`cast(${JSON.stringify(value)} as jsonb)`;

/** The last of each id, as one statement may not write a row twice. */
export const lastOfEach = <T>(items: readonly T[], id: (item: T) => string): readonly T[] => [...new Map(items.map((item) => [id(item), item])).values()];

/** What was handed in for writing, by id: a statement answers with the ids that it wrote, which can be no others. */
export const finderOf = <T>(items: readonly T[], id: (item: T) => string): ((id: string) => T) => {
  const byId = new Map(items.map((item) => [id(item), item]));
  return (wanted) => {
    const found = byId.get(wanted);
    if (found === undefined) throw new Error(`${wanted} was written, and is none of what was to be saved`);
    return found;
  };
};

/** Tells whether a record changed, so that one that did not is neither written nor given a new change number. */
export const recordHash = (record: unknown): string => createHash("sha1").update(JSON.stringify(record)).digest("base64");

/**
 * Begins a statement that every posting runs. A server keeps its plan for as long as the connection lives: planning costs
 * more than running it, as the tables have many indexes. Only for texts that never vary, and rows found by their key.
 */
export const prepared = sql.raw("/* prepared */");
export const isPrepared = (statement: string): boolean => statement.startsWith("/* prepared */");
