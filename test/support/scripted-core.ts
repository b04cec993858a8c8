import type { CompanySettings, NewCustomer, PushLine, PushSummary, RunSummary, SheetLine } from "../../src/sync/contract";
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
  counts: { read: 0, posted: 0, nothing: 0, waiting: 0, failed: 0, inDoubt: 0, told: 0 },
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
    runs: async (limit) => [aRun({ id: "run-0002" }), aRun({ state: "done", finishedAt: "2026-11-21T09:31:00.000Z" })].slice(0, limit),
    retry: async (request, by) => ok({ retried: "ids" in request ? request.ids.length : 1, run: aRun({ trigger: "retry", by: by.name }) }),
    errorGroups: async () => ({ groups: [], open: 0, asOf: "2026-11-21T09:30:00.000Z" }),
    documentCounts: async () => ({ counts: [], running: [], asOf: "2026-11-21T09:30:00.000Z" }),
    newCustomers: async () => [aNewCustomer()],
    decideNewCustomer: async ({ choice }) => ok(choice.kind === "skip" ? null : aRun()),
    companySettings: async () => [settingsOfAcme],
    changeCompanySettings: async ({ companyRef, newCustomers, refunds }) =>
      companyRef === settingsOfAcme.companyRef
        ? ok({ ...settingsOfAcme, ...(newCustomers ? { newCustomers } : {}), ...(refunds ? { refunds } : {}) })
        : failed(failure("not-found", `There is no Sage company ${companyRef}.`, "Check again under Connections.", companyRef)),
    work: async () => undefined,
    close: async () => undefined,
    ...changes,
  };
  return { core, accepted };
};
