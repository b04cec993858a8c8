/** What Sage really has, seen from outside: for the person who looks there, and for the invariants. */
import type { PostedTransaction } from "../../src/sandbox/sage200/ledger";
import type { Company } from "../../src/sync/documents/world";
import type { SageAccountRef } from "../../src/sync/rules/reference";
import type { SharedDatabase } from "./database";
import type { Sage } from "./sage";
import type { SetUp, SimulatedCompany } from "./set-up";

export type Truth = {
  /** How many postings bear the key; for a new customer, how many accounts bear its name. */
  inSage(key: string): number;
  transactionsOf(company: SimulatedCompany): readonly PostedTransaction[];
  accountsNamed(company: SimulatedCompany, name: string): readonly { readonly id: number; readonly reference: string; readonly contacts: number }[];
  /** The accounts as a refresh would mirror them now. */
  mirrored(company: Company): readonly SageAccountRef[];
  isGrantSpent(): boolean;
  grantRefused(): void;
  connectedAgain(): void;
};

export const createTruth = (sage: Sage, setUp: SetUp, database: () => SharedDatabase): Truth => {
  let isSpent = false;
  const booksOf = (company: SimulatedCompany) => {
    const books = sage.companies.find(({ plan }) => plan === company.plan);
    if (books === undefined) throw new Error(`Sage has no company ${company.name}.`);
    return books;
  };
  const accountsNamed: Truth["accountsNamed"] = (company, name) => {
    const books = booksOf(company);
    return books.accounts.filter((account) => account.name === name).map((account) => ({ id: account.id, reference: account.reference, contacts: books.storedContactsOf(account).length }));
  };
  return {
    inSage(key) {
      const stored = [...database().intents().values()].find((one) => one.key === key);
      if (stored?.payload.kind === "new-customer") {
        const { company: ref, fields } = stored.payload;
        const company = setUp.companies.find((one) => one.ref === ref);
        return company ? accountsNamed(company, fields.name).length : 0;
      }
      return setUp.companies.reduce((sum, company) => sum + booksOf(company).ledger.bySecondReference(key).length, 0);
    },
    transactionsOf: (company) => booksOf(company).ledger.transactions,
    accountsNamed,
    mirrored: ({ ref }) => {
      const company = setUp.companies.find((one) => one.ref === ref);
      return company === undefined
        ? []
        : booksOf(company).accounts.map(({ id, reference, name, vatNumber, postcode, status }) => ({ id: String(id), reference, name, companyName: company.name, status, vatNumber, postcode, email: "", telephone: "" }));
    },
    isGrantSpent: () => isSpent,
    grantRefused: () => {
      isSpent = true;
    },
    connectedAgain: () => {
      isSpent = false;
    },
  };
};
