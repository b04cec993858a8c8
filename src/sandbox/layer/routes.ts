import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { layerDocumentKinds, wireReconciliationBatch, type LayerDocumentList } from "../../sync/layer/document-schema";
import { layerPaths } from "../../sync/layer/paths";
import { wirePaymentWrite } from "../../sync/layer/payment-schema";
import { wireLinkBatch, wireLinkWrite, type WireLink } from "../../sync/layer/schema";
import { subCompanyPlans, taxRates } from "../data/companies";
import { historyEnds, type CustomerRecord } from "../data/customers";
import type { FaultSwitches } from "../faults";
import type { Deed } from "../journal";
import { cutConnection, everyNth } from "../misbehave";
import type { WireDocumentOf } from "../practice";
import { linkId, type LayerBooks, type StoredLink } from "./books";
import type { StoredDocument } from "./documents";
import { byStampAndKey, pageOf, pageRequest, type Stamped } from "./pages";
import { refusal, type WireAbout, type WireSubCompany } from "./shapes";
import { reconciled } from "./reconciliations";
import { recordedPayment } from "./recordings";
import { recordingFates } from "./recording-fates";
import { batchOf, bodyHash, linkRefusal, storedLink } from "./writes";

export type LayerState = {
  readonly books: LayerBooks;
  readonly token: string;
  readonly faults: FaultSwitches;
  readonly now: () => number;
  readonly perform: (deed: Deed) => void;
};

type Answered = { readonly key: string; readonly bodyHash: string; readonly body: string };
/** What a write comes to: a refusal with its status, or an answer and the deed to be done once. */
type Written = { readonly refused: 400 | 422; readonly body: unknown } | { readonly body: unknown; readonly deed: (answer: Answered) => Deed };

