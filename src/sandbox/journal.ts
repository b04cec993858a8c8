import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { wireReconciliation } from "../sync/layer/document-schema";
import { wireContact, wireLink } from "../sync/layer/schema";
import { writtenDetails } from "./data/written";
import { keptPayment, savedDocument } from "./layer/kept";
import { ledgerEntry } from "./sage200/ledger";

/**
 * What others did to the practice companies, one JSON object a line, appended and flushed to the disk before anybody is
 * answered. At start the lines are played again in order. Tokens are kept as hashes.
 */
/** How many invoices The Layer begins with, unless told otherwise; also in state files from before there were any. */
export const defaultInvoices = 120;

export const accountFields = z.object({
  reference: z.string().exactOptional(),
  name: z.string().exactOptional(),
  status: z.enum(["active", "hidden"]).exactOptional(),
  isOnHold: z.boolean().exactOptional(),
  vatNumber: z.string().exactOptional(),
  postcode: z.string().exactOptional(),
  email: z.string().exactOptional(),
});
export const customerFields = z.object({
  name: z.string().exactOptional(),
  email: z.string().exactOptional(),
  website: z.string().exactOptional(),
  telephone: z.string().exactOptional(),
  fax: z.string().exactOptional(),
  vatNumber: z.string().exactOptional(),
  postcode: z.string().exactOptional(),
  subCompanies: z.array(z.string()).exactOptional(),
  isArchived: z.boolean().exactOptional(),
});

/** What Sage's API can write of an account, beside its details. */
export const writtenFields = accountFields.omit({ email: true }).extend({
  statusReason: z.string().exactOptional(),
  creditLimit: z.number().exactOptional(),
  termsDays: z.number().exactOptional(),
});

export const methodFields = z.object({ isEnabled: z.boolean().exactOptional(), accountName: z.string().exactOptional(), accCode: z.string().exactOptional() });

const answerGiven = z.object({ key: z.string(), bodyHash: z.string(), body: z.string() });

export const deed = z.discriminatedUnion("deed", [
  z.object({ deed: z.literal("opened"), version: z.literal(1), seed: z.number(), customers: z.number(), invoices: z.number().default(defaultInvoices), practiceMonth: z.boolean().default(false) }),
  /** `answer` is what the caller got, word for word: the same key gets it again. Null for a link saved in The Layer itself. */
  z.object({
    deed: z.literal("links-saved"),
    links: z.array(wireLink),
    answer: answerGiven.nullable(),
  }),
  z.object({
    deed: z.literal("token-issued"),
    family: z.string(),
    refreshHash: z.string(),
    accessHash: z.string().nullable(),
    accessExpiresAt: z.number(),
    accessRevokedBefore: z.boolean(),
  }),
  z.object({ deed: z.literal("family-revoked"), family: z.string() }),
  z.object({ deed: z.literal("account-changed"), company: z.string(), id: z.number(), at: z.number(), change: accountFields }),
  z.object({ deed: z.literal("account-added"), company: z.string(), id: z.number(), at: z.number(), account: accountFields }),
  z.object({ deed: z.literal("account-deleted"), company: z.string(), id: z.number() }),
  /** Through Sage's API. `nextId` is the first record id that it left free. */
  z.object({
    deed: z.literal("account-written"),
    company: z.string(),
    id: z.number(),
    isNew: z.boolean(),
    at: z.number(),
    committedAt: z.number(),
    fields: writtenFields,
    details: writtenDetails,
    nextId: z.number(),
  }),
  z.object({ deed: z.literal("ledger-entered"), company: z.string(), entry: ledgerEntry }),
  z.object({ deed: z.literal("customer-changed"), id: z.string(), at: z.number(), change: customerFields }),
  z.object({ deed: z.literal("contact-added"), customerId: z.string(), at: z.number(), contact: wireContact }),
  z.object({ deed: z.literal("document-saved"), saved: savedDocument }),
  z.object({ deed: z.literal("documents-made"), at: z.number(), invoices: z.number(), payments: z.number(), companyName: z.string().nullable(), spacingMs: z.number() }),
  z.object({ deed: z.literal("receipts-made"), company: z.string(), at: z.number(), receipts: z.number(), allocated: z.number(), known: z.number(), spacingMs: z.number() }),
  /** From Sage, through the contract. `payment` is null where the same was recorded before under another Idempotency-Key. */
  z.object({ deed: z.literal("payment-recorded"), payment: keptPayment.nullable(), answer: answerGiven }),
  z.object({ deed: z.literal("method-changed"), id: z.string(), change: methodFields }),
  z.object({ deed: z.literal("reconciled"), reconciliations: z.array(wireReconciliation), answer: answerGiven }),
]);
export type Deed = z.infer<typeof deed>;

