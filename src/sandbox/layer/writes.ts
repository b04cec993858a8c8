import { createHash } from "node:crypto";
import type { WireLink, WireLinkWrite } from "../../sync/layer/schema";
import type { LayerBooks } from "./books";
import type { WireBatchAnswer } from "./shapes";

/** Equal for equal JSON values, whatever the order of their keys. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  return `{${Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
    .join(",")}}`;
};

/** What an Idempotency-Key is remembered with: where and what was written. */
export const bodyHash = (method: string, path: string, body: unknown): string => createHash("sha256").update(`${method} ${path}\n${canonical(body)}`).digest("base64url");

export type LinkRefusal = { readonly code: string; readonly message: string };

/** The Layer checks little: that it knows the customer, and that there is something to link to. */
export const linkRefusal = (write: WireLinkWrite, books: LayerBooks): LinkRefusal | null => {
  if (books.customer(write.customerId) === undefined) return { code: "customer-unknown", message: `There is no customer ${write.customerId}.` };
  if (write.sageCompanyName.trim() === "" || write.sageSiteId.trim() === "") return { code: "company-missing", message: `Customer ${write.customerId}: the Sage company's name and site are both needed.` };
  if (write.sageAccountNumber.trim() === "" && write.sageCustomerId.trim() === "") {
    return { code: "account-missing", message: `Customer ${write.customerId}: a Sage account number or a Sage customer id is needed.` };
  }
  return null;
};

/** The link as it will be stored. Writing what is there already changes nothing, its stamp included. */
export const storedLink = (write: WireLinkWrite, books: LayerBooks, stamp: number): { link: WireLink; isNew: boolean } => {
  const before = books.link(write);
  const isSameAccount = before !== undefined && before.sageAccountNumber === write.sageAccountNumber && before.sageCustomerId === write.sageCustomerId;
  const lastSyncedAt = write.lastSyncedAt ?? (isSameAccount ? before.lastSyncedAt : null);
  if (isSameAccount && before.synced === write.synced && before.lastSyncedAt === lastSyncedAt) return { link: before, isNew: false };
  return { link: { ...write, lastSyncedAt, updatedAt: new Date(stamp).toISOString() }, isNew: true };
};

/** Answers every write in order, and the links that change. */
export const batchOf = (writes: readonly WireLinkWrite[], books: LayerBooks, stamp: number): { answer: WireBatchAnswer; changed: WireLink[] } => {
  const changed: WireLink[] = [];
  const results = writes.map((write): WireBatchAnswer["results"][number] => {
    const refused = linkRefusal(write, books);
    if (refused !== null) return { status: "refused", ...refused };
    const { link, isNew } = storedLink(write, books, stamp);
    if (isNew) changed.push(link);
    return { status: "saved", link };
  });
  return { answer: { results }, changed };
};
