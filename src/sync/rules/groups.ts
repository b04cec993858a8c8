import type { RowRef } from "../model/cell";
import type { TableRule, Verdict } from "./rule";
import type { RowView } from "./row-view";

export type Member = { readonly ref: RowRef; readonly view: RowView };

const inOrder = ({ ref: one }: Member, { ref: other }: Member): number =>
  one.key < other.key ? -1 : one.key > other.key ? 1 : one.nth - other.nth;

/** Two rows or more that share a key. */
class Group<M extends Member> {
  readonly members = new Set<M>();
  #judge: ((row: RowView) => Verdict) | null = null;

  constructor(
    readonly rule: TableRule,
    /** The change that made it as it is. */
    public stamp: number,
  ) {}

  change(stamp: number): void {
    this.stamp = stamp;
    this.#judge = null;
  }

  verdictOn(row: RowView): Verdict {
    this.#judge ??= this.rule.gather([...this.members].sort(inOrder).map((member) => member.view));
    return this.#judge(row);
  }
}

/** The keys of a row, one for each table rule in turn; null where the rule does not concern it. */
export type Keys = readonly (string | null)[];

/**
 * An inverted index from the keys of table rules to the rows that have them. A row's change touches its own groups only,
 * and what a group says is worked out when it is read. A key with one row, as nearly all are, holds the row itself.
 */
export class Groups<M extends Member> {
  readonly #indexes: readonly { readonly rule: TableRule; readonly groups: Map<string, M | Group<M>> }[];
  readonly #contested = new Set<Group<M>>();
  #clock = 0;

  constructor(rules: readonly TableRule[]) {
    this.#indexes = rules.map((rule) => ({ rule, groups: new Map() }));
  }

  keysOf(row: RowView): Keys {
    return this.#indexes.map(({ rule }) => rule.groupOf(row));
  }

  add(member: M, keys: Keys): void {
    this.#indexes.forEach(({ rule, groups }, place) => {
      const key = keys[place];
      if (key === null || key === undefined) return;
      const there = groups.get(key);
      if (there === undefined) return void groups.set(key, member);
      const group = there instanceof Group ? there : new Group<M>(rule, 0);
      if (group !== there) {
        group.members.add(there as M);
        groups.set(key, group);
        this.#contested.add(group);
      }
      group.members.add(member);
      group.change(++this.#clock);
    });
  }

  remove(member: M, keys: Keys): void {
    this.#indexes.forEach(({ groups }, place) => {
      const key = keys[place];
      if (key === null || key === undefined) return;
      const there = groups.get(key);
      if (!(there instanceof Group)) return void groups.delete(key);
      there.members.delete(member);
      there.change(++this.#clock);
      const [last, ...others] = there.members.size < 2 ? there.members : [];
      if (last !== undefined && others.length === 0) {
        groups.set(key, last);
        this.#contested.delete(there);
      }
    });
  }

  /** Members of groups with two rows or more. */
  *contested(): Iterable<M> {
    for (const group of this.#contested) yield* group.members;
  }

  /** The rows that share a key with a row of these keys. */
  *sharing(keys: Keys): Iterable<M> {
    for (const [place, { groups }] of this.#indexes.entries()) {
      const key = keys[place];
      const there = key === null || key === undefined ? undefined : groups.get(key);
      if (there instanceof Group) yield* there.members;
      else if (there !== undefined) yield there;
    }
  }

  /** Something that differs whenever the rows of these keys have changed. */
  stampsOf(keys: Keys): readonly unknown[] {
    return this.#indexes.map(({ groups }, place) => {
      const key = keys[place];
      const there = key === null || key === undefined ? undefined : groups.get(key);
      return there instanceof Group ? there.stamp : there;
    });
  }

  /** What the row's groups say of it. */
  *verdictsOn(member: M, keys: Keys): Iterable<{ readonly rule: TableRule; readonly verdict: Verdict }> {
    for (const [place, { rule, groups }] of this.#indexes.entries()) {
      const key = keys[place];
      const there = key === null || key === undefined ? undefined : groups.get(key);
      if (there instanceof Group) yield { rule, verdict: there.verdictOn(member.view) };
    }
  }

  /** What the groups would say of `candidate` if it stood in the place of `member`. */
  *verdictsInstead(candidate: RowView, keys: Keys, member: M): Iterable<{ readonly rule: TableRule; readonly verdict: Verdict }> {
    for (const [place, { rule, groups }] of this.#indexes.entries()) {
      const key = keys[place];
      const there = key === null || key === undefined ? undefined : groups.get(key);
      const others: Member[] = (there instanceof Group ? [...there.members] : there === undefined ? [] : [there]).filter((one) => one !== member);
      if (others.length === 0) continue;
      const rows = [...others, { ref: candidate.ref, view: candidate }].sort(inOrder).map((one) => one.view);
      yield { rule, verdict: rule.gather(rows)(candidate) };
    }
  }
}
