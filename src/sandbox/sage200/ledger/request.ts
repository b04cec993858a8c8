/** What a ledger can be asked to do. Money is in pence and, as on the wire, always positive; the ledger gives it its sign. */
import type { PlainDate } from "../../../sync/model/dates";

type OnAccount = {
  readonly customerId: number;
  /** The day of posting where it is left out. */
  readonly date?: PlainDate | undefined;
  readonly reference?: string | undefined;
  readonly secondReference?: string | undefined;
  /** Who enters it; our own connection where it is left out. */
  readonly user?: string | undefined;
};

export type LinedRequest = OnAccount & {
  readonly dueDate?: PlainDate | undefined;
  readonly goods: number;
  readonly tax: number;
  /** Left out, one line with the customer's tax code stands for all. An amount left out is the document's own. */
  readonly taxItems?: readonly { readonly taxCodeId?: number | undefined; readonly goods?: number | undefined; readonly tax?: number | undefined }[] | undefined;
  readonly nominalItems?:
    | readonly { readonly code?: string | undefined; readonly value?: number | undefined; readonly narrative?: string | undefined; readonly costCentre?: string | undefined; readonly department?: string | undefined }[]
    | undefined;
};

export type CashRequest = OnAccount & {
  readonly bankId: number;
  readonly value: number;
  /** Settlement discount given with a receipt: it pays that much more than its money. */
  readonly discount?: number | undefined;
};

export type AllocationRequest = {
  readonly customerId: number;
  readonly date?: PlainDate | undefined;
  readonly user?: string | undefined;
  /** Positive on invoices and refunds, negative on receipts and credit notes; together nothing. */
  readonly lines: readonly { readonly transactionId: number; readonly value: number }[];
};

/** What a company's settings allow. */
export type LedgerRules = {
  /** Nothing may be dated on or before it; null where every period is open. */
  readonly closedUpTo: PlainDate | null;
  /** Whether a receipt of negative value is refused. By default it is taken, as The Layer sends refunds. */
  readonly refuseNegativeReceipts: boolean;
};
export const openRules: LedgerRules = { closedUpTo: null, refuseNegativeReceipts: false };
