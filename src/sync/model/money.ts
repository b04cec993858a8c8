/**
 * Money is a whole number of minor units (pence), so that sums are exact. Currency is the company's and stands beside it.
 */
import { failed, failure, ok, type Result } from "./failure";

declare const brand: unique symbol;
/** Pence. A safe integer, negative for what is owed the other way. */
export type Money = number & { readonly [brand]: "Money" };

/** From a count of pence that is whole by construction. Anything else is a bug. */
export const minorUnits = (pence: number): Money => {
  if (!Number.isSafeInteger(pence)) throw new RangeError(`${pence} is not a whole number of minor units`);
  // Minus zero would print as "-0.00" and differ from zero under Object.is.
  return (pence === 0 ? 0 : pence) as Money;
};

export const zero = minorUnits(0);

/** As wires write it, which is all but everything that is read; no larger than what is certainly exact. */
const plain = /^-?\d{1,12}\.\d\d$/;

/** An optional sign or brackets, pounds with or without thousands commas, at most two decimals that matter. */
const written = /^(?<open>\()?(?<sign>[-−+])?£?(?<pounds>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?<decimals>\d*))?(?<close>\))?$/u;

const notAnAmount = (text: string, why: string) =>
  failed(failure("bad-request", `“${text}” is not an amount: ${why}.`, "Write pounds and pence, for example 1234.56.", text));

/**
 * Reads an amount as written: "1234.5", "1,234.56", "-12.00", "(12.00)" for a negative as accountants write it, "£3".
 * Refused: more than two decimals, and amounts above 90 million million, which cannot be exact.
 */
export const parseMoney = (text: string): Result<Money> => {
  if (plain.test(text)) return ok(minorUnits(Number(text.slice(0, -3) + text.slice(-2))));
  const parts = written.exec(text.replace(/\s/g, ""))?.groups;
  if (!parts || (!parts["pounds"] && !parts["decimals"])) return notAnAmount(text, "it has something other than digits");
  if (Boolean(parts["open"]) !== Boolean(parts["close"])) return notAnAmount(text, "it has one bracket");
  const decimals = (parts["decimals"] ?? "").replace(/0+$/, "");
  if (decimals.length > 2) return notAnAmount(text, "it has more than two decimals");
  const pence = Number((parts["pounds"] ?? "0").replaceAll(",", "") + decimals.padEnd(2, "0"));
  if (!Number.isSafeInteger(pence)) return notAnAmount(text, "it is too large");
  const isNegative = (parts["sign"] ?? "+") !== "+" !== Boolean(parts["open"]);
  return ok(minorUnits(isNegative ? -pence : pence));
};

/** From a number cell. Excel keeps 15 significant digits, so 0.1 + 0.2 arrives as 0.30000000000000004 and means 0.30. */
export const moneyFromNumber = (value: number): Result<Money> =>
  Number.isFinite(value) && Math.abs(value) < 1e15
    ? parseMoney(Number(value.toPrecision(15)).toFixed(6))
    : notAnAmount(String(value), "it is too large");

const parts = (amount: Money) => {
  const pence = Math.abs(amount);
  return { sign: amount < 0 ? "-" : "", pounds: Math.floor(pence / 100).toString(), pence: (pence % 100).toString().padStart(2, "0") };
};

/** Plain decimal text, for wires and files: "-1234.50". */
export const decimalText = (amount: Money): string => {
  const { sign, pounds, pence } = parts(amount);
  return `${sign}${pounds}.${pence}`;
};

/** For people: "-1,234.50". */
export const formatMoney = (amount: Money): string => {
  const { sign, pounds, pence } = parts(amount);
  return `${sign}${pounds.replace(/\B(?=(\d{3})+$)/g, ",")}.${pence}`;
};

export const addMoney = (one: Money, other: Money): Money => minorUnits(one + other);
export const subtractMoney = (one: Money, other: Money): Money => minorUnits(one - other);
export const negateMoney = (amount: Money): Money => minorUnits(-amount);
export const sumMoney = (amounts: Iterable<Money>): Money => {
  let total = zero;
  for (const amount of amounts) total = addMoney(total, amount);
  return total;
};
