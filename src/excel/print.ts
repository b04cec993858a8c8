/** How a worksheet leaves the printer: which cells, on what paper, and what stands at the edges of each page. */
import { ok, type Result } from "../sync/model/failure";
import { sheets } from "../sync/sheets";
import { absoluteAddressOf } from "./address";
import { rangeOf } from "./execute";
import { bodyOf, columnOf, findTable, type TablePlace } from "./place";
import type { PageTexts } from "./port";
import { foldHeader } from "./row-keys";
import { run } from "./run";

/** Points. */
const a4 = { short: 595, long: 842 } as const;
const margins = { side: 28, edge: 54, text: 24 } as const;
/** Smaller than this share of its size, text of 11 points is hard to read on paper: the page is turned before that. */
const leastUpright = 0.75;
/** Excel takes 255 characters for the three texts of an edge together. */
const mostCharacters = 70;

/** Text without the meaning that & has in headers and footers. A code such as &P begins with one; two of them print one. */
export const plainPageText = (text: string): string => {
  const characters = [...text.replace(/[\r\n]+/g, " ")];
  const shown = characters.length > mostCharacters ? `${characters.slice(0, mostCharacters - 1).join("")}…` : characters.join("");
  return shown.replaceAll("&", "&&");
};

/** Columns of long text: these go on in further lines, so that paper shows all of it. */
const wrapping = (place: TablePlace): readonly number[] => {
  const columns = Object.values(sheets).find(({ table }) => table === place.table)?.columns ?? {};
  const long = new Set(Object.entries(columns).flatMap(([header, column]) => (column.kind === "text" && column.max >= 200 ? [foldHeader(header)] : [])));
  return place.headers.flatMap((header, position) => (long.has(foldHeader(header)) ? [position] : []));
};

/** False where there is no such table. Two syncs. */
export const setUpPage = (table: string, texts: PageTexts): Promise<Result<boolean>> =>
  run(`setting up the pages of ${table}`, async (context) => {
    let whole: Excel.Range | undefined;
    const place = await findTable(context, table, (found) => {
      whole = found.getRange().untrack();
      whole.load("width");
    });
    if (!place || !whole) return ok(false);
    const sheet = context.workbook.worksheets.getItem(place.worksheet);
    for (const position of wrapping(place)) rangeOf(sheet, columnOf(place, position)).format.wrapText = true;
    const { format } = rangeOf(sheet, bodyOf(place));
    format.verticalAlignment = "Top";
    format.autofitRows();

    const { pageLayout } = sheet;
    const upright = a4.short - 2 * margins.side;
    pageLayout.orientation = whole.width * leastUpright <= upright ? "Portrait" : "Landscape";
    pageLayout.paperSize = "A4";
    // As many pages long as the rows need.
    pageLayout.zoom = { horizontalFitToPages: 1 };
    pageLayout.leftMargin = margins.side;
    pageLayout.rightMargin = margins.side;
    pageLayout.topMargin = margins.edge;
    pageLayout.bottomMargin = margins.edge;
    pageLayout.headerMargin = margins.text;
    pageLayout.footerMargin = margins.text;
    pageLayout.setPrintArea(absoluteAddressOf(place.area));
    const header = place.area.top + 1;
    pageLayout.setPrintTitleRows(`$${header}:$${header}`);
    const edges = pageLayout.headersFooters.defaultForAllPages;
    edges.leftHeader = plainPageText(texts.left);
    edges.centerHeader = `&B${plainPageText(texts.middle)}`;
    edges.rightHeader = plainPageText(texts.right);
    edges.leftFooter = plainPageText(texts.foot);
    edges.rightFooter = "Page &P of &N";
    await context.sync();
    return ok(true);
  });
