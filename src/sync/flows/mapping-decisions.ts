/** What becomes of each row of a mapping sheet, for a preview and for a push alike. Pure. */
import type { CellValue } from "../model/cell";
import { createChecker, isBlankRow, isUnfilled, meaningOf } from "../rules/engine";
import type { Problem } from "../rules/problem";
import { sheets } from "../sheets";
import { keyOf } from "../sheets/sheet";
import type { MappingSheet, StoredMapping } from "../store/mappings";
import type { PushRow } from "../store/pushes";
import { refusal } from "./link-decisions";
import type { MappingWorld } from "./mapping-world";

type Cells = Readonly<Record<string, CellValue>>;

type Common = { readonly row: PushRow; readonly problems: readonly Problem[]; readonly message: string; readonly stored: StoredMapping | null; readonly key: string; readonly cells: Cells };
export type MappingDecision = Common & { readonly outcome: "same" | "refused" | "conflict" | "save" };

const equal = (one: Cells, other: Cells): boolean => Object.keys({ ...one, ...other }).every((header) => (one[header] ?? null) === (other[header] ?? null));

/** "Trade UK → Acme UK": what the row maps, and to what. */
const words = (sheet: MappingSheet, cells: Cells): string => {
  const text = (header: string) => String(cells[header] ?? "");
  switch (sheet) {
    case "sub-companies":
      return `${text("SubCompany")} → ${text("SageCompanyName")}`;
    case "payment-methods": {
      const company = text("SageCompanyName") || "every company";
      return cells["Acc - Code"] === null ? `${text("PaymentMethod")} is not used in ${company}` : `${text("PaymentMethod")} → bank account ${text("Acc - Code")} in ${company}`;
    }
    case "tax-codes":
      return `${text("TaxRate")}% → tax code ${text("SageTaxCode")} in ${text("SageCompanyName")}`;
  }
};

/** `rows` are decided; `all` is the whole push, as tables are short and rules compare rows. */
export const decideMappings = (sheet: MappingSheet, rows: readonly PushRow[], all: readonly PushRow[], world: MappingWorld): readonly MappingDecision[] => {
  const definition = sheets[sheet];
  const checker = createChecker(definition, world.index);
  const refOf = (row: PushRow) => ({ key: String(row.number), nth: 0 });
  checker.load(all.map((row) => ({ ref: refOf(row), cells: row.cells })));
  return rows.map((row): MappingDecision => {
    const problems = checker.problemsOf(refOf(row)).map((problem): Problem => ({ ...problem, row: row.ref, fixes: [] }));
    const cells = meaningOf(definition, row.cells, world.index);
    const key = keyOf(definition, cells);
    const stored = world.stored.get(key) ?? null;
    const common = { row, problems, stored, key, cells };
    if (isBlankRow(definition, row.cells) || isUnfilled(definition, row.cells)) {
      const stays = stored ? ` What is stored stays: ${words(sheet, stored.cells)}.` : "";
      return { ...common, outcome: "same", message: `Left out: nothing is chosen in this row.${stays}` };
    }
    if (stored && equal(stored.cells, cells)) return { ...common, outcome: "same", message: `Already so: ${words(sheet, cells)}.` };
    if (row.version !== null && row.version !== (stored?.version ?? 0)) {
      const now = stored ? `It now says ${words(sheet, stored.cells)}.` : "It was removed.";
      return { ...common, outcome: "conflict", message: `Somebody changed this mapping after the sheet was pulled. ${now} Pull again, then decide.` };
    }
    const why = refusal(problems);
    if (why !== null) return { ...common, outcome: "refused", message: why };
    return { ...common, outcome: "save", message: `${stored ? "Changed" : "Mapped"}: ${words(sheet, cells)}` };
  });
};
