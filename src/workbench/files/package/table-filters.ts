/** Filters of tables, which the spreadsheet library leaves out: without them, filtered rows would be hidden for ever. */
import type { FilterCriterion } from "../../model/filter";
import type { Package } from "./parts";
import { attributesOf, elementsIn, escapeAttribute } from "./xml";

const tableParts = (from: Package): readonly string[] => from.names.filter((name) => /^xl\/tables\/[^/]+\.xml$/.test(name));

const nameOf = (xml: string): string => {
  const [table] = elementsIn(xml, "table");
  const attributes = table === undefined ? new Map<string, string>() : attributesOf(table);
  return attributes.get("displayName") ?? attributes.get("name") ?? "";
};

export type TableFilters = ReadonlyMap<string, readonly (readonly [column: number, criterion: FilterCriterion])[]>;

const fileOperators: Readonly<Record<string, string>> = { greaterThan: ">", greaterThanOrEqual: ">=", lessThan: "<", lessThanOrEqual: "<=", notEqual: "<>", equal: "=" };

const readCriterion = (xml: string): FilterCriterion | null => {
  const values = elementsIn(xml, "filter").map((element) => attributesOf(element).get("val") ?? "");
  const [list] = elementsIn(xml, "filters");
  if (list !== undefined) return { filterOn: "Values", values: attributesOf(list).get("blank") === "1" ? [...values, ""] : values };
  const [first, second] = elementsIn(xml, "customFilter").map((element) => {
    const attributes = attributesOf(element);
    return `${fileOperators[attributes.get("operator") ?? "equal"] ?? "="}${attributes.get("val") ?? ""}`;
  });
  if (first === undefined) return null;
  const [group] = elementsIn(xml, "customFilters");
  const isAnd = group !== undefined && attributesOf(group).get("and") === "1";
  return { filterOn: "Custom", criterion1: first, ...(second === undefined ? {} : { criterion2: second, operator: isAnd ? "And" : "Or" }) };
};

/** Table name in lower case → its filters by position of the column. */
export const readTableFilters = (from: Package): TableFilters => {
  const found = new Map<string, (readonly [number, FilterCriterion])[]>();
  for (const part of tableParts(from)) {
    const xml = from.read(part) ?? "";
    const filters = [...xml.matchAll(/<(?:\w+:)?filterColumn\s[^>]*>[\s\S]*?<\/(?:\w+:)?filterColumn>/g)].flatMap(([element]) => {
      const [opening] = elementsIn(element, "filterColumn");
      const criterion = readCriterion(element);
      return opening === undefined || criterion === null ? [] : [[Number(attributesOf(opening).get("colId")), criterion] as const];
    });
    if (filters.length > 0) found.set(nameOf(xml).toLowerCase(), filters);
  }
  return found;
};

const customFilter = (criterion: string): string => {
  const [, sign = "=", value = ""] = /^(<=|>=|<>|<|>|=)?([\s\S]*)$/.exec(criterion) ?? [];
  const operator = Object.entries(fileOperators).find(([, own]) => own === sign)?.[0] ?? "equal";
  return `<customFilter operator="${operator}" val="${escapeAttribute(value)}"/>`;
};

const writeCriterion = (criterion: FilterCriterion): string | null => {
  switch (criterion.filterOn) {
    case "Values": {
      const blank = criterion.values.includes("") ? ' blank="1"' : "";
      return `<filters${blank}>${criterion.values.filter((value) => value !== "").map((value) => `<filter val="${escapeAttribute(value)}"/>`).join("")}</filters>`;
    }
    case "Custom": {
      const { criterion1, criterion2, operator } = criterion;
      return `<customFilters${operator === "And" ? ' and="1"' : ""}>${customFilter(criterion1)}${criterion2 === undefined ? "" : customFilter(criterion2)}</customFilters>`;
    }
    case "CellColor":
    case "FontColor":
      // Needs a style of its own in the file; the rows stay hidden and show again when the filter is cleared.
      return null;
  }
};

export const writeTableFilters = (into: Package, filters: TableFilters): void => {
  for (const part of tableParts(into)) {
    const xml = into.read(part) ?? "";
    const own = filters.get(nameOf(xml).toLowerCase()) ?? [];
    const columns = own.flatMap(([column, criterion]) => {
      const written = writeCriterion(criterion);
      return written === null ? [] : [`<filterColumn colId="${column}">${written}</filterColumn>`];
    });
    if (columns.length > 0) into.write(part, xml.replace(/<autoFilter([^>]*)\/>/, (_whole, attributes: string) => `<autoFilter${attributes}>${columns.join("")}</autoFilter>`));
  }
};
