/**
 * Draws the add-in's icons from SVG and renders each PNG at its exact size: `npx tsx scripts/make-icons.ts`.
 * The mark is two ledgers joined by a tick: two sets of figures that agree. The PNGs are committed, so a build needs no browser.
 */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import chromium from "@sparticuz/chromium";
import { chromium as playwright } from "playwright-core";

const ink = "#0b5a5e";
const paper = "#ffffff";
const gold = "#f2b33d";
const folder = path.join(import.meta.dirname, "..", "assets");

/** All drawings share a 32 x 32 grid, so that edges fall on whole pixels at 16, 32, 64 and 80. */
const drawing = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${inside}</svg>`;
const ledger = (x: number, fill: string) => `<rect x="${x}" y="6" width="8" height="20" rx="1.5" fill="${fill}"/>`;
const rules = (x: number, stroke: string) =>
  `<path d="M${x + 2} 11h4M${x + 2} 15h4M${x + 2} 19h4" stroke="${stroke}" stroke-width="1.5"/>`;

const mark = drawing(
  `<rect width="32" height="32" rx="6" fill="${ink}"/>${ledger(5, paper)}${ledger(19, paper)}${rules(5, ink)}${rules(19, ink)}` +
    `<path d="M9 18l6 6L26 9" fill="none" stroke="${ink}" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"/>` +
    `<path d="M9 18l6 6L26 9" fill="none" stroke="${gold}" stroke-width="3.6" stroke-linecap="round" stroke-linejoin="round"/>`,
);
/** At 16 pixels the ruled lines blur into grey, so the small mark leaves them out. */
const smallMark = drawing(
  `<rect width="32" height="32" rx="6" fill="${ink}"/>${ledger(4, paper)}${ledger(20, paper)}` +
    `<path d="M8 17l7 7L26 9" fill="none" stroke="${ink}" stroke-width="9" stroke-linejoin="round"/>` +
    `<path d="M8 17l7 7L26 9" fill="none" stroke="${gold}" stroke-width="4.5" stroke-linecap="round" stroke-linejoin="round"/>`,
);

const line = (d: string, colour = ink, width = 2.4) =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
const sheet = `<rect x="4" y="5" width="24" height="22" rx="2" fill="${paper}" stroke="${ink}" stroke-width="2"/>`;

const commands: Record<string, string> = {
  template: drawing(`${sheet}<path d="M5 6h22v6H5z" fill="${ink}"/>${line("M12 12v14M20 12v14M5 19h22", ink, 1.6)}`),
  check: drawing(`${sheet}${line("M5 12h22", ink, 1.6)}${line("M9 19l5 5L25 13", paper, 6)}${line("M9 19l5 5L25 13", "#18794e", 3.4)}`),
  push: drawing(`${line("M6 21v6h20v-6")}${line("M16 21V5M9 12l7-7 7 7", ink, 3)}`),
  status: drawing(
    `<path d="M4 27h24" stroke="${ink}" stroke-width="2"/><rect x="6" y="15" width="5" height="10" fill="${ink}"/>` +
      `<rect x="14" y="6" width="5" height="19" fill="#18794e"/><rect x="22" y="11" width="5" height="14" fill="${gold}"/>`,
  ),
  pane: drawing(
    `<rect x="3" y="5" width="26" height="22" rx="2" fill="${paper}" stroke="${ink}" stroke-width="2"/><path d="M19 6h9v20h-9z" fill="${ink}"/>` +
      `${line("M22 12h3M22 16h3M22 20h3", gold, 1.8)}`,
  ),
};

await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, "tieout.svg"), mark);

const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: ["--no-sandbox"], headless: true });
const render = async (name: string, svg: string, size: number) => {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await page.screenshot({ path: path.join(folder, `${name}-${size}.png`), omitBackground: true });
  await page.close();
};
for (const size of [16, 32, 64, 80]) await render("tieout", size === 16 ? smallMark : mark, size);
for (const [name, svg] of Object.entries(commands)) for (const size of [16, 32, 80]) await render(name, svg, size);
await browser.close();
