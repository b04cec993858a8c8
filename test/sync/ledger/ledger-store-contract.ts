/** What every store of intents must do, whatever it keeps them in. */
import type { Posting } from "../../../src/sync/documents/posting";
import type { LedgerEvent, SendOutcome } from "../../../src/sync/ledger/after";
import { defaultPolicy as policy, type IntentState } from "../../../src/sync/ledger/intent";
import type { PostingKey } from "../../../src/sync/ledger/posting-key";
import type { Claim, ClaimingStore, NewIntent } from "../../../src/sync/ledger/store";
import { failure } from "../../../src/sync/model/failure";
import { anIntent, anInvoicePosting, aReceiptPosting } from "./postings";

export type LedgerUnderTest = {
  readonly store: ClaimingStore<Posting>;
  /** Lets so many milliseconds pass for the store. */
  pass(ms: number): Promise<void>;
};

export const posted: SendOutcome = { kind: "posted", evidence: { urn: "1327", recordId: "88", foundBy: "answer" } };
export const refusal: SendOutcome = { kind: "refused", failure: failure("sage-refused", "Period 3 is closed.", "Open the period.") };
export const unknown: SendOutcome = { kind: "unknown", why: "504" };

const only = <T>(items: readonly T[]): T => {
  const [first, second] = items;
  if (first === undefined || second !== undefined) throw new Error(`One was expected, not ${items.length}.`);
  return first;
};

