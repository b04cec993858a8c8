/**
 * The gateway's side of receipts, in memory and by the real contract: rows of the worksheet that are synced once, suggestions that
 * are allocated or remembered as wrong, and control totals counted over all rows there are.
 */
import {
  allocateBody,
  allocateLine,
  customerBalances,
  matchBarChange,
  matchBars,
  paths,
  receiptSyncBody,
  receiptSyncLine,
  receiptTotalsPage,
  rejectBody,
  suggestionPage,
  type AllocateBody,
  type CustomerBalances,
  type MatchBar,
  type ReceiptResult,
  type ReceiptSyncBody,
  type ReceiptTotals,
  type RejectBody,
  type Suggestion,
} from "../../../src/sync/contract";
import type { CellValue } from "../../../src/sync/model/cell";
import { failure, type Failure } from "../../../src/sync/model/failure";
import { receiptRowStates, type ReceiptRowState } from "../../../src/sync/sheets/sage-transactions";
import { aBar, someTotals } from "../../support/scripted-core";
import type { Books } from "./documents-double";

type Cells = Record<string, CellValue>;
type Answer = { readonly value: unknown } | { readonly lines: readonly object[] } | { readonly failure: Failure };

export type ReceiptsDouble = {
  /** A row of the worksheet Sage Transactions. */
  add(id: string, state: ReceiptRowState, amount: number, cells?: Cells): void;
  readonly suggestions: Suggestion[];
  readonly bars: MatchBar[];
  readonly balances: Map<string, CustomerBalances>;
  /** Laid over what the rows add up to. */
  total(changes: Partial<ReceiptTotals>): void;
  /** Rows that are refused, with why; those of `later` stay on their way until `arrive`. */
  readonly refused: Map<string, string>;
  readonly later: Set<string>;
  arrive(): void;
  /** Suggestions that Sage refuses to allocate, with why. */
  readonly unallocatable: Map<string, string>;
  /** How often each row was recorded: more than once would be a fault. */
  readonly recorded: ReadonlyMap<string, number>;
  readonly asked: { readonly syncs: ReceiptSyncBody[]; readonly allocations: AllocateBody[]; readonly rejections: RejectBody[] };
  answer(method: string, path: string, query: URLSearchParams, body: string): Answer | null;
};

const at = "2026-11-21T10:00:00.000Z";
const two = (amount: number) => amount.toFixed(2);

