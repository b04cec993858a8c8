import type { Posting } from "../../../src/sync/documents/posting";
import type { LookUpOutcome, SendOutcome } from "../../../src/sync/ledger/after";
import { defaultPolicy as policy } from "../../../src/sync/ledger/intent";
import { createMemoryLedgerStore } from "../../../src/sync/ledger/memory-store";
import type { ClaimingStore, StoredIntent } from "../../../src/sync/ledger/store";
import type { Poster, Worked } from "../../../src/sync/ledger/work";
import { workThrough, type WorkThrough } from "../../../src/sync/ledger/work-through";
import { posted, unknown } from "./ledger-store-contract";
import { anIntent, anInvoicePosting, aReceiptPosting } from "./postings";

type Call = { readonly intent: StoredIntent<Posting>; readonly inTime: () => boolean };

/** A store and a poster whose time passes only as the poster says. */
const aScene = (answer: (call: Call, pass: (ms: number) => void) => Promise<SendOutcome> | SendOutcome = () => posted) => {
  let now = 1_000_000;
  const pass = (ms: number) => {
    now += ms;
  };
  const store = createMemoryLedgerStore<Posting>(() => now, policy);
  const sent: string[] = [];
  const claims: number[] = [];
  const worked: Worked[] = [];
  const broken: string[] = [];
  let underWay = 0;
  let most = 0;
  const poster: Poster<Posting> = {
    send: async (intent, inTime) => {
      if (!inTime()) return { kind: "not sent" };
      most = Math.max(most, (underWay += 1));
      sent.push(intent.key);
      await new Promise((resolve) => setImmediate(resolve));
      const outcome = await answer({ intent, inTime }, pass);
      underWay -= 1;
      return outcome;
    },
    lookUp: async (): Promise<LookUpOutcome> => ({ kind: "absent" }),
  };
  const watched: ClaimingStore<Posting> = {
    ...store,
    claimDue: async (worker, options) => {
      claims.push(options.limit);
      return store.claimDue(worker, options);
    },
  };
  const run = (options: Partial<WorkThrough<Posting>> = {}) =>
    workThrough({
      store: watched,
      poster,
      worker: { name: "w", monotonic: () => now, sendWithin: policy.sendWithin },
      atOnce: 3,
      signal: new AbortController().signal,
      tell: (one) => worked.push(one),
      broken: (_, key) => broken.push(key),
      ...options,
    });
  const accept = async (...intents: readonly ReturnType<typeof anIntent>[]) => {
    for (const intent of intents) await store.accept(intent);
    return intents.map((intent) => intent.key);
  };
  return { store: watched, sent, claims, worked, broken, run, accept, pass, most: () => most };
};

const invoices = (count: number) => Array.from({ length: count }, (_, at) => anIntent(anInvoicePosting(`I${at}`)));

describe("working through what is due", () => {
  it("sends each posting once, so many at once and no more", async () => {
    const scene = aScene();
    const keys = await scene.accept(...invoices(40));
    await scene.run();
    expect([...scene.sent].sort()).toEqual([...keys].sort());
    expect(scene.most()).toBe(3);
    expect(scene.worked.every((one) => one.state === "done")).toBe(true);
  });

  it("goes on to what a result has made due, and ends when nothing is", async () => {
    const scene = aScene();
    const [invoice] = invoices(1);
    if (!invoice) throw new Error("There is one.");
    const receipt = anIntent(aReceiptPosting("P1"), [invoice.key]);
    await scene.accept(receipt, invoice);
    await scene.run();
    expect(scene.sent).toEqual([invoice.key, receipt.key]);
  });

  it("asks once where nothing is due", async () => {
    const scene = aScene();
    await scene.run();
    expect(scene.claims).toHaveLength(1);
  });

  it("claims ahead of quick calls in batches, and nothing ahead of slow ones, so that none comes too late to be sent", async () => {
    const quick = aScene();
    await quick.accept(...invoices(60));
    await quick.run();
    expect(quick.claims.length).toBeLessThan(40);

    let sending = 0;
    let mostClaimed = 0;
    const slow = aScene(async (_, pass) => {
      pass(policy.sendWithin - 1);
      return posted;
    });
    await slow.accept(...invoices(30));
    const store: ClaimingStore<Posting> = {
      ...slow.store,
      claimDue: async (worker, options) => {
        const claims = await slow.store.claimDue(worker, options);
        mostClaimed = Math.max(mostClaimed, (sending += claims.length));
        return claims;
      },
      apply: (key, event) => {
        sending -= 1;
        return slow.store.apply(key, event);
      },
    };
    await slow.run({ store, atOnce: 1 });
    expect(mostClaimed).toBe(1);
    expect(slow.worked.map((one) => one.state)).not.toContain("not sent");
  });

  it("what cannot be recorded is reported, and the others go on", async () => {
    const scene = aScene();
    const [first] = await scene.accept(...invoices(5));
    const store: ClaimingStore<Posting> = {
      ...scene.store,
      apply: (key, event) => (key === first ? Promise.reject(new Error("The database went away.")) : scene.store.apply(key, event)),
    };
    await scene.run({ store });
    expect(scene.broken).toEqual([first]);
    expect(scene.worked).toHaveLength(4);
  });

  it("a store that cannot be asked ends the work after what is under way, with the error", async () => {
    const scene = aScene();
    await scene.accept(...invoices(9));
    let asked = 0;
    const store: ClaimingStore<Posting> = {
      ...scene.store,
      claimDue: (worker, options) => ((asked += 1) > 1 ? Promise.reject(new Error("The database went away.")) : scene.store.claimDue(worker, options)),
    };
    await expect(scene.run({ store })).rejects.toThrow("went away");
    expect(scene.worked).toHaveLength(3);
  });

  it("claims nothing more when it is told to stop, and finishes what it holds", async () => {
    const stop = new AbortController();
    const scene = aScene(() => {
      stop.abort();
      return posted;
    });
    await scene.accept(...invoices(30));
    await scene.run({ signal: stop.signal });
    expect(scene.sent).toHaveLength(3);
    expect(scene.worked.map((one) => one.state)).toEqual(["done", "done", "done"]);
  });

  it("looks up what is in doubt, and sends it again when it is not there", async () => {
    let answers = 0;
    const scene = aScene(() => ((answers += 1) === 1 ? unknown : posted));
    const [key] = await scene.accept(...invoices(1));
    await scene.run();
    scene.pass(policy.settle);
    await scene.run();
    expect(scene.sent).toEqual([key, key]);
    expect(scene.worked.map((one) => one.state)).toEqual(["in doubt", "planned", "done"]);
  });
});
