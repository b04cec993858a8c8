/** The actions of the Receipts panel. */
import type { MatchBarChange, SheetQuery, Suggestion } from "../../sync/contract";
import { failed, ok, type Result } from "../../sync/model/failure";
import { sheets } from "../../sync/sheets";
import { allocate, reject, type Decision } from "./allocating";
import { createFollowing } from "./customer-following";
import type { ReceiptBook } from "./receipt-book";
import { chooseCompanyFirst, fullMonths, monthWords } from "./receipt-figures";
import { companyAtWork, loadBalance, loadBars, loadCustomers, loadMatching, loadTotals, updateReceipts } from "./receipt-loading";
import { syncAllReady, syncChosen } from "./receipt-syncing";
import { pullSheet, refreshSheet } from "./sheet-pulls";
import { say, type Tools } from "./tools";
import { moment } from "./wording";

type Asked = <T>(action: () => Promise<Result<T>>) => Promise<Result<T>>;

export const createReceiptDesk = (tools: Tools, book: ReceiptBook, asked: Asked) => {
  const following = createFollowing(tools);
  return {
    /** What the panel needs when it opens, or when another company is chosen. The control totals come with each look. */
    open: async (): Promise<void> => {
      if (tools.state.get().session.state !== "loaded") return;
      await Promise.all([book.readFirst(), loadMatching(tools), loadBars(tools)]);
    },
    loadTotals: () => loadTotals(tools),
    /** The gateway reads what changed in Sage whenever it is asked for totals. */
    readAgain: () =>
      tools.work.run("Reading Sage", async (): Promise<Result<void>> => {
        await loadTotals(tools);
        await loadMatching(tools);
        const { failure } = tools.state.get().receipts.totals;
        if (failure) return failed(failure);
        say(tools, "Sage was read again.");
        return ok(undefined);
      }),

    pull: (filters: SheetQuery) =>
      asked(async () => {
        const pulled = await pullSheet(tools, "sage-transactions", filters);
        if (pulled.ok) await book.read();
        return pulled;
      }),
    refresh: () =>
      asked(async () => {
        const refreshed = await refreshSheet(tools, "sage-transactions");
        if (refreshed.ok) await book.read();
        return refreshed;
      }),
    syncChosen: () => asked(() => syncChosen(tools, book)),
    syncAllReady: (company: string) => asked(() => syncAllReady(tools, book, company)),

    /** Which suggestion is looked at. */
    show: (id: string) => updateReceipts(tools, (receipts) => ({ ...receipts, current: id })),
    allocate: (decisions: readonly Decision[]) => asked(() => allocate(tools, book, decisions)),
    reject: (suggestion: Suggestion) => asked(() => reject(tools, suggestion)),

    changeBar: (change: MatchBarChange) =>
      asked(async () => {
        const changed = await tools.gateway.changeMatchBar(change);
        if (!changed.ok) return changed;
        updateReceipts(tools, (receipts) => ({ ...receipts, bars: { value: (receipts.bars.value ?? []).map((one) => (one.companyRef === changed.value.companyRef ? changed.value : one)), failure: null } }));
        say(tools, changed.value.bar === null ? `Nothing is allocated automatically in ${changed.value.company}.` : `Saved for ${changed.value.company}. It holds from the next sync on.`);
        await loadMatching(tools);
        return ok(undefined);
      }),

    loadCustomers: () => loadCustomers(tools),
    lookUpBalance: (customerId: string, name: string, inCompany: string | null = null) => loadBalance(tools, customerId, name, inCompany),
    /** Shows the balance of whatever customer's row is selected. The answer stops it. */
    followSelection: () => following.follow(),
    selectionSettled: () => following.settled(),
    pullBalances: (filters: SheetQuery) => asked(() => pullSheet(tools, "balances", filters)),

    /** Month-end evidence of the company at work; of the last full month where none is named. */
    reconcile: (month: string = fullMonths(new Date(tools.now()), 1)[0] ?? "") =>
      asked(async () => {
        const company = companyAtWork(tools.state.get());
        if (company === null) return failed(chooseCompanyFirst);
        const pulled = await pullSheet(tools, "reconciliation", { company, month });
        if (!pulled.ok) return pulled;
        const { name, table } = sheets.reconciliation;
        const page = await tools.workbook.setUpPage(table, { left: company, middle: name, right: monthWords(month), foot: `As at ${moment(pulled.value.asOf)}` });
        const made = `${name} of ${company} for ${monthWords(month)} made`;
        // The figures are there; a printer that cannot be asked does not take them back.
        say(tools, page.ok ? `${made}.` : `${made}; its pages are not set up for printing: ${page.failure.cause}`);
        return pulled;
      }),
  };
};
