import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { decodeProtectedHeader } from "jose";
import { open, seal, sealingKey } from "../../../src/sync/tokens";

const key = sealingKey(new Uint8Array(32).fill(7));
const other = sealingKey(new Uint8Array(32).fill(8));

test("what was sealed for a row opens for that row, whatever it is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: 40 }), fc.string({ unit: "grapheme", maxLength: 2_000 }), async (row, value) => {
      expect(await open([key], row, await seal(key, row, value))).toEqual({ ok: true, value });
    }),
    { numRuns: 50 },
  );
});

test("a secret copied into another row does not open", async () => {
  expect(await open([key], "row-2", await seal(key, "row-1", "secret"))).toMatchObject({ ok: false, failure: { kind: "damaged" } });
});

test("a secret altered anywhere does not open", async () => {
  const sealed = await seal(key, "row-1", "secret");
  const parts = sealed.split(".");
  for (const at of [2, 3, 4]) {
    const part = parts[at] ?? "";
    const changed = parts.with(at, `${part.startsWith("A") ? "B" : "A"}${part.slice(1)}`).join(".");
    expect(await open([key], "row-1", changed)).toMatchObject({ ok: false, failure: { kind: "damaged" } });
  }
  expect(await open([key], "row-1", "not sealed at all")).toMatchObject({ ok: false, failure: { kind: "damaged" } });
});

test("the row named in the header cannot be rewritten", async () => {
  const [, ...rest] = (await seal(key, "row-1", "secret")).split(".");
  const header = Buffer.from(JSON.stringify({ alg: "dir", enc: "A256GCM", kid: key.kid, row: "row-2" })).toString("base64url");
  expect(await open([key], "row-2", [header, ...rest].join("."))).toMatchObject({ ok: false, failure: { kind: "damaged" } });
});

test("an earlier key still opens what it sealed, after a new one was put before it", async () => {
  const sealed = await seal(key, "row-1", "secret");
  expect(await open([other, key], "row-1", sealed)).toEqual({ ok: true, value: "secret" });
});

test("a secret sealed with a key that is gone says so, with the cure", async () => {
  const answer = await open([other], "row-1", await seal(key, "row-1", "secret"));
  expect(answer).toMatchObject({ ok: false, failure: { kind: "other key", cure: expect.stringContaining("SECRETS_KEY") } });
});

test("neither the value nor the key can be read in what is stored, and no two seals are alike", async () => {
  const sealed = await seal(key, "row-1", "refresh-token-value");
  expect(sealed).not.toContain(Buffer.from("refresh-token-value").toString("base64url").slice(0, 12));
  expect(decodeProtectedHeader(sealed)).toEqual({ alg: "dir", enc: "A256GCM", kid: key.kid, row: "row-1" });
  expect(await seal(key, "row-1", "refresh-token-value")).not.toBe(sealed);
});

test("a key that is not 32 bytes is refused", () => expect(() => sealingKey(new Uint8Array(randomBytes(16)))).toThrow("32 bytes"));
