/** An Excel table: a named area with a header row and columns that keep their identity. */
import type { Area } from "./area";
import type { FilterCriterion } from "./filter";

export type TableColumn = { readonly id: number; name: string };

export type TableOptions = {
  showHeaders: boolean;
  showTotals: boolean;
  showFilterButton: boolean;
  showBandedRows: boolean;
  showBandedColumns: boolean;
  highlightFirstColumn: boolean;
  highlightLastColumn: boolean;
};

export type SortField = { readonly column: number; readonly ascending: boolean };

export class Table {
  columns: TableColumn[] = [];
  style = "TableStyleMedium2";
  options: TableOptions = {
    showHeaders: true,
    showTotals: false,
    showFilterButton: true,
    showBandedRows: true,
    showBandedColumns: false,
    highlightFirstColumn: false,
    highlightLastColumn: false,
  };
  /** Criteria by column id; rows that fail one are hidden. */
  readonly criteria = new Map<number, FilterCriterion>();
  /** The last sort, for the arrows in the header. `column` counts from the table's left edge. */
  sorted: readonly SortField[] = [];
  private nextColumnId = 1;

  constructor(
    readonly id: string,
    /** Id of the worksheet it stands on. */
    readonly worksheet: string,
    public name: string,
    public area: Area,
  ) {}

  get header(): Area | null {
    return this.options.showHeaders ? { ...this.area, bottom: this.area.top } : null;
  }

  get totals(): Area | null {
    return this.options.showTotals ? { ...this.area, top: this.area.bottom } : null;
  }

  /** The rows between header and totals. Excel keeps one blank row in a table that has none. */
  get body(): Area {
    return { ...this.area, top: this.area.top + (this.options.showHeaders ? 1 : 0), bottom: this.area.bottom - (this.options.showTotals ? 1 : 0) };
  }

  newColumn(name: string): TableColumn {
    return { id: this.nextColumnId++, name };
  }

  columnIndex(name: string): number {
    return this.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
  }
}

/** `wanted`, or with the smallest number behind it that no other header has: Excel's "Name", "Name2", "Name3"; a blank one is "Column1". */
export const uniqueHeader = (wanted: string, taken: readonly string[]): string => {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  if (wanted !== "" && !used.has(wanted.toLowerCase())) return wanted;
  if (wanted === "") {
    let number = 1;
    while (used.has(`column${number}`)) number++;
    return `Column${number}`;
  }
  let number = 2;
  while (used.has(`${wanted}${number}`.toLowerCase())) number++;
  return `${wanted}${number}`;
};

/** Why Excel would not take it as a table's or a name's name; null when it would. */
export const nameFault = (name: string): string | null => {
  if (name.length === 0 || name.length > 255) return "A name has 1 to 255 characters.";
  if (!/^[\p{L}_\\][\p{L}\p{N}_.\\?]*$/u.test(name)) return `"${name}" is not a valid name: it must start with a letter or underscore and have no spaces.`;
  if (/^\$?[A-Z]{1,3}\$?\d+$/i.test(name) || /^R\d*C\d*$/i.test(name) || /^[RC]$/i.test(name)) return `"${name}" is not a valid name: it looks like a cell address.`;
  return null;
};
