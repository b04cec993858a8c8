/** What a sheet's flow gives to the worker. The worker knows leases, attempts and results; the flow knows what a row means. */
import type { ChangeTx, Handle } from "../store";
import type { LinkIntent } from "../store/link-intents";
import type { PushRow } from "../store/pushes";
import type { Lease } from "../store/push-batches";
import type { RowResult } from "../store/push-results";
import type { Failure } from "../model/failure";
import type { Part } from "./parts";

/** A part that could not be read, so that what rests on it cannot be verified. */
export type MissingPart = { readonly part: Part; readonly failure: Failure };

export type Batch = Pick<Lease, "pushId" | "batch" | "byId" | "byName"> & { readonly rows: readonly PushRow[] };

export type Plan = {
  readonly results: readonly RowResult[];
  /** Rows that wait for The Layer's answer; their results come later. */
  readonly intents: readonly LinkIntent[];
};

export type PushFlow = {
  /** The parts that must be fresh before these rows are decided, as far as the store knows them now. */
  parts(handle: Handle, rows: readonly PushRow[]): Promise<readonly Part[]>;
  /** Decides the rows, and stores what needs no other system. Rows that rest on a missing part get `later`. */
  plan(tx: ChangeTx, batch: Batch, missing: readonly MissingPart[]): Promise<Plan>;
};
