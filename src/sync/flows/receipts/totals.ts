/** Control totals of each Sage company, over all its receipts: what came in, where it went, and whether the ledger agrees with its accounts. */
import { receiptAges, type ReceiptTotals } from "../../contract";
import { failed, ok, type Result } from "../../model/failure";
import { addMoney, decimalText, subtractMoney, sumMoney, zero, type Money } from "../../model/money";
import { receiptRowStates, type ReceiptRowState } from "../../sheets/sage-transactions";
import type { Database, Handle } from "../../store";
import { sumOfBalances } from "../../store/balances";
import type { StoredCompany } from "../../store/companies";
import { readFreshness } from "../../store/freshness";
import { catchUpRows } from "../../store/receipt-catch-up";
import { totalRows, type StateTotal } from "../../store/receipt-pages";
import { ledgerTotals } from "../../store/sage-transactions";
import { partName } from "../parts";
import type { Refresher } from "../refresh";
import { freshenReceipts, unknownCompany } from "./pull-sage-transactions";
import { companiesNamed } from "./read-transactions";

type Source = { readonly db: Database; readonly tenant: string; readonly refresher: Refresher; readonly clock: { now(): Date } };

/** Somebody has still to do something about these. */
const dealtWith: readonly ReceiptRowState[] = ["Already in The Layer", "Synced"];
/** Whoever looks at totals waits so long for Sage, and then sees the last known ones with their time. */
const patience = 10_000;

const dayBefore = (now: Date, days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);

const sum = (totals: readonly StateTotal[], of: (total: StateTotal) => Money): Money => sumMoney(totals.map(of));

const totalsOf = async (handle: Handle, tenant: string, company: StoredCompany, now: Date): Promise<ReceiptTotals> => {
  const rows = await totalRows(handle, tenant, company.ref, receiptAges.map((days) => dayBefore(now, days)));
  const ledger = await ledgerTotals(handle, tenant, company.ref);
  const accounts = await sumOfBalances(handle, tenant, company.ref);
  const { readAt } = await readFreshness(handle, tenant, partName({ kind: "sage-transactions", company }));
  const rest = rows.filter(({ kind }) => kind === "rest");
  const allocated = rows.filter(({ kind }) => kind !== "rest");
  // Worth of a row: what is still to be done about it, and all of it where nothing is.
  const worth = (total: StateTotal): Money => (total.state === "De-allocated after sync" ? subtractMoney(total.synced, total.allocated) : total.allocated);
  const open = (total: StateTotal): Money => (total.kind === "rest" || total.state === "De-allocated after sync" ? worth(total) : total.due);
  return {
    company: company.name,
    companyRef: company.ref,
    receipts: { count: ledger.receipts, amount: decimalText(ledger.received) },
    allocated: decimalText(sum(allocated, (total) => total.allocated)),
    unallocated: decimalText(sum(rest, (total) => total.allocated)),
    synced: decimalText(sum(rows, (total) => total.synced)),
    // Without what Sage has not allocated, which is counted as unallocated: allocated is what was synced, The Layer's own and what is open.
    fromLayer: decimalText(sum(allocated.filter(({ isOurs }) => isOurs), (total) => total.allocated)),
    open: decimalText(sum(allocated.filter(({ isOurs }) => !isOurs), (total) => total.due)),
    control: { accounts: decimalText(accounts), transactions: decimalText(ledger.outstanding), difference: decimalText(subtractMoney(accounts, ledger.outstanding)) },
    states: receiptRowStates.flatMap((state) => {
      const some = rows.filter((total) => total.state === state);
      return some.length === 0 ? [] : [{ state, rows: some.reduce((times, total) => times + total.rows, 0), amount: decimalText(sum(some, worth)) }];
    }),
    ages: [...receiptAges, null].flatMap((upTo, age) =>
      receiptRowStates.flatMap((state) => {
        const some = rows.filter((total) => total.state === state && total.age === age && !dealtWith.includes(state));
        const money = some.reduce((total, one) => addMoney(total, open(one)), zero);
        return money === zero ? [] : [{ upTo, state, amount: decimalText(money) }];
      }),
    ),
    readAt,
  };
};

/** Failures: `bad-request` for a company that Sage does not show; those of Sage where nothing was ever read. */
export const receiptTotals = async (source: Source, company: string | undefined): Promise<Result<readonly ReceiptTotals[]>> => {
  const { db, tenant, refresher, clock } = source;
  await freshenReceipts(source, company, AbortSignal.timeout(patience), ["sage-balances"]);
  const companies = await companiesNamed(db, tenant, company);
  if (companies.length === 0) {
    const { failure } = await refresher.freshness({ kind: "sage-companies" });
    if (failure !== null) return failed(failure);
    return company === undefined ? ok([]) : failed(unknownCompany(company));
  }
  await catchUpRows(db, tenant);
  const totals = await db.read(async (handle) => {
    const found: ReceiptTotals[] = [];
    for (const one of companies) found.push(await totalsOf(handle, tenant, one, clock.now()));
    return found;
  });
  if (totals.some(({ readAt }) => readAt !== null)) return ok(totals);
  const read = await Promise.all(companies.map((one) => refresher.freshness({ kind: "sage-transactions", company: one })));
  const why = read.find((one) => one.failure !== null)?.failure;
  return why ? failed(why) : ok(totals);
};
