/**
 * What an answer to a posting proves. A 2xx with Sage's number is a yes; a 4xx of the kinds below is a no; everything else proves
 * nothing, since Sage's gateway may give up after the books have changed. Pure.
 */
import type { z } from "zod";
import type { SagePosting } from "../documents/posting";
import { readJson, retryAfterMs, type HttpOutcome } from "../http";
import type { SendOutcome } from "../ledger/after";
import type { Evidence } from "../ledger/intent";
import type { Result } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";
import { wireAllocation } from "./allocation-schema";
import { wireCreatedCustomer, wirePosted } from "./posting-schema";
import { postingRefusal } from "./refusals";

/** A 401 is a no that may be about the token or about the company: the caller finds out which. */
export type PostingOutcome = SendOutcome | { readonly kind: "unauthorised" };

/**
 * Answers by which a server says that it did not do what was asked. Not among them: 408 and 499, which are about time; 409 and 423,
 * which a server may answer to what is already under way; 302 and 303, which can follow a success.
 */
const refusals: ReadonlySet<number> = new Set([301, 307, 308, 400, 402, 403, 404, 405, 406, 410, 411, 412, 413, 414, 415, 416, 417, 422, 426, 428, 431, 451]);

const evidenceIn = (text: string, posting: SagePosting): Result<Evidence, string> => {
  const read = <T>(shape: z.ZodType<T>, to: (value: T) => Evidence): Result<Evidence, string> => {
    const answer = readJson(text, shape);
    return answer.ok ? { ok: true, value: to(answer.value) } : answer;
  };
  if (posting.kind === "new-customer")
    // An account has no urn; its reference is what people find it by, and may be Sage's own where the site numbers accounts itself.
    return read(wireCreatedCustomer, ({ id, reference }) => ({ urn: reference === "" ? posting.accountNumber : reference, recordId: id, foundBy: "answer" }));
  // No number is given: the urn is that of its first transaction, by which people find the others.
  if (posting.kind === "allocation") return read(wireAllocation, () => ({ urn: posting.lines[0]?.urn ?? "", recordId: null, foundBy: "answer" }));
  return read(wirePosted, ({ urn }) => ({ urn, recordId: null, foundBy: "answer" }));
};

export const postingOutcome = (outcome: HttpOutcome, posting: SagePosting, company: SageCompanyRef, now: Date): PostingOutcome => {
  switch (outcome.kind) {
    case "not sent":
      // No connection stood, so that nothing can have been posted. It is tried again later, and costs no doubt.
      return { kind: "throttled", retryAfter: null };
    case "no answer":
      return { kind: "unknown", why: `No answer came: ${outcome.detail}.` };
    case "too large":
      return { kind: "unknown", why: "The answer was too long to be read." };
    case "cancelled":
      return { kind: "unknown", why: "No answer came in time." };
    case "answered":
      break;
  }
  const { answer } = outcome;
  const { status } = answer;
  if (status >= 200 && status <= 299) {
    const evidence = evidenceIn(answer.text, posting);
    return evidence.ok ? { kind: "posted", evidence: evidence.value } : { kind: "unknown", why: `Sage answered ${status} without a number that can be read: ${evidence.failure}.` };
  }
  if (status === 401) return { kind: "unauthorised" };
  if (status === 429) return { kind: "throttled", retryAfter: retryAfterMs(answer.headers["retry-after"], now) };
  if (refusals.has(status)) return { kind: "refused", failure: postingRefusal(answer, posting, company) };
  return { kind: "unknown", why: `Sage answered ${status}, which does not say whether it was posted.` };
};
