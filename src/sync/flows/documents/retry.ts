/** Makes failed things new again, so that the next run decides about them anew. What is posted, or may be, is never among them. */
import type { RetryBody } from "../../contract";
import { failed, failure, ok, type Result } from "../../model/failure";
import type { Database, Tx } from "../../store";
import { accountsOf } from "../../store/accounts";
import { allCompanies } from "../../store/companies";
import { customerPostings, reservedNumbers } from "../../store/customer-postings";
import { customersById } from "../../store/customers";
import { planCustomerAgain } from "../../store/document-plans";
import { retryDocuments, retryErrors } from "../../store/document-retries";
import { errorPage, openErrorsOf, type ErrorEntry } from "../../store/errors";
import { codeKey } from "../../store/keys";
import type { SqlLedgerStore } from "../../store/ledger-store";
import type { CustomerIn } from "../../store/new-customers";
import { readDocuments } from "../../store/documents";
import type { PostingKey } from "../../ledger/posting-key";
import { customerPosting } from "./plan-customer";
import { kindOf } from "./pull-documents";

export type Retrying = {
  readonly db: Database;
  readonly tenant: string;
  readonly store: SqlLedgerStore;
  /** Tries again what failed of receipts, and tells how many are under way. */
  readonly receipts: (entries: readonly ErrorEntry[]) => Promise<number>;
};

/** `customers` are those whose fields are to be sent again; `differing` is how many did not agree with Sage's ledger, which is compared again. */
export type Retried = { readonly retried: number; readonly customers: readonly CustomerIn[]; readonly differing: number };

const customerOf = (entry: ErrorEntry): readonly CustomerIn[] => (entry.kind === "customer" && entry.companyRef !== null ? [{ customerId: entry.customerId, companyRef: entry.companyRef }] : []);

/** A creation that Sage refused is tried again with what The Layer says now, under another number where the first was taken. */
const retryCreation = async (tx: Tx, { tenant, store }: Retrying, one: CustomerIn): Promise<boolean> => {
  const [posting] = await customerPostings(tx, tenant, [one]);
  const customer = (await customersById(tx, tenant, [one.customerId])).get(one.customerId);
  const company = (await allCompanies(tx, tenant)).find((candidate) => candidate.ref === one.companyRef);
  if (!posting || posting.intent.state !== "refused" || !customer || !company) return false;
  const accounts = (await accountsOf(tx, tenant, one.companyRef)).map((account) => account.reference);
  const reserved = (await reservedNumbers(tx, tenant, one.companyRef)).filter((number) => number !== posting.payload.accountNumber);
  const taken = new Set([...accounts, ...reserved].map(codeKey));
  if ((await store.replacePayload(tx, posting.key, customerPosting(customer, company, taken))) !== "replaced") return false;
  await store.applyIn(tx, posting.key, { kind: "retried", decision: "send again" });
  await planCustomerAgain(tx, tenant, one.customerId);
  return true;
};

const review = async (retrying: Retrying, body: Extract<RetryBody, { what: "review" }>): Promise<Result<Retried>> => {
  const { db, tenant, store } = retrying;
  const [stored] = await db.read((handle) => readDocuments(handle, tenant, [{ kind: kindOf[body.sheet], id: body.id }]));
  if (!stored?.postingKey) return failed(failure("not-found", `There is no posting of ${body.id}.`, "Pull the sheet again: it may have been posted meanwhile.", body.id));
  const step = await store.apply(stored.postingKey as PostingKey, { kind: "retried", decision: body.decision === "send again" ? "send again" : "look up first" });
  if ("refused" in step) return failed(failure("nothing-to-retry", `${stored.record.reference} needs no decision: ${step.why}`, "Pull the sheet again to see where it stands.", body.id));
  return ok({ retried: 1, customers: [], differing: 0 });
};

/** Of what is asked for, what a comparison with Sage's ledger found. */
const countDiffering = async ({ db, tenant }: Retrying, body: Exclude<RetryBody, { what: "documents" } | { what: "review" }>): Promise<number> =>
  db.read(async (handle) =>
    body.what === "errors"
      ? (await openErrorsOf(handle, tenant, body.ids.map(Number).filter(Number.isSafeInteger))).filter(({ operation }) => operation === "compare").length
      : (await errorPage(handle, tenant, { since: null, after: null, limit: 10_000, state: "open", operation: "compare", ...(body.what === "group" ? { group: body.group } : {}) })).length,
  );

const entriesOf = async ({ db, tenant }: Retrying, body: Exclude<RetryBody, { what: "documents" } | { what: "review" }>): Promise<readonly ErrorEntry[]> =>
  db.read((handle) =>
    body.what === "errors"
      ? openErrorsOf(handle, tenant, body.ids.map(Number).filter(Number.isSafeInteger))
      : errorPage(handle, tenant, { since: null, after: null, limit: 10_000, state: "open", kinds: ["customer", "receipt"], ...(body.what === "group" ? { group: body.group } : {}) }),
  );

export const retry = async (retrying: Retrying, body: RetryBody): Promise<Result<Retried>> => {
  const { db, tenant } = retrying;
  if (body.what === "review") return review(retrying, body);
  if (body.what === "documents") {
    const refs = body.ids.map((id) => ({ kind: kindOf[body.sheet], id }));
    return ok({ retried: (await db.transaction("retry documents", (tx) => retryDocuments(tx, tenant, refs))).length, customers: [], differing: 0 });
  }
  const entries = await entriesOf(retrying, body);
  const which = body.what === "all" ? ("all" as const) : body.what === "group" ? { group: body.group } : { ids: entries.map((entry) => entry.id) };
  const documents = await db.transaction("retry errors", (tx) => retryErrors(tx, tenant, which));
  const customers = entries.filter((entry) => entry.kind === "customer");
  let creations = 0;
  for (const entry of customers.filter((one) => one.operation === "post")) {
    for (const one of customerOf(entry)) if (await db.transaction("retry a customer", (tx) => retryCreation(tx, retrying, one))) creations += 1;
  }
  const receipts = entries.filter((entry) => entry.kind === "receipt");
  const again = receipts.length > 0 ? await retrying.receipts(receipts) : 0;
  const updates = customers.filter((one) => one.operation === "update customer").flatMap(customerOf);
  return ok({ retried: documents.length + creations + updates.length + again, customers: updates, differing: await countDiffering(retrying, body) });
};
