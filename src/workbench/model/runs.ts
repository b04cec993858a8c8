/**
 * One value for each index from 0 to `length`, kept as runs of equal values: a column of 100,000 cells in one format is one entry.
 * Values are compared with `===`; give it primitives or interned objects.
 */
export class Runs<T> {
  private starts: number[] = [0];
  private values: T[];

  constructor(
    readonly initial: T,
    readonly length: number,
  ) {
    this.values = [initial];
  }

  get(index: number): T {
    return this.values[this.runAt(index)] as T;
  }

  /** Sets `from` to `to`, both included. */
  set(from: number, to: number, value: T): void {
    this.change(from, to, () => value);
  }

  /** Replaces each run's value within the bounds; equal neighbours join. */
  change(from: number, to: number, update: (value: T) => T): void {
    if (from > to) return;
    const first = this.split(from);
    const end = to + 1 < this.length ? this.split(to + 1) : this.starts.length;
    for (let run = first; run < end; run++) this.values[run] = update(this.values[run] as T);
    this.join(Math.max(first - 1, 0), Math.min(end, this.starts.length - 1));
  }

  /** Opens `count` places before `at`; they take the value before them, as an inserted row takes the look of the row above. */
  insert(at: number, count: number): void {
    const value = at > 0 ? this.get(at - 1) : this.initial;
    this.splice(at, 0, count, value);
  }

  /** Takes places out; those that move in at the end take the last place's value, so that a whole column stays in one format. */
  remove(at: number, count: number): void {
    this.splice(at, count, 0, this.get(this.length - 1));
  }

  /** Runs that touch the bounds, clipped to them. */
  *within(from: number, to: number): Generator<{ from: number; to: number; value: T }> {
    for (let run = this.runAt(from); run < this.starts.length; run++) {
      const start = Math.max(this.starts[run] as number, from);
      if (start > to) return;
      const end = Math.min(run + 1 < this.starts.length ? (this.starts[run + 1] as number) - 1 : this.length - 1, to);
      yield { from: start, to: end, value: this.values[run] as T };
    }
  }

  /** True when nothing was ever set apart. */
  get isUniform(): boolean {
    return this.starts.length === 1;
  }

  private splice(at: number, removed: number, inserted: number, value: T): void {
    const before = at > 0 ? [...this.within(0, at - 1)] : [];
    const after = at + removed <= this.length - 1 ? [...this.within(at + removed, this.length - 1)] : [];
    const starts: number[] = [];
    const values: T[] = [];
    const push = (start: number, next: T) => {
      if (start >= this.length || (values.length > 0 && values[values.length - 1] === next)) return;
      starts.push(start);
      values.push(next);
    };
    for (const run of before) push(run.from, run.value);
    if (inserted > 0) push(at, value);
    for (const run of after) push(run.from - removed + inserted, run.value);
    if (removed > inserted) push(this.length - removed + inserted, value);
    this.starts = starts;
    this.values = values;
  }

  private runAt(index: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Makes a run start at `index` and answers which one it is. */
  private split(index: number): number {
    const run = this.runAt(index);
    if (this.starts[run] === index) return run;
    this.starts.splice(run + 1, 0, index);
    this.values.splice(run + 1, 0, this.values[run] as T);
    return run + 1;
  }

  private join(from: number, to: number): void {
    for (let run = to; run > from; run--) {
      if (this.values[run] !== this.values[run - 1]) continue;
      this.starts.splice(run, 1);
      this.values.splice(run, 1);
    }
  }
}
