/** A1 addresses as the Excel API writes them, and rectangles of cells, both counted from 0 inside. */

/** Rows `top` to `bottom` and columns `left` to `right`, all inclusive. */
export type Area = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };

export const lastSheetRow = 1_048_575;
export const lastSheetColumn = 16_383;

export const columnLetters = (column: number): string => {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
};

const columnNumber = (letters: string): number => [...letters.toUpperCase()].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;

export const areaOf = (top: number, left: number, rows: number, columns: number): Area => ({ top, left, bottom: top + rows - 1, right: left + columns - 1 });
export const rowsIn = (area: Area): number => area.bottom - area.top + 1;
export const columnsIn = (area: Area): number => area.right - area.left + 1;

/** "B2:D9", or "B2" for one cell. */
export const addressOf = (area: Area): string => {
  const first = `${columnLetters(area.left)}${area.top + 1}`;
  return area.top === area.bottom && area.left === area.right ? first : `${first}:${columnLetters(area.right)}${area.bottom + 1}`;
};

/** "$B$2:$D$9". */
export const absoluteAddressOf = (area: Area): string => addressOf(area).replace(/([A-Z]+)(\d+)/g, "$$$1$$$2");

/** The address without its worksheet: "'North & Co'!B2" → "B2". A worksheet's name may hold "!". */
export const withoutSheet = (address: string): string => address.slice(address.lastIndexOf("!") + 1);

const corner = /^\$?([A-Za-z]{1,3})?\$?(\d{1,7})?$/;

const parseOne = (text: string): Area | null => {
  const [from = "", to = from] = text.trim().split(":");
  const first = corner.exec(from);
  const last = corner.exec(to);
  if (!first || !last || from === "" || to === "") return null;
  const rows = [first[2], last[2]].map((row) => (row === undefined ? undefined : Number(row) - 1));
  const columns = [first[1], last[1]].map((letters) => (letters === undefined ? undefined : columnNumber(letters)));
  return {
    top: Math.min(rows[0] ?? 0, rows[1] ?? 0),
    bottom: Math.max(rows[0] ?? lastSheetRow, rows[1] ?? lastSheetRow),
    left: Math.min(columns[0] ?? 0, columns[1] ?? 0),
    right: Math.max(columns[0] ?? lastSheetColumn, columns[1] ?? lastSheetColumn),
  };
};

/** Areas of "A1:B2,D:D,5:9" as events and ranges report them; a part that is no address is left out. */
export const parseAreas = (address: string): readonly Area[] =>
  address
    .split(",")
    .map((part) => parseOne(withoutSheet(part)))
    .filter((area) => area !== null);

/** The one area of an address; null where there is none or several. */
export const parseArea = (address: string): Area | null => {
  const areas = parseAreas(address);
  return areas.length === 1 ? (areas[0] ?? null) : null;
};

export const intersection = (a: Area, b: Area): Area | null => {
  const both = { top: Math.max(a.top, b.top), left: Math.max(a.left, b.left), bottom: Math.min(a.bottom, b.bottom), right: Math.min(a.right, b.right) };
  return both.top <= both.bottom && both.left <= both.right ? both : null;
};
