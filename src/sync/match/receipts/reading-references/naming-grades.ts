/** How a text names a document, and how surely. */
import type { Slip } from "./document-numbers";

export type Grade = "in full" | "number" | "short number" | "letters for digits" | "completed" | "cut off" | "range" | Slip;

export type Naming = { readonly grade: Grade; readonly written: string };

/** In falling order of what they prove. */
export const rank: Readonly<Record<Grade, number>> = { "in full": 0, number: 1, completed: 2, "letters for digits": 3, "short number": 4, "cut off": 5, swapped: 6, missing: 7, extra: 8, wrong: 9, range: 10 };

const slips: ReadonlySet<Grade> = new Set<Grade>(["swapped", "wrong", "missing", "extra"]);
const sure: ReadonlySet<Grade> = new Set<Grade>(["in full", "number", "completed", "letters for digits"]);
const vague: ReadonlySet<Grade> = new Set<Grade>(["wrong", "range", "cut off"]);

export const isSlip = (grade: Grade): boolean => slips.has(grade);
/** The number stands there, however it is written. */
export const isSure = (grade: Grade): boolean => sure.has(grade);
/** Sure, or a slip that few other numbers could have become. */
export const isStrong = (grade: Grade): boolean => !vague.has(grade);
/** One text of these grades may name several documents at once. */
export const namesSeveral = (grade: Grade): boolean => grade === "range" || grade === "number" || grade === "in full";
