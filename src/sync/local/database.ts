import Dexie, { type EntityTable, type Table } from "dexie";
import type { ResultLine } from "../contract";
import type { LookupKind } from "../sheets/sheet";
import type { Block } from "./blocks";
import type { Draft, OutboxPush } from "./store";

export type StoredResult = { readonly push: string; readonly seq: number; readonly line: ResultLine };
export type StoredDraft = Draft & { readonly space: string; readonly id: string };
export type StoredLookup = { readonly kind: LookupKind; readonly cursor: string; readonly asOf: string };
/** Single values: the scope, and the cursor of each sheet's last pull. */
export type StoredValue = { readonly name: string; readonly value: string };

/**
 * Every released shape stays here for ever, and its frozen example in the tests, so that a computer that skipped
 * versions still opens. To change a shape, add a version with its upgrade; never edit one that stands here.
 */
const version1 = {
  pushes: "id, storedAt",
  results: "[push+seq], push",
  lookups: "kind",
  blocks: "[space+block], space",
  drafts: "[space+id], space",
  values: "name",
};

export class PaneDatabase extends Dexie {
  pushes!: EntityTable<OutboxPush, "id">;
  results!: Table<StoredResult, [string, number]>;
  lookups!: EntityTable<StoredLookup, "kind">;
  blocks!: Table<Block, [string, number]>;
  drafts!: Table<StoredDraft, [string, string]>;
  values!: EntityTable<StoredValue, "name">;

  constructor(name: string) {
    super(name);
    this.version(1).stores(version1);
  }
}
