import fc from "fast-check";
import { failure } from "../../../src/sync/model/failure";
import { after, claimableFrom, type LedgerEvent } from "../../../src/sync/ledger/after";
import { defaultPolicy as policy, type Intent, planned } from "../../../src/sync/ledger/intent";

const evidence = { urn: "1327", recordId: null, foundBy: "answer" } as const;

const step = (intent: Intent, event: LedgerEvent, now: number): Intent => {
  const next = after(intent, event, now, policy);
  if ("refused" in next) throw new Error(next.why);
  return next.intent;
};
const claim = (intent: Intent, now: number) => step(intent, { kind: "claimed", worker: "w1" }, now);
const record = (intent: Intent, now: number) => step(intent, { kind: "attempt recorded", token: intent.fence }, now);
const sending = (now = 0) => record(claim(planned(now), now), now);

describe("sending", () => {
  test("an attempt is recorded before it is sent: nothing planned can be answered for", () => {
    const claimed = claim(planned(0), 0);
    expect(after(claimed, { kind: "sent", token: 1, outcome: { kind: "posted", evidence } }, 1, policy)).toHaveProperty("refused", true);
  });

  test("a clear yes is done, a clear no is refused", () => {
    expect(step(sending(), { kind: "sent", token: 1, outcome: { kind: "posted", evidence } }, 9).state).toBe("done");
    const why = failure("sage-refused", "Period 3 is closed.", "Open the period.");
    expect(step(sending(), { kind: "sent", token: 1, outcome: { kind: "refused", failure: why } }, 9)).toMatchObject({ state: "refused", failure: why });
  });

  test("anything else is in doubt, and is not looked up before the settling time is over", () => {
    const doubt = step(sending(), { kind: "sent", token: 1, outcome: { kind: "unknown", why: "504" } }, 1_000);
    expect(doubt.state).toBe("in doubt");
    expect(claimableFrom(doubt)).toBe(1_000 + policy.settle);
    expect(after(doubt, { kind: "claimed", worker: "w2" }, policy.settle, policy)).toHaveProperty("refused", true);
  });

  test("a throttled request was not taken: it is planned again, not before Retry-After", () => {
    const again = step(sending(), { kind: "sent", token: 1, outcome: { kind: "throttled", retryAfter: 60_000 } }, 1_000);
    expect(again).toMatchObject({ state: "planned", notBefore: 61_000 });
  });
});

describe("leases", () => {
  test("a worker that lost its lease cannot record a result", () => {
    const first = sending(0);
    const taken = claim(first, policy.lease);
    expect(taken.state).toBe("in doubt");
    expect(after(taken, { kind: "sent", token: 1, outcome: { kind: "posted", evidence } }, policy.lease + 1, policy)).toHaveProperty("refused", true);
  });

  test("a held intent cannot be claimed by another", () => {
    expect(after(claim(planned(0), 0), { kind: "claimed", worker: "w2" }, policy.lease - 1, policy)).toHaveProperty("refused", true);
  });

  test("an attempt is not recorded on a lease that has run out", () => {
    expect(after(claim(planned(0), 0), { kind: "attempt recorded", token: 1 }, policy.lease, policy)).toHaveProperty("refused", true);
  });
});

describe("what the other system has from before", () => {
  const met = { kind: "met in the ledger", outcome: { kind: "found", evidence } } as const;

  test("is done without being sent, also where it was refused and is about to be sent again", () => {
    expect(step(planned(0), met, 5)).toMatchObject({ state: "done", evidence, at: 5 });
    const refused = step(sending(), { kind: "sent", token: 1, outcome: { kind: "refused", failure: failure("sage-refused", "Period 3 is closed.", "Open the period.") } }, 9);
    expect(step(step(refused, { kind: "retried", decision: "send again" }, 10), met, 11).state).toBe("done");
  });

  test("and has otherwise is for a person to decide", () => {
    expect(step(planned(0), { kind: "met in the ledger", outcome: { kind: "contradicted", why: "It is of 84.00." } }, 5)).toMatchObject({ state: "needs review", failure: { cause: "It is of 84.00." } });
  });

  test("says nothing about what a worker holds, is sending, or is in doubt: its own answer or look-up does", () => {
    const doubt = step(sending(), { kind: "sent", token: 1, outcome: { kind: "unknown", why: "504" } }, 1_000);
    for (const intent of [claim(planned(0), 0), sending(), doubt]) expect(after(intent, met, 2_000, policy)).toHaveProperty("refused", true);
  });
});

