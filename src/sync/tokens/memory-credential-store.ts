import type { CredentialStore, StoredCredential } from "./credential-store";

/** For tests and for a gateway that need not outlive its process. Passes the same contract as the one in SQL. */
export const createMemoryCredentialStore = (initial: Readonly<Record<string, StoredCredential>> = {}): CredentialStore => {
  const rows = new Map<string, StoredCredential>(Object.entries(initial));
  const queues = new Map<string, Promise<unknown>>();
  return {
    read: async (id) => rows.get(id) ?? null,
    exclusively: (id, work) => {
      const turn = async () =>
        work(rows.get(id) ?? null, async (next) => {
          rows.set(id, next);
        });
      const before = queues.get(id) ?? Promise.resolve();
      const mine = before.then(turn, turn);
      queues.set(id, mine);
      return mine;
    },
  };
};
