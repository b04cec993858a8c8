import type { PlainDate } from "../../../sync/model/dates";
import { refused, type Refused } from "../../odata/refused";
import { RecordIds } from "../record-ids";
import { ChangeOrder, firstWhere } from "./change-order";
import type { LedgerCompany } from "./company";
import { entriesOf } from "./double-entry";
import type { AllocatedEntry, DeallocatedEntry, LedgerEntry, PostedEntry } from "./entry";
import { judgeAllocation } from "./judge-allocation";
import { judgeCash } from "./judge-cash";
import { isRefusal, judgeDocument, type Judged } from "./judge-document";
import { openRules, type AllocationRequest, type CashRequest, type LedgerRules, type LinedRequest } from "./request";
import { isOpening, outstandingOf, type AllocationSession, type PostedTransaction } from "./transaction";

export type Posted = { readonly urn: number; readonly id: number };

export type LedgerOptions = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly rules?: () => LedgerRules;
  readonly ids?: RecordIds;
  readonly firstUrn?: number;
  /** Takes each entry and must have `apply` called with it; left out, entries are applied at once. */
  readonly commit?: (entry: LedgerEntry) => void;
};

/** Whose entries are those that name nobody. */
const apiUser = "api.user";
const setUpUser = "set.up";

const dayOf = (ms: number): PlainDate => new Date(ms).toISOString().slice(0, 10) as PlainDate;
/** As `$filter` compares text. */
export const foldedReference = (text: string): string => text.toLowerCase();

const add = (map: Map<number, number[]>, key: number, id: number): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, [id]);
  else known.push(id);
};

/**
 * One company's sales ledger in memory, with its bank and nominal entries. It behaves as Sage 200 is known to: everything posts at
 * once, references may repeat, nothing guards against the same document twice, and no call takes anything back; people at Sage's own
 * screens can take back allocations. It knows no HTTP and no timer: its clock is given to it.
 */
export class SalesLedger {
  readonly #options: LedgerOptions;
  readonly #ids: RecordIds;
  readonly #transactions = new Map<number, PostedTransaction>();
  /** Settled and kept long enough: out of the ledger's lists, and with nothing outstanding. */
  readonly #archived = new Map<number, PostedTransaction>();
  readonly #changes = new ChangeOrder();
  readonly #sessions = new Map<number, AllocationSession>();
  readonly #byUrn = new Map<number, number>();
  readonly #byCustomer = new Map<number, number[]>();
  readonly #bySecondReference = new Map<string, number[]>();
  readonly #balances = new Map<number, number>();
  #list: readonly PostedTransaction[] | null = null;
  #archivedList: readonly PostedTransaction[] | null = null;
  #nextUrn: number;
  #latest = 0;
  #revision = 0;

  constructor(
    readonly company: LedgerCompany,
    options: LedgerOptions,
  ) {
    this.#options = options;
    this.#ids = options.ids ?? new RecordIds(100_001);
    this.#nextUrn = options.firstUrn ?? 1;
  }

  postInvoice(request: LinedRequest): Posted | Refused {
    return this.#post(judgeDocument("invoice", request, this.#today(), this.company, this.#rules()));
  }

  postCreditNote(request: LinedRequest): Posted | Refused {
    return this.#post(judgeDocument("credit-note", request, this.#today(), this.company, this.#rules()));
  }

  /** Money in. A negative value is money out, entered as The Layer's refunds are. */
  postReceipt(request: CashRequest): Posted | Refused {
    return this.#post(judgeCash("receipt", request, this.#today(), this.company, this.#rules()));
  }

  /** Money back to a customer: what Sage calls a sales payment. */
  postSalesPayment(request: CashRequest): Posted | Refused {
    return this.#post(judgeCash("refund", request, this.#today(), this.company, this.#rules()));
  }

