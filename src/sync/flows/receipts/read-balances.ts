/** Reads what every account of a company owes. A posting need not move an account's stamp, so it is all of them, each time: as many as there are customers. */
import { ok, type Result } from "../../model/failure";
import { dropUnseenBalances, saveBalances } from "../../store/balances";
import { pieces } from "../../store/bulk";
import type { StoredCompany } from "../../store/companies";
import { databaseNow, recordRead, recordSweep } from "../../store/freshness";
import { addSeen, forgetSeen } from "../../store/sweeps";
import type { PartSource } from "../read-part";

export const readSageBalances = async ({ db, sage200, tenant, signal }: PartSource, name: string, company: StoredCompany): Promise<Result<number>> => {
  const startedAt = await db.read(databaseNow);
  const sweep = `${name} ${startedAt}`;
  let count = 0;
  for await (const page of sage200.balancePages(company, signal)) {
    if (!page.ok) return page;
    count += page.value.length;
    for (const some of pieces(page.value)) {
      await db.transaction(`store ${name}`, async (tx) => {
        await saveBalances(tx, tenant, company.ref, some);
        await addSeen(tx, tenant, sweep, some.map((one) => one.sageCustomerId));
      });
    }
  }
  await db.transaction(`finish ${name}`, async (tx) => {
    await dropUnseenBalances(tx, tenant, company.ref, sweep);
    await forgetSeen(tx, tenant, sweep);
    await recordRead(tx, tenant, name, startedAt, null);
    await recordSweep(tx, tenant, name, startedAt);
  });
  return ok(count);
};
