/** What becomes of a wish to allocate: new, a second press, done before, or not possible. */
import { allocationIdentity } from "../../../../src/sync/documents/allocation-identity";
import type { Allocation } from "../../../../src/sync/documents/posting";
import { planAllocation, wishIdentity, type AllocationState, type AllocationWish, type KnownAllocation } from "../../../../src/sync/flows/receipts/plan-allocation";
import type { LedgerTransaction } from "../../../../src/sync/flows/receipts/judge-allocation";
import type { Intent } from "../../../../src/sync/ledger/intent";
import { failure } from "../../../../src/sync/model/failure";
import { minorUnits } from "../../../../src/sync/model/money";

const minute = 60_000;
const now = Date.UTC(2026, 10, 21, 12);
const transaction = (id: string, gross: number, allocated = 0): LedgerTransaction => ({ id, urn: `9${id}`, sageCustomerId: "27006", reference: `REF ${id}`, gross: minorUnits(gross), allocated: minorUnits(allocated), isGone: false });
const wish: AllocationWish = { companyRef: "acme", sageCustomerId: "27006", customerId: "1001", pairs: [{ creditId: "1", debitId: "2", amount: minorUnits(30_00) }] };

/** The ledger as it stands with so much of both transactions allocated. */
const standing = (allocated: number, known: Partial<Pick<AllocationState, "wished" | "underWay">> = {}): AllocationState => {
  const all = [transaction("1", -90_00, -allocated), transaction("2", 120_00, allocated)];
  return { wished: [], underWay: [], ...known, find: (id) => all.find((one) => one.id === id), now };
};
const plan = (state: AllocationState, of: AllocationWish = wish) => planAllocation("tenant", of, state);
const begun = (allocated: number, wished: readonly KnownAllocation[] = []): { readonly key: KnownAllocation["key"]; readonly allocation: Allocation } => {
  const planned = plan(standing(allocated, { wished }));
  if (planned.kind !== "begin") throw new Error(`It was ${planned.kind}.`);
  return planned;
};

const common = { attempts: 1, fence: 1 } as const;
const done = (at: number): Intent => ({ ...common, state: "done", at, evidence: { urn: "1", recordId: null, foundBy: "answer" } });
const refused: Intent = { ...common, state: "refused", at: now, failure: failure("sage-refused", "No.", "Mend it.") };
const inReview: Intent = { ...common, state: "needs review", at: now, doubts: 5, failure: failure("sage-down", "Lost.", "Look.") };
const open: Intent = { ...common, state: "planned", notBefore: now, lease: null, doubts: 0 };
const known = (allocated: number, intent: Intent, wished: readonly KnownAllocation[] = []): KnownAllocation => {
  const { key, allocation } = begun(allocated, wished);
  return { key, payload: allocation, intent };
};

test("a new wish is begun with what was allocated of each transaction before, under an identity that begins with the wish", () => {
  const { allocation } = begun(10_00);
  expect(allocation.lines).toMatchObject([{ transactionId: "2", value: 30_00, allocatedBefore: 10_00 }, { transactionId: "1", value: -30_00, allocatedBefore: -10_00 }]);
  expect(allocationIdentity(allocation).id.startsWith(`${wishIdentity(wish)} `)).toBe(true);
});

test("a second press while the first is under way is the first, also when more is allocated by now", () => {
  const first = known(0, open);
  expect(plan(standing(30_00, { wished: [first], underWay: [first] }))).toEqual({ kind: "under way", key: first.key, allocation: first.payload });
});

test.each([
  ["ten minutes after the first was done it is a wish for as much once more", 10 * minute + 1, "begin"],
  ["sooner it is the same click", 10 * minute, "already"],
])("%s", (_what, age, kind) => {
  expect(plan(standing(30_00, { wished: [known(0, done(now - age))] })).kind).toBe(kind);
});

test("what was done last counts, not what was begun last: an older wish may have been retried meanwhile", () => {
  const begunFirst = known(0, done(now - minute));
  const begunLast = known(10_00, done(now - 60 * minute));
  for (const wished of [[begunFirst, begunLast], [begunLast, begunFirst]]) expect(plan(standing(40_00, { wished }))).toMatchObject({ kind: "already", message: expect.stringContaining("not allocated twice") as string });
});

test("taken back in Sage long after it was done, it is begun anew under another key", () => {
  const before = known(0, done(now - 60 * minute));
  const { key, allocation } = begun(0, [before]);
  expect(allocation.repetition).toBe(1);
  expect(key).not.toBe(before.key);
});

test.each<[string, Intent, string]>([
  ["refused, it is sent again", refused, "send again"],
  ["left to a person, it is looked up first", inReview, "look up first"],
])("the same from the same starting point goes on under its own key: %s", (_what, intent, decision) => {
  const held = known(0, intent);
  expect(plan(standing(0, { wished: [held] }))).toEqual({ kind: "begin again", key: held.key, allocation: held.payload, decision });
});

test("nothing is begun while another allocation of one of its transactions is under way", () => {
  const other = known(0, open);
  const rival: AllocationWish = { ...wish, pairs: [{ creditId: "1", debitId: "2", amount: minorUnits(5_00) }] };
  expect(plan(standing(0, { underWay: [other] }), rival)).toMatchObject({ kind: "refused", failure: { code: "allocation-refused", cause: expect.stringContaining("still under way") as string } });
});

test("what the ledger has no room for is refused, unless it was done: then it is told so", () => {
  expect(plan(standing(90_00)).kind).toBe("refused");
  expect(plan(standing(90_00, { wished: [known(0, done(now - 60 * minute))] })).kind).toBe("already");
});
