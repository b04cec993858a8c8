/**
 * A workbook as plain data: what travels between the page and the worker that reads and writes files. Everything in it
 * survives a structured clone; rows and columns count from 0.
 */
import type { Area } from "../model/area";
import type { ConditionalRule } from "../model/conditional";
import type { FilterCriterion } from "../model/filter";
import type { PageLayout } from "../model/page-layout";
import type { CellStyle } from "../model/style";
import type { TableOptions } from "../model/table";
import type { Validation } from "../model/validation";
import type { Scalar } from "../model/value";

/** One value for the rows `from` to `to`, both included. */
export type RunOf<T> = { readonly from: number; readonly to: number; readonly value: T };

export type ColumnContent = {
  readonly index: number;
  /** By row; a blank cell is a hole or undefined. An error is `{ error: "#N/A" }`. */
  readonly values: (Scalar | undefined)[];
  /** Row and formula with its "="; the value in `values` is its last result. */
  readonly formulas: (readonly [row: number, formula: string])[];
  /** Runs that differ from General. One that ends in the sheet's last row is the format of the whole column. */
  readonly formats: RunOf<string>[];
  /** Runs that differ from the plain style. */
  readonly styles: RunOf<CellStyle>[];
};

export type TableContent = {
  readonly name: string;
  readonly area: Area;
  readonly columns: readonly string[];
  readonly style: string;
  readonly options: TableOptions;
  /** Criteria by position of the column in the table. */
  readonly criteria: readonly (readonly [column: number, criterion: FilterCriterion])[];
};

export type ConditionalFormatContent = {
  /** The id an add-in knows it by; empty for one that came from another program. */
  readonly id: string;
  readonly areas: readonly Area[];
  readonly rule: ConditionalRule;
  readonly style: CellStyle;
  readonly stopIfTrue: boolean;
};

export type NoteContent = { readonly row: number; readonly column: number; readonly content: string; readonly author: string };

export type Visibility = "Visible" | "Hidden" | "VeryHidden";

export type SheetContent = {
  readonly name: string;
  readonly visibility: Visibility;
  readonly isProtected: boolean;
  readonly columns: ColumnContent[];
  /** Column → width in characters of the default font, as the file format counts. */
  readonly widths: readonly (readonly [column: number, characters: number])[];
  readonly hiddenColumns: readonly number[];
  /** Hidden by the user or by a filter. */
  readonly hiddenRows: readonly number[];
  /** In points, where they differ from the default. */
  readonly rowHeights: readonly RunOf<number>[];
  /** "#RRGGBB", or empty. */
  readonly tabColour: string;
  readonly showGridlines: boolean;
  readonly frozen: { readonly rows: number; readonly columns: number };
  /** Null where nothing was ever said of printing. */
  readonly page: PageLayout | null;
  readonly tables: readonly TableContent[];
  /** The last one wins where they overlap. */
  readonly validations: readonly Validation[];
  /** Strongest first. */
  readonly conditionalFormats: readonly ConditionalFormatContent[];
  readonly notes: readonly NoteContent[];
  /** Which worksheet of the opened file this was; null for one that was made here. */
  readonly openedAs: number | null;
};

export type NameContent = {
  readonly name: string;
  /** Without "=": `Lists!$A$1:$A$9`. */
  readonly refersTo: string;
  /** The worksheet it belongs to; null for the whole workbook. */
  readonly scope: string | null;
  readonly comment: string;
  readonly isHidden: boolean;
};

export type WorkbookContent = {
  readonly sheets: SheetContent[];
  readonly active: number;
  readonly names: readonly NameContent[];
  /** The add-in's settings by name: anything JSON can say. */
  readonly settings: readonly (readonly [name: string, value: unknown])[];
  /** Custom XML parts other than the one that holds the settings. */
  readonly customXml: readonly { readonly id: string; readonly xml: string }[];
  /** The file as it was opened, from which everything we do not understand is taken when it is saved again. */
  readonly opened: Uint8Array | null;
};
