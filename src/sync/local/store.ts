/**
 * What the pane keeps on this computer. It is a cache and a journal that may vanish at any time: the truth is in the
 * workbook and in the gateway. Two implementations, IndexedDB and memory, pass one contract test. Tokens never come here.
 */
import type { PushedRow, ResultLine } from "../contract";
import type { CellValue, RowRef } from "../model/cell";
import type { Result } from "../model/failure";
import type { LookupKind, PushSlug, SheetSlug } from "../sheets/sheet";

/**
 * A push, kept before it is first sent and until every result stands in the sheet. "to send": the gateway may or may not
 * have seen it, so the same id is sent again. "accepted": the gateway has it, so only results are asked for.
 */
export type OutboxPush = {
  readonly id: string;
  readonly sheet: PushSlug;
  /** Whose books it was made for; it is never sent to another's. */
  readonly scope: string;
  readonly workbook: string;
  readonly storedAt: string;
  readonly state: "to send" | "accepted" | "finished";
  readonly rows: readonly PushedRow[];
};

/** A row as it stood at the last pull: the third side of a conflict. */
export type BaseRow = { readonly version: number; readonly cells: Readonly<Record<string, CellValue>> };

/** A row edited in this workbook and not yet pushed. */
export type Draft = { readonly row: RowRef; readonly cells: Readonly<Record<string, CellValue>>; readonly editedAt: string };

/** Records of one look-up by their identity, with the cursor that asks only for what changed since. */
export type CachedLookup = { readonly records: ReadonlyMap<string, unknown>; readonly cursor: string; readonly asOf: string };
export type Changes<T> = { readonly set: ReadonlyMap<string, T>; readonly gone: readonly string[] };

export type SheetOf = { readonly workbook: string; readonly sheet: SheetSlug };

export type Outbox = {
  put(push: OutboxPush): Promise<Result<void>>;
  /** Oldest first. */
  all(): Promise<Result<readonly OutboxPush[]>>;
  setState(id: string, state: OutboxPush["state"]): Promise<Result<void>>;
  /** Adding a result that is there already changes nothing. */
  addResults(id: string, results: readonly ResultLine[]): Promise<Result<void>>;
  /** In the order of finishing. */
  results(id: string): Promise<Result<readonly ResultLine[]>>;
  remove(id: string): Promise<Result<void>>;
};

export type LookupCache = {
  read(kind: LookupKind): Promise<Result<CachedLookup | null>>;
  replace(kind: LookupKind, lookup: CachedLookup): Promise<Result<void>>;
  merge(kind: LookupKind, changes: Changes<unknown>, cursor: string, asOf: string): Promise<Result<void>>;
};

export type Bases = {
  read(of: SheetOf): Promise<Result<ReadonlyMap<string, BaseRow>>>;
  replace(of: SheetOf, rows: ReadonlyMap<string, BaseRow>): Promise<Result<void>>;
  merge(of: SheetOf, changes: Changes<BaseRow>): Promise<Result<void>>;
  /** The cursor of the last pull; null before the first. */
  cursor(of: SheetOf): Promise<Result<string | null>>;
  setCursor(of: SheetOf, cursor: string): Promise<Result<void>>;
};

export type Drafts = {
  put(of: SheetOf, drafts: readonly Draft[]): Promise<Result<void>>;
  all(of: SheetOf): Promise<Result<readonly Draft[]>>;
  remove(of: SheetOf, rows: readonly RowRef[]): Promise<Result<void>>;
};

export type LocalStore = {
  readonly keeps: "disk" | "memory";
  readonly outbox: Outbox;
  readonly lookups: LookupCache;
  readonly bases: Bases;
  readonly drafts: Drafts;
  /** Look-ups, bases and drafts of other books are dropped when the scope changes, so that practice data never meets real data. */
  useScope(scope: string): Promise<Result<void>>;
  /** Forgets everything, pushes in progress included. */
  clear(): Promise<Result<void>>;
  close(): void;
};

export const blankLookup: CachedLookup = { records: new Map(), cursor: "", asOf: "" };

/** One name for a row of a sheet, for keys in the store. */
export const refId = (row: RowRef): string => `${row.nth}\u001e${row.key}`;
export const spaceOf = (of: SheetOf): string => `${of.workbook}\u001e${of.sheet}`;
