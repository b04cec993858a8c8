/** What was written to an account through Sage's API, beside what was generated for it. */
import { z } from "zod";

const telephone = z.object({ country: z.string(), area: z.string(), subscriber: z.string() });

export const storedContact = z.object({
  id: z.number(),
  first: z.string(),
  middle: z.string(),
  last: z.string(),
  isDefault: z.boolean(),
  emails: z.array(z.object({ id: z.number(), email: z.string(), isDefault: z.boolean() })),
  telephones: z.array(telephone.extend({ id: z.number(), isDefault: z.boolean() })),
});

/** A part that is missing was never written: what was generated stands. */
export const writtenDetails = z.object({
  shortName: z.string().exactOptional(),
  website: z.string().exactOptional(),
  telephone: telephone.exactOptional(),
  fax: telephone.exactOptional(),
  address: z.object({ lines: z.array(z.string()), city: z.string(), county: z.string() }).exactOptional(),
  contacts: z.array(storedContact).exactOptional(),
});

export type WrittenDetails = z.infer<typeof writtenDetails>;
export type StoredContact = z.infer<typeof storedContact>;
export type StoredEmail = StoredContact["emails"][number];
export type StoredTelephone = StoredContact["telephones"][number];
export type TelephoneParts = z.infer<typeof telephone>;
