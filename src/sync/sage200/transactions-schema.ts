/**
 * Sage 200's posted transactions and accounts' balances on the wire, as far as they are read. Source, unless a line says otherwise: Sage's
 * own description of `sales_posted_transactions` and `customer_views`; signs and sessions as records exported by the Zynk connector show them.
 */
import { z } from "zod";
import { parseDate, type PlainDate } from "../model/dates";
import { minorUnits, moneyFromNumber, zero } from "../model/money";
import { recordId, text } from "./schema";

/** Below it a number of pounds stands for one number of pence and no other. */
const exactPence = 1e13;
/** A number with two decimals at most, as whole pence. */
const money = z.number().transform((value, context) => {
  const pence = Math.round(value * 100);
  // Exactly so many pence, as nearly every figure is: not taken apart as a text, which costs more than all else about a transaction.
  if (Math.abs(pence) < exactPence && pence / 100 === value) return minorUnits(pence);
  const read = moneyFromNumber(value);
  if (read.ok) return read.value;
  context.addIssue({ code: "custom", message: read.failure.cause });
  return z.NEVER;
});
const moneyOrNothing = money.nullish().transform((value) => value ?? zero);
/** A ledger of 100,000 transactions has 400,000 dates, of a few hundred days. */
const knownDays = new Map<string, PlainDate>();
const mostKnownDays = 5_000;
/** A business date comes as midnight without a zone ("2017-06-01T00:00:00"): the day is what counts. */
const day = z.string().transform((value, context) => {
  const text = value.slice(0, 10);
  const known = knownDays.get(text);
  if (known !== undefined) return known;
  const read = parseDate(text);
  if (read.ok) {
    if (knownDays.size >= mostKnownDays) knownDays.clear();
    knownDays.set(text, read.value);
    return read.value;
  }
  context.addIssue({ code: "custom", message: "not a date as Sage writes it" });
  return z.NEVER;
});
const stamp = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z?$/, "not a time as Sage writes it").nullish().transform((value) => value ?? null);
const list = <T extends z.ZodType>(item: T) => z.array(item).nullish().transform((items): readonly z.infer<T>[] => items ?? []);

/** Every member of each session that the transaction was allocated in, named by urn: no session has a number of its own. */
export const wireSessionItem = z.object({ urn: recordId, trader_transaction_type: text, reference: text, user_name: text, allocation_date: day.nullish(), allocation_value: money });
export type WireSessionItem = z.infer<typeof wireSessionItem>;

export const wireTransaction = z.object({
  id: recordId,
  urn: recordId,
  customer_id: recordId,
  trader_transaction_type: text,
  reference: text,
  second_reference: text,
  queried: text,
  user_name: text,
  transaction_date: day,
  due_date: day.nullish().transform((value) => value ?? null),
  document_gross_value: money,
  document_allocated_value: money,
  document_outstanding_value: money,
  document_discount_value: moneyOrNothing,
  discount_days: z.number().int().nullish().transform((value) => value ?? 0),
  date_time_updated: stamp,
  allocation_session_items: list(wireSessionItem),
  bank_items: list(z.object({ bank_code: text })),
});
export type WireTransaction = z.infer<typeof wireTransaction>;
/** Only these children: the others would double what is read. All scalars come along, as `$select` beside `$expand` is described for single objects alone. */
export const transactionChildren = ["allocation_session_items", "bank_items"] as const;

/** The same resource, read for what exists and how it stands. */
export const wireSweptTransaction = wireTransaction.pick({ id: true, date_time_updated: true, document_allocated_value: true, document_outstanding_value: true });
export type WireSweptTransaction = z.infer<typeof wireSweptTransaction>;
export const sweptTransactionFields = Object.keys(wireSweptTransaction.shape);

/** GET /customer_views: in the customer's own currency, above zero for what is owed. A limit of 0 is none: implied by what `is_over_credit_limit` says. */
export const wireBalance = z.object({
  id: recordId,
  balance: money,
  credit_limit: moneyOrNothing,
  account_is_on_hold: z.boolean().nullish().transform((value) => value ?? false),
});
export type WireBalance = z.infer<typeof wireBalance>;
export const balanceFields = Object.keys(wireBalance.shape);
