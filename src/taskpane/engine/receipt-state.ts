/** What the pane knows of receipts that were entered in Sage: control totals, what is to be matched, and the rows chosen in the worksheet. */
import type { AllocationResult, CustomerBalances, MatchBar, ReceiptTotalsPage, Suggestion } from "../../sync/contract";
import type { Failure } from "../../sync/model/failure";
import type { Money } from "../../sync/model/money";
import type { LayerCustomerRef } from "../../sync/rules/reference";
import type { ReceiptRowState } from "../../sync/sheets/sage-transactions";
import { notAsked, type Polled } from "./document-state";

/** Some rows and what they come to. */
export type Counted = { readonly rows: number; readonly amount: Money };

/** What pressing Sync would do with the rows that say Yes. */
export type ChosenRows = {
  readonly willSync: Counted;
  /** Chosen, but no payment method stands in the row. */
  readonly withoutMethod: number;
  /** Chosen, but in a state in which there is nothing to sync, by that state. */
  readonly cannot: readonly { readonly state: ReceiptRowState | "without a state"; readonly rows: number }[];
};

/** Receipts of one company that wait to be matched. */
export type Matching = {
  readonly company: string;
  readonly suggestions: readonly Suggestion[];
  /** All there are; more than `suggestions` where there are too many to show at once. */
  readonly total: number;
  readonly asOf: string;
};

export type Answer = Pick<AllocationResult, "outcome" | "message">;

export type BalanceLook = {
  readonly customerId: string;
  readonly name: string;
  /** The Sage company of the row that it was looked up for; null where none was named. */
  readonly company: string | null;
} & Polled<CustomerBalances>;

/** Why the row that is selected in the workbook shows no balance. */
export type Followed =
  /** No customer of The Layer has that name. */
  | { readonly kind: "unknown"; readonly name: string }
  | { readonly kind: "several"; readonly name: string; readonly customers: readonly LayerCustomerRef[]; readonly company: string | null }
  | { readonly kind: "failed"; readonly failure: Failure };

export type ReceiptsState = {
  readonly totals: Polled<ReceiptTotalsPage>;
  readonly matching: Polled<Matching>;
  /** The suggestion looked at; the first where it is null or gone. */
  readonly current: string | null;
  /** What became of a suggestion that is still in the list. */
  readonly answers: Readonly<Record<string, Answer>>;
  readonly bars: Polled<readonly MatchBar[]>;
  /** Null while the worksheet is not there, or was not read. */
  readonly chosen: ChosenRows | null;
  readonly customers: Polled<readonly LayerCustomerRef[]>;
  readonly balance: BalanceLook | null;
  /** Null where the selected row's customer is the one shown, and where no row of a customer was selected. */
  readonly followed: Followed | null;
  /** Something changed receipts since the worksheets were pulled. */
  readonly sheetsAreBehind: boolean;
};

export const openingReceipts: ReceiptsState = {
  totals: notAsked,
  matching: notAsked,
  current: null,
  answers: {},
  bars: notAsked,
  chosen: null,
  customers: notAsked,
  balance: null,
  followed: null,
  sheetsAreBehind: false,
};
