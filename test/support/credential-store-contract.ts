import type { CredentialStore, StoredCredential } from "../../src/sync/tokens";

export const aCredential = (changes: Partial<StoredCredential> = {}): StoredCredential => ({
  generation: 1,
  refreshToken: "refresh-1",
  accessToken: "access-1",
  accessExpiresAt: "2026-11-21T17:30:00.000Z",
  grantExpiresAt: null,
  ...changes,
});

/**
 * What every CredentialStore must do, in memory and in SQL. `fresh` gives an empty store; where a second one on the same rows can be
 * had (another process), `beside` gives it.
 */
export const credentialStoreContract = (fresh: () => Promise<{ store: CredentialStore; beside?: CredentialStore; close?: () => Promise<void> }>): void => {
  let at: Awaited<ReturnType<typeof fresh>>;
  beforeEach(async () => {
    at = await fresh();
  });
  afterEach(() => at.close?.());

  test("an id that was never saved is null", async () => {
    expect(await at.store.read("sage200")).toBeNull();
    expect(await at.store.exclusively("sage200", async (current) => current)).toBeNull();
  });

  test("what was saved is read back, every field of it", async () => {
    const full = aCredential({ grantExpiresAt: "2027-02-19T09:30:00.000Z" });
    const bare = aCredential({ accessToken: null, accessExpiresAt: null });
    await at.store.exclusively("one", (_current, save) => save(full));
    await at.store.exclusively("two", (_current, save) => save(bare));
    expect(await at.store.read("one")).toEqual(full);
    expect(await at.store.read("two")).toEqual(bare);
  });

  test("saving again replaces, and the last of several saves counts", async () => {
    await at.store.exclusively("sage200", (_current, save) => save(aCredential()));
    await at.store.exclusively("sage200", async (_current, save) => {
      await save(aCredential({ generation: 2, refreshToken: "refresh-2" }));
      await save(aCredential({ generation: 3, refreshToken: "refresh-3" }));
    });
    expect(await at.store.read("sage200")).toEqual(aCredential({ generation: 3, refreshToken: "refresh-3" }));
  });

  test("the answer of the work is handed on", async () => {
    expect(await at.store.exclusively("sage200", async () => "answer")).toBe("answer");
  });

  test("work that fails hands its error on and frees the lock", async () => {
    await expect(at.store.exclusively("sage200", () => Promise.reject(new Error("no answer from Sage")))).rejects.toThrow("no answer from Sage");
    await at.store.exclusively("sage200", (_current, save) => save(aCredential()));
    expect(await at.store.read("sage200")).toEqual(aCredential());
  });

  test("nobody else is inside for the same id, and each sees what the one before saved", async () => {
    await at.store.exclusively("sage200", (_current, save) => save(aCredential({ generation: 0 })));
    let inside = 0;
    let most = 0;
    const stores = [at.store, at.beside ?? at.store];
    await Promise.all(
      Array.from({ length: 8 }, (_unused, turn) =>
        (stores[turn % 2] as CredentialStore).exclusively("sage200", async (current, save) => {
          most = Math.max(most, (inside += 1));
          await new Promise((resolve) => setTimeout(resolve, 3));
          await save(aCredential({ generation: (current?.generation ?? 0) + 1 }));
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
    expect((await at.store.read("sage200"))?.generation).toBe(8);
  });

  test("reading does not wait for whoever is inside", async () => {
    await at.store.exclusively("sage200", (_current, save) => save(aCredential()));
    await at.store.exclusively("sage200", async () => {
      expect(await (at.beside ?? at.store).read("sage200")).toEqual(aCredential());
    });
  });
};
