import { readJson, transportFailure, type HttpAnswer, type HttpOutcome, type SystemWords } from "../http";
import { failure, failed, ok, type Failure, type Result } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";
import type { z } from "zod";
import { readErrorBody } from "./error-body";

export const sageWords = (url: string): SystemWords => ({ name: "Sage 200", down: "sage-down", host: new URL(url).host, setting: "SAGE200_URL" });

/** What a company is called among those that take turns. */
export const companyKeyOf = ({ siteId, companyId }: SageCompanyRef): string => `${siteId}/${companyId}`;

/** What was being read, for sentences: "customer accounts". */
export type Asked = { readonly what: string; readonly module: string; readonly company: SageCompanyRef | null };

/** The answer in the wanted shape, or what to tell a person. What a first 401 means is found out by the caller. */
export const readSageAnswer = <T>(outcome: HttpOutcome, shape: z.ZodType<T>, asked: Asked, words: SystemWords): Result<T> => {
  if (outcome.kind !== "answered") return failed(transportFailure(outcome, words));
  const { answer } = outcome;
  // 201 was seen by one integrator where Sage's description says 200: any 2xx is a success.
  if (answer.status < 200 || answer.status > 299) return failed(sageRefusal(answer, asked, words));
  const read = readJson(answer.text, shape);
  return read.ok ? ok(read.value) : failed(unreadable(read.failure, asked, words));
};

const at = (asked: Asked): string => (asked.company ? ` in ${asked.company.name}` : "");

/** A refusal by status, with Sage's own words where it has any. */
export const sageRefusal = (answer: HttpAnswer, asked: Asked, words: SystemWords): Failure => {
  const body = readErrorBody(answer.text);
  const quote = body.kind === "message" ? body.text : null;
  const { status } = answer;
  if (status === 401) return tokenRefused(quote);
  if (status === 403)
    return failure(
      "sage-no-access",
      `The connected Sage user may not read ${asked.what}${at(asked)}${quote ? `: ${quote}` : "."}`,
      `In Sage 200 System Administration, give that user's role the ${asked.module} features, then try again.`,
      asked.company?.name,
    );
  if (status === 404)
    return failure(
      "sage-refused",
      `Sage 200 has no ${asked.what} at ${words.host} (404).`,
      "Check SAGE200_URL: the product in it is sage200extra for Professional and sage200 for Standard. An old version of Sage 200 may also lack this list: update it.",
    );
  if (status === 429) return failure("sage-busy", "Sage 200 asks for fewer requests.", "Nothing is lost. Try again in a few minutes.");
  if (status === 504 || status === 502 || status === 503)
    return failure(
      "sage-down",
      `Sage 200 did not answer in time while ${asked.what}${at(asked)} were read (${status}).`,
      "Nothing is lost. Try again in a few minutes; if it goes on, ask whoever looks after Sage whether its server and the tunnel to it are up.",
    );
  if (status >= 500) return failure("sage-down", `Sage 200 reports a fault of its own (${status})${quote ? `: ${quote}` : "."}`, "Try again in a few minutes; if it goes on, ask whoever looks after Sage.");
  if (status >= 300 && status < 400)
    return failure("sage-refused", `${words.host} redirects elsewhere (${status}), which is not followed.`, "Put the final address of the Sage 200 API into SAGE200_URL.");
  return failure("sage-refused", `Sage 200 refused to list ${asked.what}${at(asked)}: ${quote ?? `status ${status} without a reason`}`, "Put right what it names, then try again.", asked.company?.name);
};

/** A 401 with a token that is new. */
export const tokenRefused = (quote: string | null): Failure =>
  failure(
    "sage-token-expired",
    `Sage does not accept the connection any more${quote ? `: ${quote}` : "."}`,
    "Connect Sage 200 again: a person signs in with the Sage ID that has access to these companies. If a subscription key is set in SAGE200_SUBSCRIPTION_KEY, check that too.",
  );

/** A 401 to a request for a company while the same token lists the sites: it is about the company. */
export const companyRefused = (company: SageCompanyRef, isListed: boolean): Failure =>
  failure(
    "sage-site-refused",
    isListed
      ? `Sage refuses ${company.name} to the connected user, although it lists that company.`
      : `Sage no longer lists ${company.name} (site ${company.siteId}, company ${company.companyId}) for the connected user.`,
    isListed
      ? `In Sage 200 System Administration, check that the connected user may open ${company.name} and that its site is running.`
      : `In Sage 200 System Administration, give the connected user access to ${company.name} again, or map its customers to another company.`,
    company.name,
  );

/** An empty list of sites comes with status 200, and means one of two things. */
export const noCompanies = (): Failure =>
  failure(
    "sage-no-companies",
    "Sage lists no company for the connected user. Either that user may open none, or the tunnel between Sage's cloud and the Sage 200 server is down.",
    "Ask whoever looks after Sage to check first that the Sage 200 server and its tunnel (the Entra application proxy) are running, then that the connected user has web access to a company.",
  );

const unreadable = (what: string, asked: Asked, words: SystemWords): Failure =>
  failure(
    "sage-unreadable",
    `${words.host} answered, but ${asked.what}${at(asked)} could not be read: ${what}.`,
    "Try again in a few minutes. If it goes on, check SAGE200_URL, and whether a sign-in page or proxy stands before Sage.",
  );
