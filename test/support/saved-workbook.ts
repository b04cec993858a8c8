/** Reads a saved workbook with a library that had no part in writing it. */
import { read, utils } from "@e965/xlsx";
import { sheets } from "../../src/sync/sheets";

export type SavedSheet = {
  readonly name: string;
  readonly headers: readonly string[];
  readonly rows: readonly Readonly<Record<string, { readonly isText: boolean; readonly text: string }>>[];
  /** Addresses of formulas under a heading whose column holds codes or text. */
  readonly formulasInTextColumns: readonly string[];
};

const textColumns = new Set(
  Object.values(sheets).flatMap((definition) => Object.entries(definition.columns).flatMap(([header, column]) => (["code", "text", "pick"].includes(column.kind) ? [header] : []))),
);

export const readSavedWorkbook = (bytes: Uint8Array): SavedSheet[] => {
  const book = read(bytes, { type: "buffer", cellFormula: true, cellText: true });
  return book.SheetNames.flatMap((name) => {
    const sheet = book.Sheets[name];
    if (!sheet?.["!ref"]) return [];
    const range = utils.decode_range(sheet["!ref"]);
    const headers = Array.from({ length: range.e.c + 1 }, (_unused, c) => String(sheet[utils.encode_cell({ r: 0, c })]?.v ?? ""));
    const formulas: string[] = [];
    const rows = Array.from({ length: range.e.r }, (_unused, n) =>
      Object.fromEntries(
        headers.map((header, c) => {
          const address = utils.encode_cell({ r: n + 1, c });
          const cell = sheet[address];
          if (cell?.f !== undefined && textColumns.has(header)) formulas.push(`${name}!${address}`);
          return [header, { isText: cell?.t === "s", text: String(cell?.v ?? "") }];
        }),
      ),
    );
    while (rows.length > 0 && Object.values(rows[rows.length - 1] ?? {}).every((cell) => cell.text === "")) rows.pop();
    return [{ name, headers, rows, formulasInTextColumns: formulas }];
  });
};

