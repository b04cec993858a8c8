/**
 * A gateway in memory behind `fetch`: it speaks the real contract, so the pane's own client reads it, and it can be made
 * to misbehave. It applies each push once for its id and counts what it applied, as the real one must.
 */
import {
  coverage,
  previewLine,
  pushLine,
  pushBody,
  refusal,
  session,
  sheetLine,
  syncHealth,
  type PushedRow,
  type PushLine,
  type ResultLine,
  type Session,
} from "../../../src/sync/contract";
import type { CellValue } from "../../../src/sync/model/cell";
import { failure, type Failure } from "../../../src/sync/model/failure";
import { sheets } from "../../../src/sync/sheets";
import { keyOf, type SheetSlug } from "../../../src/sync/sheets/sheet";
import { documentsDouble, passes, type DocumentsDouble } from "./documents-double";
import { receiptsDouble, type ReceiptsDouble } from "./receipts-double";

type Stored = { version: number; cells: Record<string, CellValue>; changedAt: number };
type Push = { sheet: SheetSlug; rows: readonly PushedRow[]; results: ResultLine[]; body: string; isCancelled: boolean };

export type GatewayDouble = {
  readonly fetch: typeof fetch;
  readonly pushes: ReadonlyMap<string, Push>;
  /** How often each row's link was written: more than once for one push is a fault of the caller's. */
  readonly applied: ReadonlyMap<string, number>;
  readonly requests: readonly string[];
  /** Changes a stored row as another user would. */
  change(slug: SheetSlug, key: string, cells: Record<string, CellValue>): void;
  remove(slug: SheetSlug, key: string): void;
  /** Nothing answers until called again with false. */
  setOffline(isOffline: boolean): void;
  /** The next push or follow breaks off after so many results; the work is done all the same. */
  breakOffAfter(results: number): void;
  /** The next request to a path that contains `part` is refused. */
  refuseNext(part: string, why: Failure, status?: number): void;
  /** Rows whose account number is in here are answered "later". */
  readonly sageDownFor: Set<string>;
  /** The Layer's documents on their way to Sage. */
  readonly documents: DocumentsDouble;
  /** Receipts that were entered in Sage. */
  readonly receipts: ReceiptsDouble;
};

const site = "8f4c1a52-3b8e-4a55-9e0d-0c1d5f1f6a01";
const companies = [
  { name: "Acme UK", siteId: site, companyId: "1", siteName: "Acme Group" },
  { name: "Acme Ireland", siteId: site, companyId: "2", siteName: "Acme Group" },
];
export const accountsOfAcme = ["NORTH001", "SOUTH001", "00123", "EAST0001", "WEST0001"].map((reference, at) => ({
  id: String(27_800 + at),
  reference,
  name: `${reference} Ltd`,
  companyName: "Acme UK",
  status: "active" as const,
  vatNumber: "",
  postcode: "",
  email: "",
  telephone: "",
}));
const customers = ["C-1", "C-2", "C-3", "C-4"].map((id, at) => ({
  id,
  name: `${accountsOfAcme[at]?.reference ?? id} Ltd`,
  subCompanies: ["North"],
  vatNumber: "",
  postcode: "",
  email: "",
  telephone: "",
}));

const lookups: Record<string, readonly object[]> = {
  "sage-company": companies,
  "sage-site": [{ siteId: site, siteName: "Acme Group" }],
  "sage-account": accountsOfAcme,
  "sage-bank": [{ code: "1200", name: "Current account", companyName: "Acme UK", status: "active" }],
  "sage-tax-code": [{ code: "1", name: "Standard", ratePercent: "20", companyName: "Acme UK" }],
  "layer-customer": customers,
  "layer-sub-company": [{ name: "North" }],
  "layer-payment-method": [
    { name: "BACS", isEnabled: true, accountName: "Current", accCode: "1200" },
    { name: "Card", isEnabled: true, accountName: "", accCode: "" },
  ],
  "layer-tax-rate": [{ percent: "20", name: "Standard" }],
};

