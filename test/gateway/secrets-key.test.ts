import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secretsKeyFor } from "../../src/gateway/secrets-key";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tieout-key-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a key is made once, found again at the next start, and readable by its owner alone", async () => {
  const dataDir = join(folder, "data");
  const first = await secretsKeyFor(null, dataDir);
  const second = await secretsKeyFor(null, dataDir);
  expect(first.ok && second.ok && first.value.kid).toBe(second.ok && second.value.kid);
  expect(statSync(join(dataDir, "secrets.key")).mode & 0o777).toBe(0o600);
});

test("two processes that start at once end with one key", async () => {
  const keys = await Promise.all(Array.from({ length: 6 }, () => secretsKeyFor(null, folder)));
  expect(new Set(keys.map((key) => key.ok && key.value.kid)).size).toBe(1);
});

test("a given key is used and none is written", async () => {
  const key = await secretsKeyFor(new Uint8Array(32).fill(3), join(folder, "none"));
  expect(key.ok && [...key.value.bytes]).toEqual(Array.from({ length: 32 }, () => 3));
  expect(() => statSync(join(folder, "none"))).toThrow();
});

test("a damaged key file is told with its path, and is not written over", async () => {
  writeFileSync(join(folder, "secrets.key"), "half a k");
  chmodSync(join(folder, "secrets.key"), 0o600);
  expect(await secretsKeyFor(null, folder)).toMatchObject({ ok: false, failure: { variable: "SECRETS_KEY", cause: expect.stringContaining(folder) } });
});
