/**
 * Whether an invoice or credit note may be posted, and what exactly is then posted. Sage reports the first thing that is
 * wrong and no more. Which things it refuses: Sage's own description of the resource, and where it is silent, assumed.
 */
import type { PlainDate } from "../../../sync/model/dates";
import { refused, type Refused } from "../../odata/refused";
import type { LedgerCompany } from "./company";
import type { PostedEntry } from "./entry";
import type { LedgerRules, LinedRequest } from "./request";
import type { NominalItem, TaxItem } from "./transaction";

export type Judged = Omit<PostedEntry, "kind" | "id" | "urn" | "at" | "committedAt">;
export const isRefusal = (judged: object): judged is Refused => "refused" in judged;

export const inPounds = (pence: number): string => (pence / 100).toFixed(2);

const tooLong = (field: string, text: string, width: number): Refused | null =>
  text.length > width ? refused(`The value '${text.slice(0, 60)}' of '${field}' is ${text.length} characters long. The maximum length is ${width}.`) : null;

/** The checks that all postings share. */
export const judgeAccount = (
  request: { readonly customerId: number; readonly reference?: string | undefined; readonly secondReference?: string | undefined },
  date: PlainDate,
  company: LedgerCompany,
  rules: LedgerRules,
): Refused | null => {
  if (!company.hasCustomer(request.customerId)) return refused(`The customer with id ${request.customerId} does not exist.`);
  const wide = tooLong("reference", request.reference ?? "", 20) ?? tooLong("second_reference", request.secondReference ?? "", 20);
  if (wide !== null) return wide;
  if (rules.closedUpTo !== null && date <= rules.closedUpTo) return refused(`The transaction date ${date} is in a closed accounting period. Periods up to ${rules.closedUpTo} are closed.`);
  return null;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const taxItemsOf = (request: LinedRequest, company: LedgerCompany): TaxItem[] | Refused => {
  if (request.taxItems === undefined) return [{ taxCodeId: company.defaultTaxCodeId, goods: request.goods, tax: request.tax }];
  const items: TaxItem[] = [];
  for (const { taxCodeId, goods = request.goods, tax = request.tax } of request.taxItems) {
    if (taxCodeId === undefined) return refused("Sage.Common.Exceptions.SageNullFieldException: The field 'id' of 'tax_analysis_items' cannot be null.");
    if (company.taxCode(taxCodeId) === undefined) return refused(`The tax code with id ${taxCodeId} does not exist.`);
    if (goods < 0 || tax < 0) return refused("The amounts of 'tax_analysis_items' cannot be negative.");
    items.push({ taxCodeId, goods, tax });
  }
  const goods = sum(items.map((item) => item.goods));
  const tax = sum(items.map((item) => item.tax));
  if (goods !== request.goods) return refused(`The goods amounts of 'tax_analysis_items' add up to ${inPounds(goods)} and not to the document's ${inPounds(request.goods)}.`);
  if (tax !== request.tax) return refused(`The tax amounts of 'tax_analysis_items' add up to ${inPounds(tax)} and not to the document's ${inPounds(request.tax)}.`);
  return items;
};

const nominalItemsOf = (request: LinedRequest, company: LedgerCompany): NominalItem[] | Refused => {
  const asked = request.nominalItems ?? [{ code: company.defaultNominalCode }];
  const items: NominalItem[] = [];
  for (const { code, value = request.goods, narrative = "", costCentre = "", department = "" } of asked) {
    if (code === undefined || code === "") return refused("Sage.Common.Exceptions.SageNullFieldException: The field 'code' of 'nominal_analysis_items' cannot be null.");
    const wide = tooLong("code", code, 8) ?? tooLong("cost_centre", costCentre, 3) ?? tooLong("department", department, 3) ?? tooLong("narrative", narrative, 6000);
    if (wide !== null) return wide;
    const account = company.nominal(code);
    // The practice companies have no cost centres and departments, so a code with one is a code that they do not have.
    if (account === undefined || costCentre !== "" || department !== "") return refused(`The nominal account ${[code, costCentre, department].filter((part) => part !== "").join("/")} does not exist.`);
    if (account.isControl) return refused(`The nominal account ${code} is a control account and cannot be posted to.`);
    if (value < 0) return refused("The values of 'nominal_analysis_items' cannot be negative.");
    items.push({ code, value, narrative, costCentre, department });
  }
  const total = sum(items.map((item) => item.value));
  return total === request.goods ? items : refused(`The values of 'nominal_analysis_items' add up to ${inPounds(total)} and not to the document's goods value of ${inPounds(request.goods)}.`);
};

export const judgeDocument = (type: "invoice" | "credit-note", request: LinedRequest, today: PlainDate, company: LedgerCompany, rules: LedgerRules): Judged | Refused => {
  const date = request.date ?? today;
  const wrong = judgeAccount(request, date, company, rules);
  if (wrong !== null) return wrong;
  if (request.goods < 0 || request.tax < 0) return refused("The document's goods and tax values cannot be negative.");
  if (request.goods + request.tax === 0) return refused("The document value cannot be zero.");
  const taxItems = taxItemsOf(request, company);
  if (isRefusal(taxItems)) return taxItems;
  const nominalItems = nominalItemsOf(request, company);
  if (isRefusal(nominalItems)) return nominalItems;
  const sign = type === "invoice" ? 1 : -1;
  const signed = (pence: number): number => (pence === 0 ? 0 : sign * pence);
  return {
    type,
    customerId: request.customerId,
    date,
    postedDate: today,
    dueDate: type === "invoice" ? (request.dueDate ?? date) : date,
    reference: request.reference ?? "",
    secondReference: request.secondReference ?? "",
    goods: signed(request.goods),
    tax: signed(request.tax),
    taxItems: taxItems.map((item) => ({ ...item, goods: signed(item.goods), tax: signed(item.tax) })),
    nominalItems: nominalItems.map((item) => ({ ...item, value: signed(item.value) })),
    bank: null,
    ...(request.user === undefined ? {} : { user: request.user }),
  };
};
