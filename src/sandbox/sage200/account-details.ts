/** How to reach an account: as written through the API where it was, as generated where not. */
import type { AccountRecord } from "../data/accounts";
import { towns } from "../data/places";
import type { TelephoneParts } from "../data/written";

const townOf = (account: AccountRecord) => {
  const town = towns[account.business.town];
  if (town === undefined) throw new Error(`No town ${account.business.town}.`);
  return town;
};

const streets = ["High Street", "Quay Street", "Station Road", "Mill Lane", "Victoria Park"];

/** A street that nobody lives in, the same each time. */
const streetOf = (account: AccountRecord): string => `${(account.id % 180) + 1} ${streets[account.id % streets.length] ?? ""}`;

export type Address = { readonly lines: readonly string[]; readonly city: string; readonly county: string };

export const addressOf = (account: AccountRecord): Address => account.written?.address ?? { lines: [streetOf(account)], city: townOf(account).name, county: townOf(account).county };
export const addressLine = (account: AccountRecord, line: number): string => addressOf(account).lines[line - 1] ?? "";

export const websiteOf = (account: AccountRecord): string => account.written?.website ?? (account.id % 3 === 0 ? "" : `www.${account.business.domain}`);

export const telephoneOf = (account: AccountRecord): TelephoneParts => {
  const { areaCode, subscriber } = account.business.telephone;
  return account.written?.telephone ?? { country: "44", area: areaCode, subscriber };
};
const noFax: TelephoneParts = { country: "", area: "", subscriber: "" };
export const faxOf = (account: AccountRecord): TelephoneParts => account.written?.fax ?? noFax;

export const shortNameOf = (account: AccountRecord): string => account.written?.shortName ?? account.name.trim().slice(0, 8);

export const fullNumber = ({ country, area, subscriber }: TelephoneParts): string => [country === "" ? "" : `+${country}`, area, subscriber].filter((part) => part !== "").join(" ");
