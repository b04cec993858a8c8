import { failure, type Failure } from "../model/failure";
import type { Evidence, Instant, Intent, LedgerPolicy } from "./intent";

/** What a call to the other system can tell us. Anything that is not a clear yes or a clear no is "unknown". */
export type SendOutcome =
  | { readonly kind: "posted"; readonly evidence: Evidence }
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "throttled"; readonly retryAfter: number | null }
  | { readonly kind: "unknown"; readonly why: string };

export type LookUpOutcome =
  | { readonly kind: "found"; readonly evidence: Evidence }
  | { readonly kind: "absent" }
  /** Something stands under our key that is not what was sent, or more than one thing does: no machine can settle that. */
  | { readonly kind: "contradicted"; readonly why: string }
  | { readonly kind: "failed"; readonly why: string };

export type LedgerEvent =
  | { readonly kind: "claimed"; readonly worker: string }
  | { readonly kind: "attempt recorded"; readonly token: number }
  | { readonly kind: "sent"; readonly token: number; readonly outcome: SendOutcome }
  | { readonly kind: "looked up"; readonly token: number; readonly outcome: LookUpOutcome }
  /** It is about to be sent, and the other system's ledger has its key from a time that this database does not remember. */
  | { readonly kind: "met in the ledger"; readonly outcome: Extract<LookUpOutcome, { kind: "found" | "contradicted" }> }
  /** A person asks for another try, after a refusal was mended or a review was decided. */
  | { readonly kind: "retried"; readonly decision: "send again" | "look up first" };

export type Step = { readonly intent: Intent; readonly why: string };
export type Refused = { readonly refused: true; readonly why: string };

const no = (why: string): Refused => ({ refused: true, why });

const backOff = (policy: LedgerPolicy, times: number) => Math.min(policy.backOff.base * 2 ** Math.min(times, 20), policy.backOff.longest);

const holds = (intent: Intent, token: number) => "lease" in intent && intent.lease !== null && intent.lease.token === token && intent.fence === token;

/** When an intent may next be claimed; null when never by a worker. */
export const claimableFrom = (intent: Intent): Instant | null => {
  switch (intent.state) {
    case "planned":
      return Math.max(intent.notBefore, intent.lease?.until ?? 0);
    case "sending":
      return intent.lease.until;
    case "in doubt":
      return Math.max(intent.doubt.lookUpAfter, intent.lease?.until ?? 0);
    case "done":
    case "refused":
    case "needs review":
      return null;
  }
};

const doubtful = (intent: Intent & { doubts: number }, since: Instant, policy: LedgerPolicy, why: string): Intent => ({
  state: "in doubt",
  attempts: intent.attempts,
  fence: intent.fence,
  doubts: intent.doubts + 1,
  lease: null,
  doubt: { since, lookUpAfter: since + policy.settle, lookUpsFailed: 0, why },
});

/**
 * The transition. `now` is the database's time. A refusal of the event itself (a lost lease, a late send) is an answer,
 * not a fault: the worker that gets it stops.
 */
