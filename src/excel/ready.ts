/** Waits for Office and says where the page finds itself, so that the pane can render or explain. */
import { floor, isSupported } from "./platform";

export type Readiness =
  | { readonly kind: "excel" }
  /** Opened in a plain browser: there is no workbook. */
  | { readonly kind: "browser" }
  | { readonly kind: "other-host"; readonly host: string }
  | { readonly kind: "too-old"; readonly needs: string }
  /** Office's script did not load, as where a proxy blocks Microsoft's CDN. */
  | { readonly kind: "no-office" };

export const whenReady = async (): Promise<Readiness> => {
  if (typeof Office === "undefined") return { kind: "no-office" };
  const info = await Office.onReady();
  // Null in a plain browser, whatever the typings say.
  const host: Office.HostType | null | undefined = info.host;
  if (host === null || host === undefined) return { kind: "browser" };
  if (String(host) !== "Excel") return { kind: "other-host", host: String(host) };
  return isSupported(floor.set, floor.version) ? { kind: "excel" } : { kind: "too-old", needs: `${floor.set} ${floor.version}` };
};
