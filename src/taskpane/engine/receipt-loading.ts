/** Asking the gateway about receipts. What fails is kept beside the last answer, which stays. */
import type { ReceiptTotals } from "../../sync/contract";
import { failed, ok, type Result } from "../../sync/model/failure";
import { companiesOf } from "./companies";
import type { Polled } from "./document-state";
import type { ReceiptsState } from "./receipt-state";
import type { DeskState } from "./state";
import type { Tools } from "./tools";

export const updateReceipts = (tools: Pick<Tools, "state">, change: (receipts: ReceiptsState) => ReceiptsState): void =>
  tools.state.update((now) => ({ ...now, receipts: change(now.receipts) }));

const heard = <T>(before: Polled<T>, answer: Result<T>): Polled<T> => (answer.ok ? { value: answer.value, failure: null } : { value: before.value, failure: answer.failure });

/** The company that is worked on: the one of the chip, or the only one there is. */
export const companyAtWork = ({ company, session }: Pick<DeskState, "company" | "session">): string | null => {
  if (company !== null || session.state !== "loaded") return company;
  const companies = companiesOf(session.value);
  return companies.length === 1 ? (companies[0]?.name ?? null) : null;
};

export const totalsOf = ({ receipts }: Pick<DeskState, "receipts">, company: string): ReceiptTotals | null =>
  receipts.totals.value?.companies.find((one) => one.company === company) ?? null;

export const loadTotals = async (tools: Pick<Tools, "state" | "gateway">): Promise<void> => {
  const totals = await tools.gateway.receiptTotals();
  updateReceipts(tools, (receipts) => ({ ...receipts, totals: heard(receipts.totals, totals) }));
};

/** As many as one request answers. What is left follows as these are dealt with. */
export const mostSuggestions = 500;

/** What waits to be matched in the company at work. Where the user stands in the list stays. */
export const loadMatching = async (tools: Pick<Tools, "state" | "gateway">): Promise<void> => {
  const company = companyAtWork(tools.state.get());
  if (company === null) return updateReceipts(tools, (receipts) => ({ ...receipts, matching: { value: null, failure: null } }));
  if (tools.state.get().receipts.matching.value?.company !== company) updateReceipts(tools, (receipts) => ({ ...receipts, matching: { value: null, failure: null }, current: null }));
  const page = await tools.gateway.suggestions(company, mostSuggestions);
  // Another company may have been chosen meanwhile: its own answer is on its way.
  if (companyAtWork(tools.state.get()) !== company) return;
  const matching = page.ok ? ok({ company, suggestions: page.value.suggestions, total: page.value.total, asOf: page.value.asOf }) : failed(page.failure);
  updateReceipts(tools, (receipts) => {
    const ids = new Set(page.ok ? page.value.suggestions.map((one) => one.id) : []);
    return {
      ...receipts,
      matching: heard(receipts.matching, matching),
      answers: page.ok ? Object.fromEntries(Object.entries(receipts.answers).filter(([id]) => ids.has(id))) : receipts.answers,
    };
  });
};

export const loadBars = async (tools: Pick<Tools, "state" | "gateway">): Promise<void> => {
  const bars = await tools.gateway.matchBars();
  updateReceipts(tools, (receipts) => ({ ...receipts, bars: heard(receipts.bars, bars) }));
};

/** The Layer's customers by name, to look a balance up. Kept on this computer between openings, as for the rules. */
export const loadCustomers = async (tools: Tools): Promise<void> => {
  const refreshed = await tools.reference.refresh("balances", () => undefined);
  const customers = refreshed.ok ? ok(tools.reference.records("layer-customer")) : failed(refreshed.failure);
  updateReceipts(tools, (receipts) => ({ ...receipts, customers: heard(receipts.customers, customers) }));
};

export const loadBalance = async (tools: Pick<Tools, "state" | "gateway">, customerId: string, name: string, company: string | null = null): Promise<void> => {
  updateReceipts(tools, (receipts) => ({ ...receipts, balance: { customerId, name, company, value: null, failure: null }, followed: null }));
  const balances = await tools.gateway.balances(customerId);
  updateReceipts(tools, (receipts) =>
    receipts.balance?.customerId === customerId ? { ...receipts, balance: { ...receipts.balance, ...heard({ value: null, failure: null }, balances) } } : receipts,
  );
};