export const after = (intent: Intent, event: LedgerEvent, now: Instant, policy: LedgerPolicy): Step | Refused => {
  switch (event.kind) {
    case "claimed": {
      const from = claimableFrom(intent);
      if (from === null) return no(`It is ${intent.state}: nothing is left to do.`);
      if (now < from) return no("It is held by a worker, or its time has not come.");
      const fence = intent.fence + 1;
      const lease = { worker: event.worker, token: fence, until: now + policy.lease };
      if (intent.state === "planned" || intent.state === "in doubt") return { intent: { ...intent, fence, lease }, why: "claimed" };
      if (intent.state === "sending") {
        // Whoever was sending is gone or paused: whether the request left is not known, so it is in doubt, not planned.
        const since = Math.max(intent.sendBy, intent.startedAt);
        return { intent: { ...doubtful({ ...intent, fence }, since, policy, "The worker that was sending did not report back."), fence }, why: "the sender was lost" };
      }
      return no("It cannot be claimed.");
    }
    case "attempt recorded": {
      if (intent.state !== "planned") return no(`It is ${intent.state}: only a planned posting is sent.`);
      if (!holds(intent, event.token) || intent.lease === null) return no("The lease was lost.");
      if (now >= intent.lease.until) return no("The lease has run out.");
      return {
        intent: { state: "sending", attempts: intent.attempts + 1, fence: intent.fence, doubts: intent.doubts, lease: intent.lease, startedAt: now, sendBy: now + policy.sendWithin },
        why: "the attempt is recorded before it is sent",
      };
    }
    case "sent": {
      if (intent.state !== "sending") return no(`It is ${intent.state}: no send is under way.`);
      if (!holds(intent, event.token)) return no("The lease was lost: another worker has taken over.");
      return afterSend(intent, event.outcome, now, policy);
    }
    case "looked up": {
      if (intent.state !== "in doubt") return no(`It is ${intent.state}: there is nothing to look up.`);
      if (!holds(intent, event.token)) return no("The lease was lost: another worker has taken over.");
      return afterLookUp(intent, event.outcome, now, policy);
    }
    case "met in the ledger": {
      // Of what is under way, or in doubt, its own answer or look-up tells.
      if (intent.state !== "planned" || intent.lease !== null) return no(`It is ${intent.state}, and not about to be sent.`);
      const { attempts, fence, doubts } = intent;
      if (event.outcome.kind === "found") return { intent: { state: "done", attempts, fence, evidence: event.outcome.evidence, at: now }, why: "Sage has it from before: it is not sent" };
      return { intent: contradictedBy({ attempts, fence, doubts }, now, event.outcome.why), why: "Sage has its key from before, otherwise: a person decides" };
    }
    case "retried": {
      if (intent.state === "refused")
        return { intent: { state: "planned", attempts: intent.attempts, fence: intent.fence, notBefore: now, lease: null, doubts: 0 }, why: "a refusal is certain, so it may be sent again" };
      if (intent.state !== "needs review") return no(`It is ${intent.state}: there is nothing to retry.`);
      if (event.decision === "send again")
        return { intent: { state: "planned", attempts: intent.attempts, fence: intent.fence, notBefore: now, lease: null, doubts: 0 }, why: "a person has seen that it is not in Sage" };
      return { intent: { ...doubtful({ ...intent, state: "needs review", doubts: -1 }, now - policy.settle, policy, "A person asked to look again.") }, why: "look up first" };
    }
  }
};

const afterSend = (intent: Intent & { state: "sending" }, outcome: SendOutcome, now: Instant, policy: LedgerPolicy): Step => {
  const { attempts, fence } = intent;
  switch (outcome.kind) {
    case "posted":
      return { intent: { state: "done", attempts, fence, evidence: outcome.evidence, at: now }, why: "Sage answered with its number" };
    case "refused":
      return { intent: { state: "refused", attempts, fence, failure: outcome.failure, at: now }, why: "Sage said no, so nothing was posted" };
    case "throttled":
      return {
        intent: { state: "planned", attempts, fence, doubts: intent.doubts, lease: null, notBefore: now + Math.max(outcome.retryAfter ?? 0, backOff(policy, attempts)) },
        why: "Sage was busy and did not take it",
      };
    case "unknown":
      return { intent: doubtful(intent, now, policy, outcome.why), why: "it may or may not be in Sage: look before sending again" };
  }
};

type Tried = Pick<Extract<Intent, { doubts: number }>, "attempts" | "fence" | "doubts">;

const forReview = ({ attempts, fence, doubts }: Tried, at: Instant, why: Failure): Intent => ({ state: "needs review", attempts, fence, doubts, at, failure: why });
const contradictedBy = (tried: Tried, at: Instant, why: string): Intent => forReview(tried, at, failure("sage-unreadable", why, "Look at it in Sage. When it is put right there, choose Look again."));

const afterLookUp = (intent: Intent & { state: "in doubt" }, outcome: LookUpOutcome, now: Instant, policy: LedgerPolicy): Step => {
  const { attempts, fence } = intent;
  switch (outcome.kind) {
    case "found":
      return { intent: { state: "done", attempts, fence, evidence: outcome.evidence, at: now }, why: "Sage has it: it was posted after all" };
    case "absent":
      if (intent.doubts >= policy.doubtsAllowed)
        return {
          intent: forReview(
            intent,
            now,
            failure("sage-down", `It was sent ${attempts} times, and each time the answer was lost and Sage did not have it. Last: ${intent.doubt.why}`, "Look in Sage for the posting by its second reference, then choose Send again or Look again."),
          ),
          why: "in doubt too often: a person decides",
        };
      return { intent: { state: "planned", attempts, fence, notBefore: now, lease: null, doubts: intent.doubts }, why: "Sage does not have it after the settling time" };
    case "contradicted":
      return {
        intent: contradictedBy(intent, now, outcome.why),
        why: "what Sage has is not what was sent: a person decides",
      };
    case "failed":
      return {
        intent: { ...intent, lease: null, doubt: { ...intent.doubt, why: outcome.why, lookUpsFailed: intent.doubt.lookUpsFailed + 1, lookUpAfter: now + backOff(policy, intent.doubt.lookUpsFailed) } },
        why: "the look-up failed, so the doubt stays",
      };
  }
};
