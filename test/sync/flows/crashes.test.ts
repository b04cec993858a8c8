/** Wherever a process dies and however a push is cut into batches, the links at the end are the same. */
import fc from "fast-check";
import type { PushedRow } from "../../../src/sync/contract";
import type { SyncCore } from "../../../src/sync/core";
import type { LayerApi } from "../../../src/sync/layer";
import type { Database } from "../../../src/sync/store";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { followed, linkRow, practice, practiceCore, pushed, somebody, unlinkedCustomers, type Practice } from "./practice-core";

const links = "customer-links";

/** Lets so many steps happen, then is dead: the step it dies in fails before or after it took effect, and every later one fails. */
class Life {
  #left: number;
  readonly died: Promise<void>;
  #die: () => void = () => undefined;

  constructor(
    steps: number,
    readonly after: boolean,
  ) {
    this.#left = steps;
    this.died = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  async step<T>(work: () => Promise<T>): Promise<T> {
    this.#left -= 1;
    if (this.#left > 0) return work();
    if (this.#left === 0 && this.after) await work();
    this.#die();
    throw new Error("The process is dead.");
  }
}

/** Every transaction is a step; so is every saving in The Layer. */
const mortal = (db: Database, layer: LayerApi, life: Life): { db: Database; layer: LayerApi } => ({
  db: {
    ...db,
    read: (work) => db.read(work),
    transaction: (label, work, options) => life.step(() => db.transaction(label, work, options)),
    change: (tenant, label, work, options) => life.step(() => db.change(tenant, label, work, options)),
  },
  layer: { ...layer, saveLinks: (...asked) => life.step(() => layer.saveLinks(...asked)) },
});

describeOnEachEngine(
  "crashes",
  (on) => {
    /** Good rows, both ids and one, a customer twice, an account twice by different ids, and rows that are wrong. */
    const rowsFor = (world: Practice): readonly PushedRow[] => {
      const found = unlinkedCustomers(world.sandbox);
      const at = (index: number) => {
        const one = found[index];
        if (!one) throw new Error("The sandbox has too few unlinked customers.");
        return one;
      };
      const good = [0, 1, 2, 3, 4].map((index) => linkRow({ CustomerId: at(index).customer.id, company: at(index).company, number: at(index).account.reference }));
      const byId = [5, 6].map((index) => linkRow({ CustomerId: at(index).customer.id, company: at(index).company, id: String(at(index).account.id) }));
      const twice = [7, 7].map((index) => linkRow({ CustomerId: at(index).customer.id, company: at(index).company, number: at(index).account.reference }));
      const rivals = [
        linkRow({ CustomerId: at(8).customer.id, company: at(8).company, number: at(8).account.reference }),
        linkRow({ CustomerId: at(9).customer.id, company: at(8).company, id: String(at(8).account.id) }),
      ];
      const wrong = [linkRow({ CustomerId: "NOBODY", company: at(0).company, number: "X" }), linkRow({ CustomerId: at(10).customer.id, company: at(10).company, number: "GHOST" })];
      return pushed(links, [...good, ...byId, ...twice, ...rivals, ...wrong]);
    };

    const workUntil = async (core: SyncCore, over: Promise<unknown>) => {
      const stop = new AbortController();
      const work = core.work(stop.signal);
      await over;
      stop.abort();
      await work;
    };

    /** Runs the push through one life after another; the last is immortal. Answers outcomes by row and links by customer. */
    const outcome = async (order: readonly number[], batchSize: number, deaths: readonly { steps: number; after: boolean }[]) => {
      const world = await practice(60, 3);
      const tenant = aTenant();
      const all = rowsFor(world);
      const rows = order.flatMap((place) => all[place] ?? []);
      const first = practiceCore(world, on().db, tenant, { batchSize });
      const accepted = await first.acceptPush({ id: "push-crashing", slug: links, rows, by: somebody });
      expect(accepted.ok).toBe(true);
      await first.close();
      for (const { steps, after } of deaths) {
        const life = new Life(steps, after);
        const parts = mortal(on().db, world.layer, life);
        const core = practiceCore({ ...world, layer: parts.layer }, parts.db, tenant, { batchSize });
        await workUntil(core, Promise.race([life.died, followed(core, "push-crashing")]));
        await core.close();
        // The next process finds the leases of the dead one over.
        await on().db.transaction("pass time", (tx) => tx.updateTable("push_batch").set({ lease_until: null }).where("tenant", "=", tenant).execute());
      }
      const core = practiceCore(world, on().db, tenant, { batchSize });
      const done = followed(core, "push-crashing");
      await workUntil(core, done);
      const { results } = await done;
      const { entries } = await core.audit({ pushId: "push-crashing", limit: 500 });
      const left = await on().db.read((handle) => handle.selectFrom("link_intent").select("push_id").where("tenant", "=", tenant).execute());
      const held = world.sandbox.data.links().map(({ updatedAt: _, ...link }) => JSON.stringify(link));
      await core.close();
      await world.close();
      return {
        outcomes: results.map((result) => `${result.ref.key}#${result.ref.nth} ${result.outcome} ${result.version}`).sort(),
        linked: entries.filter((entry) => entry.what === "Linked").map((entry) => entry.key).sort(),
        held: held.sort(),
        left,
      };
    };

    it("leave the same links, results and audit as a push that nothing happened to", async () => {
      const inOrder = Array.from({ length: 13 }, (_, at) => at);
      const expected = await outcome(inOrder, 100, []);
      expect(expected.linked).toHaveLength(7);
      const death = fc.record({ steps: fc.integer({ min: 1, max: 30 }), after: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(inOrder, { minLength: 13 }), fc.integer({ min: 1, max: 14 }), fc.array(death, { minLength: 1, maxLength: 3 }), async (order, batchSize, deaths) => {
          expect(await outcome(order, batchSize, deaths)).toEqual(expected);
        }),
        { numRuns: 12 },
      );
    });
  },
  ["PGlite"],
);
