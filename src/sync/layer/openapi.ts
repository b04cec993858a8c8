/** The connector contract as OpenAPI 3.1, made from the wire shapes, so that the document cannot differ from what is read. */
import { z } from "zod";
import {
  wireCreditNote,
  wireDocumentLine,
  wireInvoice,
  wireInvoiceLine,
  wireOrder,
  wirePayment,
  wireReconciled,
  wireReconciliation,
  wireReconciliationAnswer,
  wireReconciliationBatch,
  wireRefund,
} from "./document-schema";
import { layerPaths } from "./paths";
import { paymentRefusalCodes, wirePaymentLine, wirePaymentWrite } from "./payment-schema";
import {
  page,
  wireAbout,
  wireContact,
  wireCustomer,
  wireLink,
  wireLinkBatch,
  wireLinkBatchAnswer,
  wireLinkWrite,
  wirePaymentMethod,
  wireRefusal,
  wireSubCompany,
  wireTaxRate,
} from "./schema";

const named = {
  About: wireAbout,
  Contact: wireContact,
  Customer: wireCustomer,
  SubCompany: wireSubCompany,
  PaymentMethod: wirePaymentMethod,
  TaxRate: wireTaxRate,
  Link: wireLink,
  LinkWrite: wireLinkWrite,
  LinkBatch: wireLinkBatch,
  LinkBatchAnswer: wireLinkBatchAnswer,
  CustomerPage: page(wireCustomer),
  SubCompanyPage: page(wireSubCompany),
  PaymentMethodPage: page(wirePaymentMethod),
  TaxRatePage: page(wireTaxRate),
  LinkPage: page(wireLink),
  Order: wireOrder,
  DocumentLine: wireDocumentLine,
  InvoiceLine: wireInvoiceLine,
  Reconciled: wireReconciled,
  Invoice: wireInvoice,
  CreditNote: wireCreditNote,
  Payment: wirePayment,
  PaymentLine: wirePaymentLine,
  PaymentWrite: wirePaymentWrite,
  Refund: wireRefund,
  OrderPage: page(wireOrder),
  InvoicePage: page(wireInvoice),
  CreditNotePage: page(wireCreditNote),
  PaymentPage: page(wirePayment),
  RefundPage: page(wireRefund),
  Reconciliation: wireReconciliation,
  ReconciliationBatch: wireReconciliationBatch,
  ReconciliationBatchAnswer: wireReconciliationAnswer,
  Refusal: wireRefusal,
} as const;
type SchemaName = keyof typeof named;

const ref = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });
const json = (name: SchemaName) => ({ "application/json": { schema: ref(name) } });
const refusal = (description: string) => ({ description, content: json("Refusal") });

const readRefusals = {
  "400": refusal("A parameter is not as described: `bad-updated-since`, `bad-cursor`, `bad-limit`."),
  "401": refusal("The token is missing, wrong or expired: `token-refused`."),
  "429": refusal("Too many requests; a Retry-After header says when to come back."),
  "5XX": refusal("A fault of the server. Reads are tried again a few times."),
};
const writeRefusals = {
  ...readRefusals,
  "400": refusal("The body is not as described (`bad-request`), or the header is missing (`idempotency-key-missing`). Nothing was written."),
  "409": refusal("The key was used for another body (`idempotency-key-reused`), or that same write is still under way (`in-progress`)."),
};

const query = (name: string, description: string, schema: object) => ({ name, in: "query", required: false, description, schema });
const cursor = query("cursor", "The `next` of the page before. It carries the question it came from; nothing else is sent beside it but `limit`.", { type: "string" });
const limit = query("limit", "Records a page.", { type: "integer", minimum: 1, maximum: 1000, default: 200 });
const updatedSince = query("updatedSince", "Only what was changed at this moment or later.", { type: "string", format: "date-time" });
const sourceKey = query("sourceKey", "Only the payment that was recorded from Sage under that key.", { type: "string", maxLength: 64 });
const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description: "8 to 64 characters. The same key with the same body answers as the first time and writes nothing.",
  schema: { type: "string", pattern: "^[A-Za-z0-9_-]{8,64}$" },
};

const reading = (operationId: string, summary: string, answer: SchemaName, parameters: readonly object[] = []) => ({
  get: { operationId, summary, parameters, responses: { "200": { description: summary, content: json(answer) }, ...readRefusals } },
});

