import type { AccountFields } from "../practice";
import { recordIdsOf, type AccountRecord, type CompanyAccounts } from "../data/accounts";
import type { CompanyPlan } from "../data/companies";
import { historyEnds, peopleOf } from "../data/customers";
import { slugOf } from "../data/names";
import type { StoredContact, WrittenDetails } from "../data/written";
import type { Deed } from "../journal";
import { ledgerCompany, SalesLedger, type LedgerEntry, type LedgerRules } from "./ledger";
import { RecordIds } from "./record-ids";

/** A contact of an account, with its e-mails and telephones. */
export type ContactRecord = StoredContact & { readonly account: AccountRecord };

type AccountDeed = Extract<Deed, { deed: `account-${string}` | "ledger-entered" }>;
type Opened = Omit<Partial<AccountRecord>, "email">;

/** Indexes of businesses made up by an edit, out of the way of generated ones. */
const editedBusinesses = 1_000_000_000;
/** The day on which the practice companies took over what their customers owed. */
export const takenOverAt = Date.UTC(2025, 11, 31, 17, 30);

export type CompanySurroundings = {
  readonly now: () => number;
  readonly isTied: () => boolean;
  readonly rules: () => LedgerRules;
  readonly perform: (deed: Deed) => void;
};

/** One Sage company: its customers and its sales ledger. Changed only by deeds. */
export class CompanyBooks {
  readonly plan: CompanyPlan;
  readonly ids: RecordIds;
  readonly ledger: SalesLedger;
  readonly #accounts: Map<number, AccountRecord>;
  /** Account numbers are unique whatever their case. */
  readonly #byReference: Map<string, number>;
  /** When an account came in through the API, by the clock. */
  readonly #committed = new Map<number, number>();
  #accountList: readonly AccountRecord[] | null;
  #contactList: { readonly of: readonly AccountRecord[]; readonly contacts: readonly ContactRecord[] } | null = null;
  #lastContacts: { readonly of: AccountRecord; readonly contacts: readonly ContactRecord[] } | null = null;
  #latest = historyEnds;
  #begins: number;

  constructor(
    private readonly seed: number,
    { plan, accounts, nextId }: CompanyAccounts,
    private readonly around: CompanySurroundings,
  ) {
    this.plan = plan;
    this.#accountList = accounts;
    this.#accounts = new Map(accounts.map((account) => [account.id, account]));
    this.#byReference = new Map(accounts.map((account) => [account.reference.toUpperCase(), account.id]));
    this.ids = new RecordIds(nextId);
    this.ledger = new SalesLedger(
      ledgerCompany({
        name: plan.name,
        hasCustomer: (id) => this.#accounts.has(id),
        banks: plan.banks,
        taxCodes: plan.taxCodes,
        defaultTaxCodeId: plan.taxCodes.find(({ code }) => code === 1)?.id ?? 0,
      }),
      { now: around.now, rules: around.rules, ids: this.ids, firstUrn: 1_001, commit: (entry) => around.perform({ deed: "ledger-entered", company: plan.name, entry }) },
    );
    this.ledger.takeOver(accounts.map((account): [number, number] => [account.id, account.balance]), takenOverAt);
    this.#begins = this.ledger.nextUrn;
  }

  /** Plays what the ledger went through before anybody came to it. */
  begin(entries: readonly LedgerEntry[]): void {
    for (const entry of entries) this.ledger.apply(entry);
    this.#begins = this.ledger.nextUrn;
  }

  /** Whether it was there at the beginning, as opening balances are. */
  isFromBefore({ urn }: { readonly urn: number }): boolean {
    return urn < this.#begins;
  }

