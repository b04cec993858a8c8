/** The grant that all processes share. A process that dies while it renews gives the lock back, and what it had not stored is lost. */
import type { CredentialStore, StoredCredential } from "../../src/sync/tokens";
import type { Process, Scheduler } from "./scheduler";

export const credentialId = "sage200";

export type SharedCredentials = {
  of(process: Process): CredentialStore;
  /** A person connects Sage again. */
  connect(refreshToken: string): void;
};

export const createSharedCredentials = (scheduler: Scheduler): SharedCredentials => {
  let held: StoredCredential | null = null;
  let holder: Process | null = null;
  const isTaken = () => holder !== null && holder.isAlive;
  return {
    connect: (refreshToken) => {
      held = { generation: (held?.generation ?? 0) + 1, refreshToken, accessToken: null, accessExpiresAt: null, grantExpiresAt: null };
    },
    of: (process) => ({
      read: async () => {
        await scheduler.gate(process);
        return held;
      },
      async exclusively(_id, work) {
        await scheduler.gate(process);
        while (isTaken()) await scheduler.sleep(process, 200);
        holder = process;
        try {
          return await work(held, async (next) => {
            await scheduler.gate(process);
            held = next;
            await scheduler.gate(process);
          });
        } finally {
          if (holder === process) holder = null;
        }
      },
    }),
  };
};
