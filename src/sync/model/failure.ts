/**
 * The one family of expected failures. A failure is a value; a bug is thrown.
 * The pane shows `cause` and `cure` as they are, so both are plain English and name the value concerned.
 */
export type Retry = "never" | "same" | "after fix" | "later";

export type Failure = {
  readonly code: FailureCode;
  /** What happened, naming the value. */
  readonly cause: string;
  /** What to do about it. */
  readonly cure: string;
  readonly retry: Retry;
  readonly value?: string;
};

/** Whether trying again can help, for every code there is. */
export const failureRetry = {
  "bad-request": "after fix",
  "not-signed-in": "after fix",
  "not-allowed": "after fix",
  "not-found": "never",
  "missing-header": "after fix",
  "duplicate-header": "after fix",
  "empty-sheet": "after fix",
  "table-exists": "after fix",
  "excel-busy": "same",
  "excel-refused": "after fix",
  "too-large": "after fix",
  "sheet-protected": "after fix",
  "offline": "later",
  "gateway-down": "later",
  "gateway-fault": "later",
  "push-key-reused": "never",
  "layer-down": "later",
  "layer-refused": "after fix",
  "layer-token-refused": "after fix",
  "sage-down": "later",
  "sage-busy": "later",
  "sage-refused": "after fix",
  "sage-token-expired": "after fix",
  "sage-no-access": "after fix",
  "sage-site-refused": "after fix",
  "sage-no-companies": "after fix",
  "sage-unreadable": "later",
  "sage-period-closed": "after fix",
  "sage-account-unknown": "after fix",
  "sage-account-blocked": "after fix",
  "sage-account-taken": "after fix",
  "sage-bank-unknown": "after fix",
  "sage-tax-code-unknown": "after fix",
  "sage-nominal-unknown": "after fix",
  "stale-row": "after fix",
  "not-mapped": "after fix",
  "document-invalid": "after fix",
  "document-changed": "after fix",
  "customer-skipped": "after fix",
  "nothing-to-retry": "never",
  "ledger-differs": "after fix",
  "receipt-refused": "after fix",
  "allocation-refused": "after fix",
  "run-under-way": "later",
  "cancelled": "same",
  "local-storage": "same",
} as const satisfies Record<string, Retry>;

export type FailureCode = keyof typeof failureRetry;

export const failure = (code: FailureCode, cause: string, cure: string, value?: string): Failure => ({
  code,
  cause,
  cure,
  retry: failureRetry[code],
  ...(value === undefined ? {} : { value }),
});

export type Result<T, E = Failure> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const failed = <E>(why: E): Result<never, E> => ({ ok: false, failure: why });