const practice: Session = {
  user: { id: "local", name: "Local user" },
  roles: ["admin"],
  tenant: "local",
  version: "0.1.0",
  connections: [
    { system: "layer", name: "The Layer", isPractice: true, state: "connected", grantSecondsLeft: null, companies: [], failure: null, checkedAt: "2026-11-21T10:00:00.000Z" },
    { system: "sage200", name: "Sage 200", isPractice: true, state: "connected", grantSecondsLeft: 28 * 86_400, companies, failure: null, checkedAt: "2026-11-21T10:00:00.000Z" },
  ],
};

const unlinked = (id: string, name: string): Record<string, CellValue> => ({
  CustomerId: id,
  CustomerName: name,
  SageCompanyName: null,
  SageSiteId: null,
  SageAccountNumber: null,
  SageCustomerId: null,
  Synced: "No",
});

export const siteId = site;

export const gatewayDouble = (own: Partial<Session> = {}): GatewayDouble => {
  const stores = new Map<SheetSlug, Map<string, Stored>>();
  const gone = new Map<SheetSlug, { key: string; at: number }[]>();
  const pushes = new Map<string, Push>();
  const applied = new Map<string, number>();
  const requests: string[] = [];
  const sageDownFor = new Set<string>();
  let clock = 1;
  let isOffline = false;
  let cut: number | null = null;
  let refusing: { part: string; why: Failure; status: number } | null = null;

  const storeOf = (slug: SheetSlug) => {
    const known = stores.get(slug) ?? new Map<string, Stored>();
    stores.set(slug, known);
    return known;
  };
  for (const customer of customers) {
    const cells = unlinked(customer.id, customer.name);
    storeOf("customer-links").set(keyOf(sheets["customer-links"], cells), { version: 0, cells, changedAt: clock });
  }
  const customerRow = (id: string, state: string): Record<string, CellValue> => ({ CustomerId: id, CustomerName: id, "Sage Company": null, State: state });
  for (const customer of customers) {
    const cells = customerRow(customer.id, "Unlinked");
    storeOf("customers").set(keyOf(sheets.customers, cells), { version: 0, cells, changedAt: clock });
  }

  const answer = (body: string, status = 200) => new Response(body, { status });
  const json = (value: unknown) => answer(JSON.stringify(value));
  const lines = (all: readonly object[]) => answer(all.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const refuse = (why: Failure, status: number) => answer(JSON.stringify(refusal.parse({ failure: why })), status);
  const trailer = (count: number) => ({ type: "trailer", count, cursor: String(clock), notes: [], asOf: "2026-11-21T10:00:00.000Z" });

  const put = (slug: SheetSlug, cells: Record<string, CellValue>) => {
    const key = keyOf(sheets[slug], cells);
    const before = storeOf(slug).get(key);
    clock += 1;
    storeOf(slug).set(key, { version: (before?.version ?? 0) + 1, cells: { ...before?.cells, ...cells }, changedAt: clock });
  };
  const books = { put, rows: (slug: SheetSlug) => [...storeOf(slug).values()].map((stored) => stored.cells) };
  const documents = documentsDouble(books);
  const receipts = receiptsDouble(books);

  /** Documents and errors are named by their ids as they are, not as a sheet's keys are folded. */
  const toldKey = (slug: SheetSlug, key: string) => {
    const id = storeOf(slug).get(key)?.cells["Id"];
    return typeof id === "string" ? id : key;
  };

  const rowsOf = (slug: SheetSlug, query: URLSearchParams) => {
    const since = query.get("since");
    const after = since === null ? 0 : Number(since);
    const changed = [...storeOf(slug)].filter(([, stored]) => stored.changedAt > after);
    const rows = changed.filter(([, stored]) => passes(slug, stored.cells, query));
    const filteredOut = since === null ? [] : changed.filter(([, stored]) => !passes(slug, stored.cells, query)).map(([key]) => ({ key }));
    const left = since === null ? [] : [...(gone.get(slug) ?? []).filter((one) => one.at > after), ...filteredOut];
    return lines(
      [...rows.map(([key, stored]) => ({ type: "row", key: toldKey(slug, key), version: stored.version, cells: stored.cells })), ...left.map(({ key }) => ({ type: "gone", key: toldKey(slug, key) })), trailer(rows.length)].map((line) =>
        sheetLine.parse(line),
      ),
    );
  };

  const currentOf = (slug: SheetSlug, row: PushedRow) => storeOf(slug).get(keyOf(sheets[slug], row.cells));
  const changesOf = (slug: SheetSlug, row: PushedRow) => {
    const current = currentOf(slug, row);
    return Object.entries(row.cells)
      .filter(([column, value]) => String(current?.cells[column] ?? "") !== String(value ?? "") && value !== null)
      .map(([column, value]) => ({ column, from: current?.cells[column] ?? null, to: value }));
  };
  const outcomeOf = (slug: SheetSlug, row: PushedRow) => {
    const current = currentOf(slug, row);
    const changes = changesOf(slug, row);
    if (current && row.version !== undefined && row.version !== current.version && changes.length > 0) return "conflict" as const;
    if (changes.length === 0) return "same" as const;
    return current && current.version > 0 ? ("change" as const) : ("create" as const);
  };

  const preview = (slug: SheetSlug, rows: readonly PushedRow[]) => {
    const counts = { create: 0, change: 0, same: 0, refuse: 0, conflict: 0 };
    const told = rows.map((row) => {
      const outcome = outcomeOf(slug, row);
      counts[outcome] += 1;
      return { type: "preview", ref: row.ref, outcome, changes: changesOf(slug, row), problems: [], version: currentOf(slug, row)?.version ?? 0 };
    });
    return lines([...told, { type: "trailer", counts }].map((line) => previewLine.parse(line)));
  };

  const work = (slug: SheetSlug, row: PushedRow, seq: number): ResultLine => {
    const account = accountsOfAcme.find((one) => one.reference === row.cells["SageAccountNumber"]);
    const common = { type: "result" as const, seq, ref: row.ref, problems: [] };
    if (account && sageDownFor.has(account.reference)) return { ...common, outcome: "later", message: "Sage did not answer. Push this row again later.", fills: {}, version: 0 };
    const outcome = outcomeOf(slug, row);
    if (outcome === "conflict") return { ...common, outcome, message: "Somebody else changed this row.", fills: {}, version: currentOf(slug, row)?.version ?? 0 };
    const key = keyOf(sheets[slug], row.cells);
    const before = currentOf(slug, row);
    if (outcome === "same") return { ...common, outcome, message: "Already so.", fills: {}, version: before?.version ?? 0 };
    applied.set(key, (applied.get(key) ?? 0) + 1);
    clock += 1;
    // A customer with a link has no blank row any more.
    if (slug === "customer-links") storeOf(slug).delete(keyOf(sheets[slug], { ...row.cells, SageCompanyName: null }));
    const fills = account ? { SageCustomerId: account.id } : {};
    storeOf(slug).set(key, { version: (before?.version ?? 0) + 1, cells: { ...before?.cells, ...row.cells, ...fills }, changedAt: clock });
    return { ...common, outcome: "saved", message: `Linked to ${String(row.cells["SageAccountNumber"])} in ${String(row.cells["SageCompanyName"])}`, fills, version: (before?.version ?? 0) + 1 };
  };

  const summary = (id: string, push: Push) => {
    const counts = { saved: 0, same: 0, refused: 0, conflict: 0, later: 0, cancelled: 0, waiting: 0 };
    for (const result of push.results) counts[result.outcome] += 1;
    return { pushId: id, sheet: push.sheet, state: "done" as const, by: "Local user", acceptedAt: "2026-11-21T10:00:00.000Z", finishedAt: "2026-11-21T10:00:01.000Z", rows: push.rows.length, counts };
  };

  const read = (id: string, after: number, replay: boolean) => {
    const push = pushes.get(id);
    if (!push) return refuse(failure("not-found", `There is no push ${id} here.`, "Push again."), 404);
    const behind = push.results.filter((result) => result.seq > after);
    const all: PushLine[] = [{ type: "accepted", push: summary(id, push), replay }, ...behind, { type: "trailer", push: summary(id, push) }];
    const told = all.map((line) => pushLine.parse(line));
    if (cut === null) return lines(told);
    const shown = told.slice(0, 1 + cut);
    cut = null;
    return lines(shown);
  };

  const accept = (slug: SheetSlug, id: string, body: string) => {
    const known = pushes.get(id);
    if (known) return known.body === body ? read(id, 0, true) : refuse(failure("push-key-reused", "That id was used for other rows.", "Push again."), 409);
    const { rows } = pushBody.parse(JSON.parse(body));
    const push: Push = { sheet: slug, rows, results: [], body, isCancelled: false };
    pushes.set(id, push);
    rows.forEach((row, at) => push.results.push(work(slug, row, at + 1)));
    return read(id, 0, false);
  };

  const route = (method: string, url: URL, headers: Headers, body: string): Response => {
    const [, , kind, name = "", action] = url.pathname.split("/");
    if (kind === "session") return json(session.parse({ ...practice, ...own }));
    if (kind === "lookups") {
      const records = url.searchParams.get("since") === null ? (lookups[name] ?? []) : [];
      return lines([...records.map((record) => ({ type: "record", record })), trailer(records.length)]);
    }
    if (kind === "sheets" && action === "preview") return preview(name as SheetSlug, pushBody.parse(JSON.parse(body)).rows);
    if (kind === "sheets" && action === "push") return accept(name as SheetSlug, headers.get("Idempotency-Key") ?? "", body);
    if (kind === "sheets") return rowsOf(name as SheetSlug, url.searchParams);
    if (kind === "pushes" && action === "cancel") {
      const push = pushes.get(name);
      return push ? json(summary(name, push)) : refuse(failure("not-found", `There is no push ${name} here.`, "Push again."), 404);
    }
    if (kind === "pushes") return read(name, Number(url.searchParams.get("after")), true);
    const told = documents.answer(method, url.pathname, body);
    if (told !== null) return "failure" in told ? refuse(told.failure, 409) : json(told.value);
    const answered = receipts.answer(method, url.pathname, url.searchParams, body);
    if (answered !== null) return "failure" in answered ? refuse(answered.failure, 409) : "lines" in answered ? lines(answered.lines) : json(answered.value);
    if (kind === "health") return json(syncHealth.parse({ companies: [{ company: "Acme UK", synced: 1, linkedNeverSynced: 2, unlinked: 3, failing: 4 }], unmapped: 5, asOf: "2026-11-21T10:00:00.000Z" }));
    if (kind === "coverage")
      return json(
        coverage.parse({
          subCompanies: { mapped: 4, total: 5, missing: ["West"], customersAffected: 37 },
          paymentMethods: { mapped: 6, total: 6, missing: [] },
          taxCodes: { mapped: 1, total: 3, missing: ["5", "0"] },
        }),
      );
    return answer("not found", 404);
  };

  return {
    fetch: async (input, init) => {
      const url = new URL(String(input));
      requests.push(`${init?.method ?? "GET"} ${url.pathname}${url.search}`);
      init?.signal?.throwIfAborted();
      if (isOffline) throw new TypeError("fetch failed");
      if (refusing && url.pathname.includes(refusing.part)) {
        const { why, status } = refusing;
        refusing = null;
        return refuse(why, status);
      }
      return route(init?.method ?? "GET", url, new Headers(init?.headers), typeof init?.body === "string" ? init.body : "");
    },
    pushes,
    applied,
    requests,
    documents,
    receipts,
    sageDownFor,
    change: (slug, key, cells) => {
      const before = storeOf(slug).get(key);
      clock += 1;
      storeOf(slug).set(key, { version: (before?.version ?? 0) + 1, cells: { ...before?.cells, ...cells }, changedAt: clock });
    },
    remove: (slug, key) => {
      clock += 1;
      storeOf(slug).delete(key);
      gone.set(slug, [...(gone.get(slug) ?? []), { key, at: clock }]);
    },
    setOffline: (next) => {
      isOffline = next;
    },
    breakOffAfter: (results) => {
      cut = results;
    },
    refuseNext: (part, why, status = 400) => {
      refusing = { part, why, status };
    },
  };
};
