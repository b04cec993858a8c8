/**
 * Reading the JSON bodies of writes. Assumed, and strict on purpose: a field that Sage does not describe is refused, as a field
 * too long and an explicit null are known to be; only the first thing that is wrong is reported.
 */
import { z } from "zod";
import type { PlainDate } from "../../sync/model/dates";
import { parseDate } from "../../sync/model/dates";
import { moneyFromNumber } from "../../sync/model/money";
import { refused, type Refused } from "../odata/refused";

export const recordId = z.int();
export const text = (width: number) => z.string().max(width);

/** Pence, from a JSON number with at most two decimals. */
export const money = z.number().transform((value, context): number => {
  const read = moneyFromNumber(value);
  if (read.ok) return read.value;
  context.addIssue({ code: "custom", message: `${value} has more than two decimals` });
  return z.NEVER;
});

/** A date-time; a bare date is refused, as a client has met. The time of day does not count. */
export const day = z.string().transform((value, context): PlainDate => {
  const found = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?(?:Z|[+-]\d{2}:\d{2})?$/.exec(value)?.[1];
  const date = parseDate(found ?? "");
  if (date.ok) return date.value;
  context.addIssue({ code: "custom", message: `'${value}' is not a date and time such as 2026-03-02T00:00:00` });
  return z.NEVER;
});

/** Fields that Sage fills itself and ignores when they are sent back. */
export const readOnly = <const N extends string>(...names: readonly N[]) =>
  Object.fromEntries(names.map((name) => [name, z.unknown().optional()])) as Record<N, z.ZodOptional<z.ZodUnknown>>;

/** Fields that Sage has and the practice servers do not keep: refused, so that nobody believes they were kept. */
export const notKept = <const N extends string>(...names: readonly N[]) =>
  Object.fromEntries(names.map((name) => [name, z.undefined({ error: "the practice servers do not keep it" }).optional()])) as Record<N, z.ZodOptional<z.ZodUndefined>>;

/** A field whose only value here is the company's own. */
export const only = (value: number | boolean) => z.literal(value, { error: `the practice servers know only ${value}` }).optional();

const problem = (issue: z.core.$ZodIssue): string => {
  const name = issue.path.filter((part) => typeof part === "string").join(".");
  if (issue.code === "unrecognized_keys") return `Could not find member '${issue.keys[0] ?? ""}' on object of type '${name === "" ? "request" : name}'.`;
  if (issue.code === "too_big") {
    const given = String(issue.input);
    return `The value '${given.slice(0, 60)}' of '${name}' is ${given.length} characters long. The maximum length is ${issue.maximum}.`;
  }
  if (issue.code !== "invalid_type") return `'${name}': ${issue.message}.`;
  if (issue.input === undefined) return name === "" ? "The request has no body." : `The field '${name}' is required.`;
  if (issue.input === null) return `Error converting value {null} of '${name}' to type '${issue.expected}'.`;
  return issue.expected === "undefined" ? `'${name}': ${issue.message}.` : `Error converting value of '${name}' to type '${issue.expected}'.`;
};

export const readBody = <T>(shape: z.ZodType<T>, body: unknown): T | Refused => {
  const read = shape.safeParse(body, { reportInput: true });
  if (read.success) return read.data;
  const [first] = read.error.issues;
  return refused(first === undefined ? "The request body is not valid." : problem(first));
};
