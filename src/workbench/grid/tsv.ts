/**
 * Blocks of cells as text, the way Excel, LibreOffice and Google Sheets put them on the clipboard: cells parted by tabs,
 * rows by line ends, and a cell that holds a tab, a line end or a quote stands in quotes.
 */

/** @returns one array a row; rows may differ in length. Empty text is one empty cell, as pasting nothing clears a cell nowhere. */
export const parseTsv = (text: string): string[][] => {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const readQuoted = (): string | null => {
    let cell = "";
    for (let next = at + 1; next < text.length; next += 1) {
      if (text[next] !== '"') cell += text[next];
      else if (text[next + 1] === '"') {
        cell += '"';
        next += 1;
      } else {
        const after = text[next + 1];
        // A quote that opens a cell but does not close it at a border is text: `"Smith" Ltd`.
        if (after !== undefined && after !== "\t" && after !== "\n" && after !== "\r") return null;
        at = next + 1;
        return cell;
      }
    }
    return null;
  };
  const readPlain = (): string => {
    const start = at;
    while (at < text.length && text[at] !== "\t" && text[at] !== "\n" && text[at] !== "\r") at += 1;
    return text.slice(start, at);
  };
  for (;;) {
    const quoted = text[at] === '"' ? readQuoted() : null;
    row.push(quoted ?? readPlain());
    const border = text[at];
    if (border === "\t") {
      at += 1;
      continue;
    }
    rows.push(row);
    row = [];
    at += border === "\r" && text[at + 1] === "\n" ? 2 : 1;
    // Every spreadsheet ends a copied block with a line end, which opens no further row.
    if (at >= text.length) return rows;
  }
};

const needsQuotes = /["\t\r\n]/;

export const formatTsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => (needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t")).join("\r\n");
