import type { z } from "zod";
import type { wirePaymentMethod, wireSubCompany, wireTaxRate } from "../../sync/layer/schema";
import type { PracticeBank, PracticeCompany, PracticeTaxCode } from "../practice";
import type { ReferenceStyle } from "./references";

/** A Sage company with what does not depend on the seed. Company numbers repeat between sites: only site and company together are unique. */
export type CompanyPlan = PracticeCompany & {
  readonly references: ReferenceStyle;
  /** Each Sage company is a database of its own, so record ids overlap between companies. */
  readonly firstRecordId: number;
  readonly banks: readonly (PracticeBank & { readonly sortCode: string; readonly accountNo: string; readonly bankName: string })[];
  readonly taxCodes: readonly PracticeTaxCode[];
};

const northwick = { siteId: "6f0d3c1e-7b42-4a5b-9c7d-2b1f00000001", siteName: "Northwick Group", siteShortName: "NORTH", tenantId: 118 };
const harbour = { siteId: "0c9a54d2-31be-4e0f-8d16-7a3c00000002", siteName: "Harbour Holdings", siteShortName: "HARBOUR", tenantId: 241 };

const bank = (id: number, code: string, description: string, bankName: string, status: PracticeBank["status"] = "active") => ({
  id,
  code,
  description,
  status,
  bankName,
  sortCode: `00-${String(id % 100).padStart(2, "0")}-${code.slice(0, 2)}`,
  accountNo: `0000${code}`,
});

/** Sage's usual UK codes. A record's id is never its code: payloads take the id, people know the code. */
const taxCodes = (firstId: number, codes: readonly (readonly [code: number, name: string, percent: number])[]): PracticeTaxCode[] =>
  codes.map(([code, name, percent], n) => ({ id: firstId + n, code, name, percent }));

export const companyPlans: readonly CompanyPlan[] = [
  {
    ...northwick,
    name: "Northwick Tools Ltd",
    companyId: 3,
    references: { letters: 5, digits: 3, numericShare: 0.03 },
    firstRecordId: 14_950,
    banks: [
      bank(4, "1200", "Current account", "Northern Mercantile Bank"),
      bank(5, "1210", "Card receipts", "Northern Mercantile Bank"),
      bank(6, "1230", "Petty cash", "Cash in hand"),
      bank(9, "1250", "Old deposit account", "Northern Mercantile Bank", "hidden"),
    ],
    taxCodes: taxCodes(1, [[0, "Exempt", 0], [1, "Standard Rate", 20], [2, "Zero Rate", 0], [5, "Reduced Rate", 5], [9, "Outside the Scope", 0]]),
  },
  {
    ...northwick,
    name: "Northwick Services Ltd",
    companyId: 4,
    references: { letters: 4, digits: 2, numericShare: 0.03 },
    firstRecordId: 14_950,
    banks: [
      bank(2, "1200", "Main account", "Northern Mercantile Bank"),
      bank(3, "1220", "Direct debit collections", "Northern Mercantile Bank"),
      bank(4, "1240", "Client account", "Tyne & District Bank"),
    ],
    taxCodes: taxCodes(11, [[1, "Standard Rate", 20], [0, "Exempt", 0], [2, "Zero Rate", 0], [4, "Standard Rate (reverse charge)", 20], [5, "Reduced Rate", 5]]),
  },
  {
    ...harbour,
    name: "Harbour Trading Ltd",
    companyId: 3,
    references: { letters: 5, digits: 3, numericShare: 0.3 },
    firstRecordId: 27_004,
    banks: [
      bank(1, "1210", "Trading account", "Harbour Savings Bank"),
      bank(2, "1220", "Card receipts", "Harbour Savings Bank"),
      bank(7, "HSBCGBP", "Sterling account", "Quayside Bank"),
      bank(8, "0012", "Till float", "Cash in hand"),
    ],
    taxCodes: taxCodes(40, [[2, "Zero Rate", 0], [1, "Standard Rate", 20], [5, "Reduced Rate", 5], [0, "Exempt", 0]]),
  },
];

/** The Layer's sub-companies, whose names are not the Sage companies' names, and the Sage company whose books each one keeps. */
export const subCompanyPlans: readonly (z.infer<typeof wireSubCompany> & { readonly booksIn: string })[] = [
  { id: "SC1", name: "Northwick Tools", vatNumber: "GB123456782", booksIn: "Northwick Tools Ltd" },
  { id: "SC2", name: "Northwick Hire & Repair", vatNumber: "GB123456782", booksIn: "Northwick Tools Ltd" },
  { id: "SC3", name: "Northwick Managed Services", vatNumber: "GB234567847", booksIn: "Northwick Services Ltd" },
  { id: "SC4", name: "Harbour Trading", vatNumber: "GB345678912", booksIn: "Harbour Trading Ltd" },
  { id: "SC5", name: "Lighterman Direct", vatNumber: "", booksIn: "Harbour Trading Ltd" },
];

const method = (id: string, name: string, isEnabled: boolean, accountName: string, accCode: string) => ({ id, name, isEnabled, accountName, accCode });

/** The Layer's list is fixed; funds are methods too. Some are enabled and unmapped, one names a bank that no company has. */
export const paymentMethods: readonly z.infer<typeof wirePaymentMethod>[] = [
  method("PM01", "BACS", true, "Current account", "1200"),
  method("PM02", "Credit Card", true, "Card receipts", "1210"),
  method("PM03", "Debit Card", true, "Card receipts", "1210"),
  method("PM04", "Direct Debit", true, "Direct debit collections", "1220"),
  method("PM05", "Cheque", true, "", ""),
  method("PM06", "Cash", true, "Petty cash", "1239"),
  method("PM07", "Standing Order", false, "", ""),
  method("PM08", "PayPal", false, "", ""),
  method("PM09", "General Fund", true, "", ""),
  method("PM10", "Hardware Fund", true, "Fund clearing", "1240"),
  method("PM11", "Buyout Fund", false, "", ""),
  method("PM12", "Subsidy Fund", false, "", ""),
];

export const taxRates: readonly z.infer<typeof wireTaxRate>[] = [
  { id: "TR1", name: "Standard rate", percent: "20" },
  { id: "TR2", name: "Reduced rate", percent: "5" },
  { id: "TR3", name: "Zero rate", percent: "0" },
  { id: "TR4", name: "Exempt", percent: "0" },
];
