/** Rows as messy as people's, from a small pool of values, so that keys collide and rules meet each other. */
import fc from "fast-check";
import type { Cell, RowCells } from "../../../src/sync/model/cell";
import { customerLinks } from "../../../src/sync/sheets/customer-links";
import { paymentMethods } from "../../../src/sync/sheets/payment-methods";
import type { SheetDefinition } from "../../../src/sync/sheets/sheet";
import { subCompanies } from "../../../src/sync/sheets/sub-companies";
import { taxCodes } from "../../../src/sync/sheets/tax-codes";
import { aStoredLink, dublin, leeds, world } from "./build";

const formula = (value: string | number): Cell => ({ kind: "formula", formula: "=A1", value });
const failed: Cell = { kind: "error", text: "#N/A" };
const dated: Cell = { kind: "date", serial: 46266, text: "01-Sep" };

const companies: readonly Cell[] = ["Acme UK", "Acme UK", "acme uk", "Acme UKK", "Acme Ireland", "Beta Trading", " Acme UK", null, failed, formula("Acme UK")];
const sites: readonly Cell[] = [leeds, leeds, leeds.toUpperCase(), dublin, "Leeds", null, "nowhere"];

const pools: readonly (readonly [SheetDefinition, Readonly<Record<string, readonly Cell[]>>])[] = [
  [
    customerLinks,
    {
      CustomerId: ["C100", "C100", "c100", "C1OO", "C200", "C300", 42, "42", "00042", 1e10, "C999", " C400", null, dated, failed, formula("C200"), formula(42)],
      CustomerName: ["Northwick Tools", "Southgate Foods", "Dublin Joinery", null, "Somebody Else"],
      SageCompanyName: companies,
      SageSiteId: sites,
      SageAccountNumber: ["NORTH001", "NORTH001", "north001", "NORTHOO1", "SOUTH002", 123, "123", 4e12, dated, "CLOSED01", "DUB00001", "NORTH009", "TOOLONG001", null, null, failed, formula("NORTH001"), "NORTH001\u00a0"],
      SageCustomerId: [null, null, "27006", 27006, "27007", "31002", "99999", formula(27006)],
      Synced: [null, "Yes"],
    },
  ],
  [subCompanies, { SubCompany: ["North", "north", "Soouth", "South", null, formula("North")], SageCompanyName: companies, SageSiteId: sites }],
  [
    paymentMethods,
    {
      PaymentMethod: ["Card", "card", "Cash", "Bank transfer", "Crad", null],
      Enabled: ["Yes", "No", true, null, "perhaps"],
      "Payment Account Name": ["Cards", " Cards", null],
      "Acc - Code": ["1200", "1210", 1210, 950, "950", "1299", "9999", null, formula("1200"), "123456789"],
      SageCompanyName: companies,
    },
  ],
  [taxCodes, { TaxRate: [20, "20%", 0.2, "5,0", "17.5", "x", null, formula(20), failed], SageCompanyName: companies, SageTaxCode: ["1", 1, "2", "5", "23", "99", null, " 1"] }],
];

export type MessyTable = { readonly definition: SheetDefinition; readonly rows: readonly RowCells[] };

const rowOf = (pool: Readonly<Record<string, readonly Cell[]>>): fc.Arbitrary<RowCells> =>
  fc.record(Object.fromEntries(Object.entries(pool).map(([header, cells]) => [header, fc.constantFrom(...cells)])), { noNullPrototype: true });

/** A worksheet, and an arbitrary of its rows. */
export const messySheets = pools.map(([definition, pool]) => [definition.name, definition, rowOf(pool)] as const);

/** The world of the other tests with a few links already in it. */
export const linkedWorld = { ...world, links: [aStoredLink("C300", "SOUTH002"), aStoredLink("C200", "SOUTH002", { companyName: "Beta Trading" }), aStoredLink("C100", "", { sageCustomerId: "27006" })] };
