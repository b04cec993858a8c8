import type { ListSource } from "../../excel/port";
import type { LookupKind, SheetDefinition } from "../../sync/sheets/sheet";
import type { ReferenceDesk } from "./reference-data";

const unique = (values: readonly string[]) => [...new Set(values.filter((value) => value !== ""))].sort((a, b) => a.localeCompare(b, "en-GB", { numeric: true }));

/** What each drop-down offers: exactly the text that the column wants. */
const offered = (reference: ReferenceDesk, kind: LookupKind): readonly string[] => {
  switch (kind) {
    case "sage-company":
      return unique(reference.records(kind).map((company) => company.name));
    case "sage-site":
      return unique(reference.records("sage-company").map((company) => company.siteId));
    case "sage-account":
      return unique(reference.records(kind).filter((account) => account.status === "active").map((account) => account.reference));
    case "sage-bank":
      return unique(reference.records(kind).filter((bank) => bank.status === "active").map((bank) => bank.code));
    case "sage-tax-code":
      return unique(reference.records(kind).map((taxCode) => taxCode.code));
    case "layer-customer":
      return unique(reference.records(kind).map((customer) => customer.id));
    case "layer-sub-company":
    case "layer-payment-method":
      return unique(reference.records(kind).map((entry) => entry.name));
    case "layer-tax-rate":
      return unique(reference.records(kind).map((rate) => rate.percent));
  }
};

/** The lists of a worksheet and which column each stands in. A list without values gets no drop-down. */
export const dropDownsFor = (definition: SheetDefinition, reference: ReferenceDesk): { readonly sources: readonly ListSource[]; readonly byHeader: Readonly<Record<string, string>> } => {
  const sources = new Map<string, ListSource>();
  const byHeader: Record<string, string> = {};
  for (const [header, column] of Object.entries(definition.columns)) {
    if (!("lookup" in column) || column.lookup === undefined) continue;
    const values = sources.get(column.lookup)?.values ?? offered(reference, column.lookup);
    if (values.length === 0) continue;
    sources.set(column.lookup, { id: column.lookup, values });
    byHeader[header] = column.lookup;
  }
  return { sources: [...sources.values()], byHeader };
};
