/** Applies what scores the bar that people have set for a company, as if each had been clicked. Where no bar is set nothing is applied. */
import type { AllocateBody } from "../../contract";
import type { Actor } from "../../core";
import type { Handle } from "../../store";
import { allocationsWished } from "../../store/allocations";
import { allCompanies, type StoredCompany } from "../../store/companies";
import { accountsWithOpenReceipts } from "../../store/sage-transactions";
import { allocate, pairsOf } from "./allocate";
import { matchBarOf } from "./bar";
import type { CarryOut } from "./carry-out";
import type { ReceiptEffectParts } from "./effect-parts";
import type { Pair } from "./judge-allocation";
import { wishIdentity } from "./plan-allocation";
import { suggestFor, type AccountSuggestions } from "./suggest";

/** Who applies what scores a bar: as audit entries name it. */
export const tieout: Actor = { id: "tieout", name: "Tieout" };

const accountsAtOnce = 20;

type Allocations = AllocateBody["allocations"];

/** What Sage has refused before, or nobody could settle, waits for a person: it is not tried again by itself. */
const isForPeople = async (handle: Handle, tenant: string, companyRef: string, sageCustomerId: string, pairs: readonly Pair[]): Promise<boolean> =>
  (await allocationsWished(handle, tenant, wishIdentity({ companyRef, sageCustomerId, pairs }))).some(({ intent }) => intent.state === "refused" || intent.state === "needs review");

const applicable = async (handle: Handle, tenant: string, company: StoredCompany, { place, suggestions }: AccountSuggestions): Promise<Allocations> => {
  const found: Allocations = [];
  for (const { told } of suggestions) {
    if (told.outcome.kind !== "suggested" || !told.outcome.aboveBar) continue;
    const { pairs } = told.outcome.best;
    if (await isForPeople(handle, tenant, company.ref, place.sageCustomerId, pairsOf(pairs))) continue;
    found.push({ companyRef: company.ref, sageCustomerId: place.sageCustomerId, pairs: [...pairs] });
  }
  return found;
};

const applyIn = async (parts: ReceiptEffectParts, carryOut: CarryOut, company: StoredCompany, bar: number, signal: AbortSignal): Promise<number> => {
  const { db, tenant } = parts;
  let applied = 0;
  for (let after = ""; !signal.aborted; ) {
    const behind = after;
    const accounts = await db.read((handle) => accountsWithOpenReceipts(handle, tenant, company.ref, behind, accountsAtOnce));
    const allocations = await db.read(async (handle) => {
      const found: Allocations = [];
      for (const one of await suggestFor(handle, tenant, company, accounts, bar)) found.push(...(await applicable(handle, tenant, company, one)));
      return found;
    });
    if (allocations.length > 0) for await (const line of allocate(parts, carryOut, { allocations, thenSync: true }, tieout, signal)) if (line.type === "allocation" && line.outcome === "allocated") applied += 1;
    const last = accounts.at(-1);
    if (last === undefined || accounts.length < accountsAtOnce) break;
    after = last.sageCustomerId;
  }
  return applied;
};

/** @returns how many suggestions were applied. What could not be read is left to the next time. */
export const applyBars = async (parts: ReceiptEffectParts, carryOut: CarryOut, signal: AbortSignal): Promise<number> => {
  const { db, tenant, reading, logger } = parts;
  if (parts.forbidden) return 0;
  let applied = 0;
  for (const company of await db.read((handle) => allCompanies(handle, tenant))) {
    const bar = await db.read((handle) => matchBarOf(handle, tenant, company.ref));
    if (bar === null || signal.aborted) continue;
    const read = await reading.refresh(company, signal);
    if (read.ok) applied += await applyIn(parts, carryOut, company, bar, signal);
    else logger?.warn({ code: read.failure.code, company: company.ref }, "Suggestions were not applied, as the sales ledger could not be read");
  }
  return applied;
};
