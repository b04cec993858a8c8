/** Requests to Sage 200: the headers, the token, and what a 401 means. What is asked, and what the answers mean, is others' business. */
import type { z } from "zod";
import type { HttpClient, HttpOutcome, SystemWords } from "../http";
import type { Failure, Result } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";
import type { AccessTokens } from "../tokens";
import { companyRefused, readSageAnswer, sageWords, type Asked } from "./failures";
import { collection, wireSite } from "./schema";

export type SageConnectionOptions = {
  /** https://api.columbus.sage.com/uk/sage200extra/accounts/v1 for Professional, …/uk/sage200/accounts/v1 for Standard. */
  readonly url: string;
  readonly tokens: AccessTokens;
  /** Older registrations send one; current ones do not. */
  readonly subscriptionKey?: string | undefined;
};

/** Why a request for a company was answered 401. */
export type Unauthorised =
  | { readonly about: "company"; readonly failure: Failure }
  /** The token was refused; this is another one. */
  | { readonly about: "token"; readonly token: string }
  /** It could not be found out, or no other token is to be had. */
  | { readonly about: "neither"; readonly failure: Failure };

/** One request that changes something. `token` is one that `tokens.access` gave. */
export type SageWrite = { readonly method: "POST" | "PUT"; readonly path: string; readonly body: string; readonly token: string; readonly company: SageCompanyRef; readonly signal?: AbortSignal };

export type SageConnection = {
  readonly words: SystemWords;
  readonly tokens: AccessTokens;
  /** Reads, again where that can help, and with a new token where the old one was refused. */
  read<T>(path: string, shape: z.ZodType<T>, asked: Asked, signal: AbortSignal | undefined): Promise<Result<T>>;
  /** Once, whatever happens. Nothing is awaited before the request is handed to the network. */
  write(request: SageWrite): Promise<HttpOutcome>;
  /**
   * A 401 does not say whether it means the token or the company. `/sites` does: it needs the token alone. Asking it first keeps a
   * company that the user may not open from using up a refresh token with every request.
   */
  unauthorised(token: string, company: SageCompanyRef | null, signal: AbortSignal | undefined): Promise<Unauthorised>;
};

export const sitesAsked: Asked = { what: "companies", module: "web access", company: null };
const isUnauthorised = (outcome: HttpOutcome) => outcome.kind === "answered" && outcome.answer.status === 401;

export const createSageConnection = ({ url, tokens, subscriptionKey }: SageConnectionOptions, http: HttpClient): SageConnection => {
  const words = sageWords(url);
  const base = url.replace(/\/+$/, "");
  const headers = (token: string, company: SageCompanyRef | null): Readonly<Record<string, string>> => ({
    authorization: `Bearer ${token}`,
    ...(company ? { "x-site": company.siteId, "x-company": company.companyId } : {}),
    ...(subscriptionKey ? { "ocp-apim-subscription-key": subscriptionKey } : {}),
  });
  /** Sage's gateway may repeat what it was sent: nobody who reads an answer sees the token or the key in it. */
  const scrubbed = (outcome: HttpOutcome, token: string): HttpOutcome => {
    if (outcome.kind !== "answered") return outcome;
    const secrets = [token, subscriptionKey ?? ""].filter((secret) => secret !== "" && outcome.answer.text.includes(secret));
    return secrets.length === 0 ? outcome : { ...outcome, answer: { ...outcome.answer, text: secrets.reduce((text, secret) => text.replaceAll(secret, "[secret]"), outcome.answer.text) } };
  };
  const get = async (path: string, token: string, company: SageCompanyRef | null, signal: AbortSignal | undefined): Promise<HttpOutcome> =>
    scrubbed(await http.read({ url: `${base}${path}`, headers: headers(token, company), signal }), token);

  const unauthorised: SageConnection["unauthorised"] = async (token, company, signal) => {
    if (company !== null) {
      const sites = await get("/sites", token, null, signal);
      if (!isUnauthorised(sites)) {
        const listed = readSageAnswer(sites, collection(wireSite), sitesAsked, words);
        return listed.ok
          ? { about: "company", failure: companyRefused(company, listed.value.some((site) => site.site_id === company.siteId && site.company_id === company.companyId)) }
          : { about: "neither", failure: listed.failure };
      }
    }
    const renewed = await tokens.renewAfterRefusal(token);
    return renewed.ok ? { about: "token", token: renewed.value.token } : { about: "neither", failure: renewed.failure };
  };

  return {
    words,
    tokens,
    unauthorised,
    async read(path, shape, asked, signal) {
      const access = await tokens.access();
      if (!access.ok) return access;
      const answer = await get(path, access.value.token, asked.company, signal);
      if (!isUnauthorised(answer)) return readSageAnswer(answer, shape, asked, words);
      const why = await unauthorised(access.value.token, asked.company, signal);
      if (why.about !== "token") return { ok: false, failure: why.failure };
      return readSageAnswer(await get(path, why.token, asked.company, signal), shape, asked, words);
    },
    write: async ({ method, path, body, token, company, signal }) =>
      scrubbed(await http.send({ method, url: `${base}${path}`, headers: { ...headers(token, company), "content-type": "application/json" }, body, signal }), token),
  };
};
