import * as fc from "fast-check";
import type { HttpOutcome } from "../../../src/sync/http";
import { decideRead, retryAfterMs } from "../../../src/sync/http/read-again";

const now = new Date("2026-11-21T09:30:00Z");
const calm = { roll: 0.5, now, elapsedMs: 0 };
const answered = (status: number, headers: Record<string, string> = {}): HttpOutcome => ({ kind: "answered", answer: { status, headers, text: "" } });
const lost: HttpOutcome = { kind: "no answer", detail: "reset" };

test.each([408, 429, 500, 502, 503, 504])("a read answered %i is tried again", (status) => {
  expect(decideRead(answered(status), 1, calm).next).toBe("again");
});

test.each([200, 302, 400, 401, 403, 404, 409])("a read answered %i is not tried again: the answer would be the same", (status) => {
  expect(decideRead(answered(status), 1, calm).next).toBe("stop");
});

test("a lost answer is tried again", () => expect(decideRead(lost, 1, calm).next).toBe("again"));
test("a bad certificate is not tried again", () =>
  expect(decideRead({ kind: "not sent", reason: "certificate", detail: "" }, 1, calm).next).toBe("stop"));
test("a cancelled read is not tried again", () => expect(decideRead({ kind: "cancelled" }, 1, calm).next).toBe("stop"));
test("the fourth try is the last", () => {
  expect(decideRead(lost, 3, calm).next).toBe("again");
  expect(decideRead(lost, 4, calm).next).toBe("stop");
});

test("a wait is never shorter than Retry-After asks for", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 3 }), (seconds, roll, attempt) => {
      const decision = decideRead(answered(429, { "retry-after": String(seconds) }), attempt, { ...calm, roll });
      expect(decision.next === "again" && decision.waitMs >= seconds * 1000).toBe(true);
    }),
  );
});

test("waits without Retry-After spread over the whole of a growing span", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 3 }), (roll, attempt) => {
      const decision = decideRead(lost, attempt, { ...calm, roll });
      expect(decision.next === "again" && Math.abs(decision.waitMs - roll * 500 * 2 ** (attempt - 1)) <= 1).toBe(true);
    }),
  );
});

test("nobody waits longer than a minute and a half for a read", () => {
  expect(decideRead(lost, 1, { ...calm, elapsedMs: 90_000 }).next).toBe("stop");
  expect(decideRead(answered(503, { "retry-after": "3600" }), 1, calm).next).toBe("stop");
});

test.each([
  ["120", 120_000],
  ["Sat, 21 Nov 2026 09:31:00 GMT", 60_000],
  ["Sat, 21 Nov 2026 09:29:00 GMT", null],
  ["soon", null],
  ["", null],
  [undefined, null],
])("Retry-After %p asks for %p milliseconds", (header, expected) => expect(retryAfterMs(header, now)).toBe(expected));
