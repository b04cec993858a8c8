/**
 * What tells one allocation from another, as Sage gives it neither a key nor a number: the account, what is set against what, and what
 * was allocated of each before. The same wish from the same starting point is the same allocation.
 */
import { createHash } from "node:crypto";
import type { Allocation } from "./posting";

type Described = Pick<Allocation, "company" | "sageCustomerId"> & { readonly lines: readonly Pick<Allocation["lines"][number], "transactionId" | "value" | "allocatedBefore">[] };

const digest = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);

/** Begins the ids of all allocations on one account. Ids of companies and accounts hold no space. */
export const allocationsOf = (company: string, sageCustomerId: string): string => `${company} ${sageCustomerId} `;

/** `wish` begins the `id` of whoever wished the same, from whatever starting point. The order of the lines does not matter. */
export const allocationIdentity = ({ company, sageCustomerId, lines }: Described): { readonly wish: string; readonly id: string } => {
  const sorted = [...lines].sort((one, other) => (one.transactionId < other.transactionId ? -1 : 1));
  const wish = `${allocationsOf(company, sageCustomerId)}${digest(sorted.map(({ transactionId, value }) => [transactionId, value]))}`;
  return { wish, id: `${wish} ${digest(sorted.map(({ allocatedBefore }) => allocatedBefore))}` };
};
