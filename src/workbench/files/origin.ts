/** Which file a workbook was opened from: its bytes are needed again when it is saved, for all that we do not understand. */
import type { Workbook } from "../model/workbook";

export type Origin = {
  readonly bytes: Uint8Array;
  /** Worksheet id → its position in the file. */
  readonly positions: ReadonlyMap<string, number>;
};

const origins = new WeakMap<Workbook, Origin>();

export const rememberOrigin = (workbook: Workbook, origin: Origin): void => {
  origins.set(workbook, origin);
};
export const originOf = (workbook: Workbook): Origin | null => origins.get(workbook) ?? null;
