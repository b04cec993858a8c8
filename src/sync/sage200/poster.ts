/**
 * Sage 200 as the ledger's other side: sends a posting once, or looks for one. No call here is ever repeated by itself where it may
 * have been carried out, and none throws for what the network or Sage can do.
 */
import type { SagePosting } from "../documents/posting";
import { createHttp, type HttpCall, type HttpClient, type HttpOutcome } from "../http";
import type { LookUpOutcome, SendOutcome } from "../ledger/after";
import type { Evidence, LedgerPolicy } from "../ledger/intent";
import type { PostingKey } from "../ledger/posting-key";
import type { StoredIntent } from "../ledger/store";
import type { Poster } from "../ledger/work";
import { failure, type Failure } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";
import { createCompanyTurns, type CompanyTurns } from "./company-turns";
import { createSageConnection, type SageConnectionOptions } from "./connection";
import { matchContacts } from "./contact-changes";
import { readContacts } from "./customers";
import { companyKeyOf, tokenRefused } from "./failures";
import { jsonText } from "./json-text";
import { lookUpPosting } from "./posting-look-up";
import { postingOutcome } from "./posting-outcome";
import { postingName, postingRequest, type PostingRequest } from "./posting-request";
import { redactedRequest, redactedText } from "./redaction";

/** One exchange with Sage about a posting, as its history keeps it: no token, no bank account's number, no e-mail's owner. */
export type PostingExchange = {
  readonly key: PostingKey;
  readonly company: string;
  readonly step: "send" | "look up";
  /** Null where nothing was sent. */
  readonly request: { readonly path: string; readonly body: unknown } | null;
  /** What came back: Sage's status and words, or what became of the connection. */
  readonly answer: string;
  readonly outcome: SendOutcome["kind"] | LookUpOutcome["kind"];
};

export type Sage200PosterOptions = SageConnectionOptions & {
  /** By the company's `ref` in the store; null where it is not known any more. */
  readonly company: (ref: string) => Promise<SageCompanyRef | null>;
  readonly policy: Pick<LedgerPolicy, "timeout">;
  /** Must hold a connection for every send under way: one that waits for a connection is not on its way yet. */
  readonly http?: HttpClient;
  readonly onCall?: (call: HttpCall) => void;
  /** Shared with whoever reads from the same companies. */
  readonly turns?: CompanyTurns;
  /** Told of each exchange before its outcome is returned. */
  readonly onExchange?: (exchange: PostingExchange) => void | Promise<void>;
  readonly now?: () => Date;
};

export type Sage200Poster = Poster<SagePosting> & { close(): Promise<void> };

type Sent = { readonly outcome: SendOutcome | { readonly kind: "not sent" }; readonly request: PostingRequest | null; readonly answer: string };

/** A token that Sage refuses so soon after it was issued is not refused for its age. */
const freshForMs = 300_000;
/** The attempt history is read by people: what matters stands at the beginning. */
const longestAnswer = 1_000;
const readBackMs = 10_000;

const told = (outcome: HttpOutcome): string =>
  outcome.kind === "answered"
    ? `${outcome.answer.status} ${redactedText(outcome.answer.text.slice(0, 4 * longestAnswer)).slice(0, longestAnswer)}`.trim()
    : outcome.kind === "not sent" || outcome.kind === "no answer"
      ? `${outcome.kind}: ${outcome.detail}`
      : outcome.kind;

const nothingSent = (outcome: Sent["outcome"], answer: string, request: PostingRequest | null = null): Sent => ({ outcome, request, answer });

const companyUnknown = (ref: string, posting: SagePosting): Failure =>
  failure("sage-site-refused", `The Sage company that ${postingName(posting)} belongs to (${ref}) is no longer listed.`, "In Sage 200 System Administration, give the connected user access to that company again, or map its sub-company to another one, then retry.");

