/** A rectangle of cells: rows and columns from 0, both ends included. */
export type Area = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };

export const maxRows = 1_048_576;
export const maxColumns = 16_384;

export const areaAt = (row: number, column: number, rows = 1, columns = 1): Area => ({ top: row, left: column, bottom: row + rows - 1, right: column + columns - 1 });
export const wholeSheet: Area = Object.freeze({ top: 0, left: 0, bottom: maxRows - 1, right: maxColumns - 1 });

export const rowsOf = (area: Area): number => area.bottom - area.top + 1;
export const columnsOf = (area: Area): number => area.right - area.left + 1;
export const cellsOf = (area: Area): number => rowsOf(area) * columnsOf(area);

export const spansAllRows = (area: Area): boolean => area.top === 0 && area.bottom === maxRows - 1;
export const spansAllColumns = (area: Area): boolean => area.left === 0 && area.right === maxColumns - 1;
/** Whole columns or whole rows: Excel reads these as null and refuses to write matrices into them. */
export const isUnbounded = (area: Area): boolean => spansAllRows(area) || spansAllColumns(area);
export const isOnSheet = (area: Area): boolean =>
  area.top >= 0 && area.left >= 0 && area.bottom < maxRows && area.right < maxColumns && area.top <= area.bottom && area.left <= area.right;

export const contains = (area: Area, row: number, column: number): boolean => row >= area.top && row <= area.bottom && column >= area.left && column <= area.right;
export const encloses = (outer: Area, inner: Area): boolean =>
  inner.top >= outer.top && inner.bottom <= outer.bottom && inner.left >= outer.left && inner.right <= outer.right;
export const sameArea = (one: Area, other: Area): boolean => encloses(one, other) && encloses(other, one);

export const intersection = (one: Area, other: Area): Area | null => {
  const area = {
    top: Math.max(one.top, other.top),
    left: Math.max(one.left, other.left),
    bottom: Math.min(one.bottom, other.bottom),
    right: Math.min(one.right, other.right),
  };
  return area.top <= area.bottom && area.left <= area.right ? area : null;
};
export const overlaps = (one: Area, other: Area): boolean => intersection(one, other) !== null;

export const boundingArea = (one: Area, other: Area): Area => ({
  top: Math.min(one.top, other.top),
  left: Math.min(one.left, other.left),
  bottom: Math.max(one.bottom, other.bottom),
  right: Math.max(one.right, other.right),
});

/** What is left of `area` when `hole` is cut out of it: none to four rectangles. */
export const without = (area: Area, hole: Area): Area[] => {
  const cut = intersection(area, hole);
  if (!cut) return [area];
  const rest: Area[] = [];
  if (area.top < cut.top) rest.push({ ...area, bottom: cut.top - 1 });
  if (cut.bottom < area.bottom) rest.push({ ...area, top: cut.bottom + 1 });
  if (area.left < cut.left) rest.push({ top: cut.top, bottom: cut.bottom, left: area.left, right: cut.left - 1 });
  if (cut.right < area.right) rest.push({ top: cut.top, bottom: cut.bottom, left: cut.right + 1, right: area.right });
  return rest;
};
