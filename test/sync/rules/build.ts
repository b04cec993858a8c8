/** A small world to check rows against, and rows that are right in it until a test makes them wrong. */
import type { Cell, RowCells } from "../../../src/sync/model/cell";
import { checkRows } from "../../../src/sync/rules/engine";
import type { Problem } from "../../../src/sync/rules/problem";
import type { LayerCustomerRef, LinkRef, ReferenceData, SageAccountRef } from "../../../src/sync/rules/reference";
import { createReferenceIndex } from "../../../src/sync/rules/reference-index";
import { numberRows } from "../../../src/sync/sheets/rows";
import type { SheetDefinition } from "../../../src/sync/sheets/sheet";

export const leeds = "11111111-0000-4000-8000-00000000000a";
export const dublin = "22222222-0000-4000-8000-00000000000b";

export const anAccount = (reference: string, name: string, more: Partial<SageAccountRef> = {}): SageAccountRef => ({
  id: `9${reference.replace(/\D/g, "")}`,
  reference,
  name,
  companyName: "Acme UK",
  status: "active",
  vatNumber: "",
  postcode: "",
  email: "",
  telephone: "",
  ...more,
});

export const aCustomer = (id: string, name: string, more: Partial<LayerCustomerRef> = {}): LayerCustomerRef => ({
  id,
  name,
  subCompanies: [],
  vatNumber: "",
  postcode: "",
  email: "",
  telephone: "",
  ...more,
});

export const aStoredLink = (customerId: string, accountNumber: string, more: Partial<LinkRef> = {}): LinkRef => ({
  customerId,
  companyName: "Acme UK",
  siteId: leeds,
  accountNumber,
  sageCustomerId: "",
  version: 1,
  ...more,
});

export const world = {
  companies: [
    { name: "Acme UK", siteId: leeds, companyId: "1", siteName: "Leeds" },
    { name: "Acme Ireland", siteId: dublin, companyId: "1", siteName: "Dublin" },
    { name: "Beta Trading", siteId: leeds, companyId: "2", siteName: "Leeds" },
  ],
  accounts: [
    anAccount("NORTH001", "Northwick Tools Ltd", { id: "27006", vatNumber: "GB 123 4567 89", postcode: "LS1 4AB" }),
    anAccount("SOUTH002", "Southgate Foods PLC", { id: "27007", email: "accounts@southgate.co.uk" }),
    anAccount("00123", "Zero Plumbing", { id: "27008" }),
    anAccount("4E12", "Exponent Motors", { id: "27009" }),
    anAccount("SEP01", "September Events", { id: "27010" }),
    anAccount("CLOSED01", "Closed Shop Ltd", { id: "27011", status: "hidden" }),
    anAccount("NORTH001", "Northern Ireland Parts", { id: "31001", companyName: "Acme Ireland" }),
    anAccount("DUB00001", "Dublin Joinery", { id: "31002", companyName: "Acme Ireland" }),
    anAccount("BETA0001", "Betamax Video", { id: "41001", companyName: "Beta Trading" }),
  ],
  banks: [
    { code: "1200", name: "Current", companyName: "Acme UK", status: "active" },
    { code: "1200", name: "Current", companyName: "Acme Ireland", status: "active" },
    { code: "1200", name: "Current", companyName: "Beta Trading", status: "active" },
    { code: "1210", name: "Cards", companyName: "Acme UK", status: "active" },
    { code: "1299", name: "Old", companyName: "Acme UK", status: "hidden" },
    { code: "0950", name: "Petty cash", companyName: "Beta Trading", status: "active" },
  ],
  taxCodes: [
    { code: "1", name: "Standard", ratePercent: "20", companyName: "Acme UK" },
    { code: "2", name: "Zero", ratePercent: "0", companyName: "Acme UK" },
    { code: "5", name: "Reduced", ratePercent: "5.00", companyName: "Acme UK" },
    { code: "23", name: "Irish standard", ratePercent: "23", companyName: "Acme Ireland" },
  ],
  customers: [
    aCustomer("C100", "Northwick Tools", { vatNumber: "123456789", postcode: "LS1 4AB" }),
    aCustomer("C200", "Southgate Foods", { email: "mary@southgate.co.uk" }),
    aCustomer("C300", "Dublin Joinery"),
    aCustomer("00042", "Padded Furniture"),
    aCustomer("C400", "Nobody Like It"),
    aCustomer("1E10", "Tenfold Ltd"),
    aCustomer("MAR-24", "March Hare Ltd"),
  ],
  links: [],
  subCompanies: ["North", "South"],
  paymentMethods: [
    { name: "Card", isEnabled: true, accountName: "Cards", accCode: "1210" },
    { name: "Cash", isEnabled: false, accountName: "", accCode: "" },
    { name: "Bank transfer", isEnabled: true, accountName: "", accCode: "" },
  ],
  taxRates: [
    { percent: "20", name: "Standard" },
    { percent: "5", name: "Reduced" },
    { percent: "0", name: "Zero" },
  ],
} as const satisfies ReferenceData;

/** A link that is right: Northwick Tools to its account in Acme UK. */
export const aLink = (changes: RowCells = {}): RowCells => ({
  CustomerId: "C100",
  CustomerName: "Northwick Tools",
  SageCompanyName: "Acme UK",
  SageSiteId: leeds,
  SageAccountNumber: "NORTH001",
  SageCustomerId: null,
  Synced: null,
  ...changes,
});

/** A second one that is right beside it. */
export const anotherLink = (changes: RowCells = {}): RowCells => aLink({ CustomerId: "C200", CustomerName: "Southgate Foods", SageAccountNumber: "SOUTH002", ...changes });

export const check = (definition: SheetDefinition, rows: readonly RowCells[], reference: ReferenceData = world): readonly Problem[] =>
  checkRows(definition, numberRows(definition, rows), createReferenceIndex(reference));

/** What a table of rule tests states: code and severity of each problem. */
export const codes = (problems: readonly Problem[]): string[] => problems.map((problem) => `${problem.severity} ${problem.code}`);

/** What each fix puts where. */
export const fixesOf = (problem: Problem | undefined): Record<string, Cell>[] =>
  (problem?.fixes ?? []).map((fix) => Object.fromEntries(fix.changes.map((change) => [change.column, change.to])));
