/**
 * A gateway's inside as a process of its own, to be killed: begins runs and works through the ledger until it is ended. Run with one
 * JSON argument.
 */
import type { LedgerPolicy } from "../../src/sync/ledger/intent";
import { openProcessCore, type ProcessPlace } from "../support/process-core";

export type PostingProcess = ProcessPlace & { readonly policy: LedgerPolicy };

export const createPostingCore = ({ policy, ...place }: PostingProcess) => openProcessCore(place, { posting: { runLeaseMs: 4_000, sweepEvery: 200 }, pauses: [50, 100, 200] }, policy);

export const begin = async (): Promise<void> => {
  const { core } = await createPostingCore(JSON.parse(process.argv[2] ?? "{}") as PostingProcess);
  void core.work(new AbortController().signal);
  process.stdout.write("working\n");
  for (;;) {
    await core.run({}, { id: "crash", name: "Crash test" });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
};
