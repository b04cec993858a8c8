/** Receipts in figures and words. Pure. */
import type { AllocationPair, CustomerBalance, OpenItem, ReceiptTotals, Suggestion } from "../../sync/contract";
import { failure } from "../../sync/model/failure";
import { addMoney, decimalText, formatMoney, minorUnits, parseMoney, subtractMoney, sumMoney, zero, type Money } from "../../sync/model/money";
import type { ReceiptRowState } from "../../sync/sheets/sage-transactions";
import type { Counted } from "./receipt-state";
import { plural } from "./wording";

/** An amount of the contract, whose shape was checked when it came. */
export const amountOf = (text: string): Money => {
  const read = parseMoney(text);
  if (!read.ok) throw new Error(`“${text}” passed the contract and is no amount`);
  return read.value;
};

/** "1,234.50" */
export const shownAmount = (text: string): string => formatMoney(amountOf(text));

/** "12 rows, 1,234.50" */
export const countedWords = ({ rows, amount }: Counted): string => `${plural(rows, "row")}, ${formatMoney(amount)}`;

export const inState = (totals: ReceiptTotals, state: ReceiptRowState): Counted => {
  const found = totals.states.find((one) => one.state === state);
  return { rows: found?.rows ?? 0, amount: found ? amountOf(found.amount) : zero };
};

/** The balance to show first: of the first company named, else of the customer's own, else any. */
export const balanceShown = (balances: readonly CustomerBalance[], companies: readonly (string | null)[]): CustomerBalance | null => {
  for (const company of companies) {
    const found = balances.find((one) => one.company === company);
    if (found) return found;
  }
  return balances.find((one) => one.isDefault) ?? balances[0] ?? null;
};

export type Verdict =
  | { readonly kind: "not read" }
  | { readonly kind: "agreed"; readonly control: Money }
  /** `difference` as the contract gives it: the accounts' balances less the transactions read here. */
  | { readonly kind: "differs"; readonly difference: Money; readonly accounts: Money; readonly transactions: Money };

/** Whether Sage's sales ledger control account and the transactions read here agree. */
export const verdictOf = (totals: ReceiptTotals): Verdict => {
  if (totals.readAt === null) return { kind: "not read" };
  const difference = amountOf(totals.control.difference);
  if (difference === 0) return { kind: "agreed", control: amountOf(totals.control.accounts) };
  return { kind: "differs", difference, accounts: amountOf(totals.control.accounts), transactions: amountOf(totals.control.transactions) };
};

/** "97%": never more than is claimed, and never certainty. */
export const sureness = (score: number): string => `${Math.min(99, Math.floor(score * 100 + 1e-9))}%`;
/** "97% sure" */
export const sureWords = (score: number): string => (score >= 0.995 ? "more than 99% sure" : `${sureness(score)} sure`);

const receiptsOf = (suggestion: Suggestion) => sumMoney(suggestion.receipts.map((receipt) => amountOf(receipt.outstanding)));
/** What the receipts of a suggestion have left to allocate. */
export const leftOf = receiptsOf;

export const itemOf = (suggestion: Suggestion, id: string): OpenItem | null => suggestion.receipts.find((one) => one.id === id) ?? suggestion.open.find((one) => one.id === id) ?? null;

/** "BACS 1911", "BACS 1911 and 2 more". */
export const receiptNames = (suggestion: Suggestion): string => {
  const [first, ...others] = suggestion.receipts;
  const name = first?.reference === "" ? "without a reference" : (first?.reference ?? "");
  return others.length === 0 ? name : `${name} and ${others.length} more`;
};

type Pairs = { readonly pairs: readonly AllocationPair[] };

export type ProposedLine = { readonly item: OpenItem | null; readonly id: string; readonly amount: Money; /** What it still owes afterwards. */ readonly leaves: Money | null };

const byId = (pairs: readonly AllocationPair[], end: (pair: AllocationPair) => string): Map<string, Money> => {
  const sums = new Map<string, Money>();
  for (const pair of pairs) sums.set(end(pair), addMoney(sums.get(end(pair)) ?? zero, amountOf(pair.amount)));
  return sums;
};

const lines = (suggestion: Suggestion, sums: ReadonlyMap<string, Money>): ProposedLine[] =>
  [...sums].map(([id, amount]) => {
    const item = itemOf(suggestion, id);
    return { item, id, amount, leaves: item ? subtractMoney(amountOf(item.outstanding), amount) : null };
  });

/** The invoices that a proposal pays, each once. */
export const debitLines = (suggestion: Suggestion, { pairs }: Pairs): ProposedLine[] => lines(suggestion, byId(pairs, (pair) => pair.debitId));
/** Credit notes and other receipts that it takes along with the receipt itself. */
export const extraCreditLines = (suggestion: Suggestion, { pairs }: Pairs): ProposedLine[] =>
  lines(suggestion, byId(pairs, (pair) => pair.creditId)).filter(({ id }) => !suggestion.receipts.some((receipt) => receipt.id === id));

export const totalOfPairs = (pairs: readonly AllocationPair[]): Money => sumMoney(pairs.map((pair) => amountOf(pair.amount)));

