/**
 * What the gateway's processes share: documents and how far they are and customers' links, in memory, beside a ledger. It does
 * what the store in SQL does, each call whole or not at all; documents follow the ledger's steps in the same call.
 */
import type { LayerDocument } from "../../src/sync/documents/document";
import type { Posting } from "../../src/sync/documents/posting";
import type { LedgerEvent, Refused, Step } from "../../src/sync/ledger/after";
import type { Intent } from "../../src/sync/ledger/intent";
import type { PostingKey } from "../../src/sync/ledger/posting-key";
import type { Claim, ClaimingStore, NewIntent, StoredIntent } from "../../src/sync/ledger/store";
import type { Failure } from "../../src/sync/model/failure";

export type Standing = "draft" | "new" | "waiting" | "posting" | "posted" | "nothing" | "failed";

export type HeldDocument = {
  record: LayerDocument;
  standing: Standing;
  companyRef: string | null;
  postingKey: PostingKey | null;
  /** What the Error Queue says of it, or what it waits for. */
  why: string | null;
  failure: Failure | null;
  sageUrn: string | null;
};

/** A customer on its way to a company: its creation, once that is accepted. */
export type HeldCreation = { readonly customerId: string; readonly companyRef: string; readonly key: PostingKey };

export type Ledger = ClaimingStore<Posting> & {
  /** Gives a refused posting other content under its key. */
  replacePayload(key: PostingKey, payload: Posting): Promise<"replaced" | "not refused">;
};

export type SharedDatabase = {
  readonly documents: Map<string, HeldDocument>;
  /** Record id of the account by customer and company; see `place`. */
  readonly links: Map<string, string>;
  readonly creations: Map<string, HeldCreation>;
  readonly waitingCustomers: Set<string>;
  readonly choices: Map<string, "link" | "create" | "skip">;
  readonly ledger: Ledger;
  /** Every intent as it stands, by its key; whoever looks may have a text that is none. */
  intents(): ReadonlyMap<string, StoredIntent<Posting>>;
};

export const place = (customerId: string, companyRef: string): string => `${companyRef} ${customerId}`;
export const documentKey = (kind: LayerDocument["kind"], id: string): string => `${kind} ${id}`;

const kindOf = { invoice: "invoice", "credit-note": "credit-note", receipt: "payment", refund: "refund" } as const;

/**
 * @param broken what makes a ledger of the sound one that a mutant has.
 * @param further told of the steps of what is no document and no customer.
 */
export const createSharedDatabase = (
  sound: Ledger,
  broken: ((store: ClaimingStore<Posting>) => ClaimingStore<Posting>) | undefined,
  further: (stored: StoredIntent<Posting>) => void = () => undefined,
): SharedDatabase => {
  const documents = new Map<string, HeldDocument>();
  const creations = new Map<string, HeldCreation>();
  const seen = new Map<PostingKey, StoredIntent<Posting>>();

  /** What a step means for the document or customer behind it. */
  const follow = (key: PostingKey, intent: Intent): void => {
    const stored = seen.get(key);
    if (stored === undefined) return;
    seen.set(key, { ...stored, intent });
    const { payload } = stored;
    if (payload.kind === "allocation" || payload.kind === "layer-payment") return further({ ...stored, intent });
    if (payload.kind === "new-customer") return;
    const document = documents.get(documentKey(kindOf[payload.kind], payload.documentId));
    if (document === undefined) return;
    const failure = intent.state === "refused" || intent.state === "needs review" ? intent.failure : null;
    document.failure = failure;
    document.why = failure?.cause ?? null;
    document.standing = intent.state === "done" ? "posted" : intent.state === "refused" ? "failed" : "posting";
    if (intent.state === "done") document.sageUrn = intent.evidence.urn;
  };

  const accept = async (next: NewIntent<Posting>) => {
    const answer = await sound.accept(next);
    const stored = answer === "accepted" ? await sound.read(next.key) : null;
    if (stored) seen.set(next.key, stored);
    return answer;
  };
  const apply = async (key: PostingKey, event: LedgerEvent): Promise<Step | Refused> => {
    const step = await sound.apply(key, event);
    if (!("refused" in step)) follow(key, step.intent);
    return step;
  };
  const claimDue: ClaimingStore<Posting>["claimDue"] = async (worker, options): Promise<readonly Claim<Posting>[]> => {
    const claims = await sound.claimDue(worker, options);
    for (const { stored } of claims) follow(stored.key, stored.intent);
    // Claiming turns what a lost sender held to "in doubt" without giving it out.
    for (const { key, intent } of [...seen.values()]) {
      const stored = intent.state === "sending" && !claims.some((claim) => claim.stored.key === key) ? await sound.read(key) : null;
      if (stored && stored.intent.state !== "sending") follow(key, stored.intent);
    }
    return claims;
  };
  const whole: ClaimingStore<Posting> = { ...sound, accept, apply, claimDue };

  return {
    documents,
    links: new Map(),
    creations,
    waitingCustomers: new Set(),
    choices: new Map(),
    ledger: {
      ...(broken?.(whole) ?? whole),
      replacePayload: async (key, payload) => {
        const answer = await sound.replacePayload(key, payload);
        const stored = seen.get(key);
        if (answer === "replaced" && stored) seen.set(key, { ...stored, payload });
        return answer;
      },
    },
    intents: () => seen,
  };
};
