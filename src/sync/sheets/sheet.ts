import { shownValue, type RowCells } from "../model/cell";
import { folded } from "../model/spelling";

/** What a gateway can be asked to list. Each drop-down in a worksheet names one of these. */
export const lookupKinds = [
  "sage-company",
  "sage-site",
  "sage-account",
  "sage-bank",
  "sage-tax-code",
  "layer-customer",
  "layer-sub-company",
  "layer-payment-method",
  "layer-tax-rate",
] as const;
export type LookupKind = (typeof lookupKinds)[number];

/** Whose column it is: who may write it. `tieout` columns are ours and stand to the right of the user's. */
export type ColumnOwner = "user" | "layer" | "sage" | "tieout";

type Common = {
  readonly owner: ColumnOwner;
  readonly mandatory: boolean;
  /** The Layer's template carries it, but a push does not read it. */
  readonly ignoredOnPush: boolean;
  /** Points wide, where what stands in it needs another width than its kind usually does. */
  readonly width?: number;
  /** One sentence for the column's prompt and the docs. */
  readonly about: string;
};

export type Column =
  | (Common & { readonly kind: "code"; readonly max: number; readonly lookup?: LookupKind })
  | (Common & { readonly kind: "text"; readonly max: number })
  | (Common & { readonly kind: "pick"; readonly max: number; readonly lookup: LookupKind })
  | (Common & { readonly kind: "flag" })
  | (Common & { readonly kind: "date" })
  | (Common & { readonly kind: "instant" })
  | (Common & { readonly kind: "money" })
  | (Common & { readonly kind: "count" })
  | (Common & { readonly kind: "rate" });

export type ColumnKind = Column["kind"];

export type SheetDefinition<Header extends string = string> = {
  /** The worksheet's name. */
  readonly name: string;
  /** In URLs. */
  readonly slug: SheetSlug;
  /** The Excel table's name: stable, known to the add-in and to the workbook's formulas. */
  readonly table: string;
  readonly direction: "push" | "pull";
  /** The columns that identify a row, most significant first. */
  readonly key: readonly Header[];
  /** At least one of these must be filled in. */
  readonly atLeastOneOf: readonly (readonly Header[])[];
  readonly columns: Readonly<Record<Header, Column>>;
};

/** Worksheets that are edited and pushed. */
export const pushSlugs = ["customer-links", "sub-companies", "payment-methods", "tax-codes"] as const;
export type PushSlug = (typeof pushSlugs)[number];
/** Worksheets of documents, one row a document. */
export const documentSlugs = ["invoices", "credit-notes", "payments", "refunds"] as const;
export type DocumentSlug = (typeof documentSlugs)[number];
/** Worksheets about what came from Sage. */
export const receiptSlugs = ["sage-transactions", "balances", "reconciliation"] as const;
export type ReceiptSlug = (typeof receiptSlugs)[number];
/** Worksheets that are pulled and looked at; in some of them rows are chosen. */
export const pullSlugs = ["customers", ...documentSlugs, "error-queue", ...receiptSlugs] as const;
export type PullSlug = (typeof pullSlugs)[number];
export const sheetSlugs = [...pushSlugs, ...pullSlugs] as const;
export type SheetSlug = PushSlug | PullSlug;

type Options = Partial<Omit<Common, "about">>;
const common = (about: string, options: Options): Common => ({
  owner: "user",
  mandatory: false,
  ignoredOnPush: false,
  ...options,
  about,
});

/** A code or id: always text, so that zeros and digits survive. `max` is the widest the other system takes. */
export const code = (about: string, options: Options & { max: number; lookup?: LookupKind }): Column => ({
  ...common(about, options),
  kind: "code",
  max: options.max,
  ...(options.lookup ? { lookup: options.lookup } : {}),
});
export const text = (about: string, options: Options & { max?: number } = {}): Column => ({
  ...common(about, options),
  kind: "text",
  max: options.max ?? 255,
});
/** Text that must be one of a list. */
export const pick = (about: string, lookup: LookupKind, options: Options & { max?: number } = {}): Column => ({
  ...common(about, options),
  kind: "pick",
  lookup,
  max: options.max ?? 100,
});
/** Yes or No. */
export const flag = (about: string, options: Options = {}): Column => ({ ...common(about, options), kind: "flag" });
export const date = (about: string, options: Options = {}): Column => ({ ...common(about, options), kind: "date" });
/** A moment, shown in the user's time zone. */
export const instant = (about: string, options: Options = {}): Column => ({ ...common(about, options), kind: "instant" });
/** An amount in the company's currency. */
export const money = (about: string, options: Options = {}): Column => ({ ...common(about, options), kind: "money" });
/** A whole number of things. */
export const count = (about: string, options: Options = {}): Column => ({ ...common(about, options), kind: "count" });
/** A percentage such as 20 or 17.5. */
export const rate = (about: string, options: Options = {}): Column => ({ ...common(about, options), kind: "rate" });

export const problemColumn = text("What is wrong with this row, and what to do. Written by Tieout.", { owner: "tieout", max: 1000 });
export const resultColumn = text("What the last push did with this row. Written by Tieout.", { owner: "tieout", max: 1000 });

export const sheet = <const Header extends string>(
  definition: Omit<SheetDefinition<Header>, "atLeastOneOf" | "key"> & {
    key: readonly NoInfer<Header>[];
    atLeastOneOf?: readonly (readonly NoInfer<Header>[])[];
  },
): SheetDefinition<Header> => ({ atLeastOneOf: [], ...definition });

/** Text of a key cell with the differences that a person would not see taken out. */
const keyPart = (cells: RowCells, header: string): string => {
  const value = shownValue(cells[header]);
  return value === null ? "" : folded(String(value));
};

/** The key of a row: its key columns, case and spaces folded, joined by a character that cannot be typed into a cell. */
export const keyOf = (definition: SheetDefinition, cells: RowCells): string =>
  definition.key.map((header) => keyPart(cells, header)).join("\u001f");
