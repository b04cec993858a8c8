/**
 * Looking for an allocation. Sage keeps neither a key nor a number of it, so what is compared is what each transaction has allocated
 * now with what it had when the allocation was accepted: all moved by our values, or none, are clear; anything else is for a person.
 */
import type { Allocation } from "../documents/posting";
import type { LookUpOutcome } from "../ledger/after";
import { formatMoney, moneyFromNumber, subtractMoney, zero, type Money } from "../model/money";
import type { SageCompanyRef } from "../rules/reference";
import { allocationName } from "./allocation-request";
import { allocatedFields, wireAllocated } from "./allocation-schema";
import type { SageConnection } from "./connection";
import { exactId } from "./json-text";
import { queryText } from "./query";
import { collection } from "./schema";

type Line = Allocation["lines"][number];

const moved = (lines: readonly Line[], now: ReadonlyMap<string, Money>): readonly { readonly line: Line; readonly by: Money }[] =>
  lines.map((line) => ({ line, by: subtractMoney(now.get(line.transactionId) ?? line.allocatedBefore, line.allocatedBefore) }));

/** `now` is what each transaction has allocated, by its record id; one that Sage does not show is absent. Pure. */
export const allocationFound = (posting: Pick<Allocation, "lines">, now: ReadonlyMap<string, Money>): LookUpOutcome => {
  const { lines } = posting;
  const unseen = lines.filter(({ transactionId }) => !now.has(transactionId));
  // A broken tunnel makes Sage answer some lists with nothing and 200.
  if (unseen.length === lines.length) return { kind: "failed", why: `Sage shows none of the transactions of ${allocationName(posting)}, so that this is not believed.` };
  if (unseen.length > 0)
    return { kind: "contradicted", why: `Sage no longer shows ${unseen.map(({ reference, urn }) => reference || `URN ${urn}`).join(", ")} of ${allocationName(posting)}: archived or deleted. A person must look at it in Sage.` };
  const changes = moved(lines, now);
  if (changes.every(({ by }) => by === zero)) return { kind: "absent" };
  if (changes.every(({ line, by }) => by === line.value)) return { kind: "found", evidence: { urn: lines[0]?.urn ?? "", recordId: null, foundBy: "look-up" } };
  const told = changes.map(({ line, by }) => `${line.reference || `URN ${line.urn}`} moved by ${formatMoney(by)} where ${formatMoney(line.value)} was sent`);
  return { kind: "contradicted", why: `Something else was allocated meanwhile, so it cannot be told whether ${allocationName(posting)} is in Sage: ${told.join("; ")}. A person must look at it in Sage.` };
};

/** Ids in one question: a filter travels in the address, which servers cut at some length. */
const atOnce = 40;

export const lookUpAllocation = async (connection: SageConnection, posting: Allocation, company: SageCompanyRef): Promise<LookUpOutcome> => {
  const account = exactId(posting.sageCustomerId).digits;
  const now = new Map<string, Money>();
  for (let at = 0; at < posting.lines.length; at += atOnce) {
    const ids = posting.lines.slice(at, at + atOnce).map(({ transactionId }) => `id eq ${exactId(transactionId).digits}`);
    const query = queryText({ select: allocatedFields, filter: `customer_id eq ${account} and (${ids.join(" or ")})`, orderBy: ["id asc"], top: atOnce });
    const found = await connection.read(`/sales_posted_transactions?${query}`, collection(wireAllocated), { what: "posted transactions", module: "Sales Ledger", company }, undefined);
    if (!found.ok) return { kind: "failed", why: found.failure.cause };
    for (const { id, document_allocated_value } of found.value) {
      const value = moneyFromNumber(document_allocated_value);
      if (!value.ok) return { kind: "failed", why: value.failure.cause };
      now.set(id, value.value);
    }
  }
  return allocationFound(posting, now);
};
