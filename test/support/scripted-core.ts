import type {
  CompanySettings,
  CustomerBalances,
  MatchBar,
  NewCustomer,
  PushLine,
  PushSummary,
  ReceiptTotals,
  RunSummary,
  SheetLine,
  Suggestion,
} from "../../src/sync/contract";
import type { SyncCore } from "../../src/sync/core";
import { failed, failure, ok } from "../../src/sync/model/failure";

export const aSummary = (changes: Partial<PushSummary> = {}): PushSummary => ({
  pushId: "push-0001",
  sheet: "customer-links",
  state: "done",
  by: "You",
  acceptedAt: "2026-11-21T09:30:00.000Z",
  finishedAt: "2026-11-21T09:30:01.000Z",
  rows: 1,
  counts: { saved: 1, same: 0, refused: 0, conflict: 0, later: 0, cancelled: 0, waiting: 0 },
  ...changes,
});
export const aRun = (changes: Partial<RunSummary> = {}): RunSummary => ({
  id: "run-0001",
  company: null,
  trigger: "person",
  by: "You",
  state: "running",
  startedAt: "2026-11-21T09:30:00.000Z",
  finishedAt: null,
  counts: { read: 0, posted: 0, nothing: 0, waiting: 0, failed: 0, inDoubt: 0, told: 0, compared: 0, differing: 0 },
  failure: null,
  ...changes,
});
export const aNewCustomer = (changes: Partial<NewCustomer> = {}): NewCustomer => ({
  customerId: "C-1042",
  name: "Northwind Ltd",
  company: "Acme UK",
  companyRef: "acme-uk",
  documents: 3,
  candidates: [{ sageCustomerId: "27800", accountNumber: "NORTH001", name: "Northwind Limited", reasons: ["the same VAT number, GB123456789"] }],
  since: "2026-11-21T09:00:00.000Z",
  ...changes,
});
export const someTotals = (changes: Partial<ReceiptTotals> = {}): ReceiptTotals => ({
  company: "Acme UK",
  companyRef: "acme-uk",
  receipts: { count: 4, amount: "1000.00" },
  allocated: "750.00",
  unallocated: "250.00",
  synced: "500.00",
  fromLayer: "50.00",
  open: "200.00",
  control: { accounts: "4000.00", transactions: "4000.00", difference: "0.00" },
  states: [
    { state: "Ready", rows: 2, amount: "200.00" },
    { state: "Unallocated", rows: 1, amount: "250.00" },
    { state: "Synced", rows: 2, amount: "500.00" },
    { state: "Already in The Layer", rows: 1, amount: "50.00" },
  ],
  ages: [
    { upTo: 30, state: "Ready", amount: "200.00" },
    { upTo: null, state: "Unallocated", amount: "250.00" },
  ],
  readAt: "2026-11-21T09:29:00.000Z",
  ...changes,
});
/** A receipt of 250.00 that pays two invoices in full, and nothing else does. */
export const aSuggestion = (changes: Partial<Suggestion> = {}): Suggestion => ({
  id: "suggestion-1",
  company: "Acme UK",
  companyRef: "acme-uk",
  sageCustomerId: "27800",
  accountNumber: "NORTH001",
  customer: "Northwind Ltd",
  receipts: [{ id: "r-1", kind: "receipt", reference: "BACS 1911", date: "2026-11-19", gross: "250.00", outstanding: "250.00" }],
  outcome: {
    kind: "suggested",
    best: {
      pairs: [
        { creditId: "r-1", debitId: "i-1", amount: "100.00" },
        { creditId: "r-1", debitId: "i-2", amount: "150.00" },
      ],
      score: 0.985,
      reasons: ["The two invoices come to exactly 250.00.", "Both fell due on 18 Nov 2026."],
      remainders: [],
    },
    next: null,
    whyNotNext: null,
    aboveBar: false,
  },
  open: [
    { id: "r-1", kind: "receipt", reference: "BACS 1911", date: "2026-11-19", gross: "250.00", outstanding: "250.00" },
    { id: "i-1", kind: "invoice", reference: "INV-1001", date: "2026-10-19", gross: "100.00", outstanding: "100.00" },
    { id: "i-2", kind: "invoice", reference: "INV-1002", date: "2026-10-19", gross: "150.00", outstanding: "150.00" },
    { id: "i-3", kind: "invoice", reference: "INV-1003", date: "2026-11-02", gross: "90.00", outstanding: "90.00" },
  ],
  ...changes,
});
export const aBar = (changes: Partial<MatchBar> = {}): MatchBar => ({ company: "Acme UK", companyRef: "acme-uk", bar: null, record: [{ bar: 0.97, decided: 212, right: 212 }], ...changes });
export const someBalances = (changes: Partial<CustomerBalances> = {}): CustomerBalances => ({
  customerId: "C-1042",
  customer: "Northwind Ltd",
  balances: [
    { company: "Acme UK", isDefault: true, standing: { kind: "linked", accountNumber: "NORTH001", balance: "340.00", creditLimit: "5000.00", onHold: false, asAt: "2026-11-21T09:29:00.000Z" } },
    { company: "Acme Ireland", isDefault: false, standing: { kind: "not linked" } },
  ],
  ...changes,
});
const settingsOfAcme: CompanySettings = { company: "Acme UK", companyRef: "acme-uk", newCustomers: "unless alike", refunds: "negative receipt" };
export const aRow = (at: number): SheetLine => ({ type: "row", key: `row-${at}`, version: 1, cells: { CustomerId: String(at).padStart(5, "0"), CustomerName: `Customer number ${at}` } });
export const aTrailer = (count: number): SheetLine => ({ type: "trailer", count, cursor: "c1", notes: [], asOf: "2026-11-21T09:30:00.000Z" });

