import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { types } from "node:util";
import { failed, ok, type Result } from "../sync/model/failure";
import { sealingKey, type SealingKey } from "../sync/tokens";
import type { SettingProblem } from "./settings";

/** The key that seals stored tokens: the one given, or one made in `dataDir` at the first start and readable by this user alone. */
export const secretsKeyFor = async (given: Uint8Array | null, dataDir: string): Promise<Result<SealingKey, SettingProblem>> => {
  if (given !== null) return ok(sealingKey(given));
  const path = join(dataDir, "secrets.key");
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await makeOnce(path);
  const bytes = Buffer.from((await readFile(path, "utf8")).trim(), "base64");
  if (bytes.length !== 32)
    return failed({ variable: "SECRETS_KEY", cause: `The key in ${path} is not 32 bytes.`, cure: "Restore that file from a backup, or delete it and connect Sage again." });
  return ok(sealingKey(new Uint8Array(bytes)));
};

/** Written whole and synced under another name, then given its own in one step: a second process that starts now finds all of it or makes none. */
const makeOnce = async (path: string): Promise<void> => {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString("base64")}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (!(types.isNativeError(error) && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await unlink(draft);
  }
};
