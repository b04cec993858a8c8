/** Pulls of the three mapping sheets: a row for everything that can be mapped, filled in as far as it is. Always whole: they are short. */
import type { SheetLine } from "../contract";
import type { CellValue } from "../model/cell";
import { sheets } from "../sheets";
import { keyOf } from "../sheets/sheet";
import { defaultCompany } from "../sheets/sub-companies";
import type { Database } from "../store";
import { latestChange } from "../store/changes";
import { databaseNow } from "../store/freshness";
import type { MappingSheet } from "../store/mappings";
import { cursorText } from "./cursor";
import { freshen } from "./freshen";
import { loadMappingWorld, type MappingWorld } from "./mapping-world";
import type { Refresher } from "./refresh";

type Cells = Readonly<Record<string, CellValue>>;

/**
 * What The Layer would have mapped, as rows without a choice. An open row names no company: one that does and lacks the rest
 * is a mistake by the rules, and a template begins without mistakes.
 */
const open = (sheet: MappingSheet, world: MappingWorld): readonly Cells[] => {
  switch (sheet) {
    case "sub-companies":
      return (world.subCompanies.length > 0 ? world.subCompanies : [defaultCompany]).map((name) => ({ SubCompany: name, SageCompanyName: null, SageSiteId: null }));
    case "payment-methods":
      return world.methods.map((method) => ({
        PaymentMethod: method.name,
        Enabled: method.isEnabled ? "Yes" : "No",
        "Payment Account Name": method.accountName || null,
        "Acc - Code": method.accCode || null,
        SageCompanyName: null,
      }));
    case "tax-codes":
      return [...new Set(world.rates.map((rate) => rate.percent))].map((percent) => ({ TaxRate: percent, SageCompanyName: null, SageTaxCode: null }));
  }
};

/** In how many rows a subject must be stored before nothing of it is left to map: a tax rate once for each company. */
const wanted = (sheet: MappingSheet, world: MappingWorld): number => (sheet === "tax-codes" ? Math.max(1, world.companies.length) : 1);

/** Stored rows, and an open row for each subject of which something is left to map, in The Layer's order. */
export const mappingRows = (sheet: MappingSheet, world: MappingWorld): readonly { key: string; version: number; cells: Cells }[] => {
  const definition = sheets[sheet];
  const [subject = ""] = definition.key;
  const stored = [...world.stored.values()];
  const subjects = open(sheet, world);
  const left = subjects.filter((cells) => stored.filter((mapping) => mapping.cells[subject] === cells[subject]).length < wanted(sheet, world));
  const order = new Map(subjects.map((cells, at) => [cells[subject], at]));
  const place = (cells: Cells) => order.get(cells[subject] ?? null) ?? subjects.length;
  return [
    ...stored.map(({ key, cells, version }) => ({ key, cells, version })),
    ...left.map((cells) => ({ key: keyOf(definition, cells), cells, version: 0 })),
  ].sort((a, b) => place(a.cells) - place(b.cells));
};

export async function* pullMappings(
  { db, tenant, refresher }: { readonly db: Database; readonly tenant: string; readonly refresher: Refresher },
  sheet: MappingSheet,
  signal: AbortSignal,
): AsyncGenerator<SheetLine> {
  const notes = await freshen(refresher, [{ kind: "layer-lists" }, { kind: "sage-companies" }], signal);
  if (signal.aborted) return;
  const [cursor, asOf, world] = await db.read(
    async (handle) => [await latestChange(handle, tenant), await databaseNow(handle), await loadMappingWorld(handle, tenant, sheet)] as const,
  );
  const rows = mappingRows(sheet, world);
  for (const row of rows) yield { type: "row", ...row, cells: { ...row.cells } };
  yield { type: "trailer", count: rows.length, cursor: cursorText(cursor), notes: [...notes], asOf };
}
