import type { Explanation } from "./explanation";
import type { Shape } from "../types";

/** In what manner an explanation explains, as people and memory call it. */
export const shapeOf = ({ receipts, debits, gap, structure }: Explanation): Shape => {
  if (receipts.length > 1) return "several receipts";
  if (gap?.kind === "part payment") return "part payment";
  if (debits.length === 1) return "one document";
  return structure !== null && (structure.basis === "all open" || structure.basis === "up to date" || structure.basis === "month") ? "statement" : "several documents";
};
