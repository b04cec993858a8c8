/** What Range and RangeAreas objects stand for. Their kinds are described in files of their own; this one is what everybody imports. */
import type { Area, Worksheet } from "../../model";
import { BatchError } from "../errors";
import type { HostObject } from "../host-type";
import { HostType } from "../host-type";
import { rangeDefinition } from "./range";
import { rangeAreasDefinition } from "./range-areas";

/** Cells of one worksheet. `area` moves with inserted and deleted rows, and is null once they are all deleted. */
export class RangeTarget {
  constructor(
    readonly sheet: Worksheet,
    public area: Area | null,
  ) {}

  /** Throws ItemNotFound where the cells or the worksheet are gone. */
  get cells(): Area {
    if (!this.area || !this.sheet.workbook.worksheetById(this.sheet.id)) throw new BatchError("ItemNotFound");
    return this.area;
  }
}

/** Several areas of one worksheet. */
export type RangeAreasTarget = { readonly sheet: Worksheet; readonly areas: readonly Area[] };

export const rangeType: HostType<RangeTarget> = new HostType("Range", () => rangeDefinition);
export const rangeAreasType: HostType<RangeAreasTarget> = new HostType("RangeAreas", () => rangeAreasDefinition);

export const rangeObject = (sheet: Worksheet, area: Area): HostObject => rangeType.of(new RangeTarget(sheet, area));
export const rangeAreasObject = (sheet: Worksheet, areas: readonly Area[]): HostObject => rangeAreasType.of({ sheet, areas });