  allocate(request: AllocationRequest): { readonly date: PlainDate } | Refused {
    if (!this.company.hasCustomer(request.customerId)) return refused(`The customer with id ${request.customerId} does not exist.`);
    const wrong = judgeAllocation(request, (id) => this.#transactions.get(id));
    if (wrong !== null) return wrong;
    const date = request.date ?? this.#today();
    const lines = request.lines.map(({ transactionId, value }) => ({ transactionId, value }));
    this.#commit({ kind: "allocated", at: this.#stamp(), date, firstHistoryId: this.#ids.next, ...(request.user === undefined ? {} : { user: request.user }), lines });
    return { date };
  }

  /**
   * Takes back everything that was allocated to a transaction or, where the other one is named, what was allocated between the two. Whole
   * sessions go, with all their members. People do it at Sage's screens; the API cannot.
   */
  deallocate(id: number, other?: number): { readonly sessions: number } | Refused {
    const transaction = this.#transactions.get(id);
    if (transaction === undefined) return refused(`The posted transaction with id ${id} does not exist.`);
    const sessions = transaction.sessions.filter(({ members }) => other === undefined || members.some(({ transactionId }) => transactionId === other));
    if (sessions.length === 0) return refused(`The posted transaction with id ${id} is not allocated${other === undefined ? "" : ` to the one with id ${other}`}.`);
    const archived = sessions.flatMap(({ members }) => members).find((member) => this.#archived.has(member.transactionId));
    if (archived !== undefined) return refused(`The posted transaction with id ${archived.transactionId} is archived.`);
    this.#commit({ kind: "deallocated", at: this.#stamp(), sessions: sessions.map((session) => session.id) });
    return { sessions: sessions.length };
  }

  /** Moves settled transactions to the history: they leave the lists without a trace. Sage does it once they have been kept long enough. */
  archive(ids: readonly number[]): { readonly archived: number } | Refused {
    for (const id of ids) {
      const transaction = this.#transactions.get(id);
      if (transaction === undefined) return refused(`The posted transaction with id ${id} does not exist.`);
      if (outstandingOf(transaction) !== 0) return refused(`The posted transaction with id ${id} is not settled: ${(outstandingOf(transaction) / 100).toFixed(2)} is outstanding.`);
    }
    this.#commit({ kind: "archived", ids: [...new Set(ids)] });
    return { archived: new Set(ids).size };
  }

  /** Marks a transaction as queried by one character, or takes the mark away by none. */
  query(id: number, queried: string): PostedTransaction | Refused {
    if (queried.length > 1) return refused(`The value '${queried}' of 'queried' is ${queried.length} characters long. The maximum length is 1.`);
    if (!this.#transactions.has(id)) return refused(`The posted transaction with id ${id} does not exist.`);
    this.#commit({ kind: "queried", at: this.#stamp(), id, queried });
    return this.#known(id);
  }

  /** Takes over what customers owe from before, a positive or negative balance each, as opening transactions. */
  takeOver(balances: Iterable<readonly [customerId: number, balance: number]>, at: number): void {
    const date = dayOf(at);
    for (const [customerId, balance] of balances) {
      if (balance === 0) continue;
      this.#store({
        kind: "posted",
        id: this.#ids.next,
        urn: this.#nextUrn,
        at,
        committedAt: at,
        type: balance > 0 ? "opening-invoice" : "opening-credit-note",
        customerId,
        date,
        postedDate: date,
        dueDate: date,
        reference: "O/Bal",
        secondReference: "",
        goods: balance,
        tax: 0,
        taxItems: [],
        nominalItems: [],
        bank: null,
      });
    }
  }

  /** In ascending order of id; a new array whenever one changed. */
  get transactions(): readonly PostedTransaction[] {
    return (this.#list ??= [...this.#transactions.values()]);
  }

  /** Those that were archived, in the order of their archiving. */
  get archived(): readonly PostedTransaction[] {
    return (this.#archivedList ??= [...this.#archived.values()]);
  }

  /** What changed at that moment or later, by stamp and then by id. Costs no more than what it finds. */
  *changedSince(at: number): Iterable<PostedTransaction> {
    for (const id of this.#changes.since(at)) yield this.#known(id);
  }

  /** Those of that id or a later one, by id. Costs no more than what it finds. */
  *fromId(id: number): Iterable<PostedTransaction> {
    const all = this.transactions;
    for (let at = firstWhere(all, (one) => one.id >= id); at < all.length; at += 1) {
      const found = all[at];
      if (found !== undefined) yield found;
    }
  }

  transaction(id: number): PostedTransaction | undefined {
    return this.#transactions.get(id);
  }

  archivedTransaction(id: number): PostedTransaction | undefined {
    return this.#archived.get(id);
  }

  byUrn(urn: number): PostedTransaction | undefined {
    return this.#transactions.get(this.#byUrn.get(urn) ?? -1);
  }

  /** All of them: nothing keeps references apart. Case does not count, as in Sage's filters. */
  bySecondReference(text: string): readonly PostedTransaction[] {
    return this.#present(this.#bySecondReference.get(foldedReference(text)));
  }

  ofCustomer(customerId: number): readonly PostedTransaction[] {
    return this.#present(this.#byCustomer.get(customerId));
  }

  #present(ids: readonly number[] = []): readonly PostedTransaction[] {
    return ids.flatMap((id) => this.#transactions.get(id) ?? []);
  }

  /** What the customer owes in pence; negative where it is in credit. */
  balanceOf(customerId: number): number {
    return this.#balances.get(customerId) ?? 0;
  }

  balances(): ReadonlyMap<number, number> {
    return this.#balances;
  }

  get nextUrn(): number {
    return this.#nextUrn;
  }

  /** Later than every stamp there is, whatever the clock says. */
  get nextStamp(): number {
    return this.#stamp();
  }

  /** Rises with every change. */
  get revision(): number {
    return this.#revision;
  }

  apply(entry: LedgerEntry): void {
    switch (entry.kind) {
      case "posted":
        return this.#store(entry);
      case "allocated":
        return this.#allocate(entry);
      case "deallocated":
        return this.#deallocate(entry);
      case "archived":
        return this.#archive(entry.ids);
      case "queried":
        return this.#replace({ ...this.#known(entry.id), queried: entry.queried, updatedAt: entry.at });
    }
  }

  #post(judged: Judged | Refused): Posted | Refused {
    if (isRefusal(judged)) return judged;
    const posted = { id: this.#ids.next, urn: this.#nextUrn };
    this.#commit({ kind: "posted", ...posted, at: this.#stamp(), committedAt: this.#options.now(), ...judged });
    return posted;
  }

  #commit(entry: LedgerEntry): void {
    if (this.#options.commit === undefined) this.apply(entry);
    else this.#options.commit(entry);
  }

  #rules(): LedgerRules {
    return this.#options.rules?.() ?? openRules;
  }

  #today(): PlainDate {
    return dayOf(this.#options.now());
  }

  #stamp(): number {
    return Math.max(this.#options.now(), this.#latest + 1);
  }

  #known(id: number): PostedTransaction {
    const found = this.#transactions.get(id);
    if (found === undefined) throw new Error(`${this.company.name} has no transaction with id ${id}.`);
    return found;
  }

  #store(entry: PostedEntry): void {
    this.#ids.use(entry.id);
    this.#nextUrn = Math.max(this.#nextUrn, entry.urn + 1);
    const gross = entry.goods + entry.tax;
    this.#byUrn.set(entry.urn, entry.id);
    add(this.#byCustomer, entry.customerId, entry.id);
    if (entry.secondReference !== "") {
      const key = foldedReference(entry.secondReference);
      const known = this.#bySecondReference.get(key);
      if (known === undefined) this.#bySecondReference.set(key, [entry.id]);
      else known.push(entry.id);
    }
    this.#balances.set(entry.customerId, this.balanceOf(entry.customerId) + gross);
    // Named one by one: spreading them takes most of the time of a hundred thousand.
    this.#replace({
      id: entry.id,
      urn: entry.urn,
      type: entry.type,
      customerId: entry.customerId,
      date: entry.date,
      postedDate: entry.postedDate,
      dueDate: entry.dueDate,
      reference: entry.reference,
      secondReference: entry.secondReference,
      goods: entry.goods,
      tax: entry.tax,
      taxItems: entry.taxItems,
      nominalItems: entry.nominalItems,
      bank: entry.bank,
      discount: entry.discount ?? 0,
      user: entry.user ?? (isOpening(entry) ? setUpUser : apiUser),
      gross,
      allocated: 0,
      fullSettlementDate: null,
      queried: "",
      entries: entriesOf(entry, this.company),
      sessions: [],
      history: [],
      createdAt: entry.at,
      updatedAt: entry.at,
      committedAt: entry.committedAt,
    });
  }

