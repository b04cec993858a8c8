import { readJson, transportFailure, type HttpOutcome } from "../http";
import { failure, failed, ok, type Failure, type Result } from "../model/failure";
import { z } from "zod";

/** RFC 6749 section 5.1. Honour `expires_in`: 28,800 was seen at Sage, nothing promises it. */
const wireTokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().positive(),
  /** Not in the RFC; several servers send it. */
  refresh_token_expires_in: z.coerce.number().positive().optional(),
});
/** RFC 6749 section 5.2. */
const wireRefusal = z.object({ error: z.string(), error_description: z.string().optional() });

export type RenewedTokens = {
  readonly accessToken: string;
  readonly accessExpiresAt: string;
  /** Null where the old one stays good. */
  readonly refreshToken: string | null;
  /** Null where the answer does not say. */
  readonly grantExpiresAt: string | null;
};

/** What Sage's identity server answered to a renewal asked at `now`. */
export const readTokenAnswer = (outcome: HttpOutcome, url: string, now: Date): Result<RenewedTokens> => {
  const host = new URL(url).host;
  if (outcome.kind !== "answered") return failed(transportFailure(outcome, { name: "Sage's sign-in server", down: "sage-down", host, setting: "SAGE200_AUTH_URL" }));
  const { status, text } = outcome.answer;
  if (status >= 200 && status <= 299) {
    const read = readJson(text, wireTokens);
    if (!read.ok)
      return failed(
        failure("sage-unreadable", `Sage's sign-in server at ${host} answered, but not with a token: ${read.failure}.`, "Check SAGE200_AUTH_URL, then try again."),
      );
    const at = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
    const { access_token, refresh_token, expires_in, refresh_token_expires_in } = read.value;
    return ok({
      accessToken: access_token,
      accessExpiresAt: at(expires_in),
      refreshToken: refresh_token ?? null,
      grantExpiresAt: refresh_token_expires_in === undefined ? null : at(refresh_token_expires_in),
    });
  }
  if (status === 429) return failed(failure("sage-busy", "Sage's sign-in server asks for fewer requests.", "Nothing is lost. Try again in a few minutes."));
  if (status >= 500) return failed(failure("sage-down", `Sage's sign-in server at ${host} reports a fault of its own (${status}).`, "Nothing is lost. Try again in a few minutes."));
  return failed(refused(text, status));
};

/** `invalid_client` is about our settings, `invalid_grant` about the consent. */
const refused = (text: string, status: number): Failure => {
  const read = readJson(text, wireRefusal);
  const code = read.ok ? read.value.error : null;
  if (code === "invalid_client" || code === "unauthorized_client")
    return failure(
      "sage-token-expired",
      "Sage does not accept the client id and secret that Tieout was given.",
      "Check SAGE200_CLIENT_ID and SAGE200_CLIENT_SECRET against the registration at Sage.",
    );
  if (code === "invalid_grant")
    return failure(
      "sage-token-expired",
      "The connection to Sage 200 has expired or was withdrawn.",
      "Connect Sage 200 again: a person signs in with the Sage ID that has access to these companies.",
    );
  const said = read.ok ? (read.value.error_description ?? read.value.error) : `status ${status}`;
  return failure(
    "sage-token-expired",
    `Sage's sign-in server refused to renew the connection: ${said.slice(0, 300)}.`,
    "Check SAGE200_AUTH_URL. If it is right, connect Sage 200 again.",
  );
};

export const grantMissing = (): Failure =>
  failure("sage-token-expired", "Sage 200 has not been connected yet.", "Connect it: put the refresh token of a consented Sage ID into SAGE200_REFRESH_TOKEN and start again.");
