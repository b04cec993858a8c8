/** What must be there, and how long it may be. */
import { proposeMatches } from "./account-candidates";
import { proposeCompanies, proposeSites } from "./companies";
import { proposeCustomers } from "./layer-customers";
import { holdsCode } from "./slips";
import { cellRule, error, fine, info, rowRule, said, subjectOf, oneOf, type Proposal, type Rule } from "./rule";
import type { RowView } from "./row-view";
import { proposeTaxCodes } from "./tax-rates";

const proposeFor = (row: RowView, header: string): Proposal[] => {
  switch (header) {
    case "SageCompanyName":
      return proposeCompanies(row);
    case "SageSiteId":
      return proposeSites(row);
    case "CustomerId":
      return proposeCustomers(row);
    case "SageTaxCode":
      return proposeTaxCodes(row);
    default:
      return [];
  }
};

/** Source: Customer Upload, mandatory columns; the mapping sheets by analogy. */
export const mandatory = cellRule("mandatory", (column) => column.mandatory, (reading, row, header) =>
  reading.state === "blank" && !row.isUnfilled
    ? error([header], `${header} is blank for ${subjectOf(row)}.`, `Fill in ${header}: a row cannot be pushed without it.`, () => proposeFor(row, header))
    : fine,
);

/** A link needs one way to find the Sage account. Source: Customer Upload, at least one of the two. */
export const someSageIdentifier = rowRule("some-sage-identifier", (row) => {
  const [group] = row.definition.atLeastOneOf;
  if (!group || group.some((header) => row.reading(header).state !== "blank") || row.isUnfilled) return fine;
  const where = row.companyName ? ` for ${row.companyName}` : "";
  return error(
    group,
    `${subjectOf(row).replace(/^./, (letter) => letter.toUpperCase())} has neither ${group.join(" nor ")}${where}.`,
    "Fill in one of them; the other is looked up.",
    () => proposeMatches(row),
  );
});

/** Sage refuses what is longer than its field, and cutting it off would make another code. Source: customers.reference is 8 characters. */
export const tooLong = cellRule("too-long", (column) => "max" in column, (reading, row, header, column) => {
  const text = reading.value || reading.shown;
  if (!("max" in column) || text.length <= column.max) return fine;
  const propose = () => {
    const codes = holdsCode(column) ? row.codesFor(header) : null;
    return oneOf(header, codes?.nearest(text, 3) ?? [], { id: `too-long:${header}:${text}`, label: `Replace ${said(text)}` });
  };
  return error([header], `${header} ${said(text)} has ${text.length} characters; the most there can be is ${column.max}.`, "Shorten it to the code that the other system knows.", propose);
});

/** A row that the template made and nobody has filled in: it waits, and is left out of a push. Source: choice 14.25. */
export const notLinkedYet = rowRule("not-linked-yet", (row) =>
  row.isUnfilled
    ? info(
        ["SageCompanyName", "SageAccountNumber", "SageCustomerId"],
        `Not linked yet: ${subjectOf(row)} has no Sage company and no account.`,
        "Choose a company and an account when you want to link it. Until then it is left out when you push.",
        () => proposeMatches(row),
      )
    : fine,
);

export const notMappedYet = rowRule("not-mapped-yet", (row) =>
  row.isUnfilled
    ? info(
        ["SageCompanyName"],
        `Not mapped yet: ${subjectOf(row)} has no Sage company.`,
        "Choose a company when you want to map it. Until then it is left out when you push.",
        () => proposeCompanies(row),
      )
    : fine,
);

export const presenceRules: readonly Rule[] = [mandatory, tooLong];
