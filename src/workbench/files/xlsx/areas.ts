/** `A1:B2 D4` in a file's rule ↔ areas. */
import { areaAddress, parseArea } from "../../model/address";
import type { Area } from "../../model/area";

export const parseAreas = (text: string): Area[] =>
  text
    .split(/\s+/)
    .map(parseArea)
    .filter((area) => area !== null);

/** Files spell whole columns out: Excel refuses "A:A" where it wants a reference of cells. */
export const formatAreas = (areas: readonly Area[]): string =>
  areas
    .map((area) => {
      const address = areaAddress(area);
      if (/^[A-Z]+:[A-Z]+$/.test(address)) return address.replace(/([A-Z]+):([A-Z]+)/, "$11:$21048576");
      return /^\d+:\d+$/.test(address) ? address.replace(/(\d+):(\d+)/, "A$1:XFD$2") : address;
    })
    .join(" ");

export const withoutEquals = (formula: string): string => (formula.startsWith("=") ? formula.slice(1) : formula);