  /** In ascending order of id; a new array whenever one changed. */
  get accounts(): readonly AccountRecord[] {
    return (this.#accountList ??= [...this.#accounts.values()]);
  }

  account(id: number): AccountRecord | undefined {
    return this.#accounts.get(id);
  }

  /** Exact, case and all. */
  accountNumbered(reference: string): AccountRecord | undefined {
    const found = this.accountNumberedLike(reference);
    return found?.reference === reference ? found : undefined;
  }

  accountNumberedLike(reference: string): AccountRecord | undefined {
    return this.#accounts.get(this.#byReference.get(reference.toUpperCase()) ?? -1);
  }

  get nextId(): number {
    return this.ids.next;
  }

  /** Later than every stamp there is, whatever the clock says. */
  nextStamp(now: number): number {
    return Math.max(now, this.#latest + 1);
  }

  stampOf(account: AccountRecord): number {
    return this.around.isTied() && !account.isEdited ? historyEnds : account.updatedAt;
  }

  /** Before the beginning of time for what was always there. */
  committedAt(account: AccountRecord): number {
    return this.#committed.get(account.id) ?? Number.NEGATIVE_INFINITY;
  }

  contactsOf(account: AccountRecord): readonly ContactRecord[] {
    // One account's fields are read one after the other: remembering the last one is enough, and remembering all would not be small.
    if (this.#lastContacts?.of === account) return this.#lastContacts.contacts;
    const contacts = this.storedContactsOf(account).map((contact): ContactRecord => ({ ...contact, account }));
    this.#lastContacts = { of: account, contacts };
    return contacts;
  }

  /** As generated, each takes three ids: itself, its e-mail, its telephone. */
  storedContactsOf(account: AccountRecord): readonly StoredContact[] {
    if (account.written?.contacts !== undefined) return account.written.contacts;
    return peopleOf(this.seed, account.business)
      .slice(0, account.contactCount)
      .map(({ first, last, email, telephone: { areaCode, subscriber } }, n) => {
        const isDefault = n === 0;
        const id = account.id + 2 + 3 * n;
        return {
          id,
          first,
          middle: "",
          last,
          isDefault,
          emails: [{ id: id + 1, email: isDefault && account.email !== null ? account.email : email, isDefault: true }],
          telephones: [{ id: id + 2, country: "44", area: areaCode, subscriber, isDefault: true }],
        };
      });
  }

  /** Of every account, in ascending order of id. */
  get contacts(): readonly ContactRecord[] {
    const { accounts } = this;
    if (this.#contactList?.of !== accounts) {
      const contacts = accounts.flatMap((account) => this.contactsOf(account));
      this.#contactList = { of: accounts, contacts: contacts.sort((a, b) => a.id - b.id) };
    }
    return this.#contactList.contacts;
  }

  apply(entry: AccountDeed): void {
    switch (entry.deed) {
      case "ledger-entered":
        return this.ledger.apply(entry.entry);
      case "account-changed": {
        const before = this.#known(entry.id);
        return this.#store({ ...edited(before, entry.change), updatedAt: entry.at, isEdited: true }, before);
      }
      case "account-added":
        this.ids.use(entry.id, recordIdsOf(1));
        return this.#store(edited(this.#opened(entry.id, entry.at, { ...entry.account, contactCount: entry.account.email === undefined ? 0 : 1 }), entry.account), null);
      case "account-deleted":
        this.#byReference.delete(this.#known(entry.id).reference.toUpperCase());
        this.#accounts.delete(entry.id);
        this.#accountList = null;
        return;
      case "account-written":
        return this.#write(entry);
    }
  }

  #write(entry: Extract<AccountDeed, { deed: "account-written" }>): void {
    const { id, at, fields, details } = entry;
    const before = entry.isNew ? null : this.#known(id);
    const account = before ?? this.#opened(id, at, fields);
    this.ids.use(id, entry.nextId - id);
    if (entry.isNew) this.#committed.set(id, entry.committedAt);
    const written: WrittenDetails = { ...account.written, ...details };
    this.#store({ ...account, ...fields, written, updatedAt: at, isEdited: true }, before);
  }

  #known(id: number): AccountRecord {
    const found = this.#accounts.get(id);
    if (found === undefined) throw new Error(`${this.plan.name} has no account with id ${id}.`);
    return found;
  }

  #store(account: AccountRecord, before: AccountRecord | null): void {
    if (before !== null) this.#byReference.delete(before.reference.toUpperCase());
    this.#accounts.set(account.id, account);
    this.#byReference.set(account.reference.toUpperCase(), account.id);
    this.#latest = Math.max(this.#latest, account.updatedAt);
    this.#accountList = null;
  }

  #opened(id: number, at: number, fields: Opened): AccountRecord {
    const name = fields.name ?? "";
    const contactCount = fields.contactCount ?? 0;
    return {
      id,
      business: {
        index: editedBusinesses + id,
        name,
        town: 0,
        postcode: fields.postcode ?? "",
        vat: "",
        domain: `${slugOf(name)}.example`,
        telephone: { areaCode: "191", subscriber: "4980000" },
        contactCount,
      },
      layerCustomerId: null,
      reference: fields.reference ?? "",
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
      contactCount,
      createdAt: at,
      updatedAt: at,
      isEdited: true,
    };
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
  ...(change.email === undefined || account.written?.contacts === undefined
    ? {}
    : { written: { ...account.written, contacts: withDefaultEmail(account.written.contacts, change.email) } }),
});

const withDefaultEmail = (contacts: readonly StoredContact[], email: string): StoredContact[] =>
  contacts.map((contact) => (contact.isDefault ? { ...contact, emails: contact.emails.map((held) => (held.isDefault ? { ...held, email } : held)) } : contact));
