/** From a bank account in Sage back to The Layer's payment method. Nothing is guessed: a bank that several methods pay into is to be chosen from. Pure. */
import type { CellValue } from "../model/cell";
import { folded } from "../model/spelling";
import type { PaymentMethodRef } from "../rules/reference";
import { parseFlag } from "../sheets/literals";

type Cells = Readonly<Record<string, CellValue>>;

export type MethodSource = {
  /** Rows of the worksheet Payment Methods. */
  readonly rows: readonly Cells[];
  /** The Layer's own list. */
  readonly methods: readonly PaymentMethodRef[];
};

/** Enabled methods of one bank account in one company. */
export type MethodsOfBank = { readonly kind: "one"; readonly method: string } | { readonly kind: "none" } | { readonly kind: "several"; readonly methods: readonly string[] };

const said = (cells: Cells, header: string): string => String(cells[header] ?? "").trim();
const same = (one: string, other: string): boolean => folded(one) === folded(other);

/** The code of the bank account that a method pays into; blank where it has none, null where it is switched off or unknown. Mirrors how a payment finds its bank: the company's own row counts before that for every company, and The Layer's list where there is neither. */
export const paysInto = ({ rows, methods }: MethodSource, name: string, companyName: string): string | null => {
  const own = rows.filter((cells) => same(said(cells, "PaymentMethod"), name));
  const row = own.find((cells) => same(said(cells, "SageCompanyName"), companyName)) ?? own.find((cells) => said(cells, "SageCompanyName") === "");
  if (row) return parseFlag(row["Enabled"] ?? null) === "No" ? null : said(row, "Acc - Code");
  const known = methods.find((method) => same(method.name, name));
  return known?.isEnabled ? known.accCode.trim() : null;
};

/** The code of the bank account that an enabled method pays into; null where it has none there. */
export const methodBank = (source: MethodSource, method: string, companyName: string): string | null => {
  const code = paysInto(source, method, companyName);
  return code === "" ? null : code;
};

/** The methods that can be chosen for a receipt in that company, whatever bank it came into: enabled, in The Layer's order. */
export const methodNames = ({ rows, methods }: MethodSource): readonly string[] => {
  const names = new Map<string, string>();
  for (const name of [...methods.map((method) => method.name), ...rows.map((cells) => said(cells, "PaymentMethod"))]) if (name !== "" && !names.has(folded(name))) names.set(folded(name), name);
  return [...names.values()];
};

/** @param bankCode blank for a receipt without a bank account, which no method can stand for. */
export const methodsOfBank = (source: MethodSource, bankCode: string, companyName: string): MethodsOfBank => {
  if (bankCode === "") return { kind: "none" };
  const found = methodNames(source).filter((name) => {
    const code = paysInto(source, name, companyName);
    return code !== null && code !== "" && same(code, bankCode);
  });
  const [first] = found;
  if (first === undefined) return { kind: "none" };
  return found.length === 1 ? { kind: "one", method: first } : { kind: "several", methods: found };
};
