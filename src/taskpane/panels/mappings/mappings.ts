import type { Coverage } from "../../../sync/contract";
import type { MappingSlug } from "../../engine/state";
import { count, listed, plural } from "../../engine/wording";

export type Mapping = {
  readonly slug: MappingSlug;
  /** What the sheet is for, with both systems' words. */
  readonly about: string;
  /** How much is mapped, and what would fail for want of the rest. */
  readonly covered: (coverage: Coverage) => { readonly words: string; readonly mapped: number; readonly total: number };
};

const line = (part: { mapped: number; total: number; missing: readonly string[] }, one: string, many: string, effect: string) => {
  const noun = part.total === 1 ? one : many;
  const words =
    part.total === 0
      ? `The Layer has no ${many}.`
      : part.mapped === part.total
        ? `All ${plural(part.total, one, many)} mapped.`
        : `${count(part.mapped)} of ${count(part.total)} ${noun} mapped${effect}.${part.missing.length > 0 ? ` Missing: ${listed(part.missing)}.` : ""}`;
  return { words, mapped: part.mapped, total: part.total };
};

export const mappings: readonly Mapping[] = [
  {
    slug: "sub-companies",
    about: "Which Sage company the documents of each sub-company are posted to.",
    covered: ({ subCompanies }) =>
      line(subCompanies, "sub-company", "sub-companies", subCompanies.customersAffected > 0 ? `; ${plural(subCompanies.customersAffected, "customer")} would fail` : ""),
  },
  {
    slug: "payment-methods",
    about: "A payment in The Layer is a receipt in Sage. Each payment method names the bank account in Sage that it is received into.",
    covered: ({ paymentMethods }) => line(paymentMethods, "payment method", "payment methods", "; their payments would fail"),
  },
  {
    slug: "tax-codes",
    about: "Which tax code in Sage stands for each tax rate of The Layer.",
    covered: ({ taxCodes }) => line(taxCodes, "tax rate", "tax rates", "; invoices with the others would fail"),
  },
];
