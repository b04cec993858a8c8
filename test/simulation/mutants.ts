/** Ledgers that are broken on purpose, and postings that say something wrong. The simulation must notice each of them. */
import type { Posting } from "../../src/sync/documents/posting";
import type { LedgerEvent, LookUpOutcome } from "../../src/sync/ledger/after";
import type { LedgerPolicy } from "../../src/sync/ledger/intent";
import type { PostingKey } from "../../src/sync/ledger/posting-key";
import type { Claim, ClaimingStore, StoredIntent } from "../../src/sync/ledger/store";
import type { Poster } from "../../src/sync/ledger/work";
import type { PlainDate } from "../../src/sync/model/dates";
import { minorUnits, zero, type Money } from "../../src/sync/model/money";
import type { RowToSync } from "../../src/sync/store/receipt-syncs";
import type { Random } from "./random";
import type { ReceiptDecisions } from "./receipts/acceptance";

/** Every third seed is a storm of receipts, the others are of documents. */
export type Storm = "documents" | "receipts";
export const stormOf = (seed: number): Storm => (seed % 3 === 0 ? "receipts" : "documents");

export type Mutant = {
  readonly name: string;
  /** Where it shows; in documents where absent. */
  readonly storm?: Storm;
  /** Other decisions about receipts; `received` tells what the whole receipt of a row brought. */
  readonly decisions?: (sound: ReceiptDecisions, received: (row: RowToSync) => Money) => Partial<ReceiptDecisions>;
  readonly policy?: (policy: LedgerPolicy) => LedgerPolicy;
  readonly poster?: (poster: Poster<Posting>, random: Random) => Poster<Posting>;
  readonly store?: (store: ClaimingStore<Posting>) => ClaimingStore<Posting>;
  readonly sendLimit?: false;
  readonly acceptBeforeCommit?: true;
};

/** Every check of lease and fence off: any worker's word is taken, and what one is sending is given to others too. */
const withoutLeases = (store: ClaimingStore<Posting>): ClaimingStore<Posting> => {
  const keys = new Set<PostingKey>();
  return {
    ...store,
    accept: (intent) => {
      keys.add(intent.key);
      return store.accept(intent);
    },
    apply: async (key, event) => {
      const stored = await store.read(key);
      return store.apply(key, "token" in event ? { ...event, token: stored?.intent.fence ?? 0 } : event);
    },
    claimDue: async (worker, options) => {
      const claims: Claim<Posting>[] = [...(await store.claimDue(worker, options))];
      for (const key of keys) {
        const stored = await store.read(key);
        if (claims.length >= options.limit || stored?.intent.state !== "sending" || stored.intent.lease.worker === worker || claims.some((one) => one.stored.key === key)) continue;
        if (options.company === undefined || stored.company === options.company) claims.push({ to: "send", token: stored.intent.fence, stored });
      }
      return claims;
    },
  };
};

/** The attempt is written only with the answer: a worker that dies in between leaves no trace of having sent. */
const recordedAfterSend = (store: ClaimingStore<Posting>): ClaimingStore<Posting> => ({
  ...store,
  apply: async (key, event) => {
    if (event.kind === "sent") await store.apply(key, { kind: "attempt recorded", token: event.token });
    return store.apply(key, event);
  },
  claimDue: async (worker, { limit, company }) => {
    const claims: Claim<Posting>[] = [];
    for (const key of await store.due(limit)) {
      const due = await store.read(key);
      if (company !== undefined && due?.company !== company) continue;
      const claimed: LedgerEvent = { kind: "claimed", worker };
      const step = await store.apply(key, claimed);
      const stored = await store.read(key);
      if ("refused" in step || stored === null || !("lease" in step.intent) || step.intent.lease === null) continue;
      claims.push({ to: step.intent.state === "planned" ? "send" : "look up", token: step.intent.fence, stored });
    }
    return claims;
  },
});

/** What is sent says something else than was accepted. */
const saying = (change: (posting: Posting) => Posting): Pick<Mutant, "poster"> => ({
  poster: (poster) => ({ send: (stored, inTime) => poster.send({ ...stored, payload: change(stored.payload) }, inTime), lookUp: (stored) => poster.lookUp({ ...stored, payload: change(stored.payload) }) }),
});

const penny = minorUnits(1);
const less = (amount: number) => minorUnits(amount - penny);

export const brokenLedgers: readonly Mutant[] = [
  { name: "no look-up", poster: (poster) => ({ ...poster, lookUp: async () => ({ kind: "absent" }) }) },
  { name: "random key", poster: (poster, random) => ({ ...poster, send: (stored, inTime) => poster.send({ ...stored, key: `${stored.key.slice(0, 3)}${random.int(1e9)}` as PostingKey }, inTime) }) },
  {
    name: "5xx taken as not posted",
    poster: (poster) => ({
      ...poster,
      send: async (stored, inTime) => {
        const outcome = await poster.send(stored, inTime);
        return outcome.kind === "unknown" && /answered 5\d\d/.test(outcome.why) ? { kind: "throttled", retryAfter: null } : outcome;
      },
    }),
  },
  { name: "accepted before commit", acceptBeforeCommit: true },
  { name: "intent written after the send", store: recordedAfterSend },
  { name: "no settling", policy: (policy) => ({ ...policy, settle: 0 }) },
  { name: "no send limit", sendLimit: false },
  { name: "lease and fence removed", store: withoutLeases },
  {
    name: "a failed look-up taken as not found",
    poster: (poster) => ({
      ...poster,
      lookUp: async (stored) => {
        const outcome = await poster.lookUp(stored);
        return outcome.kind === "failed" ? { kind: "absent" } : outcome;
      },
    }),
  },
  { name: "parents ignored", store: (store) => ({ ...store, accept: (intent) => store.accept({ ...intent, parents: [] }) }) },
];