  #allocate(entry: AllocatedEntry): void {
    const session: AllocationSession = { id: entry.firstHistoryId, user: entry.user ?? apiUser, date: entry.date, members: entry.lines };
    this.#ids.use(entry.firstHistoryId, entry.lines.length);
    this.#sessions.set(session.id, session);
    entry.lines.forEach(({ transactionId, value }, n) => {
      const before = this.#known(transactionId);
      const allocated = before.allocated + value;
      this.#replace({
        ...before,
        allocated,
        fullSettlementDate: outstandingOf({ gross: before.gross, allocated }) === 0 ? entry.date : null,
        sessions: before.sessions.at(-1) === session ? before.sessions : [...before.sessions, session],
        history: [...before.history, { id: entry.firstHistoryId + n, date: entry.date, value, at: entry.at }],
        updatedAt: entry.at,
      });
    });
  }

  /** Assumed: neither the session nor its items of history are left behind. */
  #deallocate({ at, sessions }: DeallocatedEntry): void {
    for (const sessionId of sessions) {
      const session = this.#sessions.get(sessionId);
      if (session === undefined) throw new Error(`${this.company.name} has no allocation ${sessionId}.`);
      this.#sessions.delete(sessionId);
      session.members.forEach(({ transactionId, value }, n) => {
        const before = this.#known(transactionId);
        const allocated = before.allocated - value;
        this.#replace({
          ...before,
          allocated,
          fullSettlementDate: outstandingOf({ gross: before.gross, allocated }) === 0 ? before.fullSettlementDate : null,
          sessions: before.sessions.filter(({ id }) => id !== session.id),
          history: before.history.filter(({ id }) => id !== session.id + n),
          updatedAt: at,
        });
      });
    }
  }

  #archive(ids: readonly number[]): void {
    for (const id of ids) {
      this.#archived.set(id, this.#known(id));
      this.#transactions.delete(id);
      this.#changes.gone(id);
    }
    this.#list = null;
    this.#archivedList = null;
    this.#revision += 1;
  }

  #replace(transaction: PostedTransaction): void {
    this.#transactions.set(transaction.id, transaction);
    this.#changes.changed(transaction.id, transaction.updatedAt);
    this.#latest = Math.max(this.#latest, transaction.updatedAt);
    this.#list = null;
    this.#revision += 1;
  }
}
