/** The balance shown follows the row that is selected in the workbook: whose row it is, and what Sage says that customer owes. */
import type { SelectedRow } from "../../excel/port";
import type { Result } from "../../sync/model/failure";
import { sheets } from "../../sync/sheets";
import { matchHeaders } from "../../sync/sheets/headers";
import type { LayerCustomerRef } from "../../sync/rules/reference";
import { loadBalance, loadCustomers, updateReceipts } from "./receipt-loading";
import type { Followed } from "./receipt-state";
import type { Tools } from "./tools";

/** A customer as a row names it: some worksheets give The Layer's id, the others a name alone. */
export type NamedCustomer = { readonly id: string | null; readonly name: string; readonly company: string | null };

const namesACustomer = ({ columns }: { readonly columns: object }) => "CustomerId" in columns || "Customer" in columns;
const followedTables: readonly string[] = Object.values(sheets).filter(namesACustomer).map(({ table }) => table);

/** Whom a row is about; null where it names nobody, as a blank row or a summary does. */
export const customerNamedIn = ({ table, cells }: SelectedRow): NamedCustomer | null => {
  const definition = Object.values(sheets).find((one) => one.table === table);
  const matched = definition ? matchHeaders(definition, Object.keys(cells)) : null;
  if (!matched?.ok) return null;
  const text = (...headers: readonly string[]): string => {
    for (const header of headers) {
      const found = String(cells[matched.value.map[header] ?? ""] ?? "").trim();
      if (found !== "") return found;
    }
    return "";
  };
  const [id, name, company] = [text("CustomerId"), text("CustomerName", "Customer"), text("Sage Company", "SageCompanyName")];
  if (id === "" && name === "") return null;
  return { id: id === "" ? null : id, name: name === "" ? id : name, company: company === "" ? null : company };
};

export type Following = {
  /** Starts to follow the selection. The answer stops it. */
  follow(): Promise<Result<() => Promise<void>>>;
  /** Resolves when the last selection told is shown. */
  settled(): Promise<void>;
};

export const createFollowing = (tools: Tools): Following => {
  /** The selection that counts: one that is overtaken while the gateway is asked shows nothing any more. */
  let latest: NamedCustomer | null = null;
  let turn: Promise<void> = Promise.resolve();

  const tell = (followed: Followed | null) => updateReceipts(tools, (receipts) => ({ ...receipts, followed }));

  const show = async (id: string, named: NamedCustomer): Promise<void> => {
    tell(null);
    const { balance } = tools.state.get().receipts;
    const isShown = balance?.customerId === id && balance.failure === null;
    if (!isShown) return loadBalance(tools, id, named.name, named.company);
    // Another row of the same customer asks nothing of the gateway; it may be of another company.
    if (balance.company !== named.company) updateReceipts(tools, (receipts) => (receipts.balance ? { ...receipts, balance: { ...receipts.balance, company: named.company } } : receipts));
  };

  const called = (name: string): readonly LayerCustomerRef[] => (tools.state.get().receipts.customers.value ?? []).filter((one) => one.name === name);

  const take = async (row: SelectedRow): Promise<void> => {
    const named = customerNamedIn(row);
    // What was looked up last stays in view while the selection is elsewhere.
    if (named === null) return;
    latest = named;
    if (named.id !== null) return show(named.id, named);
    // The names are kept on this computer, and asked for again at most once a minute.
    if (called(named.name).length === 0) await loadCustomers(tools);
    if (latest !== named) return;
    const [only, ...others] = called(named.name);
    const { value, failure } = tools.state.get().receipts.customers;
    if (only && others.length === 0) return show(only.id, named);
    if (only) return tell({ kind: "several", name: named.name, customers: [only, ...others], company: named.company });
    tell(value === null && failure !== null ? { kind: "failed", failure } : { kind: "unknown", name: named.name });
  };

  return {
    follow: async () => {
      const watched = await tools.workbook.onSelect(followedTables, (row) => {
        if (row !== null) turn = take(row);
      });
      if (!watched.ok) tell({ kind: "failed", failure: watched.failure });
      return watched;
    },
    settled: () => turn,
  };
};
