import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { wireLinkBatch, wireLinkWrite, type WireLink } from "../../sync/layer/schema";
import { paymentMethods, subCompanyPlans, taxRates } from "../data/companies";
import { historyEnds, type CustomerRecord } from "../data/customers";
import type { FaultSwitches } from "../faults";
import type { Deed } from "../journal";
import { cutConnection, everyNth } from "../misbehave";
import { linkId, type LayerBooks, type StoredLink } from "./books";
import { byStampAndKey, pageOf, pageRequest, type Stamped } from "./pages";
import { refusal, type WireAbout, type WireSubCompany } from "./shapes";
import { batchOf, bodyHash, linkRefusal, storedLink } from "./writes";

export type LayerState = {
  readonly books: LayerBooks;
  readonly token: string;
  readonly faults: FaultSwitches;
  readonly now: () => number;
  readonly perform: (deed: Deed) => void;
};

/** Keeps a list sorted by stamp and key until it, or the tying of stamps, changes. */
const sortedBy = <T>(faults: FaultSwitches, get: () => readonly T[], position: (item: T) => { updatedAt: number; isEdited: boolean; key: string }) => {
  let kept: { of: readonly T[]; isTied: boolean; sorted: Stamped<T>[] } | null = null;
  return (): readonly Stamped<T>[] => {
    const of = get();
    const isTied = faults.tiedStamps;
    if (kept === null || kept.of !== of || kept.isTied !== isTied) {
      const sorted = of.map((value) => {
        const { updatedAt, isEdited, key } = position(value);
        return { value, key, stamp: isTied && !isEdited ? historyEnds : updatedAt };
      });
      kept = { of, isTied, sorted: sorted.sort(byStampAndKey) };
    }
    return kept.sorted;
  };
};

/** The Layer's side of the connector contract, below `/v1`. */
export const layerRoutes = (app: FastifyInstance, { books, token, faults, now, perform }: LayerState): void => {
  const dropNow = everyNth(() => faults.dropAnswerEvery);
  const customers = sortedBy<CustomerRecord>(faults, () => books.customers, (item) => ({ ...item, key: item.id }));
  const links = sortedBy<StoredLink>(faults, () => books.links, (item) => ({ ...item, key: linkId(item.link) }));

  app.addHook("onRequest", async (request, reply) => {
    if (faults.layerDown) return reply.code(503).send(refusal("unavailable", "The Layer is down for maintenance."));
    if (faults.layerTokenRefused || request.headers.authorization !== `Bearer ${token}`) return reply.code(401).send(refusal("token-refused", "The token is missing, wrong or expired."));
  });
  app.setNotFoundHandler((request, reply) => reply.code(404).send(refusal("not-found", `There is no ${request.method} ${request.url.split("?")[0] ?? ""}.`)));
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    return reply.code(status).send(refusal(status < 500 ? "bad-request" : "fault", error.message));
  });

  app.get("/about", (): WireAbout => ({ instance: "Practice", contract: "1", tokenExpiresAt: null }));

  const list = <T, W>(path: string, sorted: () => readonly Stamped<T>[], wire: (item: Stamped<T>) => W) =>
    app.get(path, async (request, reply) => {
      const asked = pageRequest(request.query as Readonly<Record<string, unknown>>);
      return "error" in asked ? reply.code(400).send(asked) : pageOf(sorted(), asked, wire);
    });
  list("/customers", customers, ({ value, stamp }) => books.wire(value, stamp));
  list("/links", links, ({ value, stamp }): WireLink => ({ ...value.link, updatedAt: new Date(stamp).toISOString() }));
  list("/sub-companies", byId(subCompanyPlans), ({ value: { id, name, vatNumber } }): WireSubCompany => ({ id, name, vatNumber }));
  list("/payment-methods", byId(paymentMethods), ({ value }) => value);
  list("/tax-rates", byId(taxRates), ({ value }) => value);

  /** Answers a write once per Idempotency-Key: the same key and body get the first answer again, word for word. */
  const once = (request: FastifyRequest, reply: FastifyReply, write: () => { status: number; body: unknown; changed: readonly WireLink[] }) => {
    const key = request.headers["idempotency-key"];
    if (typeof key !== "string" || !/^[A-Za-z0-9_-]{8,64}$/.test(key)) {
      return reply.code(400).send(refusal("idempotency-key-missing", "A write needs an Idempotency-Key header of 8 to 64 letters, digits, _ or -."));
    }
    const hash = bodyHash(request.method, request.url, request.body);
    const answered = books.answer(key);
    if (answered !== undefined && answered.bodyHash !== hash) {
      return reply.code(409).send(refusal("idempotency-key-reused", `The Idempotency-Key ${key} was used for a different write.`));
    }
    let body = answered?.body;
    if (body === undefined) {
      const made = write();
      if (made.status !== 200) return reply.code(made.status).send(made.body);
      body = JSON.stringify(made.body);
      perform({ deed: "links-saved", links: [...made.changed], answer: { key, bodyHash: hash, body } });
    }
    if (dropNow()) return cutConnection(request, reply);
    return reply.type("application/json; charset=utf-8").send(body);
  };

  app.post("/links/batch", async (request, reply) =>
    once(request, reply, () => {
      const read = wireLinkBatch.safeParse(request.body);
      if (!read.success) return { status: 400, body: badBody(read.error), changed: [] };
      const { answer, changed } = batchOf(read.data.links, books, books.nextStamp(now()));
      return { status: 200, body: answer, changed };
    }),
  );

  app.put("/links/:customerId/:companyKey", async (request, reply) =>
    once(request, reply, () => {
      const read = wireLinkWrite.safeParse(request.body);
      if (!read.success) return { status: 400, body: badBody(read.error), changed: [] };
      const { customerId, companyKey } = request.params as { customerId: string; companyKey: string };
      const link = read.data;
      if (link.customerId !== customerId || `${link.sageSiteId}:${link.sageCompanyName}` !== companyKey) {
        return { status: 400, body: refusal("bad-request", "The path must name the customer and, as site:company, the Sage company of the link in the body."), changed: [] };
      }
      const refused = linkRefusal(link, books);
      if (refused !== null) return { status: 422, body: refusal(refused.code, refused.message), changed: [] };
      const stored = storedLink(link, books, books.nextStamp(now()));
      return { status: 200, body: stored.link, changed: stored.isNew ? [stored.link] : [] };
    }),
  );
};

/** Settings that nobody changes here: they page by id alone. */
const byId = <T extends { readonly id: string }>(items: readonly T[]) => {
  const sorted = items.map((value): Stamped<T> => ({ stamp: 0, key: value.id, value })).sort(byStampAndKey);
  return () => sorted;
};

const badBody = (error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }) => {
  const [first] = error.issues;
  return refusal("bad-request", first === undefined ? "The body is not as the contract says." : `${first.path.map(String).join(".") || "The body"}: ${first.message}`);
};