export const createSage200Poster = ({
  company: companyOf,
  policy,
  onCall,
  // The turns bound how many are under way; a connection must be free for each of them at once.
  http = createHttp({ connections: 256, headersMs: policy.timeout, bodyMs: policy.timeout, totalMs: policy.timeout, ...(onCall ? { onCall } : {}) }),
  turns = createCompanyTurns(),
  onExchange,
  now = () => new Date(),
  ...options
}: Sage200PosterOptions): Sage200Poster => {
  const connection = createSageConnection(options, http);
  const { tokens } = connection;
  let renewed: { readonly token: string; readonly at: number } | null = null;

  /** What could not be had before anything was sent: it will pass, or a person must act. */
  const beforeSending = (why: Failure): SendOutcome => (why.retry === "later" || why.retry === "same" ? { kind: "throttled", retryAfter: null } : { kind: "refused", failure: why });

  /** A 401 is certain not to have been taken, so with another token it may be sent again: by the ledger, as a new attempt. */
  const afterUnauthorised = async (token: string, company: SageCompanyRef): Promise<SendOutcome> => {
    if (renewed?.token === token && performance.now() - renewed.at < freshForMs) return { kind: "refused", failure: tokenRefused(null) };
    const why = await connection.unauthorised(token, company, undefined);
    if (why.about === "token") {
      renewed = { token: why.token, at: performance.now() };
      return { kind: "throttled", retryAfter: null };
    }
    return beforeSending(why.failure);
  };

  /** Their ids are wanted for later syncs, and can be had later too: without them the account is created all the same. */
  const withContacts = async (evidence: Evidence, posting: SagePosting, company: SageCompanyRef): Promise<Evidence> => {
    if (posting.kind !== "new-customer" || posting.contacts.length === 0 || evidence.recordId === null) return evidence;
    const there = await readContacts(connection, company, evidence.recordId, AbortSignal.timeout(readBackMs));
    return there.ok ? { ...evidence, contacts: matchContacts(there.value, posting.contacts) } : evidence;
  };

  const sendOnce = async (stored: StoredIntent<SagePosting>, company: SageCompanyRef, inTime: () => boolean): Promise<Sent> => {
    const { key, payload: posting } = stored;
    const request = postingRequest(posting, key);
    if (!request.ok) return nothingSent({ kind: "refused", failure: request.failure }, request.failure.cause);
    const { path } = request.value;
    const body = jsonText(request.value.body);
    const access = await tokens.access();
    if (!access.ok) return nothingSent(beforeSending(access.failure), access.failure.cause, request.value);
    const { token } = access.value;

    return turns.post(companyKeyOf(company), async () => {
      // Nothing may stand between the question and the hand-over: an await here would let a posting leave late.
      if (!inTime()) return nothingSent({ kind: "not sent" }, "It was too late to send.", request.value);
      const sent = await connection.write({ method: "POST", path, body, token, company, signal: AbortSignal.timeout(policy.timeout) });
      const answer = told(sent);
      const read = postingOutcome(sent, posting, company, now());
      if (read.kind === "unauthorised") return { outcome: await afterUnauthorised(token, company), request: request.value, answer };
      if (read.kind === "posted") return { outcome: { ...read, evidence: await withContacts(read.evidence, posting, company) }, request: request.value, answer };
      const isOwnDoing = read.kind === "refused" && (posting.kind === "allocation" || (posting.kind === "new-customer" && read.failure.code === "sage-account-taken"));
      if (isOwnDoing && stored.intent.attempts > 1) {
        // An earlier attempt that seemed lost may have made this very account, or allocated what is not outstanding any more.
        const outcome = await lookUpPosting(connection, stored, company);
        if (outcome.kind === "found") return { outcome: { kind: "posted", evidence: await withContacts(outcome.evidence, posting, company) }, request: request.value, answer };
        // Taken for another's it would be made a second time, under another number.
        if (outcome.kind === "failed") return { outcome: { kind: "unknown", why: `Sage may have it from an earlier attempt, and could not be asked: ${outcome.why}` }, request: request.value, answer };
      }
      return { outcome: read, request: request.value, answer };
    });
  };

  const lookUpOnce = (stored: StoredIntent<SagePosting>, company: SageCompanyRef): Promise<LookUpOutcome> =>
    turns.post(companyKeyOf(company), async () => {
      const outcome = await lookUpPosting(connection, stored, company);
      return outcome.kind === "found" ? { ...outcome, evidence: await withContacts(outcome.evidence, stored.payload, company) } : outcome;
    });

  return {
    async send(intent, inTime) {
      const { key, payload: posting } = intent;
      const company = await companyOf(posting.company);
      const { outcome, request, answer } =
        company === null ? nothingSent({ kind: "refused", failure: companyUnknown(posting.company, posting) }, "Nothing was sent.") : await sendOnce(intent, company, inTime);
      if (outcome.kind !== "not sent")
        await onExchange?.({
          key,
          company: posting.company,
          step: "send",
          request: request === null ? null : { path: request.path, body: redactedRequest(posting, request.body) },
          answer,
          outcome: outcome.kind,
        });
      return outcome;
    },
    async lookUp(stored) {
      const { key, payload: posting } = stored;
      const company = await companyOf(posting.company);
      const outcome: LookUpOutcome = company === null ? { kind: "failed", why: companyUnknown(posting.company, posting).cause } : await lookUpOnce(stored, company);
      const answer = outcome.kind === "found" ? `found, ${outcome.evidence.urn}` : outcome.kind === "failed" ? redactedText(outcome.why) : "nothing found";
      await onExchange?.({ key, company: posting.company, step: "look up", request: null, answer, outcome: outcome.kind });
      return outcome;
    },
    close: () => http.close(),
  };
};
