/**
 * Practice servers of The Layer and Sage 200: one process, loopback only, the real wire formats, and faults on demand.
 * The Layer answers at `layer.url` + `/v1/…`; Sage 200 at `sage200.url` + `/customers` and so on; Sage's sign-in at
 * `sage200.authUrl` + `/oauth/token`; faults and edits at `control.url` + `/faults` and so on.
 */
import type { CallLog } from "./calls";
import type { FaultSwitches } from "./faults";
import type { PracticeBooks, PracticeEdits, SandboxData } from "./practice";
import type { SalesLedger } from "./sage200/ledger";

export type { Call, CallLog, PracticeSystem } from "./calls";
export type { ErrorShape, FaultSwitches } from "./faults";
export type * from "./practice";

export type SandboxOptions = {
  /** The same seed and size give the same companies, byte for byte. Default 1. */
  readonly seed?: number;
  /** How many customers The Layer has, 1 to 250,000. Default 2,000. */
  readonly customers?: number;
  /** How many invoices The Layer begins with, 0 to 10,000; orders, payments, credit notes and refunds follow. Default 120. */
  readonly invoices?: number;
  /**
   * Whether there is a month of receipts to reconcile in each Sage company that has linked customers, with the invoices that they pay. By
   * default there is one where there are documents, and in a state file as it was made.
   */
  readonly practiceMonth?: boolean;
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** Where to remember what others wrote (saved links, rotated tokens, edits). Without it a restart forgets. */
  readonly stateFile?: string;
  /** The clock, in milliseconds since 1970; for tests with a time of their own. */
  readonly now?: () => number;
};

export type Sandbox = {
  readonly layer: { readonly url: string; readonly token: string };
  readonly sage200: {
    /** Ends in `/uk/sage200extra/accounts/v1`, with no slash after it. */
    readonly url: string;
    readonly authUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** Of a sign-in made at this start: always good to begin with, whatever earlier runs rotated. */
    readonly refreshToken: string;
  };
  readonly control: { readonly url: string };
  /** Assign to switch. */
  readonly faults: FaultSwitches;
  readonly data: SandboxData;
  readonly edit: PracticeEdits;
  readonly calls: CallLog;
  /** A Sage company's sales ledger, to read and to post to as a colleague at Sage's own screens would. */
  ledger(companyName: string): SalesLedger;
  /** Control totals, postings and postings made twice, by company. */
  books(): readonly PracticeBooks[];
  /** Stops listening, cuts open connections and closes the state file. */
  close(): Promise<void>;
};

export { startSandbox } from "./start";
