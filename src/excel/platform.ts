/** What this Excel can do beyond the floor of the manifest, and what the host does for a page. */
import type { Capabilities } from "./port";

/** Everything works from here on; the manifest asks for it. Office 2021 and later, Microsoft 365, Excel on the web. */
export const floor = { set: "ExcelApi", version: "1.14" } as const;

const hasOffice = (): boolean => typeof Office !== "undefined" && Office.context !== undefined;

export const isSupported = (set: string, version: string): boolean => hasOffice() && Office.context.requirements.isSetSupported(set, version);

export const readCapabilities = (): Capabilities => ({
  notes: isSupported("ExcelApi", "1.18"),
  undoGroup: isSupported("ExcelApi", "1.20"),
  ribbonState: isSupported("RibbonApi", "1.1"),
  platform: hasOffice() ? String(Office.context.platform ?? "unknown") : "unknown",
});

/** Opens a page in the user's browser. Excel's own window where it has one, since a web view may swallow window.open. */
export const openInBrowser = (url: string): void => {
  const { protocol, href } = new URL(url, globalThis.location?.href);
  if (protocol !== "https:" && protocol !== "http:") throw new Error("Only web pages are opened in the browser.");
  if (isSupported("OpenBrowserWindowApi", "1.1")) Office.context.ui.openBrowserWindow(href);
  else window.open(href, "_blank", "noopener");
};

/** Whether the pane should be dark, as Office's own theme is; undefined where Office does not tell. */
export const isDarkTheme = (): boolean | undefined => (hasOffice() ? Office.context.officeTheme?.isDarkTheme : undefined);
