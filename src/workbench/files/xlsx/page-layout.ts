/** Page set-up of a worksheet between the model and a file: points there and inches here, six texts there and two with codes here. */
import type { HeaderFooter, PageSetup, Sheet } from "hucre";
import { areaAddress, parseArea } from "../../model/address";
import { plainPage, type PageEdges, type PageLayout } from "../../model/page-layout";

const pointsAnInch = 72;
const inches = (points: number): number => Math.round((points / pointsAnInch) * 10_000) / 10_000;
const points = (length: number | undefined, otherwise: number): number => (length === undefined ? otherwise : Math.round(length * pointsAnInch * 100) / 100);

type Paper = NonNullable<PageSetup["paperSize"]>;
const papers: Readonly<Record<string, Paper>> = { Letter: "letter", Legal: "legal", A3: "a3", A4: "a4", A5: "a5", B4: "b4", B5: "b5", Executive: "executive", Tabloid: "tabloid" };

/** "$A$1:$I$80" */
const absolute = (area: NonNullable<PageLayout["printArea"]>): string => areaAddress(area).replace(/([A-Z]+)(\d+)/g, "$$$1$$$2");

const sections = (left: string, centre: string, right: string): string => `${left === "" ? "" : `&L${left}`}${centre === "" ? "" : `&C${centre}`}${right === "" ? "" : `&R${right}`}`;

/** A text with codes as its three sections. What stands before any section is its middle; "&&" is a plain "&". */
const partsOf = (text: string): { L: string; C: string; R: string } => {
  const parts = { L: "", C: "", R: "" };
  let at: keyof typeof parts = "C";
  for (const piece of text.match(/&[\s\S]|[^&]+|&$/g) ?? []) {
    if (piece === "&L" || piece === "&C" || piece === "&R") at = piece.slice(1) as keyof typeof parts;
    else parts[at] += piece;
  }
  return parts;
};

const edgesOf = (file: HeaderFooter | undefined): PageEdges => {
  const [head, foot] = [partsOf(file?.oddHeader ?? ""), partsOf(file?.oddFooter ?? "")];
  return { leftHeader: head.L, centerHeader: head.C, rightHeader: head.R, leftFooter: foot.L, centerFooter: foot.C, rightFooter: foot.R };
};

const zoomOf = (setup: PageSetup): PageLayout["zoom"] => {
  if (!setup.fitToPage) return { scale: setup.scale ?? 100 };
  // The file says 0 for as many as are needed, and leaves 1 out.
  const pages = (count: number | undefined) => (count === 0 ? null : (count ?? 1));
  return { wide: pages(setup.fitToWidth), tall: pages(setup.fitToHeight) };
};

const rowsOf = (rows: string | undefined): PageLayout["titleRows"] => {
  const found = /^\$?(\d+):\$?(\d+)$/.exec(rows ?? "");
  return found ? { from: Number(found[1]) - 1, to: Number(found[2]) - 1 } : null;
};

/** Of a file's worksheet; null where it says nothing of printing. */
export const readPage = ({ pageSetup: setup, headerFooter }: Pick<Sheet, "pageSetup" | "headerFooter">): PageLayout | null => {
  if (!setup && !headerFooter) return null;
  const sides = setup?.margins;
  return {
    orientation: setup?.orientation === "landscape" ? "Landscape" : "Portrait",
    paper: Object.keys(papers).find((name) => papers[name] === setup?.paperSize) ?? plainPage.paper,
    zoom: zoomOf(setup ?? {}),
    margins: {
      left: points(sides?.left, plainPage.margins.left),
      right: points(sides?.right, plainPage.margins.right),
      top: points(sides?.top, plainPage.margins.top),
      bottom: points(sides?.bottom, plainPage.margins.bottom),
      header: points(sides?.header, plainPage.margins.header),
      footer: points(sides?.footer, plainPage.margins.footer),
    },
    printArea: setup?.printArea === undefined ? null : parseArea(setup.printArea),
    titleRows: rowsOf(setup?.printTitlesRow),
    edges: edgesOf(headerFooter),
  };
};

/** What the file says of printing. What the model does not know of an opened file's set-up stays as it was. */
export const writePage = (page: PageLayout, opened: Pick<Sheet, "pageSetup" | "headerFooter"> | undefined): Pick<Sheet, "pageSetup" | "headerFooter"> => {
  const { scale: _scale, fitToPage: _fit, fitToWidth: _wide, fitToHeight: _tall, printArea: _area, printTitlesRow: _rows, ...kept } = opened?.pageSetup ?? {};
  const { edges, zoom, margins } = page;
  const paperSize = papers[page.paper];
  const [oddHeader, oddFooter] = [sections(edges.leftHeader, edges.centerHeader, edges.rightHeader), sections(edges.leftFooter, edges.centerFooter, edges.rightFooter)];
  const { oddHeader: _header, oddFooter: _footer, ...keptTexts } = opened?.headerFooter ?? {};
  const texts: HeaderFooter = { ...keptTexts, ...(oddHeader === "" ? {} : { oddHeader }), ...(oddFooter === "" ? {} : { oddFooter }) };
  return {
    pageSetup: {
      ...kept,
      orientation: page.orientation === "Landscape" ? "landscape" : "portrait",
      ...(paperSize === undefined ? {} : { paperSize }),
      ...("scale" in zoom ? (zoom.scale === 100 ? {} : { scale: zoom.scale }) : { fitToPage: true, fitToWidth: zoom.wide ?? 0, fitToHeight: zoom.tall ?? 0 }),
      margins: { left: inches(margins.left), right: inches(margins.right), top: inches(margins.top), bottom: inches(margins.bottom), header: inches(margins.header), footer: inches(margins.footer) },
      ...(page.printArea === null ? {} : { printArea: absolute(page.printArea) }),
      ...(page.titleRows === null ? {} : { printTitlesRow: `$${page.titleRows.from + 1}:$${page.titleRows.to + 1}` }),
    },
    ...(Object.keys(texts).length === 0 ? {} : { headerFooter: texts }),
  };
};
