/** What customers owe in Sage: the worksheet Balances from the last reading, dated, and one customer's balances as Sage has them now. */
import type { CustomerBalance, CustomerBalances, SheetLine, SheetQuery } from "../../contract";
import { failed, failure, ok, type Result } from "../../model/failure";
import { decimalText } from "../../model/money";
import { balances } from "../../sheets/balances";
import { keyOf } from "../../sheets/sheet";
import type { Sage200Api } from "../../sage200";
import type { Database } from "../../store";
import { goneLinks, linkedBalances, type LinkedBalance } from "../../store/balances";
import { latestChange } from "../../store/changes";
import { customersById } from "../../store/customers";
import { databaseNow } from "../../store/freshness";
import { allCompanies, type StoredCompany } from "../../store/companies";
import { loadRowWorld } from "../../store/receipt-world";
import { cursorText, readCursor } from "../cursor";
import { freshen } from "../freshen";
import type { Refresher } from "../refresh";
import { unknownCompany } from "./pull-sage-transactions";
import { companiesNamed } from "./read-transactions";

type Source = { readonly db: Database; readonly tenant: string; readonly refresher: Refresher };

const pageSize = 1_000;
/** For links, companies and accounts; the balances themselves are waited for as long as Sage takes. */
const patience = 8_000;

const cellsOf = (row: LinkedBalance, asAt: string | null) => ({
  CustomerId: row.customerId,
  Customer: row.customerName,
  "Sage Company": row.companyName,
  "Sage Account Number": row.accountNumber || null,
  Balance: row.balance === null ? null : decimalText(row.balance),
  "Credit Limit": row.creditLimit === null ? null : decimalText(row.creditLimit),
  "On Hold": row.isOnHold === null ? null : row.isOnHold ? "Yes" : "No",
  "As At": row.balance === null ? null : asAt,
});

/** Every reading dates all rows anew, so a pull by `since` gives all of them too, and names the links that are gone. */
export async function* pullBalances(source: Source, query: SheetQuery, signal: AbortSignal): AsyncGenerator<SheetLine> {
  const { db, tenant, refresher } = source;
  const since = readCursor(query.since);
  if (!since.ok) {
    yield { type: "fault", failure: since.failure };
    return;
  }
  const layer = await freshen(refresher, [{ kind: "layer-customers" }, { kind: "layer-links" }, { kind: "sage-companies" }], signal);
  const companies = await companiesNamed(db, tenant, query.company);
  if (query.company !== undefined && companies.length === 0) {
    yield { type: "fault", failure: unknownCompany(query.company) };
    return;
  }
  const [accounts, sage] = await Promise.all([
    freshen(refresher, companies.map((company) => ({ kind: "sage-accounts", company })), signal),
    freshen(refresher, companies.map((company) => ({ kind: "sage-balances", company })), signal, 0),
  ]);
  const readAt = new Map<string, string | null>();
  for (const company of companies) readAt.set(company.ref, (await refresher.freshness({ kind: "sage-balances", company })).readAt);
  const [cursor, asOf] = await db.read(async (handle) => [await latestChange(handle, tenant), await databaseNow(handle)] as const);
  let count = 0;
  let after: LinkedBalance | null = null;
  while (!signal.aborted) {
    const behind: LinkedBalance | null = after;
    const page: readonly LinkedBalance[] = await db.read((handle) => linkedBalances(handle, tenant, { after: behind, limit: pageSize }, query.company === undefined ? undefined : companies[0]?.ref));
    for (const row of page) {
      const cells = cellsOf(row, readAt.get(row.companyRef ?? "") ?? null);
      yield { type: "row", key: keyOf(balances, cells), version: 0, cells };
      count += 1;
    }
    after = page.at(-1) ?? null;
    if (page.length < pageSize) break;
  }
  if (since.value !== null) {
    const from = since.value;
    for (const { customerId, companyName } of await db.read((handle) => goneLinks(handle, tenant, from))) yield { type: "gone", key: keyOf(balances, { CustomerId: customerId, "Sage Company": companyName }) };
  }
  if (!signal.aborted) yield { type: "trailer", count, cursor: cursorText(cursor), notes: [...new Set([...layer, ...accounts, ...sage])], asOf };
}