export const receiptsDouble = (books: Books): ReceiptsDouble => {
  const suggestions: Suggestion[] = [];
  const bars: MatchBar[] = [aBar(), aBar({ company: "Acme Ireland", companyRef: "acme-ireland", record: [] })];
  const balances = new Map<string, CustomerBalances>();
  const refused = new Map<string, string>();
  const later = new Set<string>();
  const unallocatable = new Map<string, string>();
  const recorded = new Map<string, number>();
  const asked: ReceiptsDouble["asked"] = { syncs: [], allocations: [], rejections: [] };
  let laidOver: Partial<ReceiptTotals> = {};

  const rows = () => books.rows("sage-transactions");
  const rowOf = (id: string) => rows().find((cells) => cells["Id"] === id);

  const totalsOf = (company: string): ReceiptTotals => {
    const mine = rows().filter((cells) => cells["Sage Company"] === company);
    const sum = (wanted: readonly ReceiptRowState[]) => mine.filter((cells) => wanted.some((state) => state === cells["State"])).reduce((total, cells) => total + Number(cells["Allocated"]), 0);
    const all = sum(receiptRowStates);
    const [unallocated, synced, fromLayer] = [sum(["Unallocated"]), sum(["Synced"]), sum(["Already in The Layer"])];
    return someTotals({
      company,
      companyRef: company.toLowerCase().replace(" ", "-"),
      receipts: { count: mine.length, amount: two(all) },
      allocated: two(all - unallocated),
      unallocated: two(unallocated),
      synced: two(synced),
      fromLayer: two(fromLayer),
      open: two(all - unallocated - synced - fromLayer),
      states: receiptRowStates.map((state) => ({ state, rows: mine.filter((cells) => cells["State"] === state).length, amount: two(sum([state])) })).filter((one) => one.rows > 0),
      ages: (["Ready", "Unallocated", "Failed"] as const).map((state) => ({ upTo: state === "Unallocated" ? null : 30, state, amount: two(sum([state])) })),
      readAt: at,
      ...laidOver,
    });
  };

  const record = (id: string, method: string | undefined): ReceiptResult => {
    const cells = rowOf(id);
    const result = (outcome: ReceiptResult["outcome"], state: ReceiptRowState, message: string): ReceiptResult => {
      if (cells) books.put("sage-transactions", { ...cells, State: state, Result: message });
      return { type: "result", id, outcome, state, message };
    };
    if (!cells) return result("refused", "Failed", "That row is no longer in Sage.");
    const why = refused.get(id);
    if (why !== undefined) return result("refused", "Failed", why);
    if (cells["State"] === "Synced" || cells["State"] === "Already in The Layer") return result("already", cells["State"], "In The Layer already.");
    if (cells["State"] === "Choose a method" && method === undefined) return result("refused", "Choose a method", "Choose a payment method.");
    if (later.has(id)) return result("later", "Syncing", "On its way.");
    recorded.set(id, (recorded.get(id) ?? 0) + 1);
    return result("synced", "Synced", `Recorded as PAY-${id}.`);
  };

  const sync = (request: ReceiptSyncBody) => {
    asked.syncs.push(request);
    const counts = { synced: 0, already: 0, refused: 0, later: 0 };
    const results = request.rows.map(({ id, method }) => record(id, method));
    for (const { outcome } of results) counts[outcome] += 1;
    return [...results, { type: "trailer", counts }].map((line) => receiptSyncLine.parse(line));
  };

  const allocate = (request: AllocateBody) => {
    asked.allocations.push(request);
    const counts = { allocated: 0, already: 0, refused: 0, later: 0, synced: 0 };
    const told: object[] = [];
    request.allocations.forEach(({ decided, pairs }, nth) => {
      const id = decided?.suggestionId ?? "";
      const why = unallocatable.get(id);
      const outcome = why === undefined ? ("allocated" as const) : ("refused" as const);
      counts[outcome] += 1;
      told.push({ type: "allocation", nth, outcome, message: why ?? "Allocated in Sage." });
      if (why !== undefined) return;
      const place = suggestions.findIndex((one) => one.id === id);
      if (place >= 0) suggestions.splice(place, 1);
      for (const { creditId, debitId } of pairs) {
        counts.synced += 1;
        told.push({ type: "result", id: `${creditId}-${debitId}`, outcome: "synced", state: "Synced", message: "Recorded in The Layer." });
      }
    });
    return [...told, { type: "trailer", counts }].map((line) => allocateLine.parse(line));
  };

  const answer = (method: string, path: string, query: URLSearchParams, body: string): Answer | null => {
    const given: unknown = body === "" ? null : JSON.parse(body);
    switch (`${method} ${path}`) {
      case `GET ${paths.receiptTotals}`:
        return { value: receiptTotalsPage.parse({ companies: ["Acme Ireland", "Acme UK"].map(totalsOf), asOf: at }) };
      case `POST ${paths.receiptSync}`:
        return { lines: sync(receiptSyncBody.parse(given)) };
      case `GET ${paths.suggestions}`: {
        const mine = suggestions.filter((one) => one.company === query.get("company"));
        return { value: suggestionPage.parse({ suggestions: mine, next: null, total: mine.length, asOf: at }) };
      }
      case `POST ${paths.allocate}`:
        return { lines: allocate(allocateBody.parse(given)) };
      case `POST ${paths.rejectSuggestion}`: {
        const request = rejectBody.parse(given);
        asked.rejections.push(request);
        const place = suggestions.findIndex((one) => one.id === request.suggestionId);
        const rejected = suggestions[place];
        if (rejected) suggestions.splice(place, 1, { ...rejected, id: `${rejected.id}-again`, outcome: { kind: "none", why: "The only match was said to be wrong." } });
        return { value: null };
      }
      case `GET ${paths.matchBars}`:
        return { value: matchBars.parse({ companies: bars }) };
      case `POST ${paths.matchBars}`: {
        const { companyRef, bar } = matchBarChange.parse(given);
        const one = bars.find((known) => known.companyRef === companyRef);
        if (!one) return { failure: failure("not-found", `There is no Sage company ${companyRef}.`, "Check again.") };
        one.bar = bar;
        return { value: one };
      }
      case `GET ${paths.balances}`: {
        const found = balances.get(query.get("customer") ?? "");
        return found ? { value: customerBalances.parse(found) } : { failure: failure("not-found", "The Layer has no such customer.", "Check the id.") };
      }
      default:
        return null;
    }
  };

  return {
    add: (id, state, amount, cells = {}) =>
      books.put("sage-transactions", {
        Id: id,
        "Sage Company": "Acme UK",
        "Receipt Date": "2026-11-19",
        "Receipt Reference": `REC ${id}`,
        Customer: "Northwind Ltd",
        "Receipt Amount": amount,
        "Sage Invoice": state === "Unallocated" ? null : "INV-1",
        Allocated: amount,
        "Layer Invoice": state === "Unallocated" ? null : "INV-1",
        "Layer Outstanding": amount,
        State: state,
        "Payment Method": state === "Choose a method" ? null : "BACS",
        Sync: null,
        Result: null,
        ...cells,
      }),
    suggestions,
    bars,
    balances,
    total: (changes) => {
      laidOver = changes;
    },
    refused,
    later,
    arrive: () => {
      for (const id of later) {
        later.delete(id);
        record(id, undefined);
      }
    },
    unallocatable,
    recorded,
    asked,
    answer,
  };
};