/** A core for tests of HTTP alone: it keeps pushes in memory and gives what the test says. */
export const scriptedCore = (changes: Partial<SyncCore> = {}) => {
  const accepted = new Map<string, string>();
  const core: SyncCore = {
    connections: async () => [],
    async *sheet() {
      yield aRow(1);
      yield aTrailer(1);
    },
    async *preview(_slug, rows) {
      for (const { ref } of rows) yield { type: "preview", ref, outcome: "create", changes: [], problems: [], version: 0 };
      yield { type: "trailer", counts: { create: rows.length, change: 0, same: 0, refuse: 0, conflict: 0 } };
    },
    async acceptPush({ id, slug, rows, by }) {
      const body = JSON.stringify([slug, rows]);
      const before = accepted.get(id);
      if (before !== undefined && before !== body) return failed(failure("push-key-reused", `The push id ${id} was used for other rows.`, "Push again.", id));
      accepted.set(id, body);
      return ok({ push: aSummary({ pushId: id, sheet: slug, rows: rows.length, by: by.name }), replay: before !== undefined });
    },
    async readPush(id) {
      if (!accepted.has(id)) return null;
      return (async function* (): AsyncGenerator<PushLine> {
        yield { type: "accepted", push: aSummary({ pushId: id }), replay: false };
        yield { type: "result", seq: 1, ref: { key: "row-1", nth: 0 }, outcome: "saved", message: "Linked.", fills: {}, version: 2, problems: [] };
        yield { type: "trailer", push: aSummary({ pushId: id }) };
      })();
    },
    cancelPush: async (id) => (accepted.has(id) ? ok(aSummary({ pushId: id, state: "cancelled" })) : failed(failure("not-found", `There is no push ${id}.`, "Nothing to do.", id))),
    async *lookup() {
      yield { type: "record", record: { name: "Acme UK Ltd" } };
      yield { type: "trailer", count: 1, cursor: "c1", notes: [], asOf: "2026-11-21T09:30:00.000Z" };
    },
    health: async () => ({ companies: [], unmapped: 0, asOf: "2026-11-21T09:30:00.000Z" }),
    coverage: async () => {
      const none = { mapped: 0, total: 0, missing: [] };
      return { subCompanies: { ...none, customersAffected: 0 }, paymentMethods: none, taxCodes: none };
    },
    audit: async () => ({ entries: [], next: null }),
    run: async ({ company }, by) => ok(aRun({ company: company ?? null, by: by.name })),
    cancelRun: async (id) => ok(aRun({ id, state: "failed", finishedAt: "2026-11-21T09:31:00.000Z", failure: failure("cancelled", "The sync was cancelled by Priya Nair.", "What was not sent goes with the next sync.") })),
    runs: async (limit) => [aRun({ id: "run-0002" }), aRun({ state: "done", finishedAt: "2026-11-21T09:31:00.000Z" })].slice(0, limit),
    retry: async (request, by) => ok({ retried: "ids" in request ? request.ids.length : 1, run: aRun({ trigger: "retry", by: by.name }) }),
    errorGroups: async () => ({ groups: [], open: 0, asOf: "2026-11-21T09:30:00.000Z" }),
    documentCounts: async () => ({ counts: [], running: [], asOf: "2026-11-21T09:30:00.000Z" }),
    reviews: async () => [
      { sheet: "payments", id: "P-7", attempts: [{ at: "2026-11-21T10:04:00.000Z", did: "sent", sent: "sales receipt of 1,200.50, 20 Nov 2026, reference PAY-7", answer: "no answer that says whether it is in Sage (time-out)" }] },
    ],
    newCustomers: async () => [aNewCustomer()],
    decideNewCustomer: async ({ choice }) => ok(choice.kind === "skip" ? null : aRun()),
    companySettings: async () => [settingsOfAcme],
    changeCompanySettings: async ({ companyRef, newCustomers, refunds }) =>
      companyRef === settingsOfAcme.companyRef
        ? ok({ ...settingsOfAcme, ...(newCustomers ? { newCustomers } : {}), ...(refunds ? { refunds } : {}) })
        : failed(failure("not-found", `There is no Sage company ${companyRef}.`, "Check again under Connections.", companyRef)),
    receiptTotals: async (company) => ok([someTotals(), someTotals({ company: "Acme Ireland", companyRef: "acme-ireland" })].filter((one) => company === undefined || one.company === company)),
    async *syncReceipts({ rows }) {
      for (const { id } of rows) yield { type: "result", id, outcome: "synced", state: "Synced", message: "Recorded in The Layer." };
      yield { type: "trailer", counts: { synced: rows.length, already: 0, refused: 0, later: 0 } };
    },
    suggestions: async ({ company }) => ok({ suggestions: company === "Acme UK" ? [aSuggestion()] : [], next: null, total: company === "Acme UK" ? 1 : 0, asOf: "2026-11-21T09:30:00.000Z" }),
    async *allocate({ allocations }) {
      for (const nth of allocations.keys()) yield { type: "allocation", nth, outcome: "allocated", message: "Allocated in Sage." };
      yield { type: "trailer", counts: { allocated: allocations.length, already: 0, refused: 0, later: 0, synced: 0 } };
    },
    rejectSuggestion: async () => ok(null),
    matchBars: async () => [aBar()],
    changeMatchBar: async ({ companyRef, bar }) =>
      companyRef === "acme-uk" ? ok(aBar({ bar })) : failed(failure("not-found", `There is no Sage company ${companyRef}.`, "Check again under Connections.", companyRef)),
    balancesOf: async (customerId) => (customerId === "C-1042" ? ok(someBalances()) : failed(failure("not-found", `The Layer has no customer ${customerId}.`, "Check the customer's id.", customerId))),
    work: async () => undefined,
    close: async () => undefined,
    ...changes,
  };
  return { core, accepted };
};
