import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { FaultSwitches } from "../faults";
import type { Deed } from "../journal";
import { everyNth } from "../misbehave";
import { presenter, type Table } from "../odata/apply";
import { collectionQuery, singleQuery, type RawQuery } from "../odata/query";
import { isRefused } from "../odata/refused";
import type { CompanyBooks } from "./books";
import { gatewayPage, refuse, refuseSilently } from "./errors";
import type { Grants } from "./grants";
import { tablesOf, type CompanyTables } from "./tables";
import { writeRoutes } from "./write-routes";

export type Sage200State = {
  readonly companies: readonly CompanyBooks[];
  readonly grants: Grants;
  readonly faults: FaultSwitches;
  readonly now: () => number;
  readonly perform: (deed: Deed) => void;
};

const header = (request: FastifyRequest, name: string): string => {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
};

/** The API below its base path. A verb that a resource lacks answers 404, as Sage does. */
export const sage200Routes = (app: FastifyInstance, { companies, grants, faults, now, perform }: Sage200State): void => {
  const throttleNow = everyNth(() => faults.throttleEvery);
  const isListLost = everyNth(() => faults.emptyListEvery);
  const tables = new Map(companies.map((books) => [books, tablesOf(books, faults, now)]));

  const companyOf = (request: FastifyRequest): CompanyTables | undefined => {
    const site = header(request, "x-site").toLowerCase();
    const company = header(request, "x-company");
    const found = companies.find(({ plan }) => plan.siteId === site && String(plan.companyId) === company);
    return found === undefined ? undefined : tables.get(found);
  };

  app.addHook("onRequest", async (request, reply) => {
    if (faults.sageDown !== false) return gatewayPage(reply, faults.sageDown);
    if (throttleNow()) return refuse(reply.header("retry-after", String(faults.retryAfterSeconds)), "apim", 429, "Rate limit is exceeded. Try again later.");
    const [scheme, token] = header(request, "authorization").split(" ");
    if (scheme?.toLowerCase() !== "bearer" || token === undefined || !grants.isGood(token)) return refuseSilently(reply);
    if (request.routeOptions.url?.endsWith("/sites") === true) return;
    if (faults.empty401 || companyOf(request) === undefined) return refuseSilently(reply);
    if (faults.noSalesModule && /\/(customer|lookup_customer|sales_)/.test(request.url)) return refuse(reply, faults.errorShape, 403, "You do not have permission to use the Sales Ledger.");
  });

  app.setNotFoundHandler((_request, reply) => refuse(reply, faults.errorShape, 404, "The resource cannot be found."));
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => refuse(reply, faults.errorShape, error.statusCode ?? 500, error.message));

  app.get("/sites", () =>
    faults.emptySites
      ? []
      : companies.map(({ plan }) => ({
          company_id: plan.companyId,
          company_name: plan.name,
          site_id: plan.siteId,
          site_name: plan.siteName,
          site_short_name: plan.siteShortName,
          tenant_id: plan.tenantId,
        })),
  );

  const list = <R>(request: FastifyRequest, reply: FastifyReply, table: Table<R>) => {
    const query = collectionQuery(request.query as RawQuery, table.entity);
    if (isRefused(query)) return refuse(reply, faults.errorShape, 400, query.refused);
    if (isListLost()) return json(reply, "[]");
    return json(reply, `[${table.page(query).map(presenter(table.entity, query.selection)).join(",")}]`);
  };

  const single = <R>(request: FastifyRequest, reply: FastifyReply, table: Table<R>, find: (id: number) => R | undefined) => {
    const selection = singleQuery(request.query as RawQuery, table.entity);
    if (isRefused(selection)) return refuse(reply, faults.errorShape, 400, selection.refused);
    const id = idIn(request, "id");
    const row = id === null ? undefined : find(id);
    return row === undefined ? refuse(reply, faults.errorShape, 404, "The requested record does not exist.") : json(reply, presenter(table.entity, selection)(row));
  };

  /** Runs with the company's tables; the hook above has refused the request where there are none. */
  const within = (handle: (tables: CompanyTables, request: FastifyRequest, reply: FastifyReply) => unknown) => async (request: FastifyRequest, reply: FastifyReply) => {
    const found = companyOf(request);
    return found === undefined ? refuseSilently(reply) : handle(found, request, reply);
  };

  app.get("/customers", within((company, request, reply) => list(request, reply, company.customers)));
  app.get("/customers/:id", within((company, request, reply) => single(request, reply, company.customers, (id) => company.books.account(id))));
  app.get("/customer_views", within((company, request, reply) => list(request, reply, company.customerViews)));
  app.get("/lookup_customers", within((company, request, reply) => list(request, reply, company.lookupCustomers)));
  app.get("/customer_contacts", within((company, request, reply) => list(request, reply, company.contacts)));
  app.get(
    "/customer_contacts/:id",
    within((company, request, reply) => single(request, reply, company.contacts, (id) => company.books.contacts.find((contact) => contact.id === id))),
  );
  app.get(
    "/customers/:customerId/customer_contacts",
    within((company, request, reply) => {
      const account = company.books.account(idIn(request, "customerId") ?? -1);
      if (account === undefined) return refuse(reply, faults.errorShape, 404, "The requested record does not exist.");
      return list(request, reply, company.contacts.over(() => company.books.contactsOf(account)));
    }),
  );
  app.get(
    "/customers/:customerId/customer_contacts/:id",
    within((company, request, reply) => {
      const account = company.books.account(idIn(request, "customerId") ?? -1);
      return single(request, reply, company.contacts, (id) => (account === undefined ? undefined : company.books.contactsOf(account).find((contact) => contact.id === id)));
    }),
  );
  app.get("/banks", within((company, request, reply) => list(request, reply, company.banks)));
  app.get("/banks/:id", within((company, request, reply) => single(request, reply, company.banks, (id) => company.books.plan.banks.find((bank) => bank.id === id))));
  app.get("/bank_views", within((company, request, reply) => list(request, reply, company.bankViews)));
  app.get("/lookup_banks", within((company, request, reply) => list(request, reply, company.lookupBanks)));
  app.get("/tax_codes", within((company, request, reply) => list(request, reply, company.taxCodes)));
  app.get("/tax_codes/:id", within((company, request, reply) => single(request, reply, company.taxCodes, (id) => company.books.plan.taxCodes.find((code) => code.id === id))));
  app.get("/nominal_codes", within((company, request, reply) => list(request, reply, company.nominalCodes)));
  app.get("/nominal_codes/:id", within((company, request, reply) => single(request, reply, company.nominalCodes, (id) => company.nominalCodes.rows().find((account) => account.id === id))));
  app.get("/sales_ledger_settings", within((company, request, reply) => list(request, reply, company.ledgerSettings)));
  app.get("/sales_posted_transactions", within((company, request, reply) => list(request, reply, company.transactions)));
  app.get("/sales_posted_transactions/:id", within((company, request, reply) => single(request, reply, company.transactions, (id) => company.books.ledger.transaction(id))));
  app.get("/sales_historical_transactions", within((company, request, reply) => list(request, reply, company.historicalTransactions)));
  app.get("/sales_historical_transactions/:id", within((company, request, reply) => single(request, reply, company.historicalTransactions, (id) => company.books.ledger.archivedTransaction(id))));
  app.get("/sales_transaction_views", within((company, request, reply) => list(request, reply, company.transactionViews)));
  app.get(
    "/customers/:customerId/sales_posted_transactions",
    within((company, request, reply) => {
      const account = company.books.account(idIn(request, "customerId") ?? -1);
      if (account === undefined) return refuse(reply, faults.errorShape, 404, "The requested record does not exist.");
      return list(request, reply, company.transactions.over(() => company.books.ledger.ofCustomer(account.id)));
    }),
  );
  app.get("/account_status_types", within((company, request, reply) => list(request, reply, company.accountStatusTypes)));
  writeRoutes(app, { faults, now, perform, within });
};

const json = (reply: FastifyReply, text: string): FastifyReply => reply.type("application/json; charset=utf-8").send(text);

const idIn = (request: FastifyRequest, name: string): number | null => {
  const text = (request.params as Readonly<Record<string, string | undefined>>)[name] ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
};
