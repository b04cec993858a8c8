/** Which Sage tax code stands for a rate. An unmapped rate fails when it is posted. Source: choice 14.38. */
import { shownValue } from "../model/cell";
import { parseRate } from "../sheets/literals";
import { isUnknown } from "./companies";
import { error, fine, referenceRule, rowRule, said, several, oneOf, warning, type Proposal, type Rule } from "./rule";
import type { RowView } from "./row-view";

const rateOf = (row: RowView) => parseRate(shownValue(row.cell("TaxRate")));

/** Whether The Layer has a rate; unknown rates are none of its. */
const isOfTheLayer = (row: RowView, percent: string) => row.index.taxRates?.has(percent) ?? false;

export const notARate = rowRule("not-a-rate", (row) => {
  const reading = row.reading("TaxRate");
  if (reading.state === "blank" || reading.state === "error" || rateOf(row).kind !== "unreadable") return fine;
  const decimalComma = parseRate(reading.shown.replace(",", "."));
  return error(
    ["TaxRate"],
    `TaxRate ${said(reading.shown)} is not a rate in per cent.`,
    "Write the rate as a number from 0 to 100, for example 20 or 17.5.",
    () => (decimalComma.kind === "rate" ? oneOf("TaxRate", [decimalComma.percent], { id: "rate-comma", label: "Write rates with a decimal point" }) : []),
  );
});

/** A cell that shows 20 % holds 0.2, and so does a cell that means a fifth of one per cent. */
export const ambiguousRate = rowRule("ambiguous-rate", (row) => {
  const rate = rateOf(row);
  if (rate.kind !== "ambiguous") return fine;
  const propose = (): Proposal[] => {
    const meanings = [
      { percent: rate.asFraction, set: { TaxRate: rate.asFraction } },
      // With its sign, as without it the question would be asked again.
      { percent: rate.asPercent, set: { TaxRate: `${rate.asPercent}%` } },
    ];
    const known = meanings.filter(({ percent }) => isOfTheLayer(row, percent));
    const offered = known.length === 1 ? known : meanings;
    return offered.map(({ percent, set }) => ({
      label: `It means ${percent} %`,
      set,
      ...(offered.length === 1 ? { group: { id: "rate-meaning", label: "Read rates as The Layer has them" } } : {}),
    }));
  };
  return error(
    ["TaxRate"],
    `TaxRate ${said(row.reading("TaxRate").shown)} may mean ${rate.asFraction} % or ${rate.asPercent} %.`,
    "Write the rate in per cent as text, for example 20.",
    propose,
  );
});

export const rateNotOfTheLayer = referenceRule("rate-not-of-the-layer", ["taxRates"], (row, index) => {
  const reading = row.reading("TaxRate");
  return reading.value !== "" && !isOfTheLayer(row, reading.value)
    ? warning(
        ["TaxRate"],
        `The Layer has no tax rate of ${reading.value} %.`,
        `It has ${several([...(index.taxRates ?? [])].map((percent) => `${percent} %`), 6)}. The row will not be used.`,
      )
    : fine;
});

/** The tax codes of the row's company that have its rate. */
export const proposeTaxCodes = (row: RowView): Proposal[] => {
  const codes = row.companyName ? row.index.taxCodes?.in(row.companyName) : undefined;
  const rate = row.value("TaxRate");
  if (!codes || rate === "") return [];
  return codes
    .codes()
    .map((code) => codes.get(code))
    .filter((code) => code !== undefined)
    .filter((code) => percentOf(code.ratePercent) === rate)
    .slice(0, 4)
    .map((code) => ({ label: `Use ${code.code} ${code.name}: ${rate} %`, set: { SageTaxCode: code.code } }));
};

const percentOf = (text: string): string => {
  const rate = parseRate(text.endsWith("%") ? text : `${text}%`);
  return rate.kind === "rate" ? rate.percent : text;
};

export const unknownTaxCode = referenceRule("unknown-tax-code", ["taxCodes"], (row, index) => {
  const reading = row.reading("SageTaxCode");
  if (!isUnknown(row, "SageTaxCode")) return fine;
  const elsewhere = row.companyName !== "" && index.taxCodes?.anywhere().get(reading.value) !== undefined;
  return error(
    ["SageTaxCode"],
    `There is no tax code ${said(reading.shown)} in ${row.companyName || "any Sage company"}.${elsewhere ? " It exists in another company." : ""}`,
    "Use a tax code of that company.",
    () => proposeTaxCodes(row),
  );
});

export const otherRateInSage = referenceRule("other-rate-in-sage", ["taxCodes"], (row, index) => {
  const code = row.companyName ? index.taxCodes?.in(row.companyName).get(row.value("SageTaxCode")) : undefined;
  const rate = row.value("TaxRate");
  if (!code || rate === "" || percentOf(code.ratePercent) === rate) return fine;
  return warning(
    ["SageTaxCode", "TaxRate"],
    `Tax code ${said(code.code)} is ${percentOf(code.ratePercent)} % in ${code.companyName}, not ${rate} %.`,
    "Use the tax code of that rate, unless the difference is meant.",
    () => proposeTaxCodes(row),
  );
});

export const taxRules: readonly Rule[] = [notARate, ambiguousRate, rateNotOfTheLayer, unknownTaxCode, otherRateInSage];
