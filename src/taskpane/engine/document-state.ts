/** What the pane knows of The Layer's documents on their way to Sage, asked for again and again while somebody looks. */
import type { CompanySettings, DocumentCounts, ErrorGroup, ErrorGroups, NewCustomer, ReviewAttempt, RunSummary, SheetQuery } from "../../sync/contract";
import type { CellValue } from "../../sync/model/cell";
import type { Failure } from "../../sync/model/failure";
import type { DocumentSlug } from "../../sync/sheets/sheet";

/** What was heard last, and why nothing newer was. One lost answer does not take away the figures. */
export type Polled<T> = { readonly value: T | null; readonly failure: Failure | null };
export const notAsked: Polled<never> = { value: null, failure: null };

/** What a pulled worksheet was filled with. */
export type SheetPull = {
  readonly filters: SheetQuery;
  readonly cursor: string;
  readonly asOf: string;
  /** Null once a refresh has changed how many there are. */
  readonly rows: number | null;
  readonly notes: readonly string[];
};

/** A posting that stayed in doubt: nobody but a person can say whether it is in Sage. */
export type Review = {
  readonly sheet: DocumentSlug;
  readonly id: string;
  readonly cells: Readonly<Record<string, CellValue>>;
  /** What was tried so far, first to last. */
  readonly attempts: readonly ReviewAttempt[];
};

export type DocumentsState = {
  readonly counts: Polled<DocumentCounts>;
  /** Newest first. */
  readonly runs: Polled<readonly RunSummary[]>;
  readonly newCustomers: Polled<readonly NewCustomer[]>;
  readonly reviews: Polled<readonly Review[]>;
  readonly settings: Polled<readonly CompanySettings[]>;
  /** Runs that this pane began and has not heard the end of. */
  readonly begun: readonly RunSummary[];
  /** A run that was begun here is over, and the pulled worksheets do not show it yet. */
  readonly sheetsAreBehind: boolean;
};

export type ErrorsState = {
  readonly groups: Polled<ErrorGroups>;
  /** The group whose cure is being entered in a mapping sheet. */
  readonly fixing: ErrorGroup | null;
};

export const openingDocuments: DocumentsState = { counts: notAsked, runs: notAsked, newCustomers: notAsked, reviews: notAsked, settings: notAsked, begun: [], sheetsAreBehind: false };
export const openingErrors: ErrorsState = { groups: notAsked, fixing: null };
