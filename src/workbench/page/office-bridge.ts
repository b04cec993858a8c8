/**
 * Loaded inside the pane's frame where office.js stands in Excel: takes Office and Excel from the page around it, before
 * the pane's own script runs.
 */
import type { PaneHost } from "./office-types";

const host = (window.parent as Window & { tieoutWorkbench?: PaneHost }).tieoutWorkbench;
if (host === undefined) throw new Error("This page belongs inside the workbench.");
Object.assign(window, host.connect(window));