export type Journal = { append(entry: Deed): void; close(): void };

/** For a sandbox that forgets. */
export const noJournal: Journal = { append: () => undefined, close: () => undefined };

const readDeed = (line: string): Deed | null => {
  try {
    return deed.safeParse(JSON.parse(line)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

const readLines = (file: string): { deeds: Deed[]; intactBytes: number } => {
  const deeds: Deed[] = [];
  const bytes = readFileSync(file);
  let from = 0;
  for (let end = bytes.indexOf(10, from); end >= 0; end = bytes.indexOf(10, from)) {
    const read = readDeed(bytes.toString("utf8", from, end));
    if (read === null) throw new Error(`The practice state file ${file} has a line that is not ours at byte ${from}. Delete the file to begin afresh.`);
    deeds.push(read);
    from = end + 1;
  }
  return { deeds, intactBytes: from };
};

type Begun = { readonly seed: number; readonly customers: number; readonly invoices: number };
type Opened = { readonly journal: Journal; readonly deeds: readonly Deed[]; readonly practiceMonth: boolean };

/**
 * Opens or makes the file. A last line without its line end was torn by a sudden stop before anybody was answered, so it
 * is cut off. A file of another seed or size is refused: its ids would name other customers. `practiceMonth` undefined takes a file as
 * it was made, and gives a new one a month where it has documents.
 */
export const openJournal = (file: string, asked: Begun & { readonly practiceMonth: boolean | undefined }): Opened => {
  const { practiceMonth: wantsMonth, ...of } = asked;
  mkdirSync(dirname(file), { recursive: true });
  const handle = openSync(file, "a+", 0o600);
  const { deeds, intactBytes } = readLines(file);
  ftruncateSync(handle, intactBytes);
  let isOpen = true;
  const append = (entry: Deed) => {
    // A request that was still waiting when the sandbox stopped: its descriptor may be another file's by now.
    if (!isOpen) throw new Error(`The practice state file ${file} is closed, or could not be written before.`);
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    // Until the line is whole on the disk nothing may follow it: after a full disk there is half a line at the end.
    isOpen = false;
    for (let written = 0; written < line.length; ) written += writeSync(handle, line, written);
    fdatasyncSync(handle);
    isOpen = true;
  };
  const [opened, ...rest] = deeds;
  if (opened === undefined) {
    append({ deed: "opened", version: 1, ...of, practiceMonth: wantsMonth ?? of.invoices > 0 });
    syncFolder(dirname(file));
  } else if (opened.deed !== "opened" || opened.seed !== of.seed || opened.customers !== of.customers || opened.invoices !== of.invoices || (wantsMonth !== undefined && opened.practiceMonth !== wantsMonth)) {
    closeSync(handle);
    const month = (made: { readonly practiceMonth?: boolean | undefined }): string => (wantsMonth === undefined ? "" : ` ${made.practiceMonth === true ? "and" : "without"} a practice month`);
    const named = (made: Begun & { readonly practiceMonth?: boolean | undefined }): string => `seed ${made.seed} and ${made.customers} customers with ${made.invoices} invoices${month(made)}`;
    throw new Error(`The practice state file ${file} belongs to ${opened.deed === "opened" ? named(opened) : "something else"}, not to ${named(asked)}. Start with those, or delete the file.`);
  }
  let isClosed = false;
  const close = () => {
    if (!isClosed) closeSync(handle);
    isClosed = true;
    isOpen = false;
  };
  return { journal: { append, close }, deeds: rest, practiceMonth: opened?.deed === "opened" ? opened.practiceMonth : (wantsMonth ?? of.invoices > 0) };
};

/** A new file survives a power cut only once its folder is on the disk too. Windows cannot open a folder and needs no such thing. */
const syncFolder = (folder: string): void => {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
};
