import type { z } from "zod";
import { failed, ok, type Result } from "../model/failure";

/** The body as the shape wants it. The failure is one sentence for a log or a `cause`: what did not fit, and where. */
export const readJson = <T>(text: string, shape: z.ZodType<T>): Result<T, string> => {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return failed(text.trim() === "" ? "the answer is empty" : /^\s*</.test(text) ? "the answer is a web page, not data" : "the answer is not JSON");
  }
  const read = shape.safeParse(body);
  if (read.success) return ok(read.data);
  const [first] = read.error.issues;
  return failed(first ? `${first.path.join(".") || "the answer"}: ${first.message}` : "the answer has another shape");
};
