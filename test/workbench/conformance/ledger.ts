/** A small worksheet to try things on: A1:C4 with a header row. */
import { areaAt, writeInputs } from "../../../src/workbench/model";
import type { Workbook } from "../../../src/workbench/model";

export const ledger = (workbook: Workbook): void =>
  writeInputs(workbook.active, areaAt(0, 0, 4, 3), [
    ["CustomerId", "Name", "Amount"],
    ["C3", "Crane", 30],
    ["C1", "Acme", 10],
    ["C2", "bolt", 20],
  ]);