/** What stays on the suggestion's receipts after a proposal. */
export const staysOnReceipts = (suggestion: Suggestion, { pairs }: Pairs): Money => {
  const own = new Set(suggestion.receipts.map((receipt) => receipt.id));
  return subtractMoney(receiptsOf(suggestion), totalOfPairs(pairs.filter((pair) => own.has(pair.creditId))));
};

/** "INV-1001 and INV-1002" as short as a sentence stands it. */
export const pairNames = (suggestion: Suggestion, proposal: Pairs): string => {
  const names = debitLines(suggestion, proposal).map(({ item, id }) => item?.reference || id);
  return names.length <= 3 ? names.join(", ").replace(/, ([^,]*)$/, " and $1") : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
};

/** Suggestions that a click on "Accept all" would take: those as sure as that, never ties. */
export const surerThan = (suggestions: readonly Suggestion[], score: number): readonly Suggestion[] =>
  suggestions.filter(({ outcome }) => outcome.kind === "suggested" && outcome.best.score >= score);

const isDebit = (item: OpenItem) => item.kind === "invoice" || item.kind === "refund";
const isCredit = (item: OpenItem) => item.kind === "receipt" || item.kind === "credit note";

/** What may be chosen by hand beside the suggestion's own receipts. Kinds that Sage alone can tell the sign of are left out. */
export const choosable = (suggestion: Suggestion): { readonly debits: readonly OpenItem[]; readonly credits: readonly OpenItem[]; readonly others: number } => {
  const own = new Set(suggestion.receipts.map((receipt) => receipt.id));
  const open = suggestion.open.filter((item) => !own.has(item.id) && amountOf(item.outstanding) !== 0);
  return { debits: open.filter(isDebit), credits: open.filter(isCredit), others: open.filter((item) => !isDebit(item) && !isCredit(item)).length };
};

export type ByHand =
  | { readonly ok: true; readonly pairs: readonly AllocationPair[]; readonly allocated: Money; /** Stays on the receipts, on account. */ readonly left: Money }
  | { readonly ok: false; readonly why: string; readonly left: Money | null };

/** Adds up what was typed against each item and pairs it off: credit notes first, then the receipts, oldest first as they are listed. */
export const pairByHand = (suggestion: Suggestion, typed: Readonly<Record<string, string>>): ByHand => {
  const { debits, credits } = choosable(suggestion);
  const chosen = (items: readonly OpenItem[]) => items.filter((item) => (typed[item.id] ?? "").trim() !== "").map((item) => ({ item, read: parseMoney(typed[item.id] ?? "") }));
  const all = [...chosen(debits), ...chosen(credits)];
  for (const { item, read } of all) {
    if (!read.ok) return { ok: false, why: `${item.reference}: ${read.failure.cause}`, left: null };
    if (read.value <= 0) return { ok: false, why: `${item.reference}: enter an amount above zero, or leave it empty.`, left: null };
    if (read.value > amountOf(item.outstanding)) return { ok: false, why: `${item.reference}: ${formatMoney(read.value)} is more than the ${shownAmount(item.outstanding)} that is open on it.`, left: null };
  }
  const amounts = (items: readonly OpenItem[]) => chosen(items).flatMap(({ item, read }) => (read.ok ? [{ id: item.id, left: read.value }] : []));
  const toPay = amounts(debits);
  const extra = amounts(credits);
  const owed = sumMoney(toPay.map(({ left }) => left));
  const fromOthers = sumMoney(extra.map(({ left }) => left));
  const receipts = receiptsOf(suggestion);
  const left = subtractMoney(addMoney(receipts, fromOthers), owed);
  if (toPay.length === 0) return { ok: false, why: "Enter what the receipt pays on at least one invoice.", left };
  if (left < 0) return { ok: false, why: `${formatMoney(minorUnits(-left))} more than the receipt holds. Lower an amount, or add a credit note.`, left };
  if (fromOthers > owed) return { ok: false, why: "The credit notes and receipts added come to more than the invoices. Lower one of them.", left };
  const pairs: AllocationPair[] = [];
  const sources = [...extra, ...suggestion.receipts.map((receipt) => ({ id: receipt.id, left: amountOf(receipt.outstanding) }))];
  for (const debit of toPay) {
    let need: Money = debit.left;
    for (const source of sources) {
      const amount = minorUnits(Math.min(need, source.left));
      if (amount === 0) continue;
      pairs.push({ creditId: source.id, debitId: debit.id, amount: decimalText(amount) });
      source.left = subtractMoney(source.left, amount);
      need = subtractMoney(need, amount);
    }
  }
  return { ok: true, pairs, allocated: owed, left };
};

const monthNames = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
/** "October 2026" of "2026-10". */
export const monthWords = (month: string): string => `${monthNames[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;

/** The last `many` full months before `now`, the latest first, by the reader's calendar. */
export const fullMonths = (now: Date, many: number): readonly string[] =>
  Array.from({ length: many }, (_, back) => {
    const months = now.getFullYear() * 12 + now.getMonth() - 1 - back;
    return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
  });

/** "Receipts 501 to 1,000" */
export const blockWords = (block: number): string => `${block === 1 ? "Newest 500" : `${((block - 1) * 500 + 1).toLocaleString("en-GB")} to ${(block * 500).toLocaleString("en-GB")}`}`;

export const chooseCompanyFirst = failure("bad-request", "No Sage company is chosen.", "Choose one at the top of the pane: each is matched and reconciled on its own.");
