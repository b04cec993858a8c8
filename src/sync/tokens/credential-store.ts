/**
 * Where the grant of a system is kept. Sage hands out a new refresh token with each use of the old one, so two holders
 * that renew at once destroy the grant: renewing happens under `exclusively`, which no two processes are inside at once.
 */
export type StoredCredential = {
  /** Rises by one with each renewal. Whoever waited for the lock sees by it that the work is done. */
  readonly generation: number;
  readonly refreshToken: string;
  readonly accessToken: string | null;
  /** UTC instant, ISO 8601. */
  readonly accessExpiresAt: string | null;
  /** When a person must consent again; null where the system does not say. */
  readonly grantExpiresAt: string | null;
};

export type CredentialStore = {
  read(id: string): Promise<StoredCredential | null>;
  /**
   * Runs `work` while no other caller, in this process or another, is inside `exclusively` for the same id.
   * `current` is read after the lock is held. What `save` was given is durable once the returned promise resolves.
   * When `work` throws, the error passes on; what it had saved may or may not be kept.
   */
  exclusively<T>(id: string, work: (current: StoredCredential | null, save: (next: StoredCredential) => Promise<void>) => Promise<T>): Promise<T>;
};
