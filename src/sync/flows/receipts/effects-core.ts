/** The effects of receipts, as the gateway sees them: recording in The Layer, allocating in Sage, suggestions and what people make of them. */
import type { Actor, ReceiptCore } from "../../core";
import { failed, failure, ok } from "../../model/failure";
import { writeAudit } from "../../store/audit";
import { allCompanies } from "../../store/companies";
import type { ErrorEntry } from "../../store/errors";
import { saveDecision } from "../../store/match-decisions";
import { createBell } from "../bell";
import { allocate, pairsOf } from "./allocate";
import { applyBars } from "./apply-bars";
import { changeMatchBar, matchBars } from "./bar";
import { createCarryOut } from "./carry-out";
import type { ReceiptEffectParts } from "./effect-parts";
import { decisionByRejecting } from "./remember";
import { retryReceipts } from "./retry-receipts";
import { suggestions } from "./suggest";
import { syncReceipts } from "./sync-receipts";

export type ReceiptEffects = Pick<ReceiptCore, "syncReceipts" | "suggestions" | "allocate" | "rejectSuggestion" | "matchBars" | "changeMatchBar"> & {
  /** Tries again what stands so in the Error Queue; answers how many are under way again. */
  retryErrors(entries: readonly ErrorEntry[], by: Actor): Promise<number>;
  /** What is open has been read anew: what scores a bar is applied soon, while `work` runs. */
  hasRead(): void;
  /** Applies what scores the bars that are set, now; answers how many. */
  applyBars(): Promise<number>;
  /** Applies what scores the bars, on schedule and after readings, until aborted. */
  work(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
};

/** A reading that waits for nobody: once a day is enough where no schedule is set. */
const idle = 24 * 60 * 60_000;

export const createReceiptEffects = (parts: ReceiptEffectParts): ReceiptEffects => {
  const { db, tenant, logger, applyEvery = null } = parts;
  const closing = new AbortController();
  const carryOut = createCarryOut(parts);
  const bell = createBell();
  let isApplying: Promise<number> | null = null;

  /** One at a time in a process; those of other processes meet the same intents. */
  const apply = (): Promise<number> => (isApplying ??= applyBars(parts, carryOut, closing.signal).finally(() => (isApplying = null)));

  return {
    syncReceipts: (body, by, signal) => syncReceipts(parts, carryOut, body, by, signal),
    allocate: (body, by, signal) => allocate(parts, carryOut, body, by, signal),
    suggestions: (query) => suggestions(parts, query),
    matchBars: () => matchBars(parts),
    changeMatchBar: (change, by) => changeMatchBar(parts, change, by),
    async rejectSuggestion(body, by) {
      const company = (await db.read((handle) => allCompanies(handle, tenant))).find((one) => one.ref === body.companyRef);
      if (!company) return failed(failure("not-found", `There is no Sage company ${body.companyRef} here.`, "Pull the receipts again.", body.companyRef));
      const decision = await db.read((handle) => decisionByRejecting(handle, tenant, company, body, pairsOf(body.pairs), by));
      if (!decision) return failed(failure("not-found", `${company.name} has no account with the record id ${body.sageCustomerId}.`, "Pull the receipts again.", body.sageCustomerId));
      await db.transaction("reject a suggestion", async (tx) => {
        await saveDecision(tx, tenant, decision);
        await writeAudit(tx, tenant, [{ whoId: by.id, who: by.name, what: "Rejected a suggestion", sheet: "sage-transactions", key: body.sageCustomerId, from: null, to: { Receipts: body.receiptIds.join(", "), Score: body.score }, pushId: null }]);
      });
      return ok(null);
    },
    retryErrors: (entries, by) => retryReceipts(parts, carryOut, entries, by, closing.signal),
    hasRead: () => bell.ring(),
    applyBars: apply,
    async work(signal) {
      while (!signal.aborted) {
        await bell.wait(applyEvery ?? idle, signal);
        if (signal.aborted) return;
        try {
          await apply();
        } catch (error) {
          logger?.error({ error }, "What scores a bar could not be applied; it is tried again next time");
        }
      }
    },
    async close() {
      closing.abort();
      bell.ring();
      await isApplying;
      await carryOut.close();
    },
  };
};