export const layerOpenApi = () => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    // As input: a server may add fields.
    io: "input",
    override: ({ jsonSchema }) => {
      // `format` says it for people; the pattern beside it is 300 characters that nobody reads.
      if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
    },
  });
  const bare = Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]));
  return {
    openapi: "3.1.0",
    info: {
      title: "The Layer: connector for Tieout",
      version: "1",
      description: "What Tieout reads from The Layer and writes to it. docs/layer-connector.md explains how the parts work together.",
    },
    servers: [{ url: "https://{host}", variables: { host: { default: "thelayer.example" } } }],
    security: [{ token: [] }],
    paths: {
      [layerPaths.about]: reading("about", "Proves the token and names the instance", "About"),
      [layerPaths.customers]: reading("listCustomers", "Customers, oldest change first, then by id", "CustomerPage", [updatedSince, cursor, limit]),
      [layerPaths.subCompanies]: reading("listSubCompanies", "Sub-companies; empty where the feature is not used", "SubCompanyPage", [cursor, limit]),
      [layerPaths.paymentMethods]: reading("listPaymentMethods", "Payment methods, enabled or not", "PaymentMethodPage", [cursor, limit]),
      [layerPaths.taxRates]: reading("listTaxRates", "Tax rates that documents can bear", "TaxRatePage", [cursor, limit]),
      [layerPaths.links]: reading("listLinks", "Links with Sage accounts, oldest change first", "LinkPage", [updatedSince, cursor, limit]),
      [layerPaths.linkBatch]: {
        post: {
          operationId: "saveLinks",
          summary: "Saves up to 500 links; each is answered in its place, and one that is refused does not stop the others",
          parameters: [idempotencyKey],
          requestBody: { required: true, content: json("LinkBatch") },
          responses: { "200": { description: "One result for each link, in the order of the request", content: json("LinkBatchAnswer") }, ...writeRefusals },
        },
      },
      [layerPaths.orders]: reading("listOrders", "Sales orders, oldest change first, then by id", "OrderPage", [updatedSince, cursor, limit]),
      [layerPaths.invoices]: reading("listInvoices", "Invoices, drafts among them, oldest change first", "InvoicePage", [updatedSince, cursor, limit]),
      [layerPaths["credit-notes"]]: reading("listCreditNotes", "Credit notes, oldest change first", "CreditNotePage", [updatedSince, cursor, limit]),
      [layerPaths.payments]: {
        ...reading("listPayments", "Payments, wherever they were entered, oldest change first", "PaymentPage", [updatedSince, cursor, limit, sourceKey]),
        post: {
          operationId: "recordPayment",
          summary: "Records one payment that came from Sage on one invoice, once for its sourceKey",
          parameters: [idempotencyKey],
          requestBody: { required: true, content: json("PaymentWrite") },
          responses: {
            "200": { description: "The payment as it is stored", content: json("Payment") },
            ...writeRefusals,
            "422": refusal(`The payment cannot be recorded, and nothing was written: ${paymentRefusalCodes.map((code) => `\`${code}\``).join(", ")}.`),
          },
        },
      },
      [layerPaths.refunds]: reading("listRefunds", "Refunds, oldest change first", "RefundPage", [updatedSince, cursor, limit]),
      [layerPaths.reconciliations]: {
        post: {
          operationId: "saveReconciliations",
          summary: "Tells of up to 500 documents what became of them in Sage; each is answered in its place",
          parameters: [idempotencyKey],
          requestBody: { required: true, content: json("ReconciliationBatch") },
          responses: { "200": { description: "One result for each document, in the order of the request", content: json("ReconciliationBatchAnswer") }, ...writeRefusals },
        },
      },
      [`${layerPaths.links}/{customerId}/{companyKey}`]: {
        put: {
          operationId: "saveLink",
          summary: "Saves one link",
          parameters: [
            { name: "customerId", in: "path", required: true, schema: { type: "string" } },
            { name: "companyKey", in: "path", required: true, description: "`sageSiteId:sageCompanyName`, percent-encoded.", schema: { type: "string" } },
            idempotencyKey,
          ],
          requestBody: { required: true, content: json("LinkWrite") },
          responses: {
            "200": { description: "The link as it is now", content: json("Link") },
            ...writeRefusals,
            "422": refusal("The link cannot be saved: `customer-unknown`, `company-missing`, `account-missing`."),
          },
        },
      },
    },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } }, schemas: bare },
  };
};

/** As it stands in docs/layer-connector.openapi.json. */
export const layerOpenApiText = (): string => `${JSON.stringify(layerOpenApi(), null, 2)}\n`;
