/**
 * JSON whose numbers are exact. A JavaScript number would print 100 pounds as `100` and lose digits of a record id beyond 2^53;
 * these are written digit by digit. There is no null: Sage refuses one even on an optional field, so what is absent is left out.
 */
import { decimalText, type Money } from "../model/money";

/** The digits of a number as they go onto the wire. */
export class Exact {
  constructor(readonly digits: string) {
    if (!/^-?\d+(\.\d+)?$/.test(digits)) throw new RangeError(`“${digits}” is not a number.`);
  }
}

/** Pounds with two decimals: 100 pence is `1.00`. */
export const exactAmount = (amount: Money): Exact => new Exact(decimalText(amount));
/** An int64 record id, kept as text. */
export const exactId = (id: string): Exact => new Exact(id);

export type Json = string | boolean | Exact | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json | undefined };

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

export const jsonText = (value: Json): string => {
  if (value instanceof Exact) return value.digits;
  if (typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(jsonText).join(",")}]`;
  const members = Object.entries(value as JsonObject).flatMap(([name, member]) => (member === undefined ? [] : [`${JSON.stringify(name)}:${jsonText(member)}`]));
  return `{${members.join(",")}}`;
};
