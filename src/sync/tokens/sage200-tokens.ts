import { createHttp, type HttpClient } from "../http";
import { failed, ok, type Result } from "../model/failure";
import type { CredentialStore, StoredCredential } from "./credential-store";
import { grantMissing, readTokenAnswer } from "./token-answer";

export type Clock = { now(): Date };

export type AccessTokens = {
  /** A token good for at least another minute, renewed when needed. Failures: `sage-token-expired`, `sage-down`, `sage-busy`, `sage-unreadable`. */
  access(): Promise<Result<{ readonly token: string }>>;
  /** Another token than the one that was just refused: one that somebody else renewed meanwhile, or a new one. */
  renewAfterRefusal(token: string): Promise<Result<{ readonly token: string }>>;
};

export type Sage200Tokens = AccessTokens & {
  /** Seconds until a person must consent again; null where it is not known. */
  grantSecondsLeft(): Promise<number | null>;
};

export type Sage200TokensOptions = {
  /** https://id.sage.com, or the whole token address where its path is not /oauth/token. */
  readonly authUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly credentialId: string;
  readonly store: CredentialStore;
  readonly http?: HttpClient;
  readonly clock?: Clock;
};

/** A request may take a while to arrive, and clocks differ: a token this near its end is not begun with. */
const marginMs = 60_000;
export const createSage200Tokens = ({
  authUrl,
  clientId,
  clientSecret,
  credentialId,
  store,
  http = createHttp({ connections: 1, headersMs: 20_000, totalMs: 25_000 }),
  clock = { now: () => new Date() },
}: Sage200TokensOptions): Sage200Tokens => {
  const url = tokenUrl(authUrl);
  /** What this process last saw, so that a call need not open a sealed row. */
  let known: StoredCredential | null = null;
  let renewing: Promise<Result<{ readonly token: string }>> | null = null;

  const usable = (credential: StoredCredential | null): string | null =>
    credential?.accessToken && credential.accessExpiresAt && Date.parse(credential.accessExpiresAt) - marginMs > clock.now().getTime() ? credential.accessToken : null;

  /** One renewal at a time in this process; the store sees to the other processes. `refused` is a token that must not come back. */
  const renew = (refused: string | null): Promise<Result<{ readonly token: string }>> => {
    renewing ??= renewInTurn(refused).finally(() => {
      renewing = null;
    });
    return renewing;
  };

  const renewInTurn = (refused: string | null) =>
    store.exclusively<Result<{ readonly token: string }>>(credentialId, async (current, save) => {
      if (current === null) return failed(grantMissing());
      known = current;
      // Somebody else renewed while this one waited for the lock.
      const meanwhile = usable(current);
      if (meanwhile !== null && meanwhile !== refused) return ok({ token: meanwhile });

      const now = clock.now();
      const outcome = await http.send({
        method: "POST",
        url,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({
          grant_type: "refresh_token",
          refresh_token: current.refreshToken,
          client_id: clientId,
          client_secret: clientSecret,
        }).toString(),
      });
      const answer = readTokenAnswer(outcome, url, now);
      if (!answer.ok) return answer;
      const { accessToken, accessExpiresAt, refreshToken, grantExpiresAt } = answer.value;
      const next: StoredCredential = {
        generation: current.generation + 1,
        // Sage rotates: the old one is worthless from here on, so the new one is kept before anything is done with the access token.
        refreshToken: refreshToken ?? current.refreshToken,
        accessToken,
        accessExpiresAt,
        grantExpiresAt: grantExpiresAt ?? current.grantExpiresAt,
      };
      await save(next);
      known = next;
      return ok({ token: accessToken });
    });

  return {
    async access() {
      const token = usable(known) ?? usable((known = await store.read(credentialId)));
      return token === null ? renew(null) : ok({ token });
    },
    async renewAfterRefusal(token) {
      const renewed = await renew(token);
      // It joined a renewal that did not know of the refusal and found the refused token good enough.
      return renewed.ok && renewed.value.token === token ? renew(token) : renewed;
    },
    async grantSecondsLeft() {
      known ??= await store.read(credentialId);
      return known?.grantExpiresAt ? Math.max(0, Math.round((Date.parse(known.grantExpiresAt) - clock.now().getTime()) / 1000)) : null;
    },
  };
};

const tokenUrl = (authUrl: string): string => {
  const url = new URL(authUrl);
  if (url.pathname === "/" || url.pathname === "") url.pathname = "/oauth/token";
  return url.toString();
};
