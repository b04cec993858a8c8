import type { Coverage, PreviewLine, PushedRow, PushSummary, ResultLine, Session, SyncHealth } from "../../sync/contract";
import type { Failure } from "../../sync/model/failure";
import type { CellRestore } from "../../sync/rules/fixes";
import type { Problem } from "../../sync/rules/problem";
import type { PullSlug, PushSlug } from "../../sync/sheets/sheet";
import { openingDocuments, openingErrors, type DocumentsState, type ErrorsState, type SheetPull } from "./document-state";
import type { Conflict } from "./merge";
import type { ProblemId } from "./problem-groups";
import { openingReceipts, type ReceiptsState } from "./receipt-state";
import type { Work } from "./work";

export type Loadable<T> =
  | { readonly state: "idle" }
  | { readonly state: "loading" }
  | { readonly state: "loaded"; readonly value: T }
  | { readonly state: "failed"; readonly failure: Failure };

export type PanelName = "links" | "mappings" | "documents" | "receipts" | "errors" | "status" | "connections";

export type MappingSlug = Exclude<PushSlug, "customer-links">;

export type ProblemCounts = { readonly error: number; readonly warning: number; readonly info: number; /** Rows that a push would leave out. */ readonly rowsInError: number };

export type PreviewRow = Extract<PreviewLine, { type: "preview" }>;
export type Preview = {
  readonly counts: Extract<PreviewLine, { type: "trailer" }>["counts"];
  /** Rows that would change something or be refused; rows left alone are only counted. */
  readonly rows: readonly PreviewRow[];
  /** What was asked about, and what a confirmed push sends: exactly what was shown. */
  readonly pushed: readonly PushedRow[];
  /** Rows that were not asked about, as they hold errors here. */
  readonly withheld: number;
  /** Rows of the template nobody has filled in. */
  readonly waiting: number;
  /** The sheet was edited after this preview, so it no longer says what a push would do. */
  readonly isStale: boolean;
};

/** How a push ended, or that it is still on its way. */
export type PushReport = {
  readonly pushId: string;
  /** The rows as they were sent. */
  readonly sent: readonly PushedRow[];
  readonly counts: PushSummary["counts"];
  readonly finishedAt: string | null;
  /** Rows that may be pushed again, with what was said about them. */
  readonly failed: readonly Pick<ResultLine, "ref" | "outcome" | "message">[];
  /** Rows that were no longer in the sheet when their result came. */
  readonly unplaced: number;
  readonly failure: Failure | null;
};

export type SheetState =
  | { readonly state: "unknown" }
  /** The workbook has no such table. */
  | { readonly state: "absent" }
  | { readonly state: "refused"; readonly failure: Failure }
  | {
      readonly state: "open";
      readonly rows: number;
      readonly waiting: number;
      /** Edited here and not pushed. */
      readonly edited: number;
      readonly problems: readonly Problem[];
      readonly counts: ProblemCounts;
      readonly notes: readonly string[];
      readonly checkedAt: string;
      readonly preview: Preview | null;
      readonly push: PushReport | null;
      readonly conflicts: readonly Conflict[];
      /** Edits made on this computer that the open workbook does not hold, as after closing without saving. */
      readonly unsaved: number;
    };
export type OpenSheet = Extract<SheetState, { state: "open" }>;

/** What the last fix or choice changed, so that it can be taken back. */
export type Undo = { readonly sheet: PushSlug; readonly label: string; readonly restores: readonly CellRestore[] };

export type DeskState = {
  readonly session: Loadable<Session>;
  readonly storage: { readonly keeps: "disk" | "memory" | "opening"; readonly notice: { readonly cause: string; readonly cure: string } | null };
  readonly panel: PanelName;
  /** The mapping sheet that stands open in its panel. */
  readonly mapping: MappingSlug | null;
  /** The Sage company looked at; null for all. */
  readonly company: string | null;
  readonly sheets: Readonly<Record<PushSlug, SheetState>>;
  readonly currentProblem: (ProblemId & { readonly sheet: PushSlug }) | null;
  readonly undo: Undo | null;
  /** What was pulled into this workbook, and when. */
  readonly pulls: Readonly<Partial<Record<PullSlug, SheetPull>>>;
  readonly documents: DocumentsState;
  readonly errors: ErrorsState;
  readonly receipts: ReceiptsState;
  readonly health: Loadable<SyncHealth>;
  readonly coverage: Loadable<Coverage>;
  /** The last thing that went wrong with something the user asked for; shown until dismissed or overtaken. */
  readonly failure: Failure | null;
  /** One sentence for the status line and for screen readers. */
  readonly said: { readonly text: string; readonly at: number };
  /** Pushes kept here that are not finished, with why. */
  readonly waitingPushes: number;
};

export type { Work };

export const openingState: DeskState = {
  session: { state: "idle" },
  storage: { keeps: "opening", notice: null },
  panel: "links",
  mapping: null,
  company: null,
  sheets: { "customer-links": { state: "unknown" }, "sub-companies": { state: "unknown" }, "payment-methods": { state: "unknown" }, "tax-codes": { state: "unknown" } },
  currentProblem: null,
  undo: null,
  pulls: {},
  documents: openingDocuments,
  errors: openingErrors,
  receipts: openingReceipts,
  health: { state: "idle" },
  coverage: { state: "idle" },
  failure: null,
  said: { text: "", at: 0 },
  waitingPushes: 0,
};
