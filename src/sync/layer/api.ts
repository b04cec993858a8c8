import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { createHttp, type HttpClient } from "../http";
import { failed, ok, type Failure, type Result } from "../model/failure";
import type { PaymentMethodRef, TaxRateRef } from "../rules/reference";
import type { Payment } from "../documents/document";
import { toPayment } from "../documents/from-layer";
import { wirePayment, wireReconciliationAnswer, type LayerDocumentList, type WireReconciliation } from "./document-schema";
import { readDocument, wireAnyDocument, type DocumentOf, type DocumentRead } from "./document-transform";
import { filterIgnored, keyUnderTwoPayments, layerWords, readLayerAnswer, refusedReconciliation, refusedRow, sameCursorTwice } from "./failures";
import { layerPaths } from "./paths";
import { paymentOutcome, type PaymentOutcome } from "./payment-outcome";
import type { WirePaymentWrite } from "./payment-schema";
import {
  page,
  wireAbout,
  wireCustomer,
  wireLink,
  wireLinkBatchAnswer,
  wirePaymentMethod,
  wireSubCompany,
  wireTaxRate,
  type WireLink,
  type WireLinkWrite,
} from "./schema";
import { toLayerCustomer, toLayerSubCompany, toPaymentMethod, toTaxRate, withOverlap, type LayerCustomer, type LayerSubCompany } from "./transform";

export type SavedReconciliation = { readonly status: "saved" } | { readonly status: "refused"; readonly failure: Failure };
export type SavedLink = { readonly status: "saved"; readonly link: WireLink } | { readonly status: "refused"; readonly failure: Failure };

/** What can be asked of The Layer. Failures: `layer-down`, `layer-refused`, `layer-token-refused`, `cancelled`. */
export type LayerApi = {
  about(signal?: AbortSignal): Promise<Result<{ readonly instance: string; readonly tokenExpiresAt: string | null }>>;
  /**
   * Pages of customers, oldest change first. `since` is the newest `updatedAt` known, null for all; a few minutes before it
   * are read again, so the same customer may come twice. Ends after a failure.
   */
  customerPages(since: string | null, signal?: AbortSignal): AsyncGenerator<Result<{ readonly customers: readonly LayerCustomer[] }>>;
  subCompanies(signal?: AbortSignal): Promise<Result<readonly LayerSubCompany[]>>;
  paymentMethods(signal?: AbortSignal): Promise<Result<readonly PaymentMethodRef[]>>;
  taxRates(signal?: AbortSignal): Promise<Result<readonly TaxRateRef[]>>;
  /** Pages of the links that The Layer holds, as `customerPages`. */
  linkPages(since: string | null, signal?: AbortSignal): AsyncGenerator<Result<{ readonly links: readonly WireLink[] }>>;
  /**
   * 1 to 500 links, answered in their order. Sent once; safe to call again with the same key and links, since The Layer
   * then answers as it did the first time.
   */
  saveLinks(links: readonly WireLinkWrite[], idempotencyKey: string, signal?: AbortSignal): Promise<Result<readonly SavedLink[]>>;
  /**
   * Pages of one kind of document, as `customerPages`. A document that makes no sense stands in its page as a failure
   * (`document-invalid`), so that it can be shown; the others of its page are not held up by it.
   */
  documentPages<L extends LayerDocumentList>(list: L, since: string | null, signal?: AbortSignal): AsyncGenerator<Result<{ readonly documents: readonly DocumentRead<DocumentOf[L]>[] }>>;
  /** Tells The Layer of 1 to 500 documents what became of them in Sage. Answered in their order, and as safe to call again as `saveLinks`. */
  saveReconciliations(reconciliations: readonly WireReconciliation[], idempotencyKey: string, signal?: AbortSignal): Promise<Result<readonly SavedReconciliation[]>>;
  /**
   * Records one payment that came from Sage. Sent once. Safe to call again with the same key and body, and with another key as long as
   * the body is the same: The Layer knows the payment by its `sourceKey`.
   */
  recordPayment(payment: WirePaymentWrite, idempotencyKey: string, signal?: AbortSignal): Promise<PaymentOutcome>;
  /** The payment that was recorded from Sage under that key. */
  findPayment(sourceKey: string, signal?: AbortSignal): Promise<PaymentFound>;
  close(): Promise<void>;
};

export type PaymentFound = { readonly kind: "found"; readonly payment: Payment } | { readonly kind: "absent" } | { readonly kind: "failed"; readonly failure: Failure };

export const mostLinksAtOnce = 500;
export const mostReconciliationsAtOnce = 500;

export type LayerApiOptions = {
  /** Before `/v1`, for example https://crm.example/tieout. */
  readonly url: string;
  readonly token: string;
  readonly http?: HttpClient;
  /** Records a page, at most 1,000. */
  readonly pageSize?: number;
};

const atMost = (most: number, items: readonly unknown[], what: string): void => {
  if (items.length < 1 || items.length > most) throw new RangeError(`1 to ${most} ${what} at once; these are ${items.length}.`);
};

