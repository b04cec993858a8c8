import { sql } from "kysely";
import type { Posting } from "../../../src/sync/documents/posting";
import { defaultPolicy as policy } from "../../../src/sync/ledger/intent";
import type { PostingKey } from "../../../src/sync/ledger/posting-key";
import type { Claim } from "../../../src/sync/ledger/store";
import type { Database } from "../../../src/sync/store";
import { json } from "../../../src/sync/store/bulk";
import { attemptsOf, createSqlLedgerStore, type SqlLedgerOptions } from "../../../src/sync/store/ledger-store";
import { sendingLock } from "../../../src/sync/store/ledger-rows";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { ledgerStoreContract, posted, refusal, unknown } from "../ledger/ledger-store-contract";
import { aNewCustomer, anIntent, anInvoicePosting, aReceiptPosting } from "../ledger/postings";
import { passTime } from "./passing-time";

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describeOnEachEngine("the ledger in SQL", (on, engine) => {
  const open = (db: Database, tenant: string, options: Partial<SqlLedgerOptions> = {}) => createSqlLedgerStore({ db, tenant, policy, ...options });
  const ledger = (tenant = aTenant(), options: Partial<SqlLedgerOptions> = {}) => open(on().db, tenant, options);
  /** As many stores as there are workers, on the connections of two processes. */
  const workers = (tenant: string, count: number) => numbers(count).map((at) => open(at % 2 === 0 ? on().db : on().other, tenant));
  const first = (claims: readonly Claim<Posting>[]): Claim<Posting> => {
    if (!claims[0]) throw new Error("Nothing was due.");
    return claims[0];
  };

  ledgerStoreContract(async () => {
    const tenant = aTenant();
    return { store: ledger(tenant), pass: (ms) => passTime(on().db, tenant, ms) };
  });

  describe("accepting", () => {
    it("is undone with the transaction that it was part of", async () => {
      const store = ledger();
      const intent = anIntent(anInvoicePosting("I1"));
      const failing = on().db.transaction("accept and fail", async (tx) => {
        expect(await store.acceptIn(tx, intent)).toBe("accepted");
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      expect(await store.read(intent.key)).toBeNull();
    });

    it("a document never gets a second key, not even for another company", async () => {
      const store = ledger();
      await store.accept(anIntent(anInvoicePosting("I1")));
      const moved = anIntent(anInvoicePosting("I1", { company: "site-1/4" }));
      expect(await store.accept(moved)).toBe("another key for this document");
      expect(await store.read(moved.key)).toBeNull();
    });

    it("a payment and an invoice of one id are two documents, and so is one customer in two companies", async () => {
      const store = ledger();
      const all = [anInvoicePosting("1"), aReceiptPosting("1"), aNewCustomer("C1"), aNewCustomer("C1", { company: "site-1/4" })].map((posting) => anIntent(posting));
      expect(await on().db.transaction("accept", (tx) => store.acceptAllIn(tx, all))).toEqual(["accepted", "accepted", "accepted", "accepted"]);
    });

    it("many at once are answered one by one, in order, and those given twice count once", async () => {
      const store = ledger();
      const [one, two, three] = [anIntent(anInvoicePosting("I1")), anIntent(anInvoicePosting("I2")), anIntent(aReceiptPosting("P3"), [anIntent(anInvoicePosting("I2")).key])];
      await store.accept(one);
      const offered = [two, { ...one, payload: anInvoicePosting("I1", { reference: "other" }) }, three, two, one];
      const answers = await on().db.transaction("accept", (tx) => store.acceptAllIn(tx, offered));
      expect(answers).toEqual(["accepted", "other content under this key", "accepted", "already there", "already there"]);
      expect(await store.due(10)).toEqual([one.key, two.key]);
    });

    it("two processes that accept the same at once make it once", async () => {
      const tenant = aTenant();
      const intents = numbers(20).map((at) => anIntent(anInvoicePosting(`I${at}`)));
      const answers = await Promise.all(
        workers(tenant, 4).map((store, at) => (at % 2 === 0 ? on().db : on().other).transaction("accept", (tx) => store.acceptAllIn(tx, at < 2 ? intents : [...intents].reverse()))),
      );
      expect(answers.flat().filter((answer) => answer === "accepted")).toHaveLength(20);
      expect(answers.flat().filter((answer) => answer !== "accepted" && answer !== "already there")).toEqual([]);
    });

    it("a child that is accepted while its parent becomes done, or is accepted itself, is never left behind", async () => {
      const tenant = aTenant();
      const [one, other] = [open(on().db, tenant), open(on().other, tenant)];
      for (const at of numbers(15)) {
        const parent = anIntent(anInvoicePosting(`I${at}`));
        const child = anIntent(aReceiptPosting(`P${at}`), [parent.key]);
        if (at % 2 === 0) await one.accept(parent);
        const parentIsDone = async () => {
          await one.accept(parent);
          // While the child is being accepted its parent is locked, and passed over.
          let claims: readonly Claim<Posting>[] = [];
          while (claims.length === 0) claims = await one.claimDue("w", { limit: 10 });
          const claim = first(claims);
          await one.apply(parent.key, { kind: "sent", token: claim.token, outcome: posted });
        };
        await Promise.all([parentIsDone(), other.accept(child)]);
        expect(await one.due(10)).toEqual([child.key]);
        const claim = first(await one.claimDue("w", { limit: 10 }));
        await one.apply(child.key, { kind: "sent", token: claim.token, outcome: posted });
      }
    });
  });

  describe("claiming", () => {
    it("exactly one of two concurrent claimers wins, claiming many or one by one", async () => {
      const tenant = aTenant();
      const intents = numbers(60).map((at) => anIntent(anInvoicePosting(`I${at}`)));
      await on().db.transaction("accept", (tx) => ledger(tenant).acceptAllIn(tx, intents));
      const won: PostingKey[] = [];
      await Promise.all(
        workers(tenant, 10).map(async (store, at) => {
          for (;;) {
            const keys = at < 5 ? (await store.claimDue(`w${at}`, { limit: 3 })).map((claim) => claim.stored.key) : await store.due(60);
            if (keys.length === 0) return;
            if (at < 5) won.push(...keys);
            else for (const key of keys) if (!("refused" in (await store.apply(key, { kind: "claimed", worker: `w${at}` })))) won.push(key);
          }
        }),
      );
      expect([...won].sort()).toEqual(intents.map((intent) => intent.key).sort());
    });

    it("is by the database's clock, whatever a worker's clock says", async () => {
      const tenant = aTenant();
      const store = ledger(tenant);
      await store.accept(anIntent(anInvoicePosting("I1")));
      const before = await store.now();
      // The embedded engine has no clock but this process's.
      const wrong = engine === "PostgreSQL" ? jest.spyOn(Date, "now").mockReturnValue(Date.now() + 365 * 86_400_000) : null;
      try {
        const { stored } = first(await store.claimDue("w1", { limit: 1 }));
        expect(await store.claimDue("w2", { limit: 1 })).toEqual([]);
        if (stored.intent.state !== "sending") throw new Error(stored.intent.state);
        expect(stored.intent.lease.until - policy.lease).toBeGreaterThanOrEqual(before);
        expect(stored.intent.lease.until - policy.lease).toBeLessThanOrEqual(await store.now());
      } finally {
        wrong?.mockRestore();
      }
    });
  });

  describe("what follows from a result", () => {
    const note = (tenant: string) => (tx: Parameters<NonNullable<SqlLedgerOptions["follow"]>>[0], id: string) => tx.insertInto("sweep_seen").values({ tenant, sweep: "follows", id }).execute();
    const noted = (tenant: string) => on().db.read(async (handle) => (await handle.selectFrom("sweep_seen").select("id").where("tenant", "=", tenant).orderBy("id").execute()).map((row) => row.id));

    it("is kept with it or not at all", async () => {
      const tenant = aTenant();
      let isBroken = true;
      const store = ledger(tenant, {
        follow: async (tx, step, stored) => {
          await note(tenant)(tx, `${stored.payload.kind} ${step.intent.state} ${stored.intent.state}`);
          if (isBroken) throw new Error("The connection was lost.");
        },
      });
      await store.accept(anIntent(anInvoicePosting("I1")));
      const { stored, token } = first(await store.claimDue("w", { limit: 1 }));
      await expect(store.apply(stored.key, { kind: "sent", token, outcome: posted })).rejects.toThrow("lost");
      expect([(await store.read(stored.key))?.intent.state, await noted(tenant)]).toEqual(["sending", []]);
      isBroken = false;
      await store.apply(stored.key, { kind: "sent", token, outcome: posted });
      expect([(await store.read(stored.key))?.intent.state, await noted(tenant)]).toEqual(["done", ["invoice done done"]]);
    });

    it("is nothing for a step that was refused, or that only takes the posting up", async () => {
      const tenant = aTenant();
      const store = ledger(tenant, { follow: async (tx, step) => void (await note(tenant)(tx, step.why)) });
      await store.accept(anIntent(anInvoicePosting("I1")));
      const { stored, token } = first(await store.claimDue("w", { limit: 1 }));
      await store.apply(stored.key, { kind: "sent", token: token + 1, outcome: posted });
      expect(await noted(tenant)).toEqual([]);
    });

    it("is told when a claim finds that the sender was lost", async () => {
      const tenant = aTenant();
      const store = ledger(tenant, { follow: async (tx, { intent }) => void (await note(tenant)(tx, intent.state)) });
      await store.accept(anIntent(anInvoicePosting("I1")));
      await store.claimDue("lost", { limit: 1 });
      await passTime(on().db, tenant, policy.lease + 1);
      await store.claimDue("w", { limit: 1 });
      expect(await noted(tenant)).toEqual(["in doubt"]);
    });
  });

  describe("a refused posting", () => {
    it("may be given other content, and is sent with that when it is retried; in any other state it keeps what may be in Sage", async () => {
      const tenant = aTenant();
      const store = ledger(tenant);
      const key = anIntent(aReceiptPosting("P1")).key;
      const mended = aReceiptPosting("P1", { bankId: "bank-2" });
      const replace = (payload: Posting = mended) => on().db.transaction("replace", (tx) => store.replacePayload(tx, key, payload));
      await store.accept(anIntent(aReceiptPosting("P1")));
      expect(await replace()).toBe("not refused");
      const claim = first(await store.claimDue("w", { limit: 1 }));
      expect(await replace()).toBe("not refused");
      await store.apply(key, { kind: "sent", token: claim.token, outcome: refusal });
      expect(await replace(aReceiptPosting("P2"))).toBe("not refused");
      expect(await replace(aReceiptPosting("P1", { company: "site-1/4" }))).toBe("not refused");
      expect(await replace()).toBe("replaced");
      await store.apply(key, { kind: "retried", decision: "send again" });
      expect(await replace(aReceiptPosting("P1"))).toBe("not refused");
      const again = first(await store.claimDue("w", { limit: 1 }));
      expect(again.stored.payload).toEqual(mended);
      await store.apply(key, { kind: "sent", token: again.token, outcome: posted });
      expect(await replace(aReceiptPosting("P1"))).toBe("not refused");
    });
  });

  describe("the history of attempts", () => {
    const history = (tenant: string, key: PostingKey) => on().db.read((handle) => attemptsOf(handle, tenant, key));

    it("keeps every send and look-up with who, what and what came back, and no bank", async () => {
      const tenant = aTenant();
      const store = ledger(tenant);
      const { key } = anIntent(aReceiptPosting("P1"));
      await store.accept(anIntent(aReceiptPosting("P1")));
      const send = first(await store.claimDue("w1", { limit: 1 }));
      await store.apply(key, { kind: "sent", token: send.token, outcome: unknown });
      await passTime(on().db, tenant, policy.settle + 1);
      const look = first(await store.claimDue("w2", { limit: 1 }));
      expect((await history(tenant, key)).at(-1)).toMatchObject({ what: "look-up", worker: "w2", outcome: null, answeredAt: null });
      await store.apply(key, { kind: "looked up", token: look.token, outcome: { kind: "absent" } });
      const attempts = await history(tenant, key);
      expect(attempts).toMatchObject([
        { what: "send", worker: "w1", outcome: unknown, request: { documentId: "P1", amount: 7_000 } },
        { what: "look-up", worker: "w2", outcome: { kind: "absent" }, request: null },
      ]);
      expect(JSON.stringify(attempts)).not.toContain("bank-9157");
    });

    it("keeps an answer that came too late to count", async () => {
      const tenant = aTenant();
      const store = ledger(tenant);
      await store.accept(anIntent(anInvoicePosting("I1")));
      const { stored, token } = first(await store.claimDue("slow", { limit: 1 }));
      await passTime(on().db, tenant, policy.lease + 1);
      await store.claimDue("quick", { limit: 1 });
      expect(await store.apply(stored.key, { kind: "sent", token, outcome: posted })).toHaveProperty("refused", true);
      expect((await store.read(stored.key))?.intent.state).toBe("in doubt");
      expect(await history(tenant, stored.key)).toMatchObject([{ worker: "slow", outcome: posted }]);
    });
  });

  if (engine === "PostgreSQL") {
    it("what every posting runs is planned once a connection", async () => {
      const store = ledger();
      const { key } = anIntent(anInvoicePosting("I1"));
      await store.accept(anIntent(anInvoicePosting("I1")));
      const plans = await on().db.transaction("claim twice", async (tx) => {
        for (const worker of ["w1", "w2"]) await store.applyIn(tx, key, { kind: "claimed", worker });
        return (await sql<{ name: string }>`select name from pg_prepared_statements where name like 'tieout_%' and statement like '%for update%' and statement not like '%skip locked%' and statement not like '%jsonb_array_elements%'`.execute(tx)).rows;
      });
      expect(plans).toHaveLength(1);
    });

    describe("the lock on a posting's key", () => {
      const finishes: (() => void)[] = [];
      // A test that fails half-way leaves no send waiting, which would keep the database from closing.
      afterEach(() => {
        for (const finish of finishes.splice(0)) finish();
      });
      const underWay = () => {
        let finish: () => void = () => undefined;
        const over = new Promise<void>((resolve) => (finish = resolve));
        finishes.push(() => finish());
        let begin: () => void = () => undefined;
        const begun = new Promise<void>((resolve) => (begin = resolve));
        return { begun, finish, work: () => (begin(), over) };
      };
      /** Those that hold these keys. A server shows the locks of all its databases, other test files' among them. */
      const sessions = (tenant: string, keys: readonly PostingKey[]) =>
        on().db.read(async (handle) => {
          const { rows } = await sql<{ pid: number }>`
            select distinct pid from pg_locks
            where locktype = 'advisory' and granted and objsubid = 1 and database = (select oid from pg_database where datname = current_database())
              and (cast(classid as bigint) << 32) | cast(objid as bigint) in (
                select ${sendingLock(tenant, sql`key`)} from jsonb_array_elements_text(${json(keys)}) as key)`.execute(handle);
          return rows;
        });
      const until = async (isSo: () => Promise<boolean>) => {
        while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
      };

      it("keeps a posting from being taken over from a sender that is late and still there", async () => {
        const tenant = aTenant();
        const [slow, quick] = [open(on().db, tenant), open(on().other, tenant)];
        await slow.accept(anIntent(anInvoicePosting("I1")));
        const { stored, token } = first(await slow.claimDue("slow", { limit: 1 }));
        const send = underWay();
        const sent = slow.withKeyLock(stored.key, send.work);
        await send.begun;
        await passTime(on().db, tenant, policy.lease + 1);
        expect(await quick.claimDue("quick", { limit: 1 })).toEqual([]);
        expect(await quick.apply(stored.key, { kind: "claimed", worker: "quick" })).toHaveProperty("refused", true);
        expect((await quick.read(stored.key))?.intent.state).toBe("sending");
        send.finish();
        await sent;
        expect(await slow.apply(stored.key, { kind: "sent", token, outcome: posted })).toHaveProperty("intent.state", "done");
      });

      it("is held by one process at a time, and many at once by one connection", async () => {
        const tenant = aTenant();
        const [one, other] = [open(on().db, tenant), open(on().other, tenant)];
        const keys = numbers(40).map((at) => anIntent(anInvoicePosting(`I${at}`)).key);
        const sends = keys.map(() => underWay());
        const running = keys.map((key, at) => one.withKeyLock(key, async () => (await sends[at]?.work(), key)));
        for (const send of sends) await send.begun;
        expect(await sessions(tenant, keys)).toHaveLength(1);
        expect(await Promise.all(keys.map((key) => other.withKeyLock(key, async () => key)))).toEqual(keys.map(() => null));
        for (const send of sends) send.finish();
        expect(await Promise.all(running)).toEqual(keys);
        await until(async () => (await sessions(tenant, keys)).length === 0);
        expect(await Promise.all(keys.map((key) => other.withKeyLock(key, async () => key)))).toEqual(keys);
      });

      it("is let go when its process is cut off, which ends no process, and can be had again", async () => {
        const tenant = aTenant();
        const [one, other] = [open(on().db, tenant), open(on().other, tenant)];
        const { key } = anIntent(anInvoicePosting("I1"));
        const send = underWay();
        const running = one.withKeyLock(key, send.work);
        await send.begun;
        const holders = await sessions(tenant, [key]);
        expect(holders).toHaveLength(1);
        for (const { pid } of holders) await on().db.read((handle) => sql`select pg_terminate_backend(${pid})`.execute(handle));
        await until(async () => (await sessions(tenant, [key])).length === 0);
        expect(await other.withKeyLock(key, async () => "other")).toBe("other");
        send.finish();
        await running;
        await until(async () => (await one.withKeyLock(key, async () => "again").catch(() => null)) === "again");
      });
    });
  }
});
