import type { WireCustomer, WireLink } from "../sync/layer/schema";
import { documentEdits } from "./document-edits";
import { EditRefused } from "./edit-refused";
import type { Deed } from "./journal";
import type { LayerBooks } from "./layer/books";
import { storedLink } from "./layer/writes";
import { receiptEdits } from "./receipt-edits";
import { accountView } from "./view";
import type { PracticeAccount, PracticeEdits } from "./practice";
import type { CompanyBooks } from "./sage200/books";

type Held = { readonly layer: LayerBooks; readonly companies: readonly CompanyBooks[]; readonly now: () => number; readonly perform: (deed: Deed) => void };

const checkWidths = (change: { reference?: string; name?: string; vatNumber?: string; postcode?: string }): void => {
  const widths = [["reference", 8], ["name", 60], ["vatNumber", 30], ["postcode", 10]] as const;
  for (const [field, width] of widths) {
    const value = change[field];
    if (value !== undefined && value.length > width) throw new EditRefused(`Sage holds at most ${width} characters in ${field}; "${value}" has ${value.length}.`);
  }
};

export const practiceEdits = ({ layer, companies, now, perform }: Held): PracticeEdits => {
  const booksOf = (companyName: string): CompanyBooks => {
    const found = companies.find(({ plan }) => plan.name === companyName);
    if (found === undefined) throw new EditRefused(`There is no Sage company "${companyName}".`);
    return found;
  };
  const accountIn = (books: CompanyBooks, reference: string) => {
    const found = books.accountNumbered(reference);
    if (found === undefined) throw new EditRefused(`${books.plan.name} has no account ${reference}.`);
    return found;
  };
  const mustBeFree = (books: CompanyBooks, reference: string | undefined): void => {
    if (reference !== undefined && books.accountNumberedLike(reference) !== undefined) throw new EditRefused(`${books.plan.name} already has an account ${reference}.`);
  };
  const seen = (books: CompanyBooks, id: number): PracticeAccount => {
    const found = books.account(id);
    if (found === undefined) throw new Error(`The account ${id} was not stored.`);
    return accountView(books, found);
  };

  return {
    ...documentEdits({ layer, companies, now, perform }),
    ...receiptEdits({ layer, companies, now, perform }),
    changeAccount(companyName, reference, change) {
      const books = booksOf(companyName);
      const account = accountIn(books, reference);
      checkWidths(change);
      // An account may change the case of its own number.
      if (change.reference?.toUpperCase() !== reference.toUpperCase()) mustBeFree(books, change.reference);
      perform({ deed: "account-changed", company: companyName, id: account.id, at: books.nextStamp(now()), change });
      return seen(books, account.id);
    },
    addAccount(companyName, account) {
      const books = booksOf(companyName);
      checkWidths(account);
      mustBeFree(books, account.reference);
      const id = books.nextId;
      perform({ deed: "account-added", company: companyName, id, at: books.nextStamp(now()), account });
      return seen(books, id);
    },
    deleteAccount(companyName, reference) {
      const books = booksOf(companyName);
      perform({ deed: "account-deleted", company: companyName, id: accountIn(books, reference).id });
    },
    changeCustomer(id, change): WireCustomer {
      if (layer.customer(id) === undefined) throw new EditRefused(`The Layer has no customer ${id}.`);
      perform({ deed: "customer-changed", id, at: layer.nextStamp(now()), change });
      const changed = layer.customer(id);
      if (changed === undefined) throw new Error(`The customer ${id} was not stored.`);
      return layer.wire(changed, changed.updatedAt);
    },
    addContact(customerId, { firstName, lastName, email = "", telephone = "" }): WireCustomer {
      const customer = layer.customer(customerId);
      if (customer === undefined) throw new EditRefused(`The Layer has no customer ${customerId}.`);
      const id = `${customerId}-${layer.wire(customer, customer.updatedAt).contacts.length + 1}`;
      perform({ deed: "contact-added", customerId, at: layer.nextStamp(now()), contact: { id, firstName, lastName, email, telephone } });
      const changed = layer.customer(customerId);
      if (changed === undefined) throw new Error(`The customer ${customerId} was not stored.`);
      return layer.wire(changed, changed.updatedAt);
    },
    saveLink(write): WireLink {
      if (layer.customer(write.customerId) === undefined) throw new EditRefused(`The Layer has no customer ${write.customerId}.`);
      const { link, isNew } = storedLink(write, layer, layer.nextStamp(now()));
      if (isNew) perform({ deed: "links-saved", links: [link], answer: null });
      return link;
    },
  };
};