export const createLayerApi = ({ url, token, http = createHttp({ connections: 4 }), pageSize = 1_000 }: LayerApiOptions): LayerApi => {
  const words = layerWords(url);
  const base = url.replace(/\/+$/, "");
  const headers = { authorization: `Bearer ${token}` };

  const read = async <T>(path: string, shape: z.ZodType<T>, signal: AbortSignal | undefined): Promise<Result<T>> =>
    readLayerAnswer(await http.read({ url: `${base}${path}`, headers: { ...headers, "x-request-id": randomUUID() }, signal }), shape, words);

  /** Sent once: the Idempotency-Key makes it safe for the caller to send the same again. */
  const write = async <T>(path: string, body: object, shape: z.ZodType<T>, idempotencyKey: string, signal: AbortSignal | undefined): Promise<Result<T>> =>
    readLayerAnswer(
      await http.send({
        method: "POST",
        url: `${base}${path}`,
        headers: { ...headers, "x-request-id": randomUUID(), "content-type": "application/json", "idempotency-key": idempotencyKey },
        body: JSON.stringify(body),
        signal,
      }),
      shape,
      words,
    );

  async function* pages<T>(path: string, item: z.ZodType<T>, since: string | null, signal: AbortSignal | undefined): AsyncGenerator<Result<readonly T[]>> {
    const seen = new Set<string>();
    for (let cursor: string | null = null; ; ) {
      const query = new URLSearchParams({ limit: String(pageSize) });
      // A cursor carries the question it came from; asking both could contradict.
      if (cursor !== null) query.set("cursor", cursor);
      else if (since !== null) query.set("updatedSince", withOverlap(since));
      const answer = await read(`${path}?${query}`, page(item), signal);
      if (!answer.ok) {
        yield answer;
        return;
      }
      yield ok(answer.value.items);
      cursor = answer.value.next;
      if (cursor === null) return;
      if (seen.has(cursor)) {
        yield failed(sameCursorTwice(path, words));
        return;
      }
      seen.add(cursor);
    }
  }

  const all = async <T, Ref>(path: string, item: z.ZodType<T>, to: (wire: T) => Ref, signal: AbortSignal | undefined): Promise<Result<readonly Ref[]>> => {
    const found: Ref[] = [];
    for await (const answer of pages(path, item, null, signal)) {
      if (!answer.ok) return answer;
      found.push(...answer.value.map(to));
    }
    return ok(found);
  };

  return {
    async about(signal) {
      const answer = await read(layerPaths.about, wireAbout, signal);
      return answer.ok ? ok({ instance: answer.value.instance, tokenExpiresAt: answer.value.tokenExpiresAt }) : answer;
    },
    async *customerPages(since, signal) {
      for await (const answer of pages(layerPaths.customers, wireCustomer, since, signal)) {
        yield answer.ok ? ok({ customers: answer.value.map(toLayerCustomer) }) : answer;
      }
    },
    subCompanies: (signal) => all(layerPaths.subCompanies, wireSubCompany, toLayerSubCompany, signal),
    paymentMethods: (signal) => all(layerPaths.paymentMethods, wirePaymentMethod, toPaymentMethod, signal),
    taxRates: (signal) => all(layerPaths.taxRates, wireTaxRate, toTaxRate, signal),
    async *linkPages(since, signal) {
      for await (const answer of pages(layerPaths.links, wireLink, since, signal)) {
        yield answer.ok ? ok({ links: answer.value }) : answer;
      }
    },
    async saveLinks(links, idempotencyKey, signal) {
      atMost(mostLinksAtOnce, links, "links");
      const answer = await write(layerPaths.linkBatch, { links }, wireLinkBatchAnswer.refine(({ results }) => results.length === links.length, "not one result for each link"), idempotencyKey, signal);
      if (!answer.ok) return answer;
      return ok(
        answer.value.results.map((result, at) =>
          result.status === "saved" ? result : { status: "refused" as const, failure: refusedRow(result.message, links[at]?.customerId ?? "") },
        ),
      );
    },
    async *documentPages(list, since, signal) {
      for await (const answer of pages(layerPaths[list], wireAnyDocument, since, signal)) {
        yield answer.ok ? ok({ documents: answer.value.map((item) => readDocument(list, item)) }) : answer;
      }
    },
    async saveReconciliations(reconciliations, idempotencyKey, signal) {
      atMost(mostReconciliationsAtOnce, reconciliations, "reconciliations");
      const shape = wireReconciliationAnswer.refine(({ results }) => results.length === reconciliations.length, "not one result for each document");
      const answer = await write(layerPaths.reconciliations, { reconciliations }, shape, idempotencyKey, signal);
      if (!answer.ok) return answer;
      return ok(
        answer.value.results.map((result, at) => (result.status === "saved" ? result : { status: "refused" as const, failure: refusedReconciliation(result.message, reconciliations[at]?.id ?? "") })),
      );
    },
    async recordPayment(payment, idempotencyKey, signal) {
      const outcome = await http.send({
        method: "POST",
        url: `${base}${layerPaths.payments}`,
        headers: { ...headers, "x-request-id": randomUUID(), "content-type": "application/json", "idempotency-key": idempotencyKey },
        body: JSON.stringify(payment),
        signal,
      });
      return paymentOutcome(outcome, payment, words, new Date());
    },
    async findPayment(sourceKey, signal) {
      const answer = await read(`${layerPaths.payments}?${new URLSearchParams({ sourceKey })}`, page(wirePayment), signal);
      if (!answer.ok) return { kind: "failed", failure: answer.failure };
      // A server that does not know the filter answers all payments.
      const bearing = answer.value.items.filter((item) => item.sourceKey === sourceKey);
      const [first, second] = bearing;
      if (first === undefined) return answer.value.items.length === 0 && answer.value.next === null ? { kind: "absent" } : { kind: "failed", failure: filterIgnored(words) };
      if (second !== undefined) return { kind: "failed", failure: keyUnderTwoPayments(sourceKey, [first.id, second.id]) };
      const payment = toPayment(first);
      return payment.ok ? { kind: "found", payment: payment.value } : { kind: "failed", failure: payment.failure };
    },
    close: () => http.close(),
  };
};
