/** What speaks for a Layer customer and a Sage account being one and the same, and how strongly. */
import type { LayerCustomerRef, SageAccountRef } from "../rules/reference";
import { formLikeness, nameForm, type NameForm } from "./company-name";

/** What both sides know of a company. */
export type Particulars = Pick<LayerCustomerRef, "name" | "vatNumber" | "email" | "telephone" | "postcode">;

/** The same, in the one form in which they can be compared; "" where not known. */
export type Traits = { readonly name: NameForm; readonly vat: string; readonly domain: string; readonly phone: string; readonly postcode: string };

/** Mail providers whose domain says nothing of the company. */
const freeMail = new Set([
  "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "live.co.uk", "msn.com", "yahoo.com", "yahoo.co.uk",
  "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "btinternet.com", "btopenworld.com", "sky.com", "virginmedia.com", "ntlworld.com",
  "talktalk.net", "tiscali.co.uk", "protonmail.com", "proton.me", "gmx.com", "gmx.co.uk", "mail.com", "zoho.com", "plus.com", "blueyonder.co.uk",
]);

const vatOf = (text: string) => {
  const bare = text.toUpperCase().replace(/[^A-Z0-9]/g, "").replace(/^GB(?=\d)/, "");
  return bare.length >= 7 && /\d{5}/.test(bare) ? bare : "";
};
const domainOf = (email: string) => {
  const domain = email.trim().toLowerCase().split("@")[1] ?? "";
  return domain.includes(".") && !freeMail.has(domain) ? domain : "";
};
/** The last nine digits: what is left of 0113 496 0001, +44 113 496 0001 and 0044 (0)113 496 0001. */
const phoneOf = (text: string) => {
  const digits = text.replace(/\D/g, "");
  return digits.length >= 9 ? digits.slice(-9) : "";
};
const postcodeOf = (text: string) => {
  const bare = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return bare.length >= 5 ? bare : "";
};

export const traitsOf = (company: Particulars): Traits => ({
  name: nameForm(company.name),
  vat: vatOf(company.vatNumber),
  domain: domainOf(company.email),
  phone: phoneOf(company.telephone),
  postcode: postcodeOf(company.postcode),
});

export type Resemblance = {
  /** 0 to 1; `isResemblance` says from where on it counts. */
  readonly score: number;
  /** In words, strongest first: "same VAT number", "name 94 % alike", "postcode differs". */
  readonly reasons: readonly string[];
};

/** How much each piece alone would convince. They combine as independent witnesses. */
const convincing = { vat: 0.85, phone: 0.6, domain: 0.5, postcode: 0.35 };
/** Names less alike than this say nothing. */
const leastAlike = 0.72;
/** Different VAT numbers are different legal persons, whatever else agrees: sister companies share everything but that. */
const otherVat = 0.5;

const both = (one: string, other: string) => one !== "" && other !== "";

export const resemblance = (one: Traits, other: Traits): Resemblance => {
  let doubt = 1;
  const reasons: string[] = [];
  const against: string[] = [];
  const witness = (weight: number, reason: string) => {
    doubt *= 1 - weight;
    reasons.push(reason);
  };

  if (both(one.vat, other.vat)) {
    if (one.vat === other.vat) witness(convincing.vat, "same VAT number");
    else against.push("VAT number differs");
  }
  const alike = formLikeness(one.name, other.name);
  if (alike >= leastAlike) {
    // From 0.3 for names just alike to 0.8 for one name.
    witness(0.3 + (0.5 * (alike - leastAlike)) / (1 - leastAlike), alike > 0.995 ? "same name" : `name ${Math.round(alike * 100)} % alike`);
  }
  if (both(one.phone, other.phone) && one.phone === other.phone) witness(convincing.phone, "same telephone number");
  if (both(one.domain, other.domain) && one.domain === other.domain) witness(convincing.domain, "same e-mail domain");
  if (both(one.postcode, other.postcode)) {
    if (one.postcode === other.postcode) witness(convincing.postcode, "same postcode");
    else if (reasons.length > 0) against.push("postcode differs");
  }
  const score = (1 - doubt) * (against.includes("VAT number differs") ? otherVat : 1);
  return { score: Math.round(score * 1000) / 1000, reasons: [...reasons, ...against] };
};

/** The score from which two records are worth a person's look. */
export const worthALook = 0.35;

/** Whether a Layer customer and a Sage account may be the same company, and why. */
export const resembles = (customer: Particulars, account: Pick<SageAccountRef, keyof Particulars>): Resemblance & { readonly isResemblance: boolean } => {
  const found = resemblance(traitsOf(customer), traitsOf(account));
  return { ...found, isResemblance: found.score >= worthALook };
};
