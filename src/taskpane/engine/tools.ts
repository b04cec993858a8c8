import type { WorkbookPort } from "../../excel/port";
import type { LocalStore } from "../../sync/local";
import type { Failure } from "../../sync/model/failure";
import type { PushSlug } from "../../sync/sheets/sheet";
import type { Books } from "./books";
import type { Gateway } from "./gateway-client";
import type { Observable } from "./observable";
import type { ReferenceDesk } from "./reference-data";
import type { DeskState, OpenSheet, SheetState } from "./state";
import type { WorkRunner } from "./work";

/** What every action of the pane works with. Built once by the desk. */
export type Tools = {
  readonly workbook: WorkbookPort;
  readonly gateway: Gateway;
  readonly reference: ReferenceDesk;
  readonly state: Observable<DeskState>;
  readonly work: WorkRunner;
  readonly books: Books;
  local(): LocalStore;
  /** Whose books the pane works on; null before the gateway has said so. */
  scope(): string | null;
  /** Names this workbook among others on this computer. */
  workbookId(): string;
  /** Milliseconds since 1970. */
  now(): number;
  /** A new name that nobody else mints: for pushes and stamps. */
  newId(): string;
  /** Resolves after that many milliseconds, or at once when aborted. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
};

export const instant = (tools: Pick<Tools, "now">): string => new Date(tools.now()).toISOString();

/** One sentence for the status line, read aloud by screen readers. */
export const say = (tools: Pick<Tools, "state" | "now">, text: string): void => tools.state.update((now) => ({ ...now, said: { text, at: tools.now() } }));

export const showFailure = (tools: Pick<Tools, "state">, failure: Failure): void => tools.state.update((now) => ({ ...now, failure }));
export const dismissFailure = (tools: Pick<Tools, "state">): void => tools.state.update((now) => (now.failure ? { ...now, failure: null } : now));

export const setSheet = (tools: Pick<Tools, "state">, slug: PushSlug, sheet: SheetState): void =>
  tools.state.update((now) => ({ ...now, sheets: { ...now.sheets, [slug]: sheet } }));

export const openSheetOf = (state: DeskState, slug: PushSlug): OpenSheet | null => {
  const sheet = state.sheets[slug];
  return sheet.state === "open" ? sheet : null;
};

/** Changes an open sheet's state; one that is not open stays as it is. */
export const updateSheet = (tools: Pick<Tools, "state">, slug: PushSlug, change: (sheet: OpenSheet) => OpenSheet): void => {
  const sheet = openSheetOf(tools.state.get(), slug);
  if (sheet) setSheet(tools, slug, change(sheet));
};
