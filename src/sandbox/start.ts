import { createHash } from "node:crypto";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { CallLog, type Call, type PracticeSystem } from "./calls";
import { controlRoutes } from "./control";
import { booksView } from "./books-view";
import { makeDocuments } from "./data/documents/make-documents";
import { makeWorld } from "./data/world";
import { parseDate } from "../sync/model/dates";
import { addBulk } from "./document-edits";
import { practiceEdits } from "./edits";
import { addBulkReceipts } from "./receipt-edits";
import { noFaults, type FaultSwitches } from "./faults";
import type { Sandbox, SandboxOptions } from "./index";
import { defaultInvoices, noJournal, openJournal, type Deed } from "./journal";
import { LayerBooks } from "./layer/books";
import { layerRoutes } from "./layer/routes";
import { CompanyBooks } from "./sage200/books";
import { Grants } from "./sage200/grants";
import { sage200Routes } from "./sage200/routes";
import { tokenRoute, type Client } from "./sage200/token-route";
import { practiceData } from "./view";

const sage200Path = "/uk/sage200extra/accounts/v1";

/** Practice credentials follow from the seed, so that a gateway's settings stay good over restarts. They guard made-up companies on loopback. */
const credential = (seed: number, use: string): string => createHash("sha256").update(`practice ${use} ${seed}`).digest("base64url").slice(0, 32);

const systemOf = (path: string): PracticeSystem | null =>
  path.startsWith("/v1/") ? "layer" : path.startsWith(sage200Path) ? "sage200" : path.startsWith("/oauth/") ? "auth" : null;

const callOf = (request: FastifyRequest, system: PracticeSystem, status: number, at: number): Call => {
  const path = (request.routeOptions.url ?? request.url.split("?")[0] ?? "").replace(sage200Path, "");
  return { at, system, method: request.method, route: path, url: request.url.replace(sage200Path, ""), status };
};

const observe = (app: FastifyInstance, calls: CallLog, faults: FaultSwitches, now: () => number): void => {
  app.addHook("onRequest", async (request, reply) => {
    const system = systemOf(request.url);
    if (system === null) return;
    // Closed is told of every connection, the cut ones too.
    reply.raw.once("close", () => calls.record(callOf(request, system, reply.raw.writableFinished ? reply.raw.statusCode : 0, now())));
    if (faults.slowMs > 0) await new Promise<void>((resolve) => setTimeout(resolve, faults.slowMs).unref());
  });
};

/**
 * Starts the practice servers on 127.0.0.1. With a `stateFile` they remember what others wrote before; a file made for
 * another seed or size is refused with an error that says so.
 */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const { seed = 1, customers = 2000, invoices = defaultInvoices, port = 0, stateFile, now = Date.now } = options;
  if (!Number.isInteger(customers) || customers < 1 || customers > 250_000) throw new RangeError(`The sandbox makes 1 to 250,000 customers, not ${customers}.`);
  if (!Number.isInteger(invoices) || invoices < 0 || invoices > 10_000) throw new RangeError(`The sandbox begins with 0 to 10,000 invoices, not ${invoices}.`);
  const world = makeWorld(seed, customers);
  const faults = noFaults();
  const opened = stateFile === undefined ? { journal: noJournal, deeds: [], practiceMonth: options.practiceMonth ?? invoices > 0 } : openJournal(stateFile, { seed, customers, invoices, practiceMonth: options.practiceMonth });
  const { journal, deeds } = opened;

  const perform = (entry: Deed): void => {
    journal.append(entry);
    apply(entry);
  };
  const rules = () => {
    const closed = parseDate(faults.closedUpTo ?? "");
    return { closedUpTo: closed.ok ? closed.value : null, refuseNegativeReceipts: faults.refuseNegativeReceipts };
  };
  const companies = world.companies.map((company) => new CompanyBooks(seed, company, { now, isTied: () => faults.tiedStamps, rules, perform }));
  const booksOf = (companyName: string): CompanyBooks => {
    const found = companies.find(({ plan }) => plan.name === companyName);
    if (found === undefined) throw new Error(`There is no Sage company "${companyName}".`);
    return found;
  };
  const made = makeDocuments(world, invoices, opened.practiceMonth ? (companyName) => ({ firstId: booksOf(companyName).nextId, firstUrn: booksOf(companyName).ledger.nextUrn }) : null);
  const layer = new LayerBooks(world, made.documents, made.month.reconciliations);
  for (const [companyName, entries] of made.month.entries) booksOf(companyName).begin(entries);
  const grants = new Grants(faults, now, perform);
  const apply = (entry: Deed): void => {
    switch (entry.deed) {
      case "links-saved":
      case "customer-changed":
      case "contact-added":
      case "document-saved":
      case "payment-recorded":
      case "method-changed":
      case "reconciled":
        return layer.apply(entry);
      case "documents-made":
        addBulk(seed, layer, companies, entry);
        return;
      case "receipts-made":
        return addBulkReceipts(seed, layer, booksOf(entry.company), entry);
      case "token-issued":
      case "family-revoked":
        return grants.apply(entry);
      case "account-added":
      case "account-changed":
      case "account-deleted":
      case "account-written":
      case "ledger-entered":
        return booksOf(entry.company).apply(entry);
      case "opened":
        throw new Error("The practice state file is opened twice.");
    }
  };
  deeds.forEach(apply);

  const calls = new CallLog();
  const books = () => booksView(companies);
  const edit = practiceEdits({ layer, companies, now, perform });
  const client: Client = { clientId: `practice-${seed}`, clientSecret: credential(seed, "client secret") };
  const token = credential(seed, "layer token");
  const refreshToken = grants.signIn();

  const app = Fastify({ forceCloseConnections: true, bodyLimit: 8 * 1024 * 1024, routerOptions: { maxParamLength: 500 } });
  observe(app, calls, faults, now);
  await app.register(async (scope) => layerRoutes(scope, { books: layer, token, faults, now, perform }), { prefix: "/v1" });
  await app.register(async (scope) => tokenRoute(scope, grants, client, faults));
  await app.register(async (scope) => sage200Routes(scope, { companies, grants, faults, now, perform }), { prefix: sage200Path });
  await app.register(async (scope) => controlRoutes(scope, { faults, edit, calls, books }), { prefix: "/sandbox" });
  const origin = await app.listen({ host: "127.0.0.1", port });

  return {
    layer: { url: origin, token },
    sage200: { url: `${origin}${sage200Path}`, authUrl: origin, ...client, refreshToken },
    control: { url: `${origin}/sandbox` },
    faults,
    data: practiceData(world, made, layer, companies),
    edit,
    calls,
    ledger: (companyName) => booksOf(companyName).ledger,
    books,
    async close() {
      await app.close();
      journal.close();
    },
  };
};
