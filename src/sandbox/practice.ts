/** What tests may see of the practice companies, and what they may change in them, as a colleague at another desk would. */
import type { z } from "zod";
import type { WireCustomer, WireLink, WireLinkWrite, wirePaymentMethod, wireSubCompany, wireTaxRate } from "../sync/layer/schema";

export type PracticeCompany = {
  readonly name: string;
  readonly companyId: number;
  readonly siteId: string;
  readonly siteName: string;
  readonly siteShortName: string;
  readonly tenantId: number;
};

export type AccountStatus = "active" | "hidden";

export type PracticeAccount = {
  readonly id: number;
  readonly reference: string;
  readonly name: string;
  readonly companyName: string;
  readonly siteId: string;
  readonly companyId: number;
  readonly status: AccountStatus;
  readonly isOnHold: boolean;
  readonly vatNumber: string;
  readonly postcode: string;
  readonly email: string;
  readonly telephone: string;
  /** Milliseconds since 1970, UTC. */
  readonly updatedAt: number;
  /** The Layer customer that this account truly is; null for an account that The Layer does not know. */
  readonly layerCustomerId: string | null;
};

export type PracticeBank = { readonly id: number; readonly code: string; readonly description: string; readonly status: AccountStatus };
export type PracticeTaxCode = { readonly id: number; readonly code: number; readonly name: string; readonly percent: number };

/** Trouble planted on purpose, so that a test can go straight to it. Account numbers are within the company named. */
export type PlantedTrouble = {
  /** Two Layer customers whose names nearly agree and who are different businesses. */
  readonly nearDuplicates: readonly (readonly [string, string])[];
  /** One account number that names different customers in two companies. */
  readonly sameReference: readonly { readonly reference: string; readonly companies: readonly [string, string] }[];
  readonly hiddenAccounts: readonly { readonly companyName: string; readonly reference: string }[];
  /** Layer customers whose names begin with `=`, `+`, `-`, `@` or a tab. */
  readonly formulaNames: readonly string[];
  /** Account numbers that a spreadsheet turns into a number, a date or a truth value. */
  readonly spreadsheetReferences: readonly { readonly companyName: string; readonly reference: string }[];
  /** Account numbers that differ only by the letter O and the digit 0. */
  readonly lookAlikes: readonly { readonly companyName: string; readonly references: readonly [string, string] }[];
  /** Saved links whose Sage account does not exist any more. */
  readonly brokenLinks: readonly { readonly customerId: string; readonly companyName: string }[];
};

export type SandboxData = {
  readonly seed: number;
  /** How many Layer customers were generated. */
  readonly size: number;
  readonly companies: readonly PracticeCompany[];
  readonly subCompanies: readonly z.infer<typeof wireSubCompany>[];
  readonly paymentMethods: readonly z.infer<typeof wirePaymentMethod>[];
  readonly taxRates: readonly z.infer<typeof wireTaxRate>[];
  /** In ascending order of id. */
  customers(): Iterable<WireCustomer>;
  customer(id: string): WireCustomer | undefined;
  links(): readonly WireLink[];
  /** In ascending order of Sage's record id. */
  accounts(companyName: string): readonly PracticeAccount[];
  /** By account number, exact. */
  account(companyName: string, reference: string): PracticeAccount | undefined;
  banks(companyName: string): readonly PracticeBank[];
  taxCodes(companyName: string): readonly PracticeTaxCode[];
  /** The accounts that a Layer customer truly has, active ones first: what a perfect match would find. */
  truth(customerId: string): readonly PracticeAccount[];
  readonly trouble: PlantedTrouble;
};

export type AccountFields = {
  readonly reference?: string;
  readonly name?: string;
  readonly status?: AccountStatus;
  readonly isOnHold?: boolean;
  readonly vatNumber?: string;
  readonly postcode?: string;
  readonly email?: string;
};
export type CustomerFields = Partial<Omit<WireCustomer, "id" | "contacts" | "updatedAt">>;

/** Each moves the record's change stamp on, is remembered in the state file, and throws where the record does not exist. */
export type PracticeEdits = {
  changeAccount(companyName: string, reference: string, change: AccountFields): PracticeAccount;
  addAccount(companyName: string, account: AccountFields & { readonly reference: string; readonly name: string }): PracticeAccount;
  deleteAccount(companyName: string, reference: string): void;
  changeCustomer(id: string, change: CustomerFields): WireCustomer;
  /** As if somebody had linked the customer in The Layer itself. */
  saveLink(link: WireLinkWrite): WireLink;
};