describe("looking up", () => {
  const inDoubt = () => step(sending(), { kind: "sent", token: 1, outcome: { kind: "unknown", why: "cut off" } }, 0);

  test("found is done; absent is planned again; a failed look-up leaves the doubt", () => {
    const held = claim(inDoubt(), policy.settle);
    const at = policy.settle + 1;
    const look = (outcome: Extract<LedgerEvent, { kind: "looked up" }>["outcome"]) => step(held, { kind: "looked up", token: held.fence, outcome }, at);
    expect(look({ kind: "found", evidence: { ...evidence, foundBy: "look-up" } }).state).toBe("done");
    expect(look({ kind: "absent" })).toMatchObject({ state: "planned", doubts: 1 });
    expect(look({ kind: "failed", why: "503" })).toMatchObject({ state: "in doubt", doubt: { lookUpsFailed: 1 } });
  });

  test("in doubt too often, a person decides", () => {
    let intent: Intent = planned(0);
    let now = 0;
    for (let round = 0; round < policy.doubtsAllowed; round++) {
      intent = record(claim(intent, now), now);
      intent = step(intent, { kind: "sent", token: intent.fence, outcome: { kind: "unknown", why: "cut off" } }, now);
      now += policy.settle;
      intent = claim(intent, now);
      intent = step(intent, { kind: "looked up", token: intent.fence, outcome: { kind: "absent" } }, now);
    }
    expect(intent.state).toBe("needs review");
  });
});

const events: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.constantFrom<LedgerEvent>({ kind: "claimed", worker: "a" }, { kind: "claimed", worker: "b" }),
  fc.nat(6).map((token): LedgerEvent => ({ kind: "attempt recorded", token })),
  fc.tuple(fc.nat(6), fc.constantFrom({ kind: "posted", evidence } as const, { kind: "throttled", retryAfter: null } as const, { kind: "unknown", why: "?" } as const)).map(
    ([token, outcome]): LedgerEvent => ({ kind: "sent", token, outcome }),
  ),
  fc.tuple(fc.nat(6), fc.constantFrom({ kind: "absent" } as const, { kind: "failed", why: "?" } as const)).map(([token, outcome]): LedgerEvent => ({ kind: "looked up", token, outcome })),
);

describe("laws over any order of events", () => {
  const runs = fc.array(fc.tuple(events, fc.nat(400_000)), { maxLength: 60 });

  test("after a doubt nothing is sent again without a look-up that found nothing", () => {
    fc.assert(
      fc.property(runs, (history) => {
        let intent = planned(0);
        let now = 0;
        let mayBeInSage = false;
        for (const [event, pause] of history) {
          now += pause;
          const next = after(intent, event, now, policy);
          if ("refused" in next) continue;
          if (intent.state === "in doubt" && next.intent.state === "planned") {
            expect(event).toMatchObject({ kind: "looked up", outcome: { kind: "absent" } });
            mayBeInSage = false;
          }
          if (next.intent.state === "sending") expect(mayBeInSage).toBe(false);
          if (next.intent.state === "in doubt") mayBeInSage = true;
          intent = next.intent;
        }
      }),
    );
  });

  test("the fence never falls, attempts never fall, and what is done stays done", () => {
    fc.assert(
      fc.property(runs, (history) => {
        let intent = planned(0);
        let now = 0;
        for (const [event, pause] of history) {
          now += pause;
          const next = after(intent, event, now, policy);
          if ("refused" in next) continue;
          expect(intent.state).not.toBe("done");
          expect(next.intent.fence).toBeGreaterThanOrEqual(intent.fence);
          expect(next.intent.attempts).toBeGreaterThanOrEqual(intent.attempts);
          intent = next.intent;
        }
      }),
    );
  });
});
