/** A cursor is opaque to clients: the change number up to which they have seen everything. */
import { failed, failure, ok, type Result } from "../model/failure";

export const cursorText = (seq: number): string => `c1-${seq.toString(36)}`;

/** Null where there is none. Failure `bad-request` for a text that is no cursor of ours. */
export const readCursor = (text: string | undefined): Result<number | null> => {
  if (text === undefined) return ok(null);
  const [, digits] = /^c1-([0-9a-z]{1,11})$/.exec(text) ?? [];
  return digits === undefined
    ? failed(failure("bad-request", `“${text.slice(0, 40)}” is not a cursor of this gateway.`, "Pull everything again.", text.slice(0, 40)))
    : ok(Number.parseInt(digits, 36));
};
