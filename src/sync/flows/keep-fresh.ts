/** Reads reference data in the background, so that the first pull of the morning need not wait and deletions are noticed. */
import type { Database, StoreLogger } from "../store";
import { allCompanies } from "../store/companies";
import { createBell } from "./bell";
import type { Part } from "./parts";
import type { Refresher } from "./refresh";

type Source = { readonly db: Database; readonly tenant: string; readonly refresher: Refresher };

const readAll = async ({ db, tenant, refresher }: Source, every: number, signal: AbortSignal): Promise<void> => {
  const notBefore = new Date(Date.parse(await refresher.now()) - every / 2).toISOString();
  const ensure = (part: Part) => refresher.ensure(part, { notBefore, swept: part.kind === "sage-accounts" }, signal);
  for (const kind of ["layer-lists", "layer-customers", "layer-links", "sage-companies"] as const) await ensure({ kind });
  for (const company of await db.read((handle) => allCompanies(handle, tenant))) {
    for (const kind of ["sage-accounts", "sage-lists", "sage-transactions"] as const) if (!signal.aborted) await ensure({ kind, company });
  }
};

/** Until aborted. A failure is noted where the part is dated, and the next round tries again. */
export const keepFresh = async (source: Source, every: number, signal: AbortSignal, logger: StoreLogger | undefined): Promise<void> => {
  const pause = createBell();
  while (!signal.aborted) {
    try {
      await readAll(source, every, signal);
    } catch (error) {
      logger?.error({ error }, "Reference data could not be kept fresh");
    }
    await pause.wait(every, signal);
  }
};
