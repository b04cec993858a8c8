/** The mapping sheets as postings ask them. Nothing is guessed: what a sheet does not say is missing, and named. */
import type { CellValue } from "../model/cell";
import { folded } from "../model/spelling";
import type { PaymentMethodRef, TaxRateRef } from "../rules/reference";
import type { SageBank, SageTaxCode } from "../sage200/transform";
import { parseFlag, parseRate } from "../sheets/literals";
import { defaultCompany } from "../sheets/sub-companies";
import type { Company, DocumentWorld, Mapped, Unmapped } from "./world";

type Cells = Readonly<Record<string, CellValue>>;

export type MappingSource = {
  readonly companies: readonly Company[];
  /** Rows of the three mapping sheets. */
  readonly subCompanies: readonly Cells[];
  readonly paymentMethods: readonly Cells[];
  readonly taxCodes: readonly Cells[];
  readonly methods: readonly PaymentMethodRef[];
  readonly rates: readonly TaxRateRef[];
  /** By the company's name. */
  readonly banks: readonly SageBank[];
  readonly codes: readonly SageTaxCode[];
};

const said = (cells: Cells, header: string): string => String(cells[header] ?? "").trim();
const same = (one: string, other: string): boolean => folded(one) === folded(other);

const missing = (fixAt: Unmapped, cause: string, cure: string): Extract<Mapped<never>, { ok: false }> => ({ ok: false, cause, cure, fixAt });

/** "20" for a rate named "Standard rate" of 20%, or for one that is itself called "20%". */
const percentOf = (rate: string, rates: readonly TaxRateRef[]): string | null => {
  const known = rates.find((one) => same(one.name, rate));
  const read = parseRate(`${(known?.percent ?? rate).replace(/%$/, "")}%`);
  return read.kind === "rate" ? read.percent : null;
};

export const mappingLookups = (source: MappingSource): Pick<DocumentWorld, "companyFor" | "bankFor" | "taxCodeFor"> => ({
  companyFor(subCompany) {
    const name = subCompany === "" ? defaultCompany : subCompany;
    const row = source.subCompanies.find((cells) => same(said(cells, "SubCompany"), name));
    const fixAt: Unmapped = { sheet: "sub-companies", column: "SageCompanyName", value: name, company: null };
    if (!row) return missing(fixAt, `Sub-company “${name}” is mapped to no Sage company.`, "Map it in the Sub Companies sheet and push the sheet, then retry.");
    const company = source.companies.find((one) => same(one.name, said(row, "SageCompanyName")) && same(one.siteId, said(row, "SageSiteId")));
    return company
      ? { ok: true, value: company }
      : missing(fixAt, `Sub-company “${name}” is mapped to ${said(row, "SageCompanyName")}, which the connected Sage user cannot open.`, "Map it to a company in the list, or have the Sage user given access to that one, then retry.");
  },

  bankFor(method, company) {
    const rows = source.paymentMethods.filter((cells) => same(said(cells, "PaymentMethod"), method));
    // A row for the company itself counts before one for every company.
    const row = rows.find((cells) => same(said(cells, "SageCompanyName"), company.name)) ?? rows.find((cells) => said(cells, "SageCompanyName") === "");
    const fixAt: Unmapped = { sheet: "payment-methods", column: "Acc - Code", value: method, company: company.name };
    const isOff = row && parseFlag(row["Enabled"] ?? null) === "No";
    if (isOff) return missing({ ...fixAt, column: "Enabled" }, `Payment method “${method}” is switched off for ${company.name}.`, "Enable it in the Payment Methods sheet with its bank code, then retry.");
    const code = row ? said(row, "Acc - Code") : (source.methods.find((one) => same(one.name, method))?.accCode ?? "").trim();
    if (code === "") return missing(fixAt, `Payment method “${method}” has no Acc - Code for ${company.name}.`, "Enter the bank account's code in the Payment Methods sheet and push the sheet, then retry.");
    const bank = source.banks.find((one) => one.companyName === company.name && same(one.code, code));
    if (!bank) return missing(fixAt, `${company.name} has no bank account ${code}, which payment method “${method}” names.`, "Choose a bank account from the list in the Payment Methods sheet and push the sheet, then retry.");
    if (bank.status === "hidden") return missing(fixAt, `Bank account ${code} of ${company.name} is closed or hidden in Sage; payment method “${method}” names it.`, "Choose another bank account in the Payment Methods sheet, or open that one in Sage, then retry.");
    return { ok: true, value: bank.id };
  },

  taxCodeFor(rate, company) {
    const percent = percentOf(rate, source.rates);
    const fixAt: Unmapped = { sheet: "tax-codes", column: "SageTaxCode", value: percent ?? rate, company: company.name };
    if (percent === null) return missing(fixAt, `The Layer has no tax rate called “${rate}”.`, "Look at the document's tax rate in The Layer, then retry.");
    const row = source.taxCodes.find((cells) => said(cells, "TaxRate") === percent && same(said(cells, "SageCompanyName"), company.name));
    const code = row ? said(row, "SageTaxCode") : "";
    if (code === "") return missing(fixAt, `Tax rate ${percent}% has no Sage tax code for ${company.name}.`, "Enter it in the Tax Codes sheet and push the sheet, then retry.");
    const known = source.codes.find((one) => one.companyName === company.name && same(one.code, code));
    return known ? { ok: true, value: known.id } : missing(fixAt, `${company.name} has no tax code ${code}, which stands for ${percent}%.`, "Choose a tax code from the list in the Tax Codes sheet and push the sheet, then retry.");
  },
});
