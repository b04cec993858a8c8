/** The accountant: looks in now and then, mends what was set up wrong, decides what is left to people, connects Sage again, and presses Retry. */
import type { Surroundings } from "./gateway";
import { place } from "./database";
import { decideCustomer, retryAll } from "./planning";
import type { Choices } from "./choices";
import type { Sage } from "./sage";
import type { Truth } from "./truth";

export type Person = {
  readonly surroundings: Surroundings;
  readonly sage: Sage;
  readonly truth: Truth;
  readonly choices: Choices;
  readonly isCalm: () => boolean;
  readonly hasGone: () => boolean;
};

export const livePerson = async ({ surroundings, sage, truth, choices, isCalm, hasGone }: Person): Promise<void> => {
  const { scheduler, random, database, setUp, credentials, trace } = surroundings;
  const planning = { database, setUp, mirrored: surroundings.mirrored };
  const note = (what: string, about: string | null = null) => trace.note("person", what, about);
  for (let visit = 1; ; visit += 1) {
    await scheduler.sleep(null, 120_000 + random.int(600_000));
    if (hasGone()) return;
    for (const defect of setUp.defects) {
      if (defect.isMended || !defect.willBeMended || !(isCalm() || choices.of(`visit ${visit} mends ${defect.name}`).chance(0.4))) continue;
      defect.isMended = true;
      note(`mends: ${defect.name}`);
    }
    setUp.applyTo(sage);
    const { lookalike } = setUp;
    if (database.waitingCustomers.has(place(lookalike.customerId, lookalike.companyRef))) {
      note(`chooses ${lookalike.choice} for customer ${lookalike.customerId}`);
      await decideCustomer(planning, lookalike, lookalike.choice, lookalike.sageCustomerId);
    }
    if (truth.isGrantSpent()) {
      note("connects Sage again");
      truth.connectedAgain();
      credentials.connect(sage.signIn());
    }
    const retried = await retryAll(planning);
    if (retried > 0) note(`retries ${retried}`);
    for (const { key, intent } of database.intents().values()) {
      if (intent.state !== "needs review") continue;
      const found = truth.inSage(key);
      // Two of one: there is nothing that a retry could put right.
      if (found > 1) continue;
      const decision = found === 0 && random.chance(0.3) ? "send again" : "look up first";
      note(`decides about ${surroundings.labelOf(key)}: ${decision}`, surroundings.labelOf(key));
      await database.ledger.apply(key, { kind: "retried", decision });
    }
  }
};
