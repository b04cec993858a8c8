/** The score from which on suggestions apply by themselves, company by company, and how well such a bar has done so far. */
import { z } from "zod";
import type { MatchBar, MatchBarChange } from "../../contract";
import type { Actor } from "../../core";
import { failed, failure, ok, type Result } from "../../model/failure";
import type { Handle } from "../../store";
import { writeAudit } from "../../store/audit";
import { allCompanies } from "../../store/companies";
import { readCompanySettings, saveCompanySetting } from "../../store/company-settings";
import { barCounts } from "../../store/match-decisions";
import type { ReceiptEffectParts } from "./effect-parts";

const setting = "matchBar";
const stored = z.object({ bar: z.number().min(0.5).max(1).nullable() });

/** Bars whose record is shown beside the one that is set. */
export const shownBars = [0.9, 0.95, 0.97, 0.99] as const;

/** By the company's ref. What is not set is no bar: nothing is applied without a click. */
const barsOf = async (handle: Handle, tenant: string): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (await readCompanySettings(handle, tenant)).flatMap(({ companyRef, key, value }) => {
      const read = key === setting ? stored.safeParse(value) : null;
      return read?.success && read.data.bar !== null ? [[companyRef, read.data.bar] as const] : [];
    }),
  );

export const matchBarOf = async (handle: Handle, tenant: string, companyRef: string): Promise<number | null> => (await barsOf(handle, tenant)).get(companyRef) ?? null;

export const matchBars = ({ db, tenant }: Pick<ReceiptEffectParts, "db" | "tenant">): Promise<readonly MatchBar[]> =>
  db.read(async (handle) => {
    const bars = await barsOf(handle, tenant);
    const counts = await barCounts(handle, tenant, [...new Set([...shownBars, ...bars.values()])]);
    return (await allCompanies(handle, tenant)).map(({ ref, name }): MatchBar => {
      const own = bars.get(ref) ?? null;
      const shown = [...new Set([...shownBars, ...(own === null ? [] : [own])])].sort((one, other) => one - other);
      const record = shown.map((bar) => {
        const count = counts.find((one) => one.companyRef === ref && one.bar === bar);
        return { bar, decided: count?.decided ?? 0, right: count?.right ?? 0 };
      });
      return { company: name, companyRef: ref, bar: own, record };
    });
  });

/** Failure: `not-found`. */
export const changeMatchBar = async (parts: Pick<ReceiptEffectParts, "db" | "tenant">, { companyRef, bar }: MatchBarChange, by: Actor): Promise<Result<MatchBar>> => {
  const { db, tenant } = parts;
  const company = (await db.read((handle) => allCompanies(handle, tenant))).find((one) => one.ref === companyRef);
  if (!company) return failed(failure("not-found", `There is no Sage company ${companyRef} here.`, "Refresh the list and choose again.", companyRef));
  await db.transaction("change a matching bar", async (tx) => {
    const was = stored.safeParse(await saveCompanySetting(tx, tenant, companyRef, setting, { bar }));
    await writeAudit(tx, tenant, [{ whoId: by.id, who: by.name, what: "Changed a setting", sheet: "company-settings", key: company.name, from: { matchBar: was.success ? was.data.bar : null }, to: { matchBar: bar }, pushId: null }]);
  });
  const changed = (await matchBars(parts)).find((one) => one.companyRef === companyRef);
  return changed ? ok(changed) : failed(failure("not-found", `${company.name} is no longer among Sage's companies.`, "Refresh the list and choose again.", companyRef));
};
