/** Where each document must end once the weather has cleared and people have mended what they ever will. */
import type { FailureCode } from "../../src/sync/model/failure";
import type { SimulatedDocument } from "./documents";
import type { Defect, SetUp } from "./set-up";

export type Ending =
  | { readonly kind: "posted" }
  /** Nothing is to be posted; but what has no company is not looked at so far. */
  | { readonly kind: "nothing"; readonly codes: readonly FailureCode[] }
  /** In the Error Queue, with one of these reasons. */
  | { readonly kind: "failed"; readonly codes: readonly FailureCode[] }
  /** Behind something that is not in Sage itself. */
  | { readonly kind: "waits" }
  /** The network brought Sage one and the same request twice, and lost the answer: a person has both before them. */
  | { readonly kind: "review" };

const codeOf = (defect: Defect): FailureCode => (defect.name.includes("period") ? "sage-period-closed" : defect.name.includes("below zero") ? "sage-refused" : "not-mapped");

export const endingOf = (document: SimulatedDocument, setUp: SetUp, carriedOutAgain: ReadonlyMap<string, number>): Ending => {
  const { inSage, parent, customerId, defects, label } = document;
  if (inSage === null) return { kind: "nothing", codes: defects.filter((defect) => !defect.isMended).map(codeOf) };
  if (parent !== null && endingOf(parent, setUp, carriedOutAgain).kind !== "posted") return { kind: "waits" };
  const { lookalike } = setUp;
  const isSkipped = lookalike.choice === "skip" && lookalike.customerId === customerId && lookalike.companyRef === inSage.company.ref;
  const kept = defects.filter((defect) => !defect.isMended);
  const codes = [...(isSkipped ? (["customer-skipped"] as const) : []), ...kept.map(codeOf)];
  if (codes.length > 0) return { kind: "failed", codes };
  return carriedOutAgain.has(label) ? { kind: "review" } : { kind: "posted" };
};
