/** What moves when rows, columns or cells are inserted or deleted. */
import type { Area } from "./area";
import { maxColumns, maxRows } from "./area";

export type Shift = {
  readonly axis: "rows" | "columns";
  readonly at: number;
  /** More than 0 are inserted before `at`; fewer than 0 are deleted from `at` on. */
  readonly count: number;
  /** Which columns (for rows) or rows (for columns) move along; everything when the whole row or column is meant. */
  readonly from: number;
  readonly to: number;
};

export const isWholeLine = (shift: Shift): boolean => shift.from === 0 && shift.to === (shift.axis === "rows" ? maxColumns : maxRows) - 1;

const shiftSpan = (first: number, last: number, shift: Shift, limit: number): [number, number] | null => {
  const { at, count } = shift;
  if (count === 0) return [first, last];
  if (count > 0) {
    // A span over the whole sheet stays: there is nothing beyond it to grow into.
    if (first === 0 && last === limit - 1) return [first, last];
    const start = first >= at ? first + count : first;
    const end = last >= at ? last + count : last;
    return start >= limit ? null : [start, Math.min(end, limit - 1)];
  }
  if (first === 0 && last === limit - 1) return [first, last];
  const gone = at - count - 1;
  if (first >= at && last <= gone) return null;
  const start = first > gone ? first + count : Math.min(first, at);
  const end = last > gone ? last + count : Math.min(last, at - 1);
  return [start, end];
};

/** Where the area is afterwards; null when all of it was deleted. Areas that are only partly in the moving band stay where they are. */
export const shiftArea = (area: Area, shift: Shift): Area | null => {
  if (shift.axis === "rows") {
    if (area.left < shift.from || area.right > shift.to) return area;
    const rows = shiftSpan(area.top, area.bottom, shift, maxRows);
    return rows ? { ...area, top: rows[0], bottom: rows[1] } : null;
  }
  if (area.top < shift.from || area.bottom > shift.to) return area;
  const columns = shiftSpan(area.left, area.right, shift, maxColumns);
  return columns ? { ...area, left: columns[0], right: columns[1] } : null;
};

export const shiftAreas = (areas: readonly Area[], shift: Shift): Area[] => areas.map((area) => shiftArea(area, shift)).filter((area) => area !== null);
