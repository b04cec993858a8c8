/** How a rule is written. A rule never touches Excel, HTTP or the clock: it reads a row, or rows that share a key, and speaks. */
import type { CellValue } from "../model/cell";
import { pushedColumns } from "../sheets/filled";
import type { Column, SheetDefinition } from "../sheets/sheet";
import type { Severity } from "./problem";
import type { Reading } from "./reading";
import type { ReferenceIndex, ReferenceKind } from "./reference-index";
import type { RowView } from "./row-view";

/** A way out, in terms of the row's own cells. The engine offers it only where it proves to hold. */
export type Proposal = {
  readonly label: string;
  readonly set: Readonly<Record<string, CellValue>>;
  /** Proposals of one group may be taken all at once. */
  readonly group?: { readonly id: string; readonly label: string };
  /** As a fix's. */
  readonly follows?: true;
};

/** What a rule found. `propose` is called only when somebody looks, as candidates can be dear to find. */
export type Finding = {
  /** Where a rule speaks of several things, which one. */
  readonly code?: string;
  readonly severity: Severity;
  readonly columns: readonly string[];
  readonly cause: string;
  readonly cure: string;
  readonly propose?: () => readonly Proposal[];
};

export const fine = null;
export type Verdict = Finding | typeof fine;

type Common = {
  /** The problem's code. */
  readonly code: string;
  /** Kinds of reference data without which the rule is silent. */
  readonly needs: readonly ReferenceKind[];
};
/** Judges a row by itself or by reference data. */
export type RowRule = Common & { readonly width: "row"; check(row: RowView): readonly Finding[] };
/** Judges rows by those that share a key with them. What a member needs of its group is summed up once for all members. */
export type TableRule = Common & { readonly width: "table"; groupOf(row: RowView): string | null; gather(rows: readonly RowView[]): (row: RowView) => Verdict };
export type Rule = RowRule | TableRule;

const silence: readonly Finding[] = [];

/** A rule about one row as a whole. */
export const rowRule = (code: string, judge: (row: RowView) => Verdict): RowRule => ({
  width: "row",
  code,
  needs: [],
  check: (row) => {
    const verdict = judge(row);
    return verdict ? [verdict] : silence;
  },
});

/** A rule about one row that looks things up in reference data, and is silent where they were not fetched. */
export const referenceRule = (code: string, needs: readonly ReferenceKind[], judge: (row: RowView, index: ReferenceIndex) => Verdict): RowRule => ({
  ...rowRule(code, (row) => judge(row, row.index)),
  needs,
});

const columnsOf = (definition: SheetDefinition, applies: (column: Column, header: string) => boolean) =>
  pushedColumns(definition).filter(([header, column]) => applies(column, header));

/** A rule about every cell that a user may fill in of some kind of column, one finding a cell. */
export const cellRule = (
  code: string,
  applies: (column: Column, header: string) => boolean,
  judge: (reading: Reading, row: RowView, header: string, column: Column) => Verdict,
): RowRule => {
  const applicable = new WeakMap<SheetDefinition, ReturnType<typeof columnsOf>>();
  return {
    width: "row",
    code,
    needs: [],
    check(row) {
      let columns = applicable.get(row.definition);
      if (!columns) applicable.set(row.definition, (columns = columnsOf(row.definition, applies)));
      let found: Finding[] | null = null;
      for (const [header, column] of columns) {
        const verdict = judge(row.reading(header), row, header, column);
        if (verdict) (found ??= []).push(verdict);
      }
      return found ?? silence;
    },
  };
};

/** A rule about rows that share a key: `gather` sees them all, in an order that does not depend on the sheet's, and answers a judge of each. */
export const tableRule = (
  code: string,
  groupOf: (row: RowView) => string | null,
  gather: (rows: readonly RowView[]) => (row: RowView) => Verdict,
  needs: readonly ReferenceKind[] = [],
): TableRule => ({ width: "table", code, needs, groupOf, gather });

const finding =
  (severity: Severity) =>
  (columns: readonly string[], cause: string, cure: string, propose?: () => readonly Proposal[]): Finding => ({
    severity,
    columns,
    cause,
    cure,
    ...(propose ? { propose } : {}),
  });

export const error = finding("error");
export const warning = finding("warning");
export const info = finding("info");

/** A value inside a sentence. */
export const said = (value: string): string => `“${value}”`;

/** "A, B and 3 more": as many names as fit a sentence. */
export const several = (names: readonly string[], most = 3): string => {
  const rest = names.length - most;
  if (rest > 0) return `${names.slice(0, most).join(", ")} and ${rest} more`;
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
};

/** The row's subject, for sentences about blank cells: "customer C100". */
export const subjectOf = (row: RowView): string => {
  const [header = ""] = row.definition.key;
  const value = row.value(header) || row.reading(header).shown;
  const words: Readonly<Record<string, string>> = { CustomerId: "customer", SubCompany: "sub-company", PaymentMethod: "payment method", TaxRate: "tax rate" };
  return value === "" ? "this row" : `${words[header] ?? header} ${value}`;
};

/** One proposal a candidate; grouped with its like where there is only one, so that it is no choice. */
export const oneOf = (header: string, candidates: readonly string[], group: { id: string; label: string }, describe = (value: string) => value): Proposal[] =>
  candidates.map((value) => ({
    label: `Use ${describe(value)}`,
    set: { [header]: value },
    ...(candidates.length === 1 ? { group } : {}),
  }));
