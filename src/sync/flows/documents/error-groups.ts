/** Open errors by their cause, as the Errors panel shows them. */
import type { ErrorGroup, ErrorGroups } from "../../contract";
import { sheetSlugs, type SheetSlug } from "../../sheets/sheet";
import type { Database } from "../../store";
import { countOpenErrors, errorGroups, type ErrorKind, type StoredErrorGroup } from "../../store/errors";
import { databaseNow } from "../../store/freshness";

const words: Readonly<Record<ErrorKind, readonly [one: string, many: string]>> = {
  customer: ["customer", "customers"],
  order: ["order", "orders"],
  invoice: ["invoice", "invoices"],
  "credit-note": ["credit note", "credit notes"],
  payment: ["payment", "payments"],
  refund: ["refund", "refunds"],
  receipt: ["receipt", "receipts"],
};

const counted = (kinds: StoredErrorGroup["kinds"]): string =>
  (Object.entries(kinds) as [ErrorKind, number][]).map(([kind, count]) => `${count.toLocaleString("en-GB")} ${words[kind][count === 1 ? 0 : 1]}`).join(", ");

const onRetry = ({ operation, count, code }: StoredErrorGroup): string => {
  const each = count === 1 ? "It is" : "Each is";
  switch (operation) {
    case "post":
      return code === "sage-down"
        ? "Sage is asked for the posting first; only what it does not have is sent."
        : `${each} decided anew with the mappings as they are now and posted once. What is in Sage already is never sent again.`;
    case "record":
      return "The Layer is asked for the payment first where it may be there; what it does not have is worked out anew and recorded once.";
    case "allocate":
      return "Sage is compared first where it may be allocated; only what is not is sent again.";
    case "tell":
      return "The Layer is told again; Sage is left alone.";
    case "update customer":
      return "The customer's fields are sent again. Sending them twice changes nothing.";
    case "changed after posting":
      return "Nothing is sent: Sage has the document as it was. Correct the difference with a credit note.";
    case "compare":
      return "Nothing is sent: what was posted is compared with Sage's ledger again, and what agrees by then is resolved.";
  }
};

const isSlug = (slug: string): slug is SheetSlug => (sheetSlugs as readonly string[]).includes(slug);

const groupOf = (stored: StoredErrorGroup): ErrorGroup => {
  const { group, count, kinds, cause, cure, companyName, fixAt, firstAt, lastAt } = stored;
  return {
    id: group,
    count,
    what: counted(kinds),
    cause,
    cure,
    company: companyName,
    fixAt: fixAt && isSlug(fixAt.sheet) ? { ...fixAt, sheet: fixAt.sheet } : null,
    onRetry: onRetry(stored),
    firstAt,
    lastAt,
  };
};

export const readErrorGroups = ({ db, tenant }: { readonly db: Database; readonly tenant: string }): Promise<ErrorGroups> =>
  db.read(async (handle) => ({
    groups: (await errorGroups(handle, tenant)).map(groupOf),
    open: await countOpenErrors(handle, tenant),
    asOf: await databaseNow(handle),
  }));
