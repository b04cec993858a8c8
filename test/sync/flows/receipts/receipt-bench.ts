/** A customer with invoices in The Layer and in Sage, and receipts that people enter there: where each test goes on from. */
import type { AllocateLine, ReceiptResult } from "../../../../src/sync/contract";
import type { SyncCore } from "../../../../src/sync/core";
import type { SyncCoreOptions } from "../../../../src/sync/flows";
import type { Database } from "../../../../src/sync/store";
import { aLinkedCustomer, mapEverything, practiceWithoutDocuments, runNow } from "../posting-bench";
import { collect, never, practiceCore, pull, somebody } from "../practice-core";

export type ReceiptBench = Awaited<ReturnType<typeof receiptBench>>;

export const receiptBench = async (db: Database, tenant: string, options: Partial<SyncCoreOptions> & { readonly alsoEnabled?: readonly string[] } = {}) => {
  const world = await practiceWithoutDocuments();
  const { alsoEnabled = [], ...coreOptions } = options;
  const core = practiceCore(world, db, tenant, { ...coreOptions, posting: { ...world.posting, patience: 20_000, ...coreOptions.posting } });
  const customer = aLinkedCustomer(world);
  const { company, account } = customer;
  const { sandbox } = world;
  const method = sandbox.data.paymentMethods[0]?.name ?? "";
  // Only this one pays into the bank account unless told: so that a receipt's method is certain.
  await mapEverything(core, world, { isEnabled: (name) => name === method || alsoEnabled.includes(name) });
  const bankCode = sandbox.data.banks(company.name).find((bank) => bank.status === "active")?.code ?? "";
  const on = { companyName: company.name, accountNumber: account.reference };
  const books = () => {
    const found = sandbox.books().find((one) => one.company === company.name);
    if (!found) throw new Error("The company keeps no books.");
    return found;
  };
  const postedUrn = (reference: string): number => {
    const found = books().posted.find((one) => one.reference === reference && one.gross > 0);
    if (!found) throw new Error(`${reference} is not in Sage.`);
    return found.urn;
  };
  const layerInvoice = (id: string) => {
    const found = sandbox.data.documents.list("invoices").find((one) => one.id === id);
    if (!found || !("outstanding" in found)) throw new Error(`The Layer has no invoice ${id}.`);
    return found;
  };
  return {
    tenant,
    world,
    sandbox,
    core,
    customer,
    company,
    account,
    method,
    bankCode,
    books,
    postedUrn,
    /** A final invoice with one line for each amount, 20 % tax each, posted to Sage by the next run. */
    invoice: (...nets: readonly string[]) =>
      sandbox.edit.addInvoice({ customerId: customer.customerId, subCompany: customer.subCompany, status: "finalised", lines: nets.map((net) => ({ net })), date: "2026-03-02" }),
    run: () => runNow(core),
    outstanding: (id: string): string => layerInvoice(id).outstanding,
    layerPayments: () => sandbox.data.documents.list("payments"),
    receipt: (amount: string, changes: { readonly reference?: string; readonly bankCode?: string; readonly date?: string } = {}) => sandbox.edit.enterReceipt({ ...on, bankCode, amount, date: "2026-03-20", ...changes }),
    allocateInSage: (...lines: readonly { readonly urn: number; readonly amount: string }[]) => sandbox.edit.allocate({ companyName: company.name, lines }),
    rows: async () =>
      (await pull(core, "sage-transactions", { company: company.name })).rows.map(({ key, cells }) => ({
        id: key,
        state: String(cells["State"]),
        reference: cells["Receipt Reference"],
        sageInvoice: cells["Sage Invoice"],
        allocated: cells["Allocated"],
        result: String(cells["Result"]),
      })),
    sync: async (ids: readonly string[], method_?: string, by: SyncCore = core): Promise<readonly ReceiptResult[]> =>
      (await collect(by.syncReceipts({ rows: ids.map((id) => ({ id, ...(method_ === undefined ? {} : { method: method_ }) })) }, somebody, never))).flatMap((line) => {
        if (line.type === "fault") throw new Error(line.failure.cause);
        return line.type === "result" ? [line] : [];
      }),
    allocate: async (pairs: readonly { readonly creditId: string; readonly debitId: string; readonly amount: string }[], changes: { readonly thenSync?: boolean; readonly by?: SyncCore } = {}): Promise<readonly AllocateLine[]> =>
      (await collect((changes.by ?? core).allocate({ allocations: [{ companyRef: `${company.siteId.toLowerCase()}/${company.companyId}`, sageCustomerId: String(account.id), pairs: [...pairs] }], thenSync: changes.thenSync ?? false }, somebody, never))).filter(
        (line) => line.type !== "trailer",
      ),
    async close() {
      await core.close();
      await world.close();
    },
  };
};
