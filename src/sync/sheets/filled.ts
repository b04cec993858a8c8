import { isBlank, type RowCells } from "../model/cell";
import type { Column, SheetDefinition } from "./sheet";

/** The columns a push reads: the user's own, in the order of the definition. */
export const pushedColumns = (definition: SheetDefinition): readonly (readonly [string, Column])[] => {
  const known = pushed.get(definition);
  if (known) return known;
  const columns = Object.entries(definition.columns).filter(([, column]) => column.owner === "user" && !column.ignoredOnPush);
  pushed.set(definition, columns);
  return columns;
};
/** A definition is a constant, and this is asked of every row. */
const pushed = new WeakMap<SheetDefinition, readonly (readonly [string, Column])[]>();

/** Nothing in any column of the template; what stands in our own columns, or beside the table, does not count. */
export const isBlankRow = (definition: SheetDefinition, cells: RowCells): boolean =>
  templateColumns(definition).every((header) => isBlank(cells[header]));

const templateColumns = (definition: SheetDefinition): readonly string[] => {
  const known = template.get(definition);
  if (known) return known;
  const headers = Object.entries(definition.columns).flatMap(([header, column]) => (column.owner === "tieout" ? [] : [header]));
  template.set(definition, headers);
  return headers;
};
const template = new WeakMap<SheetDefinition, readonly string[]>();

/** What a user must choose for a row: mandatory columns other than the one the template fills, sites aside, as they follow from the company. */
const choices = (definition: SheetDefinition): readonly string[] => {
  const given = definition.key[0];
  const either = new Set(definition.atLeastOneOf.flat());
  return pushedColumns(definition)
    .filter(([header, column]) => header !== given && (column.mandatory || either.has(header)))
    .filter(([, column]) => !("lookup" in column && column.lookup === "sage-site"))
    .map(([header]) => header);
};

/**
 * A row as the template made it: it names its subject (a customer, a sub-company, a rate) and nothing has been chosen for
 * it yet. Such a row is no mistake: it is said to be waiting, and a push leaves it out.
 */
export const isUnfilled = (definition: SheetDefinition, cells: RowCells): boolean => {
  const known = chosen.get(definition) ?? choices(definition);
  chosen.set(definition, known);
  const subject = definition.key[0];
  return known.length > 0 && subject !== undefined && !isBlank(cells[subject]) && known.every((header) => isBlank(cells[header]));
};
const chosen = new WeakMap<SheetDefinition, readonly string[]>();
