import type { HttpOutcome } from "../../../src/sync/http";
import { postingOutcome } from "../../../src/sync/sage200/posting-outcome";
import { acme, anInvoicePosting, aNewCustomer } from "./postings";

const now = new Date("2026-11-21T09:30:00.000Z");
const answered = (status: number, text = "", headers: Readonly<Record<string, string>> = {}): HttpOutcome => ({ kind: "answered", answer: { status, headers, text } });
const outcome = (of: HttpOutcome) => postingOutcome(of, anInvoicePosting(), acme, now);

/** What each status proves. A status that is in no list here proves nothing. */
const refusals = [301, 307, 308, 400, 402, 403, 404, 405, 406, 410, 411, 412, 413, 414, 415, 416, 417, 422, 426, 428, 431, 451];

test("every status has one meaning, and one that is not known proves nothing", () => {
  const meanings = Array.from({ length: 500 }, (_unused, at) => at + 100).map((status) => [status, outcome(answered(status)).kind]);
  const expected = meanings.map(([status]) => [status, status === 401 ? "unauthorised" : status === 429 ? "throttled" : refusals.includes(Number(status)) ? "refused" : "unknown"]);
  expect(meanings).toEqual(expected);
});

test.each([200, 201, 202, 299])("a %i with Sage's number is posted", (status) => {
  expect(outcome(answered(status, '{"urn":1327}'))).toEqual({ kind: "posted", evidence: { urn: "1327", recordId: null, foundBy: "answer" } });
});

test.each([
  ['{"urn":"1327"}', "1327"],
  ['{"urn":1327,"id":99,"more":null}', "1327"],
  ['{"urn":"0001327"}', "1327"],
  ['{"urn":"12345678901234567890123"}', null],
  ['{"urn":"1234567890123456789"}', "1234567890123456789"],
])("the number is read from %s", (text, urn) => {
  expect(outcome(answered(200, text))).toMatchObject(urn === null ? { kind: "unknown" } : { kind: "posted", evidence: { urn } });
});

test.each(["", "{}", '{"urn":null}', '{"urn":0}', '{"urn":-3}', '{"urn":""}', '{"urn":"none"}', '{"urn":13.5}', '{"urn":9007199254740993}', '{"urn":[1,2]}', '"1327"', "<html>Sign in</html>", "null"])(
  "a success that says %s proves nothing",
  (text) => {
    expect(outcome(answered(200, text))).toMatchObject({ kind: "unknown", why: expect.stringContaining("200") });
  },
);

test.each([500, 502, 503, 504])("a %i is in doubt, whatever it says", (status) => {
  expect(outcome(answered(status, '{"message":"The transaction was not posted."}')).kind).toBe("unknown");
});

test("a throttled posting waits as long as Sage asks, in seconds or until a moment", () => {
  expect(outcome(answered(429, "", { "retry-after": "7" }))).toEqual({ kind: "throttled", retryAfter: 7_000 });
  expect(outcome(answered(429, "", { "retry-after": "Sat, 21 Nov 2026 09:31:00 GMT" }))).toEqual({ kind: "throttled", retryAfter: 60_000 });
  expect(outcome(answered(429))).toEqual({ kind: "throttled", retryAfter: null });
});

test.each([
  { kind: "no answer", detail: "other side closed" },
  { kind: "too large", limitBytes: 1 },
  { kind: "cancelled" },
] as const)("what left and was not answered is in doubt: $kind", (lost) => {
  expect(outcome(lost).kind).toBe("unknown");
});

test.each(["refused", "unknown host", "unreachable", "connect timed out", "certificate", "no common protocol"] as const)("a connection that was never made is certain, and planned again: %s", (reason) => {
  expect(outcome({ kind: "not sent", reason, detail: "" })).toEqual({ kind: "throttled", retryAfter: null });
});

test("a created account is known by its record id and the reference that Sage gave it", () => {
  const created = (text: string) => postingOutcome(answered(200, text), aNewCustomer(), acme, now);
  expect(created('{"id":27006,"reference":"NORTH001","name":"Northwick Tools Ltd"}')).toEqual({ kind: "posted", evidence: { urn: "NORTH001", recordId: "27006", foundBy: "answer" } });
  expect(created('{"id":27006,"reference":"NORTH0042"}')).toMatchObject({ evidence: { urn: "NORTH0042" } });
  expect(created('{"id":27006}')).toMatchObject({ evidence: { urn: "NORTH001" } });
  expect(created('{"reference":"NORTH001"}').kind).toBe("unknown");
});
