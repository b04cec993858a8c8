import type { PlainDate } from "../../../sync/model/dates";
import type { LedgerEntry } from "../../sage200/ledger";

type Who = { readonly accountId: number; readonly date: PlainDate; readonly at: number; readonly reference: string; readonly user: string };
type What = Pick<Extract<LedgerEntry, { kind: "posted" }>, "type" | "goods" | "tax" | "taxItems" | "nominalItems" | "bank" | "discount">;
type Numbers = { readonly id: number; readonly urn: number };
/** A transaction that was written, with what can still be allocated to it. */
export type Written = Numbers & { readonly value: number };

/** Writes a stretch of a sales ledger's history: entries with record ids, numbers and stamps of their own, ready to be played. */
export class LedgerHistory {
  readonly entries: LedgerEntry[] = [];
  #id: number;
  #urn: number;

  constructor({ firstId, firstUrn }: { readonly firstId: number; readonly firstUrn: number }) {
    this.#id = firstId;
    this.#urn = firstUrn;
  }

  get nextUrn(): number {
    return this.#urn;
  }

  invoice(of: Who & { readonly goods: number; readonly tax: number; readonly taxCodeId: number }): Written {
    const { goods, tax, taxCodeId } = of;
    const nominalItems = [{ code: "4000", value: goods, narrative: "", costCentre: "", department: "" }];
    return this.#post(of, { type: "invoice", goods, tax, taxItems: [{ taxCodeId, goods, tax }], nominalItems, bank: null });
  }

  /** `value` is the money; the account is credited with the discount too. */
  receipt(of: Who & { readonly bankId: number; readonly value: number; readonly discount?: number }): Written {
    const { bankId, value, discount = 0 } = of;
    return this.#post(of, { type: "receipt", goods: -(value + discount), tax: 0, taxItems: [], nominalItems: [], bank: { bankId, value }, discount });
  }

  /** Signed as in the ledger: invoices positive, receipts negative, together nothing. */
  allocate({ lines, at, date, user }: { readonly lines: readonly (readonly [of: Numbers, value: number])[]; readonly at: number; readonly date: PlainDate; readonly user: string }): void {
    this.entries.push({ kind: "allocated", at, date, firstHistoryId: this.#id, user, lines: lines.map(([{ id }, value]) => ({ transactionId: id, value })) });
    this.#id += lines.length;
  }

  #post({ accountId, date, at, reference, user }: Who, what: What): Written {
    const { type, goods, tax, taxItems, nominalItems, bank, discount = 0 } = what;
    const [id, urn] = [this.#id, this.#urn];
    this.#id += 1;
    this.#urn += 1;
    const when = { at, committedAt: at, date, postedDate: date, dueDate: date };
    this.entries.push({ kind: "posted", id, urn, type, customerId: accountId, ...when, reference, secondReference: "", user, goods, tax, taxItems, nominalItems, bank, discount });
    return { id, urn, value: goods + tax };
  }
}
