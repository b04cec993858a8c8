/** The scale that pieces of evidence are put on. */
import type { Evidence } from "../types";

/** Told of each piece of evidence; the sentence is made only for the one who wants it. */
export type Say = (evidence: Evidence, weight: number, sentence: () => string) => void;

/** Adds up pieces of evidence, and tells of each if somebody listens. */
export class Scale {
  sum = 0;
  constructor(readonly say: Say | undefined) {}
  add(evidence: Evidence, weight: number, sentence: () => string): void {
    this.sum += weight;
    this.say?.(evidence, weight, sentence);
  }
}
