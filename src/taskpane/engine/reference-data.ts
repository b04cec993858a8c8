/**
 * What the rules look up, fetched once and then only as it changes. Kept on this computer between openings, so that a
 * check starts at once; where the gateway cannot be reached, what is kept is used and its age is said.
 */
import { lookupRecords } from "../../sync/contract";
import type { LocalStore } from "../../sync/local";
import { failed, ok, type Failure, type Result } from "../../sync/model/failure";
import type {
  LayerCustomerRef,
  LinkRef,
  PaymentMethodRef,
  ReferenceData,
  SageAccountRef,
  SageBankRef,
  SageCompanyRef,
  SageTaxCodeRef,
  TaxRateRef,
} from "../../sync/rules/reference";
import type { LookupKind, PushSlug, ReceiptSlug } from "../../sync/sheets/sheet";
import { failureOf, type Gateway } from "./gateway-client";
import { pullRows } from "./pull";
import type { Report } from "./work";
import { moment } from "./wording";

type RecordOf = {
  "sage-company": SageCompanyRef;
  "sage-site": { siteId: string; siteName: string };
  "sage-account": SageAccountRef;
  "sage-bank": SageBankRef;
  "sage-tax-code": SageTaxCodeRef;
  "layer-customer": LayerCustomerRef;
  "layer-sub-company": { name: string };
  "layer-payment-method": PaymentMethodRef;
  "layer-tax-rate": TaxRateRef;
};

/** Worksheets that look something up. */
export type LookingUpSlug = PushSlug | Exclude<ReceiptSlug, "reconciliation">;

/** What each sheet's rules, drop-downs and searches need. */
export const kindsOf: Readonly<Record<LookingUpSlug, readonly LookupKind[]>> = {
  "customer-links": ["sage-company", "sage-account", "layer-customer"],
  "sub-companies": ["sage-company", "layer-sub-company"],
  "payment-methods": ["sage-company", "sage-bank", "layer-payment-method"],
  "tax-codes": ["sage-company", "sage-tax-code", "layer-tax-rate"],
  "sage-transactions": ["layer-payment-method"],
  balances: ["layer-customer"],
};

const inCompany = (company: string, id: string) => `${company}\u001e${id}`;

/** A record's identity within its kind, as the gateway's `gone` lines name it. */
const identity: { readonly [K in LookupKind]: (record: RecordOf[K]) => string } = {
  "sage-company": (record) => record.name,
  "sage-site": (record) => record.siteId,
  "sage-account": (record) => inCompany(record.companyName, record.id),
  "sage-bank": (record) => inCompany(record.companyName, record.code),
  "sage-tax-code": (record) => inCompany(record.companyName, record.code),
  "layer-customer": (record) => record.id,
  "layer-sub-company": (record) => record.name,
  "layer-payment-method": (record) => record.name,
  "layer-tax-rate": (record) => record.percent,
};

type Held = { readonly records: ReadonlyMap<string, unknown>; readonly asOf: string; readonly checkedAt: number };

export type ReferenceDesk = {
  /** Brings what a sheet needs up to date. Notes say what is older than it should be; a failure is only what was never fetched. */
  refresh(slug: LookingUpSlug, report: Report, signal?: AbortSignal): Promise<Result<{ readonly notes: readonly string[] }>>;
  /** Records of a kind, empty where it was not fetched. */
  records<K extends LookupKind>(kind: K): readonly RecordOf[K][];
  /** For the rules; kinds not fetched are left out, so that rules about them stay silent. */
  data(): ReferenceData;
  forget(): void;
};

/** A look-up asked for again sooner than this is taken as fresh: an accountant checks many times a minute. */
const freshFor = 60_000;

