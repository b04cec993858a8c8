/** Allocations as Sage takes them, what answers prove, and how one whose answer was lost is found. */
import { minorUnits, type Money } from "../../../src/sync/model/money";
import { allocationFound } from "../../../src/sync/sage200/allocation-look-up";
import { jsonText } from "../../../src/sync/sage200/json-text";
import { postingOutcome } from "../../../src/sync/sage200/posting-outcome";
import { postingName, postingRequest } from "../../../src/sync/sage200/posting-request";
import type { PlainDate } from "../../../src/sync/model/dates";
import { acme, anAllocation, anAllocationLine, keyOf } from "./postings";

const sent = (posting = anAllocation()) => {
  const request = postingRequest(posting, keyOf(posting));
  return request.ok ? { path: request.value.path, body: jsonText(request.value.body) } : request.failure;
};

test("lines go by record ids, positive on what receives and negative on what gives; Sage's own day is left to Sage", () => {
  expect(sent()).toEqual({
    path: "/sales_allocations",
    body: '{"customer_id":27006,"allocation_lines":[{"posted_tran_id":241513,"value_to_allocate":120.00},{"posted_tran_id":242434,"value_to_allocate":-120.00}]}',
  });
  expect(sent(anAllocation({ date: "2026-03-21" as PlainDate }))).toMatchObject({ body: expect.stringContaining('"allocation_date":"2026-03-21T00:00:00"') as string });
});

test.each([
  ["lines that do not come to nothing", [anAllocationLine("1", 100), anAllocationLine("2", -90)]],
  ["a line of nothing", [anAllocationLine("1", 100), anAllocationLine("2", -100), anAllocationLine("3", 0)]],
  ["one transaction twice", [anAllocationLine("1", 100), anAllocationLine("1", -100)]],
  ["an id that is not Sage's", [anAllocationLine("1", 100), anAllocationLine("2 or 1 eq 1", -100)]],
])("never sent: %s", (_what, lines) => {
  expect(sent(anAllocation({ lines }))).toMatchObject({ code: "document-invalid" });
});

test("an allocation is called by what gives and what receives", () => {
  expect(postingName(anAllocation())).toBe("the allocation of BACS 242434 to INV-241513");
});

const answered = (status: number, body: unknown) =>
  postingOutcome({ kind: "answered", answer: { status, headers: {}, text: typeof body === "string" ? body : JSON.stringify(body) } }, anAllocation(), acme, new Date(0));

test("an allocation echoed is done; a 2xx that echoes nothing proves nothing", () => {
  expect(answered(200, { customer_id: 27006, allocation_date: "2026-03-21T00:00:00", allocation_lines: [{ posted_tran_id: 241513, value_to_allocate: 120 }] })).toEqual({
    kind: "posted",
    evidence: { urn: "9241513", recordId: null, foundBy: "answer" },
  });
  expect(answered(200, "")).toMatchObject({ kind: "unknown" });
  expect(answered(504, "")).toMatchObject({ kind: "unknown" });
});

test.each<[string, string, RegExp]>([
  ["sage-refused", "The value to allocate to transaction 5 exceeds its outstanding value of 3.00.", /less is outstanding/],
  ["sage-refused", "The posted transaction with id 5 does not exist.", /does not know a transaction/],
  ["sage-account-blocked", "The account is on hold.", /takes no allocations/],
  ["sage-period-closed", "The allocation date is in a closed period.", /takes no posting dated today/],
  ["sage-no-access", "You do not have permission to allocate.", /may not post/],
  ["sage-refused", "Computer says no.", /refused the allocation of BACS 242434 to INV-241513/],
])("a refusal (%s) is told in plain words beside Sage's own: %s", (code, message, cause) => {
  expect(answered(400, { message })).toMatchObject({ kind: "refused", failure: { code, cause: expect.stringMatching(cause) as string } });
  expect(answered(400, { message })).toMatchObject({ failure: { cause: expect.stringContaining(message) as string } });
});

describe("one whose answer was lost", () => {
  const lines = [anAllocationLine("1", 30_00, 10_00), anAllocationLine("2", 20_00), anAllocationLine("3", -50_00, -5_00)];
  const now = (values: Readonly<Record<string, number>>) => new Map(Object.entries(values).map(([id, pence]): [string, Money] => [id, minorUnits(pence)]));
  const lookedUp = (values: Readonly<Record<string, number>>) => allocationFound({ lines }, now(values));

  test("is there when all its transactions moved by its values", () => {
    expect(lookedUp({ 1: 40_00, 2: 20_00, 3: -55_00 })).toMatchObject({ kind: "found" });
  });
  test("is not there when none moved", () => {
    expect(lookedUp({ 1: 10_00, 2: 0, 3: -5_00 })).toEqual({ kind: "absent" });
  });
  test.each([
    ["some moved and some did not", { 1: 40_00, 2: 0, 3: -55_00 }],
    ["somebody allocated more besides", { 1: 41_00, 2: 20_00, 3: -56_00 }],
    ["somebody de-allocated", { 1: 0, 2: 0, 3: 0 }],
    ["a transaction was archived", { 1: 40_00, 2: 20_00 }],
  ])("is for a person when %s", (_what, values) => {
    expect(lookedUp(values)).toMatchObject({ kind: "contradicted" });
  });
  test("is not believed to be absent when Sage shows none of its transactions", () => {
    expect(lookedUp({})).toMatchObject({ kind: "failed" });
  });
});
