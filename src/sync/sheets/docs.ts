import type { Column, ColumnKind, SheetDefinition } from "./sheet";

const kinds: Readonly<Record<ColumnKind, string>> = {
  code: "Text",
  text: "Text",
  pick: "From a list",
  flag: "Yes or No",
  date: "Date",
  instant: "Date and time",
  money: "Amount",
  count: "Number",
  rate: "Per cent",
};
const owners: Readonly<Record<Column["owner"], string>> = { user: "You", layer: "The Layer", sage: "Sage", tieout: "Tieout" };

const need = (definition: SheetDefinition, header: string, column: Column): string =>
  column.mandatory ? "★" : definition.atLeastOneOf.some((group) => group.includes(header)) ? "◆" : "";

/** The Markdown table that documents a worksheet, from its definition. ★ mandatory, ◆ at least one of these. */
export const sheetTable = (definition: SheetDefinition): string => {
  const rows = Object.entries(definition.columns).map(([header, column]) => [
    header,
    need(definition, header, column),
    "max" in column ? `${kinds[column.kind]}, up to ${column.max}` : kinds[column.kind],
    owners[column.owner],
    column.about,
  ]);
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(["Column", "Needed", "What it holds", "Whose it is", "About"]), line(["---", "---", "---", "---", "---"]), ...rows.map(line)].join("\n");
};
