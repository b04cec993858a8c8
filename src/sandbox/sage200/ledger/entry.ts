/** What happens to a ledger, complete enough to be played again from a journal with the same ids, numbers and stamps. */
import { z } from "zod";
import type { PlainDate } from "../../../sync/model/dates";
import { transactionTypes } from "./transaction";

const day = z.iso.date().transform((text) => text as PlainDate);

export const ledgerEntry = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("posted"),
    id: z.number(),
    urn: z.number(),
    at: z.number(),
    committedAt: z.number(),
    type: z.enum(transactionTypes),
    customerId: z.number(),
    date: day,
    postedDate: day,
    dueDate: day.nullable(),
    reference: z.string(),
    secondReference: z.string(),
    goods: z.number(),
    tax: z.number(),
    taxItems: z.array(z.object({ taxCodeId: z.number(), goods: z.number(), tax: z.number() })),
    nominalItems: z.array(z.object({ code: z.string(), value: z.number(), narrative: z.string(), costCentre: z.string(), department: z.string() })),
    bank: z.object({ bankId: z.number(), value: z.number() }).nullable(),
    discount: z.number().exactOptional(),
    /** Our own connection where it is left out. */
    user: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal("allocated"),
    at: z.number(),
    date: day,
    firstHistoryId: z.number(),
    user: z.string().exactOptional(),
    lines: z.array(z.object({ transactionId: z.number(), value: z.number() })),
  }),
  /** By a person in Sage: the API has no such call. */
  z.object({ kind: z.literal("deallocated"), at: z.number(), sessions: z.array(z.number()) }),
  z.object({ kind: z.literal("archived"), ids: z.array(z.number()) }),
  z.object({ kind: z.literal("queried"), at: z.number(), id: z.number(), queried: z.string() }),
]);
export type LedgerEntry = z.infer<typeof ledgerEntry>;
export type PostedEntry = Extract<LedgerEntry, { kind: "posted" }>;
export type DeallocatedEntry = Extract<LedgerEntry, { kind: "deallocated" }>;
export type AllocatedEntry = Extract<LedgerEntry, { kind: "allocated" }>;
