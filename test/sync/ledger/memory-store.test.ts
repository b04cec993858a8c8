import type { Posting } from "../../../src/sync/documents/posting";
import { defaultPolicy } from "../../../src/sync/ledger/intent";
import { createMemoryLedgerStore } from "../../../src/sync/ledger/memory-store";
import { ledgerStoreContract } from "./ledger-store-contract";

describe("the ledger in memory", () => {
  ledgerStoreContract(async () => {
    let now = 1_000_000;
    return {
      store: createMemoryLedgerStore<Posting>(() => now, defaultPolicy),
      pass: async (ms) => {
        now += ms;
      },
    };
  });
});
