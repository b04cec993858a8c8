import { awkwardNames, companyName, nearNameOf, personName, slugOf } from "./names";
import { mobileNumber, postcodeIn, telephoneIn, towns, writtenTelephone, type TelephoneNumber } from "./places";
import { odds, streams, type Rng } from "./rng";
import { vatDigits, writtenVat } from "./vat";
import { subCompanyPlans } from "./companies";

/** A business as it really is; The Layer's customer and Sage's accounts are two people's notes of it. */
export type Business = {
  readonly index: number;
  readonly name: string;
  readonly town: number;
  readonly postcode: string;
  /** Nine digits, or empty where it is not registered. */
  readonly vat: string;
  readonly domain: string;
  readonly telephone: TelephoneNumber;
  readonly contactCount: number;
};

/** One of The Layer's customers, without its contacts, which are made when asked for. */
export type CustomerRecord = {
  readonly business: Business;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly website: string;
  readonly telephone: string;
  readonly fax: string;
  readonly vatNumber: string;
  readonly postcode: string;
  readonly subCompanies: readonly string[];
  readonly isArchived: boolean;
  /** Milliseconds since 1970, UTC. */
  readonly updatedAt: number;
  /** False while the record is as generated: then its stamp may be tied with others'. */
  readonly isEdited: boolean;
};

export type Person = { readonly first: string; readonly last: string; readonly email: string; readonly telephone: TelephoneNumber };

/** Generated stamps end here, and what happens while a sandbox runs is later. While stamps are tied, every generated record shows this one: all imported in one go. */
export const historyEnds = Date.UTC(2026, 8, 30);
const historyBegins = Date.UTC(2019, 3, 1);

export const momentIn = (rng: Rng, from = historyBegins, to = historyEnds): number => {
  const seconds = from + rng.int(to - from);
  // Stamps made by imports and by older programs carry no milliseconds.
  return rng.chance(0.2) ? Math.floor(seconds / 1000) * 1000 : seconds;
};

const peopleStream = streams("people");
const businessStream = streams("business");
const customerStream = streams("customer");
/** A name is drawn from a stream of its own, for The Layer's customers by their index and for Sage's alone by those that follow. */
export const nameStream = streams("name");

const subCompanyCounts = odds([6, 0], [76, 1], [18, 2]);
const mailboxes = ["accounts", "info", "office", "purchase.ledger", "hello"];

export const peopleOf = (seed: number, business: Business): readonly Person[] => {
  const rng = peopleStream(seed, business.index);
  const town = towns[business.town];
  return Array.from({ length: business.contactCount }, () => {
    const { first, last } = personName(rng);
    const mailbox = rng.chance(0.2) ? "accounts" : slugOf(`${first} ${last}`).replace("-", ".");
    const telephone = town === undefined || rng.chance(0.3) ? mobileNumber(rng) : telephoneIn(town, rng);
    return { first, last, email: `${mailbox}@${business.domain}`, telephone };
  });
};

export const businessFrom = (seed: number, index: number, name: string): Business => {
  const rng = businessStream(seed, index);
  const town = rng.int(towns.length);
  const place = towns[town];
  if (place === undefined) throw new Error(`No town ${town}.`);
  return {
    index,
    name,
    town,
    postcode: postcodeIn(place, rng),
    vat: rng.chance(0.9) ? vatDigits(rng) : "",
    domain: `${slugOf(name)}.example`,
    telephone: telephoneIn(place, rng),
    contactCount: rng.int(5),
  };
};

/** Names, each used once except where the point is that two nearly agree. */
export class NameBook {
  readonly #used = new Set<string>();

  fresh(rng: Rng): string {
    for (let tries = 0; tries < 60; tries++) {
      const name = companyName(rng);
      const key = name.toLowerCase();
      if (!this.#used.has(key)) {
        this.#used.add(key);
        return name;
      }
    }
    throw new Error("The word lists are too short for so many customers.");
  }

  claim(name: string): string {
    this.#used.add(name.toLowerCase());
    return name;
  }

  isUsed(name: string): boolean {
    return this.#used.has(name.toLowerCase());
  }
}

const customerFrom = (seed: number, business: Business, id: string, forcedSubCompany: boolean): CustomerRecord => {
  const rng = customerStream(seed, business.index);
  const subCount = forcedSubCompany ? 1 : rng.draw(subCompanyCounts);
  const subs: string[] = [];
  while (subs.length < subCount) {
    const { name } = rng.pick(subCompanyPlans);
    if (!subs.includes(name)) subs.push(name);
  }
  return {
    business,
    id,
    name: business.name,
    email: rng.chance(0.93) ? `${rng.pick(mailboxes)}@${business.domain}` : "",
    website: rng.chance(0.7) ? `https://www.${business.domain}` : "",
    telephone: rng.chance(0.95) ? writtenTelephone(business.telephone, rng) : "",
    fax: "",
    vatNumber: business.vat !== "" && rng.chance(0.87) ? writtenVat(business.vat, rng) : "",
    postcode: rng.chance(0.9) ? business.postcode : "",
    subCompanies: subs,
    isArchived: rng.chance(0.02),
    updatedAt: momentIn(rng),
    isEdited: false,
  };
};

export type Customers = { readonly records: CustomerRecord[]; readonly nearDuplicates: [string, string][]; readonly names: NameBook };

/** The Layer's customers, in ascending order of id: six digits and more, with gaps, as ids of deleted customers never return. */
export const makeCustomers = (seed: number, size: number): Customers => {
  const names = new NameBook();
  const records: CustomerRecord[] = [];
  const nearDuplicates: [string, string][] = [];
  const awkwardAt = new Map<number, string>();
  awkwardNames.forEach((name, n) => awkwardAt.set(Math.floor(((n + 0.5) * size) / awkwardNames.length), name));
  let id = 400;
  for (let index = 0; index < size; index++) {
    const rng = nameStream(seed, index);
    id += rng.between(1, 3);
    const customerId = String(id).padStart(6, "0");
    const awkward = awkwardAt.get(index);
    const previous = records.at(-1);
    const near = awkward === undefined && previous !== undefined && rng.chance(0.015) ? nearNameOf(previous.name, rng) : undefined;
    const isNear = near !== undefined && !names.isUsed(near);
    const name = awkward !== undefined ? names.claim(awkward) : isNear ? names.claim(near) : names.fresh(rng);
    if (isNear && previous !== undefined) nearDuplicates.push([previous.id, customerId]);
    records.push(customerFrom(seed, businessFrom(seed, index, name), customerId, awkward !== undefined));
  }
  return { records, nearDuplicates, names };
};
