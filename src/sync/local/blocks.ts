/**
 * Big maps are kept as 64 blocks of records instead of one row each: 100,000 single rows take IndexedDB many seconds to
 * write, and one single block would be copied whole for one changed record.
 */
import type { Changes } from "./store";

export const blockCount = 64;

export type Block<T = unknown> = { readonly space: string; readonly block: number; readonly entries: readonly (readonly [string, T])[] };

/** FNV-1a: the same block for the same id in every version, as stored blocks depend on it. */
export const blockOf = (id: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % blockCount;
};

export const toBlocks = <T>(space: string, entries: ReadonlyMap<string, T>): Block<T>[] => {
  const blocks = Array.from({ length: blockCount }, (): [string, T][] => []);
  for (const entry of entries) blocks[blockOf(entry[0])]?.push(entry);
  return blocks.flatMap((found, block) => (found.length === 0 ? [] : [{ space, block, entries: found }]));
};

export const fromBlocks = <T>(blocks: readonly Block<T>[]): Map<string, T> => new Map(blocks.flatMap((block) => block.entries));

export const touchedBlocks = (changes: Changes<unknown>): number[] => [...new Set([...changes.set.keys(), ...changes.gone].map(blockOf))];

/** One block after the changes that concern it. */
export const changeBlock = <T>(before: Block<T> | undefined, space: string, block: number, changes: Changes<T>): Block<T> => {
  const entries = new Map(before?.entries ?? []);
  for (const id of changes.gone) entries.delete(id);
  for (const [id, value] of changes.set) if (blockOf(id) === block) entries.set(id, value);
  return { space, block, entries: [...entries] };
};
