/** What becomes of a document: how it stands, under which key it is accepted, and whom it brings to a company. */
import { documentPostingKey, planDocument, type DocumentToPlan, type PlanningWorld } from "../../../../src/sync/flows/documents/plan-document";
import { customerStanding, type CustomerFacts } from "../../../../src/sync/flows/documents/plan-customer";
import { planned } from "../../../../src/sync/ledger/intent";
import { failure } from "../../../../src/sync/model/failure";
import { acme, anInvoice, aPayment, aWorld } from "../../documents/builders";

const world = (scene: Parameters<typeof aWorld>[0] = {}, changes: Partial<PlanningWorld> = {}): PlanningWorld => ({ ...aWorld(scene), unread: () => null, isPlannedFor: () => true, ...changes });
const plan = (of: Partial<DocumentToPlan> = {}, by: PlanningWorld = world()) => planDocument("tenant", { document: anInvoice(), companyRef: null, postingKey: null, ...of }, by);
const key = documentPostingKey("tenant", acme.ref, anInvoice());

test("what can be posted is accepted under the key of its company, kind and id, and an invoice brings its customer there", () => {
  expect(plan()).toMatchObject({ kind: "posts", isKnown: false, meets: { ref: acme.ref }, plan: { standing: "posting", postingKey: key }, intent: { key, company: acme.ref, parents: [] } });
});

test("a payment goes behind the posting of its invoice, and brings nobody", () => {
  expect(plan({ document: aPayment() })).toMatchObject({ kind: "posts", meets: null, intent: { kind: "receipt", parents: ["key of inv-1"] } });
});

test("what Sage refused before keeps its key and its company, also when its sub-company is mapped elsewhere by now", () => {
  const of = { document: anInvoice({ subCompany: "Wales" }), companyRef: acme.ref, postingKey: key };
  expect(plan(of)).toMatchObject({ kind: "posts", isKnown: true, intent: { key } });
});

test("what its company could change waits while that company cannot be read, and nobody is brought there", () => {
  const why = { cause: "Acme UK could not be read.", cure: "Try later." };
  const unread = { unread: () => why };
  expect(plan({}, world({}, unread))).toEqual({ kind: "stands", plan: { kind: "invoice", id: "inv-1", standing: "waiting", companyRef: acme.ref, why }, meets: null });
  expect(plan({}, world({ codes: {} }, unread))).toMatchObject({ kind: "stands", plan: { standing: "waiting" } });
  expect(plan({ document: anInvoice({ isFinal: false }) }, world({}, unread))).toMatchObject({ kind: "stands", plan: { standing: "draft" } });
});

test("what goes to another company than the one that is planned is left as it stands", () => {
  expect(plan({}, world({}, { isPlannedFor: (company) => company?.ref !== acme.ref }))).toEqual({ kind: "elsewhere" });
});

test("an unmapped rate fails and brings nobody to the company", () => {
  expect(plan({}, world({ codes: {} }))).toMatchObject({ kind: "fails", failed: { id: "inv-1", companyRef: acme.ref, failure: { code: "not-mapped" } } });
});

describe("how far a customer is", () => {
  const facts: CustomerFacts = { linkedTo: undefined, isInLayer: true, creation: undefined, isSkipped: false, isWaiting: false };
  const refused = { state: "refused", attempts: 1, fence: 1, at: 0, failure: failure("sage-refused", "Account number taken.", "Retry.") } as const;
  test.each<[string, Partial<CustomerFacts>, object]>([
    ["a link counts before all else", { linkedTo: "27006", creation: refused, isSkipped: true }, { kind: "linked", sageCustomerId: "27006" }],
    ["The Layer must know it", { isInLayer: false, isWaiting: true }, { kind: "unknown to The Layer" }],
    ["its creation is under way", { creation: planned(0), isSkipped: true }, { kind: "being created" }],
    ["its creation was refused", { creation: refused }, { kind: "creation failed", why: "Account number taken." }],
    ["a person left it out", { isSkipped: true, isWaiting: true }, { kind: "skipped" }],
    ["a person is to decide", { isWaiting: true }, { kind: "to decide" }],
    ["nothing was begun", {}, { kind: "none" }],
  ])("%s", (_what, changes, expected) => {
    expect(customerStanding({ ...facts, ...changes })).toEqual(expected);
  });
});
