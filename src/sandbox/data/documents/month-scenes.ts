/** What happens in a practice month, and how often in each company. */
export const scenes = [
  ["full", 24],
  ["part allocated", 5],
  ["part payment", 5],
  ["lump sum", 3],
  ["lump sum, unallocated", 2],
  ["short by a bank charge", 2],
  ["short by a bank charge, unallocated", 2],
  ["transposed reference", 3],
  ["equal amounts", 2],
  ["unknown payer", 2],
  ["invoice of Sage alone", 4],
  ["bank of several methods", 2],
  ["bank of no method", 1],
  ["exceeds outstanding", 2],
  ["from The Layer", 3],
  ["settlement discount", 1],
  ["many to many", 1],
] as const satisfies readonly (readonly [scene: string, times: number])[];
export type Scene = (typeof scenes)[number][0];

/** Pence that a bank keeps of a payment from abroad. */
export const bankCharge = 150;
