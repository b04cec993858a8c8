/** Writes what became of receipts' rows into the worksheet as the answers come, wherever the rows stand by now. */
import type { ReceiptResult } from "../../sync/contract";
import type { Failure } from "../../sync/model/failure";
import { sheets } from "../../sync/sheets";
import { keyOf } from "../../sync/sheets/sheet";
import type { Tools } from "./tools";

const definition = sheets["sage-transactions"];

/** Results are written in batches: a sync of Excel for each row would take minutes. */
const batchRows = 500;
const batchMilliseconds = 400;
/** At most a quarter of the time goes into writing while results still come, however slow this Excel is. */
const restFactor = 3;

export type ReceiptResults = {
  take(result: ReceiptResult): Promise<void>;
  /** Writes what is left. Why the sheet could not be written at some point; null where it could, or there is none. */
  finish(): Promise<Failure | null>;
};

export const createReceiptResults = (tools: Pick<Tools, "workbook" | "now">): ReceiptResults => {
  let batch: ReceiptResult[] = [];
  let nextFlush = tools.now() + batchMilliseconds;
  let failure: Failure | null = null;

  const flush = async () => {
    const begun = tools.now();
    const lines = batch;
    batch = [];
    if (lines.length > 0) {
      const patches = lines.map(({ id, outcome, state, message }) => ({
        row: { key: keyOf(definition, { Id: id }), nth: 0 },
        // A refused row stays chosen: once its cause is mended, one press tries it again.
        cells: { State: state, Result: message, ...(outcome === "refused" ? {} : { Sync: null }) },
      }));
      const written = await tools.workbook.patchRows({ definition, headers: {} }, patches);
      // Without the worksheet there is nowhere to write, and nothing is missed: the next pull shows it.
      if (!written.ok && written.failure.code !== "not-found") failure ??= written.failure;
    }
    nextFlush = tools.now() + Math.max(batchMilliseconds, restFactor * (tools.now() - begun));
  };

  return {
    take: async (result) => {
      batch.push(result);
      if (batch.length >= batchRows || tools.now() >= nextFlush) await flush();
    },
    finish: async () => {
      await flush();
      return failure;
    },
  };
};
