import type { AccountFields } from "../practice";
import { recordIdsOf, type AccountRecord, type CompanyAccounts } from "../data/accounts";
import type { CompanyPlan } from "../data/companies";
import { historyEnds, peopleOf, type Person } from "../data/customers";
import { slugOf } from "../data/names";
import type { Deed } from "../journal";

/** A contact of an account. Its e-mail and telephone are records of their own, with the next two ids. */
export type ContactRecord = { readonly id: number; readonly account: AccountRecord; readonly person: Person; readonly isDefault: boolean };

type AccountDeed = Extract<Deed, { deed: `account-${string}` }>;

/** Indexes of businesses made up by an edit, out of the way of generated ones. */
const editedBusinesses = 1_000_000_000;

/** One Sage company's sales ledger, as far as customers go. Changed only by deeds. */
export class CompanyBooks {
  readonly plan: CompanyPlan;
  readonly #accounts: Map<number, AccountRecord>;
  readonly #byReference: Map<string, number>;
  #accountList: readonly AccountRecord[];
  #contactList: { readonly of: readonly AccountRecord[]; readonly contacts: readonly ContactRecord[] } | null = null;
  #lastContacts: { readonly of: AccountRecord; readonly contacts: readonly ContactRecord[] } | null = null;
  #latest = historyEnds;
  #nextId: number;

  constructor(
    private readonly seed: number,
    { plan, accounts, nextId }: CompanyAccounts,
    private readonly isTied: () => boolean,
  ) {
    this.plan = plan;
    this.#accountList = accounts;
    this.#accounts = new Map(accounts.map((account) => [account.id, account]));
    this.#byReference = new Map(accounts.map((account) => [account.reference, account.id]));
    this.#nextId = nextId;
  }

  /** In ascending order of id; a new array whenever one changed. */
  get accounts(): readonly AccountRecord[] {
    return this.#accountList;
  }

  account(id: number): AccountRecord | undefined {
    return this.#accounts.get(id);
  }

  accountNumbered(reference: string): AccountRecord | undefined {
    return this.#accounts.get(this.#byReference.get(reference) ?? -1);
  }

  get nextId(): number {
    return this.#nextId;
  }

  /** Later than every stamp there is, whatever the clock says. */
  nextStamp(now: number): number {
    return Math.max(now, this.#latest + 1);
  }

  stampOf(account: AccountRecord): number {
    return this.isTied() && !account.isEdited ? historyEnds : account.updatedAt;
  }

  contactsOf(account: AccountRecord): readonly ContactRecord[] {
    // One account's fields are read one after the other: remembering the last one is enough, and remembering all would not be small.
    if (this.#lastContacts?.of === account) return this.#lastContacts.contacts;
    const contacts = peopleOf(this.seed, account.business)
      .slice(0, account.contactCount)
      .map((person, n): ContactRecord => {
        const isDefault = n === 0;
        return { id: account.id + 2 + 3 * n, account, isDefault, person: isDefault && account.email !== null ? { ...person, email: account.email } : person };
      });
    this.#lastContacts = { of: account, contacts };
    return contacts;
  }

  /** Of every account, in ascending order of id. */
  get contacts(): readonly ContactRecord[] {
    if (this.#contactList?.of !== this.#accountList) {
      this.#contactList = { of: this.#accountList, contacts: this.#accountList.flatMap((account) => this.contactsOf(account)) };
    }
    return this.#contactList.contacts;
  }

  apply(entry: AccountDeed): void {
    switch (entry.deed) {
      case "account-changed": {
        const before = this.#accounts.get(entry.id);
        if (before === undefined) throw new Error(`${this.plan.name} has no account with id ${entry.id}.`);
        this.#byReference.delete(before.reference);
        this.#store({ ...edited(before, entry.change), updatedAt: entry.at, isEdited: true });
        break;
      }
      case "account-added":
        this.#store(this.#opened(entry.id, entry.at, entry.account));
        this.#nextId = entry.id + recordIdsOf(1);
        break;
      case "account-deleted":
        this.#byReference.delete(this.#accounts.get(entry.id)?.reference ?? "");
        this.#accounts.delete(entry.id);
        break;
    }
    this.#accountList = [...this.#accounts.values()];
  }

  #store(account: AccountRecord): void {
    this.#accounts.set(account.id, account);
    this.#byReference.set(account.reference, account.id);
    this.#latest = Math.max(this.#latest, account.updatedAt);
  }

  #opened(id: number, at: number, fields: AccountFields): AccountRecord {
    const name = fields.name ?? "";
    const business = {
      index: editedBusinesses + id,
      name,
      town: 0,
      postcode: fields.postcode ?? "",
      vat: "",
      domain: `${slugOf(name)}.example`,
      telephone: { areaCode: "191", subscriber: "4980000" },
      contactCount: fields.email === undefined ? 0 : 1,
    };
    const blank: AccountRecord = {
      id,
      business,
      layerCustomerId: null,
      reference: "",
      name,
      vatNumber: "",
      postcode: "",
      email: null,
      status: "active",
      isOnHold: false,
      statusReason: "",
      balance: 0,
      creditLimit: 0,
      termsDays: 30,
      contactCount: business.contactCount,
      createdAt: at,
      updatedAt: at,
      isEdited: true,
    };
    return edited(blank, fields);
  }
}

const edited = (account: AccountRecord, change: AccountFields): AccountRecord => ({
  ...account,
  reference: change.reference ?? account.reference,
  name: change.name ?? account.name,
  status: change.status ?? account.status,
  isOnHold: change.isOnHold ?? account.isOnHold,
  vatNumber: change.vatNumber ?? account.vatNumber,
  postcode: change.postcode ?? account.postcode,
  email: change.email ?? account.email,
});
