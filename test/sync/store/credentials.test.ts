import { randomBytes } from "node:crypto";
import { createSqlCredentialStore } from "../../../src/sync/store";
import { sealingKey } from "../../../src/sync/tokens";
import { credentialStoreContract } from "../../support/credential-store-contract";
import { aTenant, describeOnEachEngine } from "../../support/database";

const credential = { generation: 1, refreshToken: "refresh-secret", accessToken: "access-secret", accessExpiresAt: null, grantExpiresAt: null };

describeOnEachEngine("credentials in SQL", (on) => {
  credentialStoreContract(async () => ({ store: createSqlCredentialStore(on().db, [sealingKey(randomBytes(32))], aTenant()) }));

  it("are sealed at rest", async () => {
    const tenant = aTenant();
    const store = createSqlCredentialStore(on().db, [sealingKey(randomBytes(32))], tenant);
    await store.exclusively("sage200", (_, save) => save(credential));
    const row = await on().db.read((handle) => handle.selectFrom("credential").selectAll().where("tenant", "=", tenant).executeTakeFirstOrThrow());
    expect(JSON.stringify(row)).not.toContain("secret");
    expect(await store.read("sage200")).toEqual(credential);
  });

  it("open with the key they were sealed with after it was replaced, and with no other", async () => {
    const tenant = aTenant();
    const [old, fresh] = [sealingKey(randomBytes(32)), sealingKey(randomBytes(32))];
    await createSqlCredentialStore(on().db, [old], tenant).exclusively("sage200", (_, save) => save(credential));
    expect(await createSqlCredentialStore(on().db, [fresh, old], tenant).read("sage200")).toEqual(credential);
    await expect(createSqlCredentialStore(on().db, [fresh], tenant).read("sage200")).rejects.toThrow("SECRETS_KEY");
  });

  it("do not open in another tenant's row", async () => {
    const [mine, theirs] = [aTenant(), aTenant()];
    const keys = [sealingKey(randomBytes(32))] as const;
    await createSqlCredentialStore(on().db, keys, mine).exclusively("sage200", (_, save) => save(credential));
    await on().db.transaction("steal", (tx) =>
      tx
        .insertInto("credential")
        .columns(["tenant", "id", "generation", "sealed", "changed_at"])
        .expression(tx.selectFrom("credential").select((eb) => [eb.val(theirs).as("tenant"), "id", "generation", "sealed", "changed_at"]).where("tenant", "=", mine))
        .execute(),
    );
    await expect(createSqlCredentialStore(on().db, keys, theirs).read("sage200")).rejects.toThrow("another row");
  });

  it("are renewed by one process at a time", async () => {
    const tenant = aTenant();
    const keys = [sealingKey(randomBytes(32))] as const;
    const stores = [createSqlCredentialStore(on().db, keys, tenant), createSqlCredentialStore(on().other, keys, tenant)];
    if (on().other === on().db) stores.splice(1, 1, ...stores.slice(0, 1));
    let inside = 0;
    let most = 0;
    const renew = (store: (typeof stores)[number]) =>
      store.exclusively("sage200", async (current, save) => {
        most = Math.max(most, (inside += 1));
        await new Promise((resolve) => setTimeout(resolve, 5));
        await save({ ...credential, generation: (current?.generation ?? 0) + 1 });
        inside -= 1;
      });
    await Promise.all(Array.from({ length: 8 }, (_, at) => renew(stores[at % stores.length] as (typeof stores)[number])));
    expect(most).toBe(1);
    expect(await stores[0]?.read("sage200")).toMatchObject({ generation: 8 });
  });
});
