/**
 * The validation engine. It holds a table's rows, judged; an edit judges the edited rows again and whatever shares a key
 * with them before or after, and nothing else. What it says of a table never depends on the way the table came about.
 */
import { isLiteral, shownValue, type RowCells, type RowRef, type SheetRow } from "../model/cell";
import { pushedValues } from "../sheets/codec";
import { pushedColumns } from "../sheets/filled";
import { refText } from "../sheets/rows";
import type { SheetDefinition } from "../sheets/sheet";
import { Groups, type Keys } from "./groups";
import type { CellChange, Fix, Problem, Severity } from "./problem";
import type { ReferenceIndex } from "./reference-index";
import { rulesFor } from "./registry";
import type { Finding, Proposal, RowRule, Rule, TableRule } from "./rule";
import { RowView } from "./row-view";

export type CheckEdit = { readonly changed?: readonly SheetRow[]; readonly removed?: readonly RowRef[] };

export type Checker = {
  /** Takes these rows for the whole table. References must differ. */
  load(rows: readonly SheetRow[]): void;
  /**
   * Rows with a known reference replace what they were, others are added. `reviseRows` tells the references that an edit touches.
   * Answers every row whose problems may have changed, for marking anew. Fixes of other rows may change as well: one is
   * no longer offered once it would bring its row into conflict with the edited one.
   */
  edit(edit: CheckEdit): readonly RowRef[];
  /** In the order of the rows; those added later come last. Objects of rows not touched since stay the same. */
  problems(): readonly Problem[];
  problemsOf(row: RowRef): readonly Problem[];
  counts(): Readonly<Record<Severity, number>>;
  /** Judges every row again by other reference data. */
  replaceReference(reference: ReferenceIndex): void;
};

/** As many ways out as a person will read. */
const mostFixes = 5;
const rank: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

type Judged = Finding & { readonly code: string };
type Told = { readonly problems: readonly Problem[]; readonly stamps: readonly unknown[] };
class Entry {
  /** Problems as last told, and the state of its groups then. */
  told: Told | null = null;
  #view: RowView | null = null;

  constructor(
    readonly row: SheetRow,
    /** Its place among the rows as loaded; those added later come behind. */
    readonly place: number,
    /** From rules about this row alone. */
    readonly own: readonly Judged[],
    readonly keys: Keys,
    readonly look: (row: SheetRow) => RowView,
  ) {}

  get ref(): RowRef {
    return this.row.ref;
  }

  /** Made when somebody looks: of 100,000 rows few are looked at twice. */
  get view(): RowView {
    return (this.#view ??= this.look(this.row));
  }
}

const nothing: readonly never[] = [];
const identityOf = (judged: Judged) => `${judged.code}\u001f${judged.columns.join("\u001f")}`;
const same = (one: readonly unknown[], other: readonly unknown[]) => one.length === other.length && one.every((stamp, place) => stamp === other[place]);

class Engine implements Checker {
  readonly #definition: SheetDefinition;
  readonly #rules: readonly Rule[];
  #index: ReferenceIndex;
  #rowRules: readonly RowRule[] = [];
  #groups = new Groups<Entry>([]);
  #entries = new Map<string, Entry>();
  /** Those that rules find fault with for themselves. */
  #faulty = new Set<Entry>();
  #nextPlace = 0;
  #list: readonly Problem[] | null = null;

  constructor(definition: SheetDefinition, index: ReferenceIndex) {
    this.#definition = definition;
    this.#rules = rulesFor[definition.slug];
    this.#index = index;
    this.#reset();
  }

  #reset(): void {
    const active = this.#rules.filter((rule) => rule.needs.every((kind) => this.#index.has(kind)));
    this.#rowRules = active.filter((rule): rule is RowRule => rule.width === "row");
    this.#groups = new Groups(active.filter((rule): rule is TableRule => rule.width === "table"));
    this.#entries = new Map();
    this.#faulty = new Set();
    this.#nextPlace = 0;
    this.#list = null;
  }

