import type { Rng } from "./rng";

/** How a Sage company numbers its customers. */
export type ReferenceStyle = { readonly letters: number; readonly digits: number; /** Share of old accounts numbered with digits only. */ readonly numericShare: number };

/** Account numbers that a spreadsheet takes for a number, a date or a truth value, all seen in the wild in this form. */
export const spreadsheetReferences = ["4E12", "00012345", "SEP01", "1E10", "MAR22", "00000417", "TRUE", "3-4", "12E345", "DEC25", "000777", "2E05", "10-11", "JAN"] as const;

/** Pairs that differ only by the letter O and the digit 0. */
export const lookAlikePairs = [
  ["BOOTH001", "B00TH001"],
  ["COOK0O1", "COOK001"],
] as const;

const isPlain = /^[\x20-\x7e]*$/;

/** Gives out account numbers of at most 8 characters, unique within one company whatever their case. */
export class ReferenceBook {
  readonly #taken = new Set<string>();
  readonly #last = new Map<string, number>();
  readonly #style: ReferenceStyle;

  constructor(style: ReferenceStyle) {
    this.#style = style;
    for (const pair of lookAlikePairs) for (const reference of pair) this.#taken.add(reference);
    for (const reference of spreadsheetReferences) this.#taken.add(reference);
  }

  isFree(reference: string): boolean {
    return !this.#taken.has(reference.toUpperCase());
  }

  take(reference: string): string {
    this.#taken.add(reference.toUpperCase());
    return reference;
  }

  release(reference: string): void {
    this.#taken.delete(reference.toUpperCase());
  }

  next(name: string, rng: Rng): string {
    if (rng.chance(this.#style.numericShare)) return this.#numbered("", 8, rng.chance(0.5) ? 5 : 8);
    const stem = (isPlain.test(name) ? name : name.normalize("NFD")).slice(0, 24).toUpperCase().replace(/^THE /, "").replace(/[^A-Z0-9]/g, "") || "ACCOUNT";
    return this.#numbered(stem.slice(0, this.#style.letters), 8, this.#style.digits);
  }

  /** The stem gives way letter by letter once its numbers no longer fit in eight characters. */
  #numbered(stem: string, width: number, digits: number): string {
    for (let letters = stem.length; letters >= 0; letters--) {
      const prefix = stem.slice(0, letters);
      const limit = 10 ** (width - letters);
      for (let n = (this.#last.get(`${prefix}/${digits}`) ?? 0) + 1; n < limit; n++) {
        const reference = prefix + `${n}`.padStart(digits, "0");
        this.#last.set(`${prefix}/${digits}`, n);
        if (reference.length <= width && this.isFree(reference)) return this.take(reference);
        if (reference.length > width) break;
      }
    }
    throw new Error(`No account number is left for "${stem}".`);
  }
}