export const wrongPostings: readonly Mutant[] = [
  { name: "a penny less", ...saying((posting) => (posting.kind === "receipt" ? { ...posting, amount: less(posting.amount) } : posting)) },
  { name: "the day of posting for the document's", ...saying((posting) => ("date" in posting ? { ...posting, date: "2026-09-01" as PlainDate } : posting)) },
  { name: "one bank for every method", ...saying((posting) => ("bankId" in posting ? { ...posting, bankId: "4" } : posting)) },
  { name: "one customer for all", ...saying((posting) => ("sageCustomerId" in posting ? { ...posting, sageCustomerId: "14950" } : posting)) },
  { name: "one nominal code for all lines", ...saying((posting) => ("nominalItems" in posting ? { ...posting, nominalItems: [{ code: "4000", value: posting.goods, narrative: "" }] } : posting)) },
  { name: "tax left out", ...saying((posting) => ("tax" in posting ? { ...posting, tax: minorUnits(0), taxItems: posting.taxItems.map((item) => ({ ...item, tax: minorUnits(0) })) } : posting)) },
  { name: "contacts left out", ...saying((posting) => (posting.kind === "new-customer" ? { ...posting, contacts: [] } : posting)) },
  { name: "credit notes as invoices", ...saying((posting) => (posting.kind === "credit-note" ? { ...posting, kind: "invoice", dueDate: null } : posting)) },
];

type Kind = Posting["kind"];
const sentOtherwise = (kind: Kind, change: (stored: StoredIntent<Posting>, random: Random) => StoredIntent<Posting>): Pick<Mutant, "poster"> => ({
  poster: (poster, random) => ({ ...poster, send: (stored, inTime) => poster.send(stored.payload.kind === kind ? change(stored, random) : stored, inTime) }),
});
const lookedUpAs = (kind: Kind, found: (stored: StoredIntent<Posting>) => LookUpOutcome): Pick<Mutant, "poster"> => ({
  poster: (poster) => ({ ...poster, lookUp: async (stored) => (stored.payload.kind === kind ? found(stored) : poster.lookUp(stored)) }),
});

/** Rows are taken for something else when a payment is decided about. */
const rowsTakenFor = (change: (row: RowToSync, received: Money) => RowToSync): Pick<Mutant, "decisions"> => ({
  decisions: ({ planPayments }, received) => ({
    planPayments: (tenant, chosen, state) => planPayments(tenant, chosen, { ...state, rows: new Map([...state.rows].map(([id, row]) => [id, change(row, received(row))])) }),
  }),
});

export const wrongReceipts: readonly Mutant[] = (
  [
    { name: "The Layer's payment under a random key", ...sentOtherwise("layer-payment", (stored, random) => ({ ...stored, key: `${stored.key.slice(0, 3)}${random.int(1e9)}` as PostingKey })) },
    { name: "The Layer always looked up as without the payment", ...lookedUpAs("layer-payment", () => ({ kind: "absent" })) },
    {
      name: "The Layer's 5xx taken as not recorded",
      poster: (poster) => ({
        ...poster,
        send: async (stored, inTime) => {
          const outcome = await poster.send(stored, inTime);
          return stored.payload.kind === "layer-payment" && outcome.kind === "unknown" && /answered 5\d\d/.test(outcome.why) ? { kind: "throttled", retryAfter: null } : outcome;
        },
      }),
    },
    { name: "allocations always looked up as absent", ...lookedUpAs("allocation", () => ({ kind: "absent" })) },
    { name: "allocations looked up without what was allocated before", ...lookedUpAs("allocation", () => ({ kind: "found", evidence: { urn: "0", recordId: null, foundBy: "look-up" } })) },
    { name: "the receipt's amount for that of the pair", ...rowsTakenFor((row, received) => (row.kind === "allocated" && row.synced === zero ? { ...row, allocated: received } : row)) },
    { name: "The Layer's own receipts not recognised", ...rowsTakenFor((row) => ({ ...row, isOurs: false })) },
    { name: "what was synced not taken off", ...rowsTakenFor((row) => ({ ...row, synced: zero })) },
    { name: "a second press taken for a new wish", decisions: ({ planAllocation }) => ({ planAllocation: (tenant, wish, state) => planAllocation(tenant, wish, { ...state, wished: [] }) }) },
    { name: "what was recorded in The Layer never noted", decisions: ({ recordingOutcome }) => ({ recordingOutcome: (payment, intent) => (intent.state === "done" ? { kind: "kept", sync: { phase: "syncing", why: null }, error: null } : recordingOutcome(payment, intent)) }) },
  ] satisfies Mutant[]
).map((mutant) => ({ ...mutant, storm: "receipts" }));

export const mutants: readonly Mutant[] = [...brokenLedgers, ...wrongPostings, ...wrongReceipts];
