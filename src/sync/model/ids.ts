/**
 * Identifiers as distinct types: a Layer customer id cannot be passed where a Sage account number is wanted.
 * All are text, because codes and ids lose zeros and digits the moment something treats them as numbers.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** The Layer's customer id, as its export writes it. */
export type LayerCustomerId = Branded<"LayerCustomerId">;
/** Sage's own record id of a customer (an int64 on the wire, kept as text here). */
export type SageCustomerId = Branded<"SageCustomerId">;
/** The account reference an accountant knows, at most 8 characters in Sage 200. */
export type SageAccountNumber = Branded<"SageAccountNumber">;
/** Sage 200's `X-Site` GUID. */
export type SageSiteId = Branded<"SageSiteId">;
/** Sage 200's `X-Company` number as text. Unique only together with its site. */
export type SageCompanyId = Branded<"SageCompanyId">;
/** A company's name as Sage shows it: what the worksheets call SageCompanyName. */
export type SageCompanyName = Branded<"SageCompanyName">;
/** One push from a pane, minted there, 8 to 64 characters of `A-Z a-z 0-9 _ -`. */
export type PushId = Branded<"PushId">;

export const layerCustomerId = (text: string) => text as LayerCustomerId;
export const sageCustomerId = (text: string) => text as SageCustomerId;
export const sageAccountNumber = (text: string) => text as SageAccountNumber;
export const sageSiteId = (text: string) => text as SageSiteId;
export const sageCompanyId = (text: string) => text as SageCompanyId;
export const sageCompanyName = (text: string) => text as SageCompanyName;
export const pushId = (text: string) => text as PushId;