  load(rows: readonly SheetRow[]): void {
    this.#reset();
    for (const row of rows) this.#put(row);
  }

  edit({ changed = nothing, removed = nothing }: CheckEdit): readonly RowRef[] {
    const affected = new Map<string, RowRef>();
    const touch = (keys: Keys) => {
      for (const { ref } of this.#groups.sharing(keys)) affected.set(refText(ref), ref);
    };
    for (const ref of removed) {
      const entry = this.#entries.get(refText(ref));
      if (!entry) continue;
      touch(entry.keys);
      this.#drop(entry);
      this.#entries.delete(refText(ref));
    }
    for (const row of changed) {
      const before = this.#entries.get(refText(row.ref));
      if (before) touch(before.keys);
      touch(this.#put(row).keys);
      affected.set(refText(row.ref), row.ref);
    }
    this.#list = null;
    return [...affected].filter(([text]) => this.#entries.has(text)).map(([, ref]) => ref);
  }

  problems(): readonly Problem[] {
    if (this.#list) return this.#list;
    const suspects = new Set(this.#faulty);
    for (const entry of this.#groups.contested()) suspects.add(entry);
    const inOrder = [...suspects].sort((one, other) => one.place - other.place);
    return (this.#list = inOrder.flatMap((entry) => this.#tell(entry)));
  }

  problemsOf(row: RowRef): readonly Problem[] {
    const entry = this.#entries.get(refText(row));
    return entry ? this.#tell(entry) : nothing;
  }

  counts(): Readonly<Record<Severity, number>> {
    const counts = { error: 0, warning: 0, info: 0 };
    for (const problem of this.problems()) counts[problem.severity] += 1;
    return counts;
  }

  replaceReference(reference: ReferenceIndex): void {
    this.#index = reference;
    this.load([...this.#entries.values()].sort((one, other) => one.place - other.place).map((entry) => entry.row));
  }

  #drop(entry: Entry): void {
    this.#groups.remove(entry, entry.keys);
    this.#faulty.delete(entry);
  }

  #put(row: SheetRow): Entry {
    const text = refText(row.ref);
    const before = this.#entries.get(text);
    if (before) this.#drop(before);
    const view = this.#look(row);
    const isBlank = view.isBlank;
    const own = isBlank ? nothing : this.#judge(view);
    const keys = isBlank ? nothing : this.#groups.keysOf(view);
    const entry = new Entry(row, before?.place ?? this.#nextPlace++, own, keys, this.#look);
    this.#groups.add(entry, entry.keys);
    if (entry.own.length > 0) this.#faulty.add(entry);
    this.#entries.set(text, entry);
    return entry;
  }

  readonly #look = (row: SheetRow): RowView => new RowView(this.#definition, this.#index, row.ref, row.cells);

  #judge(view: RowView): readonly Judged[] {
    let judged: Judged[] | null = null;
    for (const rule of this.#rowRules) for (const finding of rule.check(view)) (judged ??= []).push({ code: rule.code, ...finding });
    return judged ?? nothing;
  }

  /** All there is to say of a row now: by itself, and by the rows it shares keys with. */
  #judged(entry: Entry): readonly Judged[] {
    const judged = [...entry.own];
    for (const { rule, verdict } of this.#groups.verdictsOn(entry, entry.keys)) if (verdict) judged.push({ code: rule.code, ...verdict });
    return judged;
  }

  #tell(entry: Entry): readonly Problem[] {
    const stamps = this.#groups.stampsOf(entry.keys);
    if (entry.told && same(entry.told.stamps, stamps)) return entry.told.problems;
    const problems = this.#judged(entry).map((judged) => this.#problem(entry, judged));
    entry.told = { problems, stamps };
    return problems;
  }

  #problem(entry: Entry, judged: Judged): Problem {
    const { propose, columns, severity, code, cause, cure } = judged;
    const common = { row: entry.row.ref, columns, severity, code, cause, cure };
    if (!propose) return { ...common, fixes: nothing };
    let known: Proven | null = null;
    const isCurrent = (proven: Proven) => proven.restsOn.every(({ keys, stamps }) => same(stamps, this.#groups.stampsOf(keys)));
    const prove = () => (known = this.#prove(entry, judged, propose()));
    return {
      ...common,
      // Worked out when looked at: finding candidates for 100,000 rows at once would take longer than judging them.
      get fixes(): readonly Fix[] {
        return (known && isCurrent(known) ? known : prove()).fixes;
      },
    };
  }

  /** Keeps the proposals that hold: the row, judged with them in place, has lost this problem and gained none as bad. */
  #prove(entry: Entry, judged: Judged, proposals: readonly Proposal[]): Proven {
    const restsOn = [{ keys: entry.keys, stamps: this.#groups.stampsOf(entry.keys) }];
    const before = new Set(this.#judged(entry).map(identityOf));
    const fixes: Fix[] = [];
    for (const proposal of proposals) {
      if (fixes.length === mostFixes) break;
      const view = new RowView(this.#definition, this.#index, entry.row.ref, { ...entry.row.cells, ...proposal.set });
      const keys = view.isBlank ? nothing : this.#groups.keysOf(view);
      restsOn.push({ keys, stamps: this.#groups.stampsOf(keys) });
      const after: Judged[] = view.isBlank ? [] : [...this.#judge(view)];
      for (const { rule, verdict } of this.#groups.verdictsInstead(view, keys, entry)) if (verdict) after.push({ code: rule.code, ...verdict });
      const isGone = !after.some((one) => identityOf(one) === identityOf(judged));
      const addsNone = after.every((one) => rank[one.severity] < rank[judged.severity] || before.has(identityOf(one)));
      const changes = changesOf(entry.row, proposal);
      if (isGone && addsNone && changes.length > 0) fixes.push({ label: proposal.label, changes, ...(proposal.group ? { group: proposal.group } : {}), ...(proposal.follows ? { follows: true } : {}) });
    }
    return { fixes, restsOn };
  }
}

/** Fixes, and the state of the groups on which they were proven. */
type Proven = { readonly fixes: readonly Fix[]; readonly restsOn: readonly { readonly keys: Keys; readonly stamps: readonly unknown[] }[] };

const changesOf = (row: SheetRow, proposal: Proposal): CellChange[] =>
  Object.entries(proposal.set).flatMap(([column, to]) => {
    const cell = row.cells[column];
    return isLiteral(cell ?? null) && (cell ?? null) === to ? [] : [{ row: row.ref, column, from: shownValue(cell), to }];
  });

/** A checker for one table. Kinds of reference data that were not fetched keep their rules silent. */
export const createChecker = (definition: SheetDefinition, reference: ReferenceIndex): Checker => new Engine(definition, reference);

/** Judges a whole table once. */
export const checkRows = (definition: SheetDefinition, rows: readonly SheetRow[], reference: ReferenceIndex): readonly Problem[] => {
  const checker = createChecker(definition, reference);
  checker.load(rows);
  return checker.problems();
};

/**
 * What a row is taken to mean, for storing once it has no errors: known codes in their known spelling, spaces and invisible
 * characters gone, flags and rates in their one form; null where blank. Columns the user does not own are left out.
 */
export const meaningOf = (definition: SheetDefinition, cells: RowCells, reference: ReferenceIndex): Record<string, string | null> => {
  const view = new RowView(definition, reference, { key: "", nth: 0 }, cells);
  const pushed = pushedValues(definition, cells);
  return Object.fromEntries(
    pushedColumns(definition).map(([header]) => {
      const meant = view.value(header) || String(pushed[header] ?? "");
      return [header, meant === "" ? null : meant];
    }),
  );
};

export { isBlankRow, isUnfilled } from "../sheets/filled";
