import type { CompanyPlan } from "./companies";
import { companyPlans, subCompanyPlans } from "./companies";
import { businessFrom, historyEnds, momentIn, nameStream, type Business, type CustomerRecord, type NameBook } from "./customers";
import { isAwkward } from "./names";
import { lookAlikePairs, ReferenceBook, spreadsheetReferences } from "./references";
import { streams, type Rng } from "./rng";
import { keyedInSage } from "./variants";
import { writtenVat } from "./vat";
import type { WrittenDetails } from "./written";

/** A customer account in one Sage company. Money is in pence. */
export type AccountRecord = {
  readonly id: number;
  readonly business: Business;
  readonly layerCustomerId: string | null;
  readonly reference: string;
  readonly name: string;
  readonly vatNumber: string;
  readonly postcode: string;
  /** The default contact's e-mail where it is not the one generated. */
  readonly email: string | null;
  readonly status: "active" | "hidden";
  readonly isOnHold: boolean;
  readonly statusReason: string;
  readonly balance: number;
  readonly creditLimit: number;
  readonly termsDays: number;
  readonly contactCount: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly isEdited: boolean;
  /** Absent where nobody wrote to it through the API. */
  readonly written?: WrittenDetails;
};

/** A customer record takes one id, its address the next, and each contact three: itself, its e-mail, its telephone. */
export const recordIdsOf = (contactCount: number): number => 2 + 3 * contactCount;

const termsInUse = [0, 14, 30, 30, 30, 60];
const closures = ["Account closed", "Duplicate account, do not use", "Ceased trading"];

const presenceStream = streams("presence");
const accountStream = new Map(companyPlans.flatMap(({ name }) => [[`${name} now`, streams(`account ${name}`)], [`${name} old`, streams(`old account ${name}`)]] as const));
const accountStreams = (companyName: string, isOld: boolean) => {
  const found = accountStream.get(`${companyName} ${isOld ? "old" : "now"}`);
  if (found === undefined) throw new Error(`There is no Sage company "${companyName}".`);
  return found;
};

const accountFrom = (seed: number, plan: CompanyPlan, slot: { id: number; business: Business; layerCustomerId: string | null; isOld: boolean }, references: ReferenceBook): AccountRecord => {
  const { business, isOld } = slot;
  const rng = accountStreams(plan.name, isOld)(seed, business.index);
  const isVerbatim = isAwkward(business.name);
  const isHidden = isOld || (!isVerbatim && rng.chance(0.04));
  const createdAt = momentIn(rng);
  const name = isVerbatim ? business.name.slice(0, 60) : keyedInSage(isOld ? `ZZ ${business.name}` : business.name, rng);
  return {
    id: slot.id,
    business,
    layerCustomerId: slot.layerCustomerId,
    reference: references.next(business.name, rng),
    name,
    vatNumber: business.vat !== "" && rng.chance(0.82) ? writtenVat(business.vat, rng) : "",
    postcode: rng.chance(0.96) ? business.postcode : business.postcode.replace(" ", ""),
    email: null,
    status: isHidden ? "hidden" : "active",
    isOnHold: rng.chance(0.03),
    statusReason: isHidden ? rng.pick(closures) : "",
    balance: isHidden || rng.chance(0.4) ? 0 : rng.between(-20_000, 1_500_000),
    creditLimit: rng.chance(0.3) ? 0 : rng.between(1, 40) * 50_000,
    termsDays: rng.pick(termsInUse),
    contactCount: Math.min(business.contactCount, rng.between(1, 4)),
    createdAt,
    updatedAt: rng.chance(0.25) ? createdAt : momentIn(rng, createdAt, historyEnds),
    isEdited: false,
  };
};

const plant = (accounts: AccountRecord[], references: ReferenceBook): { spreadsheet: string[]; lookAlikes: [string, string][] } => {
  const wanted = [...lookAlikePairs.flat(), ...spreadsheetReferences];
  if (accounts.length < wanted.length) return { spreadsheet: [], lookAlikes: [] };
  wanted.forEach((reference, n) => {
    const at = Math.floor(((n + 0.5) * accounts.length) / wanted.length);
    const account = accounts[at];
    if (account === undefined) return;
    references.release(account.reference);
    accounts[at] = { ...account, reference: references.take(reference) };
  });
  return { spreadsheet: [...spreadsheetReferences], lookAlikes: lookAlikePairs.map(([a, b]): [string, string] => [a, b]) };
};

/** The Sage companies in which a customer has an account: those of its sub-companies, and now and then another. */
const companiesOf = (customer: CustomerRecord, rng: Rng): ReadonlySet<string> => {
  const named = new Set(customer.subCompanies.map((sub) => subCompanyPlans.find((plan) => plan.name === sub)?.booksIn ?? ""));
  if (named.size === 0) named.add(rng.pick(companyPlans).name);
  if (named.size === 1 && rng.chance(0.08)) named.add(rng.pick(companyPlans).name);
  return named;
};

export type CompanyAccounts = {
  readonly plan: CompanyPlan;
  readonly accounts: AccountRecord[];
  readonly nextId: number;
  readonly spreadsheet: readonly string[];
  readonly lookAlikes: readonly [string, string][];
};

/** Every company's accounts in ascending order of record id: about 85 % of The Layer's customers, and some that it does not know. */
export const makeAccounts = (seed: number, customers: readonly CustomerRecord[], names: NameBook): readonly CompanyAccounts[] => {
  const books = companyPlans.map((plan) => ({ plan, accounts: [] as AccountRecord[], references: new ReferenceBook(plan.references), nextId: plan.firstRecordId }));
  const open = (book: (typeof books)[number], business: Business, layerCustomerId: string | null, isOld: boolean) => {
    const account = accountFrom(seed, book.plan, { id: book.nextId, business, layerCustomerId, isOld }, book.references);
    book.nextId += recordIdsOf(account.contactCount);
    book.accounts.push(account);
  };
  for (const customer of customers) {
    const rng = presenceStream(seed, customer.business.index);
    if (rng.chance(0.85) || isAwkward(customer.name)) {
      const where = companiesOf(customer, rng);
      for (const book of books) {
        if (!where.has(book.plan.name)) continue;
        // An account closed years ago, beside the one in use now.
        if (rng.chance(0.01)) open(book, customer.business, customer.id, true);
        open(book, customer.business, customer.id, false);
      }
    }
    if (rng.chance(0.06)) {
      const index = customers.length + customer.business.index;
      open(rng.pick(books), businessFrom(seed, index, names.fresh(nameStream(seed, index))), null, false);
    }
  }
  return books.map(({ plan, accounts, references, nextId }) => ({ plan, accounts, nextId, ...plant(accounts, references) }));
};