export const ledgerStoreContract = (open: () => Promise<LedgerUnderTest>): void => {
  let ledger: LedgerUnderTest;
  beforeEach(async () => {
    ledger = await open();
  });

  const accept = async (...intents: readonly NewIntent<Posting>[]): Promise<readonly PostingKey[]> => {
    for (const intent of intents) await ledger.store.accept(intent);
    return intents.map((intent) => intent.key);
  };
  const state = async (key: PostingKey): Promise<IntentState | undefined> => (await ledger.store.read(key))?.intent.state;
  const apply = (key: PostingKey, event: LedgerEvent) => ledger.store.apply(key, event);
  const claim = (worker = "w1", limit = 10): Promise<readonly Claim<Posting>[]> => ledger.store.claimDue(worker, { limit });
  /** Claims what is due, which must be one posting to send, and tells what came of sending it. */
  const send = async (outcome: SendOutcome): Promise<PostingKey> => {
    const { stored, token, to } = only(await claim());
    expect(to).toBe("send");
    expect(await apply(stored.key, { kind: "sent", token, outcome })).not.toHaveProperty("refused");
    return stored.key;
  };

  describe("accepting", () => {
    it("the same key again changes nothing, whatever has become of it", async () => {
      const intent = anIntent(anInvoicePosting("I1"));
      expect(await ledger.store.accept(intent)).toBe("accepted");
      await send(posted);
      const before = await ledger.store.read(intent.key);
      expect(await ledger.store.accept(intent)).toBe("already there");
      expect(await ledger.store.read(intent.key)).toEqual(before);
      expect(await claim()).toEqual([]);
    });

    it("other content under a key is refused, and what was there stays", async () => {
      const intent = anIntent(anInvoicePosting("I1"));
      await accept(intent);
      const others: readonly NewIntent<Posting>[] = [
        { ...intent, payload: anInvoicePosting("I1", { reference: "other" }) },
        { ...intent, parents: [anIntent(anInvoicePosting("I2")).key] },
      ];
      for (const other of others) expect(await ledger.store.accept(other)).toBe("other content under this key");
      expect(await ledger.store.read(intent.key)).toMatchObject(intent);
    });

    it("what is accepted is read back as it was given, and is due at once", async () => {
      const parent = anIntent(anInvoicePosting("I1"));
      const child = anIntent(aReceiptPosting("P1"), [parent.key]);
      await accept(parent, child);
      expect(await ledger.store.read(child.key)).toMatchObject(child);
      expect(await ledger.store.read(anIntent(anInvoicePosting("I9")).key)).toBeNull();
      expect(await ledger.store.due(10)).toEqual([parent.key]);
      expect(await ledger.store.nextDue()).toBeLessThanOrEqual(await ledger.store.now());
    });
  });

  describe("claiming", () => {
    it("a posting that is claimed is not claimed again while its lease lasts", async () => {
      await accept(anIntent(anInvoicePosting("I1")));
      const first = only(await claim("w1"));
      expect(await claim("w2")).toEqual([]);
      expect(await apply(first.stored.key, { kind: "claimed", worker: "w2" })).toHaveProperty("refused", true);
    });

    it("a batch is claimed oldest first, and no more than was asked for", async () => {
      const keys = await accept(...["I1", "I2", "I3"].map((id) => anIntent(anInvoicePosting(id))));
      expect((await claim("w1", 2)).map((one) => one.stored.key)).toEqual(keys.slice(0, 2));
      expect((await claim("w2", 2)).map((one) => one.stored.key)).toEqual(keys.slice(2));
    });

    it("only the company that was asked for is claimed", async () => {
      const here = anIntent(anInvoicePosting("I1"));
      const there = anIntent(anInvoicePosting("I2", { company: "site-1/4" }));
      await accept(here, there);
      expect((await ledger.store.claimDue("w1", { limit: 10, company: "site-1/4" })).map((one) => one.stored.key)).toEqual([there.key]);
    });

    it("claiming to send records the attempt, as claiming and recording one after the other does", async () => {
      const [one, other] = await accept(anIntent(anInvoicePosting("I1")), anIntent(anInvoicePosting("I2")));
      if (!one || !other) throw new Error("Two were accepted.");
      await claim("w1", 1);
      await apply(other, { kind: "claimed", worker: "w1" });
      await apply(other, { kind: "attempt recorded", token: 1 });
      const timeless = async (key: PostingKey) => {
        const intent = (await ledger.store.read(key))?.intent;
        return intent?.state === "sending" ? { ...intent, lease: { ...intent.lease, until: 0 }, startedAt: 0, sendBy: intent.sendBy - intent.startedAt } : intent;
      };
      expect(await timeless(one)).toMatchObject({ state: "sending", attempts: 1, fence: 1, sendBy: policy.sendWithin });
      expect(await timeless(one)).toEqual(await timeless(other));
    });

    it("what a lost sender was sending turns to in doubt, is given to nobody yet, and is looked up after the settling time", async () => {
      await accept(anIntent(anInvoicePosting("I1")));
      const { stored } = only(await claim("w1"));
      await ledger.pass(policy.lease + 1);
      expect(await claim("w2")).toEqual([]);
      expect(await state(stored.key)).toBe("in doubt");
      await ledger.pass(policy.settle + policy.sendWithin);
      expect(only(await claim("w2"))).toMatchObject({ to: "look up", stored: { key: stored.key } });
    });

    it("nextDue names the end of a lease and of a settling time, and nothing when all is done", async () => {
      await accept(anIntent(anInvoicePosting("I1")));
      const { stored, token } = only(await claim());
      const now = await ledger.store.now();
      const next = await ledger.store.nextDue();
      expect(next).not.toBeNull();
      expect(Math.abs((next ?? 0) - now - policy.lease)).toBeLessThan(60_000);
      await apply(stored.key, { kind: "sent", token, outcome: posted });
      expect(await ledger.store.nextDue()).toBeNull();
    });
  });

  describe("recording", () => {
    it("a lost lease cannot record: neither an attempt, nor what came of it", async () => {
      const [key] = await accept(anIntent(anInvoicePosting("I1")));
      if (!key) throw new Error("One was accepted.");
      await apply(key, { kind: "claimed", worker: "slow" });
      await ledger.pass(policy.lease + 1);
      const { token } = only(await claim("quick"));
      expect(await apply(key, { kind: "attempt recorded", token: 1 })).toHaveProperty("refused", true);
      expect(await apply(key, { kind: "sent", token: 1, outcome: posted })).toHaveProperty("refused", true);
      expect(await apply(key, { kind: "sent", token, outcome: posted })).toHaveProperty("intent.state", "done");
    });

    it("a result comes back from the store as it was recorded", async () => {
      await accept(anIntent(anInvoicePosting("I1")));
      const key = await send(posted);
      expect((await ledger.store.read(key))?.intent).toMatchObject({ state: "done", attempts: 1, evidence: { urn: "1327", recordId: "88", foundBy: "answer" } });
    });

    it("a refusal stays until a person retries it, and is sent again then", async () => {
      await accept(anIntent(anInvoicePosting("I1")));
      const key = await send(refusal);
      expect(await claim()).toEqual([]);
      await apply(key, { kind: "retried", decision: "send again" });
      expect(await send(posted)).toBe(key);
      expect(await state(key)).toBe("done");
    });

    it("a doubt is settled by a look-up: found is done, absent is sent again", async () => {
      await accept(anIntent(anInvoicePosting("I1")));
      const key = await send(unknown);
      await ledger.pass(policy.settle + 1);
      const look = only(await claim());
      expect(look.to).toBe("look up");
      await apply(key, { kind: "looked up", token: look.token, outcome: { kind: "absent" } });
      expect(await send(unknown)).toBe(key);
      await ledger.pass(policy.settle + 1);
      const again = only(await claim());
      await apply(key, { kind: "looked up", token: again.token, outcome: { kind: "found", evidence: { urn: "9", recordId: null, foundBy: "look-up" } } });
      expect(await state(key)).toBe("done");
    });

    it("nothing is known of a key that was never accepted", async () => {
      expect(await apply(anIntent(anInvoicePosting("I9")).key, { kind: "claimed", worker: "w" })).toHaveProperty("refused", true);
    });
  });

  describe("parents", () => {
    const family = () => {
      const invoice = anIntent(anInvoicePosting("I1"));
      const receipt = anIntent(aReceiptPosting("P1"), [invoice.key]);
      return { invoice, receipt };
    };

    it("gate their children until they are done", async () => {
      const { invoice, receipt } = family();
      await accept(invoice, receipt);
      expect(await apply(receipt.key, { kind: "claimed", worker: "w" })).toHaveProperty("refused", true);
      expect(await send(posted)).toBe(invoice.key);
      expect(await ledger.store.due(10)).toEqual([receipt.key]);
      expect(await send(posted)).toBe(receipt.key);
    });

    it("all of them must be done", async () => {
      const [one, other] = [anIntent(anInvoicePosting("I1")), anIntent(anInvoicePosting("I2"))];
      const child = anIntent(aReceiptPosting("P1"), [one.key, other.key]);
      await accept(child, one);
      await send(posted);
      expect(await ledger.store.due(10)).toEqual([]);
      await accept(other);
      await send(posted);
      expect(await ledger.store.due(10)).toEqual([child.key]);
    });

    it("keep their children when they are refused or in doubt, and let them go when they are done after all", async () => {
      const { invoice, receipt } = family();
      await accept(invoice, receipt);
      await send(refusal);
      expect(await ledger.store.due(10)).toEqual([]);
      await apply(invoice.key, { kind: "retried", decision: "send again" });
      await send(unknown);
      expect(await ledger.store.due(10)).toEqual([]);
      await ledger.pass(policy.settle + 1);
      const look = only(await claim());
      await apply(invoice.key, { kind: "looked up", token: look.token, outcome: { kind: "found", evidence: { urn: "1", recordId: null, foundBy: "look-up" } } });
      expect(await ledger.store.due(10)).toEqual([receipt.key]);
    });

    it("that are done already do not keep a child that is accepted later", async () => {
      const { invoice, receipt } = family();
      await accept(invoice);
      await send(posted);
      await accept(receipt);
      expect(await ledger.store.due(10)).toEqual([receipt.key]);
    });
  });

  it("work under a key's lock is run, and its answer given", async () => {
    expect(await ledger.store.withKeyLock(anIntent(anInvoicePosting("I1")).key, async () => "sent")).toBe("sent");
  });
};
