/**
 * What tells one allocation from another, as Sage gives it neither a key nor a number: the account, what is set against what, and what
 * was allocated of each before. The same wish from the same starting point is the same allocation, unless the one before was done and
 * taken back in Sage.
 */
import { createHash } from "node:crypto";
import type { Allocation } from "./posting";

type Described = Pick<Allocation, "company" | "sageCustomerId"> & Partial<Pick<Allocation, "repetition">> & { readonly lines: readonly Pick<Allocation["lines"][number], "transactionId" | "value" | "allocatedBefore">[] };

const digest = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);

/** Begins the ids of all allocations on one account. Ids of companies and accounts hold no space. */
export const allocationsOf = (company: string, sageCustomerId: string): string => `${company} ${sageCustomerId} `;

/** `wish` begins the `id` of whoever wished the same, from whatever starting point. The order of the lines does not matter. */
export const allocationIdentity = ({ company, sageCustomerId, lines, repetition = 0 }: Described): { readonly wish: string; readonly id: string } => {
  const sorted = [...lines].sort((one, other) => (one.transactionId < other.transactionId ? -1 : 1));
  const wish = `${allocationsOf(company, sageCustomerId)}${digest(sorted.map(({ transactionId, value }) => [transactionId, value]))}`;
  const id = `${wish} ${digest(sorted.map(({ allocatedBefore }) => allocatedBefore))}`;
  return { wish, id: repetition === 0 ? id : `${id} ${repetition}` };
};
