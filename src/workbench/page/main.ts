/** The workbench page, started. What tests and the pane's bridge need of it stands on `window.tieoutWorkbench`. */
import "../grid/grid.css";
import "./styles.css";
import { createOffice, type WorkbenchOffice } from "../client";
import { parseArea, splitAddress, type Workbook } from "../model";
import { FileDesk } from "./file-desk";
import { PaneFrame, type PaneOffice } from "./pane-frame";
import type { PaneHost } from "./office-types";
import { WorkbenchPage } from "./workbench-page";

const root = document.getElementById("workbench");
if (root === null) throw new Error("The page has no place for the workbench.");

const current: { office: WorkbenchOffice | null } = { office: null };

const officeFor = (workbook: Workbook): PaneOffice => {
  const office = createOffice(workbook, {
    onPane: (isShown) => pane.setVisible(isShown),
    onRibbon: (controls) => {
      for (const [id, isEnabled] of Object.entries(controls)) page.ribbon.setEnabled(id, isEnabled);
    },
    openWindow: (url) => window.open(url, "_blank", "noopener"),
    isDarkTheme: window.matchMedia("(prefers-color-scheme: dark)").matches,
  });
  current.office = office;
  return {
    globals: office,
    has: (name) => office.commands.names.includes(name),
    run: (name) => office.commands.run(name),
    dispose: () => office.dispose(),
  };
};

const pane = new PaneFrame({ page: "taskpane.html", bridge: "office-bridge.js", office: officeFor, tell: (message) => page.tell(message), leave: (isBackwards) => page.nextArea(isBackwards) });
const files = new FileDesk(new Worker(new URL("./files.worker.ts", import.meta.url)));
const page = new WorkbenchPage(root, files, pane);

/** The sheet's area that an address such as "Customer Links!A2:C9" names. */
const place = (address: string) => {
  const { sheet: name, rest } = splitAddress(address);
  const sheet = name === null ? page.workbook.active : page.workbook.worksheet(name);
  const area = parseArea(rest);
  if (sheet === null || area === null) throw new Error(`There is no ${address} in this workbook.`);
  return { sheet, area };
};

const tieoutWorkbench: PaneHost & Record<string, unknown> = {
  connect: (window: Window) => pane.connect(window),
  get workbook() {
    return page.workbook;
  },
  /** Requests of the pane so far: syncs, bytes, actions. */
  get counters() {
    return current.office?.counters ?? null;
  },
  /** The texts that an area shows, row by row. */
  texts: (address: string): string[][] => {
    const { sheet, area } = place(address);
    return Array.from({ length: area.bottom - area.top + 1 }, (_, row) => Array.from({ length: area.right - area.left + 1 }, (_unused, column) => sheet.text(area.top + row, area.left + column)));
  },
  goTo: (address: string): void => {
    const { sheet, area } = place(address);
    page.workbook.select(sheet, [area]);
  },
  open: (bytes: Uint8Array, name: string) => page.open(bytes, name),
  bytes: () => page.bytes(),
  /** Resolves when everything the pane was told has reached it. */
  settled: () => current.office?.settled() ?? Promise.resolve(),
};
Object.assign(window, { tieoutWorkbench });

void page.start();
