/** Range: what it can do, from its parts. */
import type { TypeDefinition } from "../host-type";
import { rangeMethods } from "./range-methods";
import { rangeMoves } from "./range-moves";
import { rangeReads, rangeWrites } from "./range-values";
import { conditionalFormatCollectionType } from "./conditional-formats";
import { dataValidationType } from "./data-validation";
import { rangeFormatType } from "./range-format";
import type { RangeTarget } from "./range-target";
import { rangeSortType } from "./sorting";
import { worksheetObject } from "./worksheet";

export const rangeDefinition: TypeDefinition<RangeTarget> = {
  read: rangeReads,
  write: rangeWrites,
  open: {
    format: (range) => rangeFormatType.of({ sheet: range.sheet, areas: [range.cells] }),
    worksheet: (range) => worksheetObject(range.sheet),
    dataValidation: (range) => dataValidationType.of({ sheet: range.sheet, areas: [range.cells] }),
    conditionalFormats: (range) => conditionalFormatCollectionType.of({ sheet: range.sheet, areas: [range.cells] }),
    sort: (range) => rangeSortType.of(range),
  },
  objects: rangeMoves,
  methods: rangeMethods,
};