const readNow = async ({ db, sage200 }: Source & { readonly sage200: Sage200Api }, company: StoredCompany, link: LinkedBalance, signal: AbortSignal): Promise<CustomerBalance["standing"]> => {
  if (link.sageCustomerId === "") return { kind: "not read", failure: noAccount(link) };
  const read = await sage200.balanceOf(company, link.sageCustomerId, signal);
  if (!read.ok) return { kind: "not read", failure: read.failure };
  if (read.value === null) return { kind: "not read", failure: noAccount(link) };
  const { balance, creditLimit, isOnHold } = read.value;
  const asAt = new Date(await db.read(databaseNow)).toISOString();
  return { kind: "linked", accountNumber: link.accountNumber, balance: decimalText(balance), creditLimit: creditLimit === null ? null : decimalText(creditLimit), onHold: isOnHold, asAt };
};

const noAccount = ({ companyName, accountNumber, sageCustomerId }: LinkedBalance) =>
  failure(
    "sage-account-unknown",
    `${companyName} no longer shows the account ${accountNumber || `with id ${sageCustomerId}`}, which the customer is linked to.`,
    "Remove the link in The Layer, then link the customer to another account on the Customer Links sheet.",
    accountNumber || sageCustomerId,
  );

/**
 * Asks Sage now: what it does not answer is said to be not read, and no older figure stands in for it. A company that the customer is not
 * linked with says so and has no figures. Failure: `not-found` for a customer that The Layer does not have.
 */
export const balancesOf = async (source: Source & { readonly sage200: Sage200Api }, customerId: string, signal: AbortSignal): Promise<Result<CustomerBalances>> => {
  const { db, tenant, refresher } = source;
  await freshen(refresher, [{ kind: "layer-customers" }, { kind: "layer-links" }, { kind: "layer-lists" }, { kind: "sage-companies" }], AbortSignal.any([signal, AbortSignal.timeout(patience)]));
  const [customers, companies, links, world] = await db.read(
    async (handle) => [await customersById(handle, tenant, [customerId]), await allCompanies(handle, tenant), await linkedBalances(handle, tenant, { customerId }), await loadRowWorld(handle, tenant)] as const,
  );
  const customer = customers.get(customerId);
  if (!customer) return failed(failure("not-found", `The Layer has no customer ${customerId}.`, "Pull the customers again and choose one of them.", customerId));
  const subCompanies = customer.subCompanies.length === 0 ? [""] : customer.subCompanies;
  const theirs = new Set(subCompanies.map((subCompany) => world.companyOf(subCompany)));
  const [first] = subCompanies.flatMap((subCompany) => world.companyOf(subCompany) ?? []);
  const found = await Promise.all(
    companies.map(async (company): Promise<CustomerBalance> => {
      const link = links.find((one) => one.companyRef === company.ref);
      return { company: company.name, isDefault: company.ref === first, standing: link ? await readNow(source, company, link, signal) : { kind: "not linked" } };
    }),
  );
  // The default company first, then those that the customer's other sub-companies belong to, then the rest.
  const rank = (name: string): number => {
    const ref = companies.find((company) => company.name === name)?.ref;
    return ref === first ? 0 : theirs.has(ref ?? null) ? 1 : links.some((link) => link.companyRef === ref) ? 2 : 3;
  };
  const gone = links.filter((link) => link.companyRef === null).map((link): CustomerBalance => ({ company: link.companyName, isDefault: false, standing: { kind: "not read", failure: companyGone(link) } }));
  return ok({ customerId, customer: customer.name, balances: [...found.sort((one, other) => rank(one.company) - rank(other.company)), ...gone] });
};

const companyGone = ({ companyName }: LinkedBalance) =>
  failure("sage-site-refused", `Sage shows no company ${companyName} to the connected user.`, "Check the connected user's access in Sage 200 System Administration, or remove the link in The Layer.", companyName);
