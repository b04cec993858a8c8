/**
 * What may be kept and shown of a request or an answer. Attempts are evidence, so everything stays that tells one posting from
 * another; tokens, bank account numbers, sort codes, IBANs and the owners of e-mail addresses do not. Pure.
 */
import type { SagePosting } from "../documents/posting";
import { Exact, type Json, type JsonObject } from "./json-text";

const email = /[\p{L}\p{N}._%+'-]+@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu;
const bearer = /\b(bearer)(\s+)[A-Za-z0-9._~+/-]{6,}=*/gi;
const namedSecret = /\b(token|refresh_token|access_token|client_secret|authorization)(["']?\s*[:=]?\s*["']?)(?=[A-Za-z0-9._~+/-]*[\d._])[A-Za-z0-9._~+/-]{8,}=*/gi;
const jsonWebToken = /\beyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){1,4}/g;
/** Spaced in fours or not at all. A posting key is not one, though it can look alike. */
const iban = /(?<!\bT[A-Z]-)\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b/gi;
const shortestIban = 15;
const sortCode = /(?<![\d-])\d{2}([-–. ])\d{2}\1\d{2}(?![\d-])/g;
/** British account numbers have eight digits; the last three stay, so that two screens can be compared. */
const accountNumber = /(?<![\p{L}\p{N}-])(\d{4} ?\d)(\d{3})(?![\p{L}\p{N}])/gu;

/** A text from outside or from a document, as it may be kept. `secrets` are replaced wherever they stand. */
export const redactedText = (text: string, secrets: readonly string[] = []): string => {
  let shown = text;
  for (const secret of secrets) if (secret !== "") shown = shown.replaceAll(secret, "[secret]");
  return shown
    .replace(jsonWebToken, "[token]")
    .replace(bearer, "$1$2[secret]")
    .replace(namedSecret, "$1$2[secret]")
    .replace(iban, (found) => (found.replaceAll(" ", "").length < shortestIban ? found : "[IBAN]"))
    .replace(sortCode, "[sort code]")
    .replace(accountNumber, "*****$2")
    .replace(email, "…@$1");
};

/** Fields whose text is ours or Sage's own: a key, a day, a code. */
const kept: ReadonlySet<string> = new Set(["second_reference", "transaction_date", "due_date", "code", "vat_number", "telephone_country_code", "telephone_area_code", "country_code", "area_code"]);

const redactedJson = (value: Json, name: string, isCustomer: boolean): unknown => {
  if (value instanceof Exact) return value.digits;
  if (typeof value === "string") return kept.has(name) || (isCustomer && name === "reference") ? value : redactedText(value);
  if (typeof value !== "object") return value;
  if (isList(value)) return value.map((item) => redactedJson(item, name, isCustomer));
  return Object.fromEntries(Object.entries(value as JsonObject).flatMap(([member, of]) => (of === undefined ? [] : [[member, redactedJson(of, member, isCustomer)]])));
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** The body of a posting as its attempt keeps it. Numbers are shown as the text that was sent. */
export const redactedRequest = (posting: SagePosting, body: JsonObject): unknown => redactedJson(body, "", posting.kind === "new-customer");
