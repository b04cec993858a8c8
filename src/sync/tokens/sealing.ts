/**
 * Secrets at rest: JWE with direct encryption (`dir`, A256GCM). The protected header names the key (`kid`, so that keys can be
 * changed) and the row the secret belongs to (`row`, so that a secret copied into another row does not open).
 */
import { createHash } from "node:crypto";
import { CompactEncrypt, compactDecrypt, errors } from "jose";
import { failed, ok, type Result } from "../model/failure";

export type SealingKey = { readonly kid: string; readonly bytes: Uint8Array };

export type SealProblem =
  | { readonly kind: "other key"; readonly cause: string; readonly cure: string }
  | { readonly kind: "damaged"; readonly cause: string; readonly cure: string };

/** A key from 32 bytes. Its `kid` is taken from the key itself, so that the same key has the same name everywhere. */
export const sealingKey = (bytes: Uint8Array): SealingKey => {
  if (bytes.length !== 32) throw new RangeError(`A sealing key is 32 bytes; this one has ${bytes.length}.`);
  return { kid: createHash("sha256").update("kid").update(bytes).digest("hex").slice(0, 12), bytes };
};

export const seal = (key: SealingKey, rowId: string, value: string): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(value)).setProtectedHeader({ alg: "dir", enc: "A256GCM", kid: key.kid, row: rowId }).encrypt(key.bytes);

const otherKey = (rowId: string): SealProblem => ({
  kind: "other key",
  cause: `The stored secret "${rowId}" was sealed with another key than the one in SECRETS_KEY.`,
  cure: "Put back the SECRETS_KEY that was in use before, or connect that system again.",
});
const damaged = (rowId: string): SealProblem => ({
  kind: "damaged",
  cause: `The stored secret "${rowId}" was altered, or belongs to another row.`,
  cure: "Restore the database from a backup, or connect that system again.",
});

/** The value sealed for that row; `keys` are the current key and any earlier ones. */
export const open = async (keys: readonly SealingKey[], rowId: string, sealed: string): Promise<Result<string, SealProblem>> => {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(
      sealed,
      (header) => {
        const key = keys.find((one) => one.kid === header.kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key.bytes;
      },
      { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] },
    );
    return protectedHeader["row"] === rowId ? ok(new TextDecoder().decode(plaintext)) : failed(damaged(rowId));
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return failed(otherKey(rowId));
    if (error instanceof errors.JOSEError) return failed(damaged(rowId));
    throw error;
  }
};
