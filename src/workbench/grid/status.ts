/** What the status bar says of the selection. */
import { cellsOf, type Area, type Worksheet } from "../model";

export type SelectionSummary = {
  /** Cells with something in them. */
  readonly filled: number;
  readonly numbers: number;
  readonly sum: number;
};

/** Beyond this many cells nobody waits for a sum. */
const most = 2_000_000;

/** Rows that a filter hides do not count, as in Excel. Null for a single cell or too large a block. */
export const summarise = (sheet: Worksheet, area: Area): SelectionSummary | null => {
  if (cellsOf(area) < 2 || cellsOf(area) > most) return null;
  let filled = 0;
  let numbers = 0;
  // Sums of pence in floating point drift; scaled to ten-thousandths they stay exact for any amount a ledger holds.
  let scaled = 0;
  for (let row = area.top; row <= area.bottom; row += 1) {
    if (sheet.isRowHidden(row)) continue;
    for (let column = area.left; column <= area.right; column += 1) {
      const value = sheet.value(row, column);
      if (value === null || value === "") continue;
      filled += 1;
      if (typeof value !== "number") continue;
      numbers += 1;
      scaled += Math.round(value * 10_000);
    }
  }
  return { filled, numbers, sum: scaled / 10_000 };
};

const shown = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 4 });

export const describe = ({ filled, numbers, sum }: SelectionSummary): string =>
  numbers > 0 ? `Average ${shown.format(sum / numbers)}   Count ${shown.format(filled)}   Sum ${shown.format(sum)}` : `Count ${shown.format(filled)}`;
