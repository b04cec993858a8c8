import { readJson, transportFailure, type HttpAnswer, type HttpOutcome, type SystemWords } from "../http";
import { failure, failed, ok, type Failure, type Result } from "../model/failure";
import type { z } from "zod";
import { wireRefusal } from "./schema";

export const layerWords = (url: string): SystemWords => ({ name: "The Layer", down: "layer-down", host: new URL(url).host, setting: "LAYER_URL" });

/** The answer in the wanted shape, or what to tell a person. */
export const readLayerAnswer = <T>(outcome: HttpOutcome, shape: z.ZodType<T>, words: SystemWords): Result<T> => {
  if (outcome.kind !== "answered") return failed(transportFailure(outcome, words));
  const { answer } = outcome;
  if (answer.status < 200 || answer.status > 299) return failed(layerRefusal(answer, words));
  const read = readJson(answer.text, shape);
  return read.ok ? ok(read.value) : failed(unreadable(read.failure, words));
};

/** A refusal by status; the words of The Layer are quoted where it has any. */
export const layerRefusal = (answer: HttpAnswer, words: SystemWords): Failure => {
  const said = readJson(answer.text, wireRefusal);
  const code = said.ok ? said.value.error.code : "";
  const quote = said.ok && said.value.error.message.trim() !== "" ? said.value.error.message.trim().slice(0, 300) : null;
  const { status } = answer;
  if (status === 401)
    return failure(
      "layer-token-refused",
      "The Layer does not accept the token it was given.",
      "Ask The Layer's administrator for a new token and put it into LAYER_TOKEN.",
    );
  if (status === 403)
    return failure(
      "layer-token-refused",
      quote ? `The Layer's token may not do this: ${quote}` : "The Layer's token may not do this.",
      "Ask The Layer's administrator to widen the token's rights.",
    );
  if (status === 409 && code === "in-progress")
    return failure("layer-down", "The Layer is still working on the same change.", "Wait a minute and try again: it will not be made twice.");
  if (status === 429) return failure("layer-down", "The Layer asks for fewer requests.", "Wait a minute and try again.");
  if (status >= 500) return failure("layer-down", `The Layer reports a fault of its own (${status})${quote ? `: ${quote}` : "."}`, "Try again in a few minutes; if it goes on, tell The Layer's support.");
  if (status >= 300 && status < 400)
    return failure("layer-refused", `${words.host} redirects elsewhere (${status}), which is not followed.`, "Put the final address of The Layer's connector into LAYER_URL.");
  if (status === 404 && quote === null)
    return failure("layer-refused", `${words.host} has no Tieout connector at this address (404).`, "Check LAYER_URL: it is the address before /v1.");
  return failure("layer-refused", `The Layer refused: ${quote ?? `status ${status} without a reason`}`, "Put right what it names, then try again.");
};

/** A row of a batch that The Layer did not take. */
export const refusedRow = (message: string, customerId: string): Failure =>
  failure("layer-refused", `The Layer did not take the link of customer ${customerId}: ${message}`, "Put right what it names, then push the row again.", customerId);

/** A document of a batch whose posting The Layer did not take note of. What is in Sage stays as it is. */
export const refusedReconciliation = (message: string, documentId: string): Failure =>
  failure("layer-refused", `The Layer did not take note of the posting of document ${documentId}: ${message}`, "Put right what it names. It is told again at the next run; nothing is posted again.", documentId);

const unreadable = (what: string, words: SystemWords): Failure =>
  failure(
    "layer-down",
    `${words.host} answered, but not as The Layer's connector does: ${what}.`,
    "Check LAYER_URL. If it is right, The Layer and Tieout speak different versions of the connector contract: update the older one.",
  );

/** Nothing follows from such an answer: the payment may stand on any other page. */
export const filterIgnored = (words: SystemWords): Failure => unreadable("asked for the payment of one key, it listed others", words);

export const keyUnderTwoPayments = (sourceKey: string, ids: readonly string[]): Failure =>
  failure("layer-refused", `The Layer holds ${ids.length} payments under one key, ${sourceKey}: ${ids.join(" and ")}.`, "Look at both in The Layer and delete the one that is too many.", sourceKey);

/** Without this a list would page for ever, or end as if it were complete. */
export const sameCursorTwice = (path: string, words: SystemWords): Failure =>
  unreadable(`the list ${path} gave the same cursor twice`, words);
