/** One company's next record id. Assumed of Sage: all kinds of record draw from one sequence (seen in exported records: customer, address, contact in a row). */
export class RecordIds {
  #next: number;

  constructor(first: number) {
    this.#next = first;
  }

  get next(): number {
    return this.#next;
  }

  /** Ids from `first` on, `count` of them, are in use. Telling it again changes nothing. */
  use(first: number, count = 1): void {
    this.#next = Math.max(this.#next, first + count);
  }
}
