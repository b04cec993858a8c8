/** What may be handed to `load`, in the form that goes to Excel. */
import { invalidArgument } from "./runtime-error";

export type Query = { Select?: string[]; Expand?: string[]; Top?: number; Skip?: number };

const withoutItems = (name: string): string => {
  const lower = name.toLowerCase();
  if (lower === "items" || lower === "items/") return "*";
  const own = lower.startsWith("items/") || lower.startsWith("items.") ? name.slice(6) : name;
  return own.replace(/[/.]items[/.]/gi, "/");
};

const split = (text: string): string[] =>
  text
    .split(",")
    .map((each) => withoutItems(each.trim()))
    .filter((each) => each !== "");

const names = (value: unknown, where: string): string[] => {
  if (typeof value === "string") return split(value);
  if (Array.isArray(value)) return value as string[];
  throw invalidArgument(where);
};

export const parseLoadOption = (option: unknown): Query => {
  if (option === undefined || option === null) return {};
  if (typeof option === "string") return { Select: split(option) };
  if (Array.isArray(option)) return { Select: option as string[] };
  if (typeof option !== "object") throw invalidArgument("option");
  const record = option as Record<string, unknown>;
  return isLoadOption(record) ? parseClassic(record) : parseShape(record);
};

/** The old form: `{ select, expand, top, skip }`. */
const isLoadOption = (record: Record<string, unknown>): boolean =>
  ["select", "expand"].some((name) => typeof record[name] === "string" || Array.isArray(record[name])) || ["top", "skip"].some((name) => typeof record[name] === "number") || Object.keys(record).length === 0;

const parseClassic = (record: Record<string, unknown>): Query => {
  const query: Query = {};
  if (record["select"] !== undefined && record["select"] !== null) query.Select = names(record["select"], "option.select");
  if (record["expand"] !== undefined && record["expand"] !== null) query.Expand = names(record["expand"], "option.expand");
  if (record["top"] !== undefined && record["top"] !== null) query.Top = number(record["top"], "option.top");
  if (record["skip"] !== undefined && record["skip"] !== null) query.Skip = number(record["skip"], "option.skip");
  return query;
};

const number = (value: unknown, where: string): number => {
  if (typeof value !== "number") throw invalidArgument(where);
  return value;
};

/** The form that mirrors the object: `{ address: true, format: { fill: { color: true } } }`. */
const parseShape = (record: Record<string, unknown>): Query => {
  const query: Query & { Select: string[] } = { Select: [] };
  walk(query, "", "option", record);
  return query;
};

const walk = (query: Query & { Select: string[] }, path: string, where: string, record: Record<string, unknown>): void => {
  for (const [key, value] of Object.entries(record)) {
    const at = `${where}.${key}`;
    const deeper = path === "" ? key : `${path}/${key}`;
    if (key === "$all") {
      if (typeof value !== "boolean") throw invalidArgument(at);
      if (value) query.Select.push(path === "" ? "*" : `${path}/*`);
    } else if (key === "$top" || key === "$skip") {
      if (path !== "") throw invalidArgument(at);
      query[key === "$top" ? "Top" : "Skip"] = number(value, at);
    } else if (typeof value === "boolean") {
      if (value) query.Select.push(deeper);
    } else if (typeof value === "object" && value !== null) {
      walk(query, deeper, at, value as Record<string, unknown>);
    } else {
      throw invalidArgument(at);
    }
  }
};
