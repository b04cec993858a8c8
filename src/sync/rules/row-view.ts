import type { Particulars } from "../match/evidence";
import type { Cell, RowCells, RowRef } from "../model/cell";
import { isBlankRow, isUnfilled } from "../sheets/filled";
import type { SheetDefinition } from "../sheets/sheet";
import type { KnownCodes } from "./known-codes";
import { readCell, type Reading } from "./reading";
import type { LayerCustomerRef, SageAccountRef, SageCompanyRef } from "./reference";
import type { ReferenceIndex } from "./reference-index";

const nowhere: readonly never[] = [];

/** Places of a definition's columns, so that 100,000 rows keep what was read in lists and not in maps. */
const placesOf = (definition: SheetDefinition): ReadonlyMap<string, number> => {
  const known = places.get(definition) ?? new Map(Object.keys(definition.columns).map((header, place) => [header, place]));
  places.set(definition, known);
  return known;
};
const places = new WeakMap<SheetDefinition, ReadonlyMap<string, number>>();

/**
 * A row as rules see it: each cell read once, and the records that it names. Nothing here judges.
 * Made anew when the row or the reference data change, so it is never stale.
 */
export class RowView {
  readonly #places: ReadonlyMap<string, number>;
  readonly #readings: (Reading | undefined)[];
  #companyName: string | null = null;
  #accountsNamed: { readonly byReference: SageAccountRef | undefined; readonly byId: SageAccountRef | undefined } | null = null;

  constructor(
    readonly definition: SheetDefinition,
    readonly index: ReferenceIndex,
    readonly ref: RowRef,
    readonly cells: RowCells,
  ) {
    this.#places = placesOf(definition);
    this.#readings = new Array<undefined>(this.#places.size);
  }

  cell(header: string): Cell | undefined {
    return this.cells[header];
  }

  reading(header: string): Reading {
    const place = this.#places.get(header);
    const read = place === undefined ? undefined : this.#readings[place];
    if (read) return read;
    const column = this.definition.columns[header];
    if (place === undefined || !column) throw new Error(`${this.definition.name} has no column ${header}`);
    const reading = readCell(column, this.cells[header], this.codesFor(header));
    this.#readings[place] = reading;
    return reading;
  }

  /** What the cell is taken to mean; "" where blank, unusable or one of several. */
  value(header: string): string {
    return this.reading(header).value;
  }

  /** The list a code must be in, as narrow as the rest of the row allows; null where it was not fetched. */
  codesFor(header: string): KnownCodes<unknown> | null {
    const { index } = this;
    if (header === "SageCustomerId") return this.#accounts()?.byId ?? null;
    const column = this.definition.columns[header];
    const lookup = column && "lookup" in column ? column.lookup : undefined;
    switch (lookup) {
      case "sage-company":
        return index.companies;
      case "sage-site":
        return index.sites;
      case "sage-account":
        return this.#accounts()?.byReference ?? null;
      case "sage-bank":
        return index.banks && (this.companyName ? index.banks.in(this.companyName) : index.banks.anywhere());
      case "sage-tax-code":
        return index.taxCodes && (this.companyName ? index.taxCodes.in(this.companyName) : index.taxCodes.anywhere());
      case "layer-customer":
        return index.customers;
      case "layer-sub-company":
        return index.subCompanies;
      case "layer-payment-method":
        return index.paymentMethods;
      case "layer-tax-rate":
      case undefined:
        return null;
    }
  }

  #accounts() {
    const { accounts } = this.index;
    return accounts && (this.companyName ? accounts.in(this.companyName) : accounts.anywhere());
  }

  /** The companies that SageCompanyName can mean: one, or one a site where two sites share the name. */
  get companies(): readonly SageCompanyRef[] {
    return this.index.companies?.get(this.value("SageCompanyName")) ?? nowhere;
  }

  /** The Sage company's name where it is one; "" where blank or not a company. */
  get companyName(): string {
    return (this.#companyName ??= this.#readCompanyName());
  }

  #readCompanyName(): string {
    if (!this.#places.has("SageCompanyName")) return "";
    const { value, known } = this.reading("SageCompanyName");
    return known === false ? "" : value;
  }

  get customer(): LayerCustomerRef | undefined {
    return this.index.customers?.get(this.value("CustomerId"));
  }

  /** The customer as far as anything is known of it, for matching: The Layer's record, or else the name in the row. */
  get particulars(): Particulars | null {
    if (this.customer) return this.customer;
    const name = this.value("CustomerName");
    return name === "" ? null : { name, vatNumber: "", email: "", telephone: "", postcode: "" };
  }

  /** Looked up once: half of the rules ask. */
  #named() {
    return (this.#accountsNamed ??= { byReference: this.#account("byReference", "SageAccountNumber"), byId: this.#account("byId", "SageCustomerId") });
  }

  #account(by: "byReference" | "byId", header: string): SageAccountRef | undefined {
    const value = this.companyName && this.value(header);
    return value ? this.index.accounts?.in(this.companyName)[by].get(value) : undefined;
  }

  /** The account of this company that the account number names. */
  get accountByNumber(): SageAccountRef | undefined {
    return this.#named().byReference;
  }

  /** The account of this company that Sage's own id names. */
  get accountById(): SageAccountRef | undefined {
    return this.#named().byId;
  }

  /** The account this row links to; none where its two ids name different ones. */
  get account(): SageAccountRef | undefined {
    const [one, other] = [this.accountByNumber, this.accountById];
    return one && other && one.id !== other.id ? undefined : (one ?? other);
  }

  get isBlank(): boolean {
    return isBlankRow(this.definition, this.cells);
  }

  get isUnfilled(): boolean {
    return isUnfilled(this.definition, this.cells);
  }
}
