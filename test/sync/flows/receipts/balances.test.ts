/** What customers owe in Sage, over real HTTP. */
import { failed, failure } from "../../../../src/sync/model/failure";
import { aTenant, describeOnEachEngine } from "../../../support/database";
import { practiceCore, pull, unlinkedCustomers } from "../practice-core";
import { receiptBench, type ReceiptBench } from "./receipt-bench";

describeOnEachEngine("balances", (on) => {
  let bench: ReceiptBench;
  beforeEach(async () => {
    bench = await receiptBench(on().db, aTenant());
  });
  afterEach(() => bench.close());

  const of = async (customerId: string, core = bench.core) => {
    const answer = await core.balancesOf(customerId);
    if (!answer.ok) throw new Error(answer.failure.cause);
    return answer.value.balances;
  };
  const change = (before: string, after: string) => Math.round((Number(after) - Number(before)) * 100);

  it("a linked customer's balance is Sage's own, now, with the default company first; other companies say that it is not linked", async () => {
    const [before] = await of(bench.customer.customerId);
    expect(before).toMatchObject({ company: bench.company.name, isDefault: true, standing: { kind: "linked", accountNumber: bench.account.reference } });
    bench.receipt("30.00");
    const [after, ...others] = await of(bench.customer.customerId);
    if (before?.standing.kind !== "linked" || after?.standing.kind !== "linked") throw new Error("The balance was not read.");
    expect(change(before.standing.balance, after.standing.balance)).toBe(-3_000);
    const linked = bench.sandbox.data.links().filter((link) => link.customerId === bench.customer.customerId).map((link) => link.sageCompanyName);
    for (const other of others) expect(other.standing.kind).toBe(linked.includes(other.company) ? "linked" : "not linked");
  });

  it("an account on hold says so", async () => {
    bench.sandbox.edit.changeAccount(bench.company.name, bench.account.reference, { isOnHold: true });
    expect((await of(bench.customer.customerId))[0]?.standing).toMatchObject({ kind: "linked", onHold: true });
    const { rows } = await pull(bench.core, "balances", { company: bench.company.name });
    expect(rows.find((row) => row.cells["CustomerId"] === bench.customer.customerId)?.cells).toMatchObject({ "On Hold": "Yes", "Sage Account Number": bench.account.reference, "As At": expect.stringMatching(/^20/) as string });
  });

  it("a customer that is linked nowhere has no figures, and no row", async () => {
    const [stranger] = unlinkedCustomers(bench.sandbox);
    const balances = await of(stranger?.customer.id ?? "");
    expect(balances.length).toBeGreaterThan(0);
    for (const one of balances) expect(one.standing).toEqual({ kind: "not linked" });
    expect((await pull(bench.core, "balances")).rows.filter((row) => row.cells["CustomerId"] === stranger?.customer.id)).toEqual([]);
    expect(await bench.core.balancesOf("nobody")).toMatchObject({ ok: false, failure: { code: "not-found" } });
  });

  it("where Sage does not answer, nothing stands in for the balance: not a zero, and no older figure", async () => {
    await of(bench.customer.customerId);
    await pull(bench.core, "balances");
    const down = failure("sage-down", "Sage 200 did not answer.", "Try again in a few minutes.");
    const sage = { ...bench.world.sage, balanceOf: async () => failed(down), balancePages: async function* () { yield failed(down); } };
    const core = practiceCore({ ...bench.world, sage }, on().db, bench.tenant);
    try {
      expect((await of(bench.customer.customerId, core))[0]?.standing).toEqual({ kind: "not read", failure: down });
      const { rows, notes } = await pull(core, "balances", { company: bench.company.name });
      expect(rows.length).toBeGreaterThan(0);
      expect(notes.join()).toMatch(/^The balances of .+ are as of/);
    } finally {
      await core.close();
    }
  });
});
