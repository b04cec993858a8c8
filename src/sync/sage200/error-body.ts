import { redactedText } from "./redaction";

/**
 * What Sage says in a refusal. No description of Sage 200's error bodies exists, and its gateway, its server and a broken tunnel
 * each answer in a shape of their own, so every shape seen is read: an array of `$message` (the same gateway, on a sibling product),
 * `{ statusCode, message }` (Azure API Management), `{ Message, ExceptionMessage }` (.NET), `{ error, error_description }`
 * (OAuth), OData's `{ error: { message } }`, a JSON string, plain text, a web page and nothing at all.
 */
export type ErrorBody =
  | { readonly kind: "empty" }
  | { readonly kind: "web page"; readonly title: string }
  /** `code` is a machine's word such as "HeaderNotFound" or "invalid_grant", where there is one. */
  | { readonly kind: "message"; readonly text: string; readonly code: string | null };

/** Kept and shown, so secrets go before the text is cut: half of one would not be known for what it is. */
const longest = 400;

export const readErrorBody = (body: string): ErrorBody => {
  const raw = body.trim();
  if (raw === "") return { kind: "empty" };
  if (/^<(!doctype|html|\?xml|head|body)/i.test(raw)) return { kind: "web page", title: tidy(/<title[^>]*>([^<]*)<\/title>/i.exec(raw)?.[1] ?? "") };
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { kind: "message", text: tidy(raw), code: null };
  }
  const text = messageIn(parsed);
  return text === null ? { kind: "empty" } : { kind: "message", text: tidy(text), code: codeIn(parsed) };
};

const messageNames = ["$message", "message", "Message", "error_description", "ExceptionMessage", "exceptionMessage", "title", "detail"];
const codeNames = ["$dataCode", "code", "Code", "error"];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
const filled = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

const messageIn = (value: unknown): string | null => {
  if (filled(value)) return value;
  if (Array.isArray(value)) {
    const messages = value.map(messageIn).filter((text) => text !== null);
    return messages.length === 0 ? null : messages.join(" ");
  }
  if (!isRecord(value)) return null;
  const own = messageNames.map((name) => value[name]).find(filled);
  // .NET's "An error has occurred." hides the reason in a second field.
  const hidden = [value["ExceptionMessage"], value["exceptionMessage"]].find(filled);
  if (own !== undefined && hidden !== undefined && hidden !== own) return `${own} ${hidden}`;
  return own ?? messageIn(value["error"] ?? value["Error"] ?? null);
};

const codeIn = (value: unknown): string | null => {
  if (Array.isArray(value)) return value.map(codeIn).find((code) => code !== null) ?? null;
  if (!isRecord(value)) return null;
  const own = codeNames.map((name) => value[name]).find(filled);
  return own ?? codeIn(value["error"] ?? null);
};

const tidy = (text: string): string => {
  const plain = redactedText(text.replace(/\s+/g, " ").trim());
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
};
