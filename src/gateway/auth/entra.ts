/**
 * Microsoft Entra ID access tokens. Fixed issuers, our own audience and RS256 alone, then the tenant, the scope and the person:
 * a token for Microsoft Graph, from another tenant, for an application without a person, or signed with anything else is refused.
 */
import { createRemoteJWKSet, decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";
import { types } from "node:util";
import { z } from "zod";
import { createHttp, readJson, type HttpClient } from "../../sync/http";
import { role, type Role } from "../../sync/contract";
import { failure, failed, ok, type Failure, type Result } from "../../sync/model/failure";
import type { Authenticate, Identity } from "./identity";

export type EntraOptions = {
  /** https://login.microsoftonline.com/<tenant>/v2.0; `{tenantid}` in it stands for each of `tenants`. */
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** Directory ids that may sign in. */
  readonly tenants: readonly string[];
  readonly http?: HttpClient;
};

const scope = "access_as_user";
/** Clocks of two machines differ; more than this is a fault to mend. */
const clockToleranceSeconds = 30;

const claims = z.object({
  tid: z.string().min(1),
  oid: z.string().min(1),
  /** Absent from a token that an application got for itself, with no person behind it. */
  scp: z.string(),
  roles: z.array(z.string()).default([]),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
});

const signIn = "Sign in again with your Microsoft work account.";
const notSignedIn = (cause: string, cure = signIn): Failure => failure("not-signed-in", cause, cure);

export const entraAuth = ({ issuer, audiences, tenants, http = createHttp({ connections: 2, headersMs: 10_000, totalMs: 15_000 }) }: EntraOptions): Authenticate => {
  const issuers = new Set(tenants.map((tenant) => issuer.replace("{tenantid}", tenant)));
  const keySets = new Map<string, Promise<Result<JWTVerifyGetKey>>>();

  /** The issuer's keys, found by its discovery document. A failure is forgotten, so that the next request tries again. */
  const keysOf = (of: string): Promise<Result<JWTVerifyGetKey>> => {
    const known = keySets.get(of);
    if (known) return known;
    const finding = findKeys(of, http).then((found) => {
      if (!found.ok) keySets.delete(of);
      return found;
    });
    keySets.set(of, finding);
    return finding;
  };

  return async (request) => {
    const [scheme, token, ...rest] = (request.headers.authorization ?? "").split(" ");
    if (scheme?.toLowerCase() !== "bearer" || !token || rest.length > 0) return failed(notSignedIn("You are not signed in.", "Sign in with your Microsoft work account."));
    const claimed = issuerClaimedBy(token);
    if (claimed === null || !issuers.has(claimed)) return failed(notSignedIn("This sign-in was not issued by your organisation's directory.", "Sign in with the work account of the organisation that runs this gateway."));
    const keys = await keysOf(claimed);
    if (!keys.ok) return keys;
    const verified = await verify(token, keys.value, claimed, audiences);
    return verified.ok ? identityOf(verified.value, tenants) : verified;
  };
};

/** Read before anything is verified, and used only to choose among the issuers that are allowed anyway. */
const issuerClaimedBy = (token: string): string | null => {
  try {
    return decodeJwt(token).iss ?? null;
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return null;
    throw error;
  }
};

const verify = async (token: string, keys: JWTVerifyGetKey, issuer: string, audiences: readonly string[]): Promise<Result<JWTPayload>> => {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: [...audiences],
      algorithms: ["RS256"],
      requiredClaims: ["exp", "iat", "tid", "oid", "scp"],
      clockTolerance: clockToleranceSeconds,
    });
    return ok(payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) return failed(notSignedIn("Your sign-in has expired."));
    if (error instanceof errors.JWKSTimeout || isFetchFault(error)) return failed(keysUnreachable(issuer));
    if (error instanceof errors.JOSEError) return failed(notSignedIn("This sign-in is not valid for Tieout."));
    throw error;
  }
};

/** jose reports an unusable key server by a plain JOSEError, and a broken connection by fetch's TypeError. */
const isFetchFault = (error: unknown): boolean =>
  types.isNativeError(error) && error.name === "TypeError" ? error.message === "fetch failed" : error instanceof errors.JOSEError && error.code === "ERR_JOSE_GENERIC" && /JSON Web Key Set HTTP response/.test(error.message);

const identityOf = (payload: JWTPayload, tenants: readonly string[]): Result<Identity> => {
  const read = claims.safeParse(payload);
  if (!read.success) return failed(notSignedIn("This sign-in does not say who you are."));
  const { tid, oid, scp, roles, name, preferred_username } = read.data;
  if (!tenants.includes(tid)) return failed(notSignedIn("Your organisation's directory is not one of those that may sign in here.", "Sign in with the work account of the organisation that runs this gateway."));
  if (!scp.split(" ").includes(scope)) return failed(notSignedIn("This sign-in was not made for Tieout.", `Ask your administrator to consent to the "${scope}" permission of Tieout, then sign in again.`));
  const held = roles.map((one) => role.safeParse(one.toLowerCase())).flatMap((one): Role[] => (one.success ? [one.data] : []));
  return ok({ id: `${tid}.${oid}`, name: name ?? preferred_username ?? oid, tenant: tid, roles: held });
};

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

const findKeys = async (issuer: string, http: HttpClient): Promise<Result<JWTVerifyGetKey>> => {
  const outcome = await http.read({ url: `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration` });
  if (outcome.kind !== "answered" || outcome.answer.status !== 200) return failed(keysUnreachable(issuer));
  const read = readJson(outcome.answer.text, discovery);
  if (!read.ok || read.value.issuer !== issuer) return failed(keysUnreachable(issuer));
  return ok(createRemoteJWKSet(new URL(read.value.jwks_uri), { timeoutDuration: 10_000 }));
};

const keysUnreachable = (issuer: string): Failure =>
  failure("gateway-down", `The gateway could not fetch the keys of ${new URL(issuer).host}, so it cannot tell who you are.`, "Try again in a minute. If it goes on, ask your administrator to check AUTH_ISSUER and the gateway's network.");
