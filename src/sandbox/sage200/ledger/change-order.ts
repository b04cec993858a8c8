/** Which transactions changed when: what lets a reader ask for the newest changes without all others being looked at. */
type Change = { readonly at: number; readonly id: number };

const before = (one: Change, other: Change): boolean => one.at < other.at || (one.at === other.at && one.id < other.id);

/** The place of the first that `holds`, where it does for all behind that too; the length of the list where it does for none. */
export const firstWhere = <T>(list: readonly T[], holds: (one: T) => boolean): number => {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = list[middle];
    if (one !== undefined && !holds(one)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * Changes in the order of stamp and id, each transaction at its newest one. Most come with a later stamp than all before, so
 * keeping order costs nothing; what a transaction left behind at an earlier stamp is skipped, and cleared away once it is half of all.
 */
export class ChangeOrder {
  #changes: Change[] = [];
  readonly #newest = new Map<number, number>();

  changed(id: number, at: number): void {
    if (this.#newest.get(id) === at) return;
    this.#newest.set(id, at);
    const change = { at, id };
    const last = this.#changes.at(-1);
    if (last === undefined || before(last, change)) this.#changes.push(change);
    else this.#changes.splice(firstWhere(this.#changes, (held) => !before(held, change)), 0, change);
    if (this.#changes.length > 1_000 && this.#changes.length > this.#newest.size * 2) this.#changes = this.#changes.filter((held) => this.#newest.get(held.id) === held.at);
  }

  gone(id: number): void {
    this.#newest.delete(id);
  }

  /** Ids of what changed at that moment or later, by stamp and then by id. */
  *since(at: number): Iterable<number> {
    for (let n = firstWhere(this.#changes, (held) => held.at >= at); n < this.#changes.length; n++) {
      const change = this.#changes[n];
      if (change !== undefined && this.#newest.get(change.id) === change.at) yield change.id;
    }
  }
}
