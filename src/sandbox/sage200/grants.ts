import { createHash, randomBytes } from "node:crypto";
import type { FaultSwitches } from "../faults";
import type { Deed } from "../journal";

/** Tokens are kept only as hashes, in memory and in the state file. */
const hashOf = (token: string): string => createHash("sha256").update(token).digest("base64url");
const newToken = (): string => randomBytes(32).toString("base64url");

export type TokenAnswer = {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly token_type: "Bearer";
  readonly scope: string;
};

type Family = { currentHash: string; isRevoked: boolean };
type Access = { readonly family: string; readonly expiresAt: number };

/**
 * Sage's sign-ins. A family is everything descended from one sign-in: each exchange of a refresh token gives a new pair
 * and spends the old one. Whoever presents a spent token may be a thief, so the whole family is revoked (assumed of Sage, switchable).
 */
export class Grants {
  readonly #families = new Map<string, Family>();
  readonly #refresh = new Map<string, string>();
  readonly #access = new Map<string, Access>();

  constructor(
    private readonly faults: FaultSwitches,
    private readonly now: () => number,
    private readonly perform: (deed: Deed) => void,
  ) {}

  /** A person signs in and grants access: a new family. Answers its refresh token. */
  signIn(): string {
    const refresh = newToken();
    this.perform({
      deed: "token-issued",
      family: newToken().slice(0, 12),
      refreshHash: hashOf(refresh),
      accessHash: null,
      accessExpiresAt: 0,
      accessRevokedBefore: false,
    });
    return refresh;
  }

  /** Exchanges a refresh token, or answers null for `invalid_grant`. */
  exchange(refresh: string): TokenAnswer | null {
    const hash = hashOf(refresh);
    const name = this.#refresh.get(hash);
    const family = name === undefined ? undefined : this.#families.get(name);
    if (name === undefined || family === undefined || family.isRevoked || this.faults.grantRevoked) return null;
    if (family.currentHash !== hash) {
      if (this.faults.reuseRevokesFamily) this.perform({ deed: "family-revoked", family: name });
      return null;
    }
    const next = newToken();
    const access = newToken();
    const lifetime = this.faults.accessTokenSeconds;
    this.perform({
      deed: "token-issued",
      family: name,
      refreshHash: hashOf(next),
      accessHash: hashOf(access),
      accessExpiresAt: this.now() + lifetime * 1000,
      accessRevokedBefore: this.faults.tokenExpired,
    });
    this.faults.tokenExpired = false;
    return { access_token: access, refresh_token: next, expires_in: lifetime, token_type: "Bearer", scope: "openid profile email offline_access" };
  }

  isGood(accessToken: string): boolean {
    if (this.faults.tokenExpired) return false;
    const access = this.#access.get(hashOf(accessToken));
    return access !== undefined && access.expiresAt > this.now() && this.#families.get(access.family)?.isRevoked === false;
  }

  apply(entry: Extract<Deed, { deed: "token-issued" | "family-revoked" }>): void {
    if (entry.deed === "family-revoked") {
      const family = this.#families.get(entry.family);
      if (family !== undefined) family.isRevoked = true;
      return;
    }
    const family = this.#families.get(entry.family);
    if (family === undefined) this.#families.set(entry.family, { currentHash: entry.refreshHash, isRevoked: false });
    else family.currentHash = entry.refreshHash;
    this.#refresh.set(entry.refreshHash, entry.family);
    if (entry.accessRevokedBefore) this.#access.clear();
    for (const [hash, { expiresAt }] of this.#access) if (expiresAt <= this.now()) this.#access.delete(hash);
    if (entry.accessHash !== null) this.#access.set(entry.accessHash, { family: entry.family, expiresAt: entry.accessExpiresAt });
  }
}
