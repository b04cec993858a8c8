import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { FaultSwitches } from "../faults";
import type { Deed } from "../journal";
import { cutConnection } from "../misbehave";
import { presenter, type Table } from "../odata/apply";
import { isRefused, type Refused } from "../odata/refused";
import { readBody } from "./bodies";
import { contactBody, customerBody } from "./customer-bodies";
import { changedCustomer, newContact, newCustomer } from "./customer-writes";
import { gatewayPage, refuse, refuseSilently } from "./errors";
import type { Posted, SalesLedger } from "./ledger";
import { allocationBody, cashBody, creditNoteBody, dateValidationBody, invoiceBody, queriedBody } from "./posting-bodies";
import { postingFates } from "./posting-fates";
import type { CompanyTables } from "./tables";

/** JSON text for 200, or why not. */
type Outcome = { readonly json: string } | Refused | { readonly missing: true };
type Within = (handle: (tables: CompanyTables, request: FastifyRequest, reply: FastifyReply) => unknown) => (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export type WriteState = {
  readonly faults: FaultSwitches;
  readonly now: () => number;
  readonly perform: (deed: Deed) => void;
  /** Runs a handler with the company that the request names. */
  readonly within: Within;
};

const idIn = (request: FastifyRequest): number => {
  const { id = "" } = request.params as Readonly<Record<string, string | undefined>>;
  return /^\d{1,15}$/.test(id) ? Number(id) : -1;
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
const presented = <R>(table: Table<R>, row: R): string => presenter(table.entity, { fields: null, expands: new Map() })(row);

/** Everything that changes a Sage company. All of it passes the same fates: see the posting faults. */
export const writeRoutes = (app: FastifyInstance, { faults, now, perform, within }: WriteState): void => {
  const nextFate = postingFates(faults);
  const late = new Set<NodeJS.Timeout>();
  app.addHook("onClose", () => late.forEach((timer) => clearTimeout(timer)));

  const answer = (reply: FastifyReply, outcome: Outcome): FastifyReply => {
    if ("missing" in outcome) return refuse(reply, faults.errorShape, 404, "The requested record does not exist.");
    return isRefused(outcome) ? refuse(reply, faults.errorShape, 400, outcome.refused) : reply.type("application/json; charset=utf-8").send(outcome.json);
  };

  const throttled = (reply: FastifyReply): FastifyReply =>
    refuse(reply.header("retry-after", String(faults.retryAfterSeconds)), "apim", 429, "Rate limit is exceeded. Try again later.");

  /** `commit` runs to its end without a pause: it judges and, where nothing is wrong, changes the books. */
  const write = (verb: "post" | "put", path: string, commit: (tables: CompanyTables, request: FastifyRequest) => Outcome) =>
    app[verb](
      path,
      within(async (tables, request, reply) => {
        const fate = nextFate();
        if (faults.slowPostingsMs > 0) await wait(faults.slowPostingsMs);
        switch (fate.kind) {
          case "refused":
            return fate.status < 500 ? refuse(reply, faults.errorShape, fate.status, "The request was refused.") : gatewayPage(reply, fate.status);
          case "throttled":
            return throttled(reply);
          case "signed out":
            return refuseSilently(reply);
          case "failed before commit":
            return gatewayPage(reply, fate.status);
          case "committed late": {
            const timer = setTimeout(() => {
              late.delete(timer);
              commit(tables, request);
            }, fate.ms);
            late.add(timer.unref());
            return gatewayPage(reply, 504);
          }
          case "answer lost": {
            const outcome = commit(tables, request);
            if (!("json" in outcome)) return answer(reply, outcome);
            return fate.as === "drop" ? cutConnection(request, reply) : gatewayPage(reply, fate.as);
          }
          case "as asked":
            return answer(reply, commit(tables, request));
        }
      }),
    );

  const urnOf = (posted: Posted | Refused): Outcome => (isRefused(posted) ? posted : { json: JSON.stringify({ urn: faults.urnAsText ? String(posted.urn) : posted.urn }) });
  const posting = <T>(path: string, shape: z.ZodType<T>, post: (ledger: SalesLedger, request: T) => Posted | Refused) =>
    write("post", path, ({ books }, { body }) => {
      const read = readBody(shape, body);
      return isRefused(read) ? read : urnOf(post(books.ledger, read));
    });

  posting("/sales_invoices", invoiceBody, (ledger, request) => ledger.postInvoice(request));
  posting("/sales_credit_notes", creditNoteBody, (ledger, request) => ledger.postCreditNote(request));
  posting("/sales_receipts", cashBody, (ledger, request) => ledger.postReceipt(request));
  posting("/sales_payments", cashBody, (ledger, request) => ledger.postSalesPayment(request));

  write("post", "/sales_allocations", ({ books }, { body }) => {
    const read = readBody(allocationBody, body);
    if (isRefused(read)) return read;
    const allocated = books.ledger.allocate(read);
    // The allocation is echoed; it has no number of its own.
    return isRefused(allocated) ? allocated : { json: JSON.stringify({ ...(body as object), allocation_date: `${allocated.date}T00:00:00` }) };
  });

  write("put", "/sales_posted_transactions/:id", ({ books, transactions }, request) => {
    const read = readBody(queriedBody, request.body);
    if (isRefused(read)) return read;
    if (books.ledger.transaction(idIn(request)) === undefined) return { missing: true };
    const changed = books.ledger.query(idIn(request), read.queried);
    return isRefused(changed) ? changed : { json: presented(transactions, changed) };
  });

  write("post", "/customers", ({ books, customers }, { body }) => {
    const read = readBody(customerBody, body);
    if (isRefused(read)) return read;
    const deed = newCustomer(books, read, faults.autoAccountNumbers, now());
    if (isRefused(deed)) return deed;
    perform(deed);
    const account = books.account(deed.id);
    return account === undefined ? { missing: true } : { json: presented(customers, account) };
  });

  write("put", "/customers/:id", ({ books, customers }, request) => {
    const account = books.account(idIn(request));
    if (account === undefined) return { missing: true };
    const read = readBody(customerBody, request.body);
    if (isRefused(read)) return read;
    const deed = changedCustomer(books, account, read, now());
    if (isRefused(deed)) return deed;
    perform(deed);
    return { json: presented(customers, books.account(account.id) ?? account) };
  });

  write("post", "/customers/:id/customer_contacts", ({ books, contacts }, request) => {
    const account = books.account(idIn(request));
    if (account === undefined) return { missing: true };
    const read = readBody(contactBody, request.body);
    if (isRefused(read)) return read;
    const made = newContact(books, account, read, now());
    if (isRefused(made)) return made;
    perform(made.deed);
    const contact = books.contactsOf(books.account(account.id) ?? account).find(({ id }) => id === made.contactId);
    return contact === undefined ? { missing: true } : { json: presented(contacts, contact) };
  });

  // A read in the form of a POST: it commits nothing, so no posting fault befalls it.
  app.post(
    "/transaction_date_validation",
    within((_tables, { body }, reply) => {
      const read = readBody(dateValidationBody, body);
      if (isRefused(read)) return answer(reply, read);
      const isClosed = faults.closedUpTo !== null && read.date <= faults.closedUpTo;
      // Assumed: the names of the classifications; their descriptions are Normal, Acceptable and Unacceptable.
      return isClosed
        ? reply.send({ classification: "Unacceptable", message: `The transaction date ${read.date} is in a closed accounting period.` })
        : reply.send({ classification: "Normal", message: "" });
    }),
  );
};