export const createReferenceDesk = (gateway: Gateway, local: () => LocalStore, now: () => number): ReferenceDesk => {
  const held = new Map<LookupKind, Held>();
  let links: { byKey: Map<string, LinkRef>; cursor: string; checkedAt: number } | null = null;

  /** Streams one kind; with a cursor only what changed. */
  const fetchKind = async (kind: LookupKind, since: string | null, onRecord: () => void, signal?: AbortSignal) => {
    const set = new Map<string, unknown>();
    const gone: string[] = [];
    for await (const line of gateway.lookup(kind, since, signal)) {
      switch (line.type) {
        case "record": {
          const record = lookupRecords[kind].parse(line.record);
          set.set((identity[kind] as (record: unknown) => string)(record), record);
          onRecord();
          break;
        }
        case "gone":
          gone.push(line.companyName === undefined ? line.id : inCompany(line.companyName, line.id));
          break;
        case "trailer":
          return ok({ set, gone, cursor: line.cursor, asOf: line.asOf, notes: line.notes });
        case "fault":
          return failed(failureOf(line));
      }
    }
    throw new Error(`The stream of ${kind} ended without a trailer or a fault`);
  };

  const refreshKind = async (kind: LookupKind, onRecord: () => void, signal?: AbortSignal): Promise<Result<readonly string[]>> => {
    const known = held.get(kind);
    if (known && now() - known.checkedAt < freshFor) return ok([]);
    const kept = await local().lookups.read(kind);
    const cached = kept.ok ? kept.value : null;
    const fetched = await fetchKind(kind, cached ? cached.cursor : null, onRecord, signal);
    if (!fetched.ok) {
      if (!cached || fetched.failure.code === "cancelled") return fetched;
      held.set(kind, { records: cached.records, asOf: cached.asOf, checkedAt: now() });
      return ok([`${fetched.failure.cause} Checked against what was known on ${moment(cached.asOf)}.`]);
    }
    const { set, gone, cursor, asOf, notes } = fetched.value;
    const records = new Map(cached?.records ?? []);
    for (const id of gone) records.delete(id);
    for (const [id, record] of set) records.set(id, record);
    held.set(kind, { records, asOf, checkedAt: now() });
    // The cache is a convenience: when it cannot be written, this session goes on with what it holds.
    const saved = cached ? await local().lookups.merge(kind, { set, gone }, cursor, asOf) : await local().lookups.replace(kind, { records, cursor, asOf });
    return ok(saved.ok ? notes : [...notes, saved.failure.cause]);
  };

  const refreshLinks = async (report: Report, signal?: AbortSignal): Promise<Result<readonly string[]>> => {
    if (links && now() - links.checkedAt < freshFor) return ok([]);
    const pulled = await pullRows(gateway, "customer-links", links ? { since: links.cursor } : {}, report, signal);
    if (!pulled.ok) return links && pulled.failure.code !== "cancelled" ? ok([pulled.failure.cause]) : pulled;
    const byKey = new Map(links?.byKey ?? []);
    for (const key of pulled.value.gone) byKey.delete(key);
    for (const row of pulled.value.rows) {
      const link = linkOf(row.cells, row.version);
      if (link) byKey.set(row.key, link);
      else byKey.delete(row.key);
    }
    links = { byKey, cursor: pulled.value.cursor, checkedAt: now() };
    return ok(pulled.value.notes);
  };

  const records = <K extends LookupKind>(kind: K) => [...(held.get(kind)?.records.values() ?? [])] as RecordOf[K][];
  const ifHeld = <K extends LookupKind, Name extends string, T>(kind: K, name: Name, read: (found: RecordOf[K][]) => T) =>
    (held.has(kind) ? { [name]: read(records(kind)) } : {}) as { readonly [N in Name]?: T };

  return {
    refresh: async (slug, report, signal) => {
      let fetchedRecords = 0;
      const notes: string[] = [];
      const steps = kindsOf[slug].map((kind) => () => refreshKind(kind, () => (fetchedRecords += 1) % 500 === 0 && report(fetchedRecords, null, "look-up records"), signal));
      if (slug === "customer-links") steps.push(() => refreshLinks(report, signal));
      for (const step of steps) {
        const done = await step();
        if (!done.ok) return failed<Failure>(done.failure);
        notes.push(...done.value);
      }
      return ok({ notes: [...new Set(notes)] });
    },
    records,
    data: () => ({
      ...ifHeld("sage-company", "companies", (found) => found),
      ...ifHeld("sage-account", "accounts", (found) => found),
      ...ifHeld("sage-bank", "banks", (found) => found),
      ...ifHeld("sage-tax-code", "taxCodes", (found) => found),
      ...ifHeld("layer-customer", "customers", (found) => found),
      ...ifHeld("layer-sub-company", "subCompanies", (found) => found.map((entry) => entry.name)),
      ...ifHeld("layer-payment-method", "paymentMethods", (found) => found),
      ...ifHeld("layer-tax-rate", "taxRates", (found) => found),
      ...(links ? { links: [...links.byKey.values()] } : {}),
    }),
    forget: () => {
      held.clear();
      links = null;
    },
  };
};

const textOf = (value: string | number | boolean | null | undefined) => (value === null || value === undefined ? "" : String(value));

/** A saved link from its worksheet row; null for a customer that has none yet. */
const linkOf = (cells: Readonly<Record<string, string | number | boolean | null>>, version: number): LinkRef | null => {
  const accountNumber = textOf(cells["SageAccountNumber"]);
  const sageCustomerId = textOf(cells["SageCustomerId"]);
  if (version === 0 || (accountNumber === "" && sageCustomerId === "")) return null;
  return {
    customerId: textOf(cells["CustomerId"]),
    companyName: textOf(cells["SageCompanyName"]),
    siteId: textOf(cells["SageSiteId"]),
    accountNumber,
    sageCustomerId,
    version,
  };
};