const linksSaved =
  (links: readonly WireLink[]) =>
  (answer: Answered): Deed => ({ deed: "links-saved", links: [...links], answer });

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

  type Query = Readonly<Record<string, unknown>>;
  const list = <T, W>(path: string, sorted: (query: Query) => readonly Stamped<T>[], wire: (item: Stamped<T>) => W, comesTwice: () => boolean = () => false) =>
    app.get(path, async (request, reply) => {
      const query = request.query as Query;
      const asked = pageRequest(query);
      if ("error" in asked) return reply.code(400).send(asked);
      const page = pageOf(sorted(query), asked, wire);
      return comesTwice() ? { ...page, items: page.items.flatMap((item) => [item, item]) } : page;
    });
  list("/customers", customers, ({ value, stamp }) => books.wire(value, stamp));
  list("/links", links, ({ value, stamp }): WireLink => ({ ...value.link, updatedAt: new Date(stamp).toISOString() }));
  const documents = <L extends LayerDocumentList>(kind: L) => {
    const stored = sortedBy<StoredDocument<L>>(faults, () => books.documents.list(kind), (item) => ({ ...item, key: item.document.id }));
    const wire = ({ value, stamp }: Stamped<StoredDocument<L>>): WireDocumentOf[L] => books.documents.wire(kind, value, stamp);
    return { stored, wire };
  };
  const feed = <L extends LayerDocumentList>(kind: L) => {
    const { stored, wire } = documents(kind);
    list(belowVersion(layerPaths[kind]), stored, wire, () => faults.repeatChangeFeed);
  };
  layerDocumentKinds.filter((kind) => kind !== "payments").forEach(feed);
  const payments = documents("payments");
  const askedPayments = ({ sourceKey }: Query): readonly Stamped<StoredDocument<"payments">>[] => {
    if (typeof sourceKey !== "string") return payments.stored();
    const found = books.documents.recorded(sourceKey);
    return found === undefined ? [] : [{ value: found, key: found.document.id, stamp: found.updatedAt }];
  };
  list(belowVersion(layerPaths.payments), askedPayments, payments.wire, () => faults.repeatChangeFeed);
  list("/sub-companies", byId(() => subCompanyPlans), ({ value: { id, name, vatNumber } }): WireSubCompany => ({ id, name, vatNumber }));
  list("/payment-methods", byId(() => books.paymentMethods), ({ value }) => value);
  list("/tax-rates", byId(() => taxRates), ({ value }) => value);

  type Outcome = { readonly status: number; readonly body: string };
  /** Does a write once per Idempotency-Key: the same key and body get the first answer again, word for word. Runs to its end without a pause. */
  const done = (request: FastifyRequest, write: () => Written): Outcome => {
    const refuse = (status: number, body: unknown): Outcome => ({ status, body: JSON.stringify(body) });
    const key = request.headers["idempotency-key"];
    if (typeof key !== "string" || !/^[A-Za-z0-9_-]{8,64}$/.test(key)) {
      return refuse(400, refusal("idempotency-key-missing", "A write needs an Idempotency-Key header of 8 to 64 letters, digits, _ or -."));
    }
    const hash = bodyHash(request.method, request.url, request.body);
    const answered = books.answer(key);
    if (answered !== undefined && answered.bodyHash !== hash) {
      return refuse(409, refusal("idempotency-key-reused", `The Idempotency-Key ${key} was used for a different write.`));
    }
    if (answered !== undefined) return { status: 200, body: answered.body };
    const made = write();
    if ("refused" in made) return refuse(made.refused, made.body);
    const body = JSON.stringify(made.body);
    perform(made.deed({ key, bodyHash: hash, body }));
    return { status: 200, body };
  };
  const answer = (request: FastifyRequest, reply: FastifyReply, { status, body }: Outcome): FastifyReply => {
    if (status === 200 && dropNow()) return cutConnection(request, reply);
    return reply.code(status).type("application/json; charset=utf-8").send(body);
  };
  const once = (request: FastifyRequest, reply: FastifyReply, write: () => Written): FastifyReply => answer(request, reply, done(request, write));

  app.post("/links/batch", async (request, reply) =>
    once(request, reply, () => {
      const read = wireLinkBatch.safeParse(request.body);
      if (!read.success) return { refused: 400, body: badBody(read.error) };
      const { answer, changed } = batchOf(read.data.links, books, books.nextStamp(now()));
      return { body: answer, deed: linksSaved(changed) };
    }),
  );

  app.put("/links/:customerId/:companyKey", async (request, reply) =>
    once(request, reply, () => {
      const read = wireLinkWrite.safeParse(request.body);
      if (!read.success) return { refused: 400, body: badBody(read.error) };
      const { customerId, companyKey } = request.params as { customerId: string; companyKey: string };
      const link = read.data;
      if (link.customerId !== customerId || `${link.sageSiteId}:${link.sageCompanyName}` !== companyKey) {
        return { refused: 400, body: refusal("bad-request", "The path must name the customer and, as site:company, the Sage company of the link in the body.") };
      }
      const refused = linkRefusal(link, books);
      if (refused !== null) return { refused: 422, body: refusal(refused.code, refused.message) };
      const stored = storedLink(link, books, books.nextStamp(now()));
      return { body: stored.link, deed: linksSaved(stored.isNew ? [stored.link] : []) };
    }),
  );

  app.post("/reconciliations", async (request, reply) =>
    once(request, reply, () => {
      const read = wireReconciliationBatch.safeParse(request.body);
      if (!read.success) return { refused: 400, body: badBody(read.error) };
      const { answer, saved } = reconciled(read.data.reconciliations, books.documents);
      return { body: answer, deed: (given) => ({ deed: "reconciled", reconciliations: saved, answer: given }) };
    }),
  );

  const nextFate = recordingFates(faults);
  const late = new Set<NodeJS.Timeout>();
  app.addHook("onClose", () => late.forEach((timer) => clearTimeout(timer)));
  app.post("/payments", async (request, reply) => {
    const record = (): Written => {
      const read = wirePaymentWrite.safeParse(request.body);
      if (!read.success) return { refused: 400, body: badBody(read.error) };
      const recorded = recordedPayment(read.data, books, books.nextStamp(now()));
      if ("code" in recorded) return { refused: 422, body: refusal(recorded.code, recorded.message) };
      return { body: recorded.answer, deed: (given) => ({ deed: "payment-recorded", payment: recorded.payment, answer: given }) };
    };
    const fate = nextFate();
    const unavailable = (): FastifyReply => reply.code(503).send(refusal("unavailable", "The Layer cannot answer just now."));
    if (faults.slowRecordingsMs > 0) await new Promise<void>((resolve) => setTimeout(resolve, faults.slowRecordingsMs).unref());
    switch (fate.kind) {
      case "throttled":
        return reply.code(429).header("retry-after", String(faults.retryAfterSeconds)).send(refusal("too-many-requests", "Too many requests. Try again later."));
      case "failed before commit":
        return unavailable();
      case "committed late": {
        const timer = setTimeout(() => {
          late.delete(timer);
          done(request, record);
        }, fate.ms);
        late.add(timer.unref());
        return unavailable();
      }
      case "answer lost": {
        const outcome = done(request, record);
        if (outcome.status !== 200) return answer(request, reply, outcome);
        return fate.as === "drop" ? cutConnection(request, reply) : unavailable();
      }
      case "refused":
      case "signed out":
      case "as asked":
        return once(request, reply, record);
    }
  });
};

/** Settings have no change stamps: they page by id alone. */
const byId = <T extends { readonly id: string }>(items: () => readonly T[]) => () =>
  items()
    .map((value): Stamped<T> => ({ stamp: 0, key: value.id, value }))
    .sort(byStampAndKey);

/** The routes are mounted below the contract's version. */
const belowVersion = (path: string): string => path.replace(/^\/v1/, "");

const badBody = (error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }) => {
  const [first] = error.issues;
  return refusal("bad-request", first === undefined ? "The body is not as the contract says." : `${first.path.map(String).join(".") || "The body"}: ${first.message}`);
};
