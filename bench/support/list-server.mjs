/**
 * In a thread of its own: the same invoices as The Layer's list and as Stripe's, made beforehand and answered at once. Tells its port and how
 * many bytes a record has in each.
 */
import { createServer } from "node:http";
import { parentPort, workerData } from "node:worker_threads";

const { records } = workerData;
const padded = (n) => String(n).padStart(6, "0");
const stamp = (n) => new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
const pounds = (pence) => (pence / 100).toFixed(2);
const lineNets = (n) => [10_000 + n, 5_000 + (n % 977), 250];
const taxOf = (net) => Math.round(net / 5);
const sum = (amounts) => amounts.reduce((total, one) => total + one, 0);

const layerInvoice = (n) => ({
  id: `inv-${padded(n)}`,
  reference: `INV-${padded(n)}`,
  customerId: padded(n % 5_000),
  subCompany: "Northern",
  status: "finalised",
  date: "2026-03-02",
  dueDate: "2026-04-01",
  currency: "GBP",
  nominalCode: "4000",
  lines: lineNets(n).map((net, at) => ({ id: `inv-${padded(n)}-${at + 1}`, description: "Placement of temporary staff, week 9", net: pounds(net), discount: "0.00", tax: pounds(taxOf(net)), taxRate: "Standard rate", nominalCode: "", outstanding: pounds(net + taxOf(net)) })),
  total: pounds(sum(lineNets(n)) + sum(lineNets(n).map(taxOf))),
  outstanding: pounds(sum(lineNets(n)) + sum(lineNets(n).map(taxOf))),
  reconciled: null,
  updatedAt: stamp(n),
});

/** The fields of Stripe's invoice that the engine has columns for; the many more that Stripe sends are left out, in the engine's favour. */
const stripeInvoice = (n) => ({
  id: `in_${padded(n)}`,
  object: "invoice",
  number: `INV-${padded(n)}`,
  customer: `cus_${padded(n % 5_000)}`,
  customer_name: "Northern",
  status: "open",
  currency: "gbp",
  created: 1_772_409_600 + n,
  due_date: 1_775_001_600,
  lines: {
    object: "list",
    has_more: false,
    url: `/v1/invoices/in_${padded(n)}/lines`,
    data: lineNets(n).map((net, at) => ({ id: `il_${padded(n)}_${at + 1}`, object: "line_item", description: "Placement of temporary staff, week 9", amount: net, discount_amounts: [], tax_amounts: [{ amount: taxOf(net) }] })),
  },
  metadata: {},
  subtotal: sum(lineNets(n)),
  tax: sum(lineNets(n).map(taxOf)),
  total: sum(lineNets(n)) + sum(lineNets(n).map(taxOf)),
  amount_due: sum(lineNets(n)) + sum(lineNets(n).map(taxOf)),
  amount_paid: 0,
  livemode: false,
});

const layerRecords = Array.from({ length: records }, (_, n) => JSON.stringify(layerInvoice(n)));
const stripeRecords = Array.from({ length: records }, (_, n) => JSON.stringify(stripeInvoice(n)));

const layerPage = (query) => {
  const from = Number(query.get("cursor") ?? 0);
  const to = Math.min(records, from + Number(query.get("limit")));
  return `{"items":[${layerRecords.slice(from, to).join(",")}],"next":${to < records ? `"${to}"` : "null"}}`;
};
const stripePage = (query) => {
  const after = query.get("starting_after");
  const from = after === null ? 0 : Number(after.slice("in_".length)) + 1;
  const to = Math.min(records, from + Number(query.get("limit")));
  return `{"object":"list","url":"/v1/invoices","has_more":${to < records},"data":[${stripeRecords.slice(from, to).join(",")}]}`;
};

const server = createServer((incoming, answer) => {
  const { pathname, searchParams } = new URL(incoming.url, "http://127.0.0.1");
  answer.setHeader("content-type", "application/json");
  if (pathname === "/layer/v1/invoices") answer.end(layerPage(searchParams));
  else if (pathname.startsWith("/layer/v1/")) answer.end('{"items":[],"next":null}');
  else if (pathname === "/v1/invoices") answer.end(stripePage(searchParams));
  else answer.writeHead(404).end("{}");
});
const bytes = (texts) => Math.round(sum(texts.map((text) => text.length)) / texts.length);
server.listen(0, "127.0.0.1", () => parentPort.postMessage({ port: server.address().port, layerBytes: bytes(layerRecords), stripeBytes: bytes(stripeRecords) }));
