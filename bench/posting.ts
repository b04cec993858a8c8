/**
 * `npm run bench:posting`: documents a second through the ledger on PostgreSQL, against a bare loop that posts the same bodies at the
 * same concurrency, to a server that answers in 20 ms. Both in one run on one machine; the target is 0.8 of the bare loop.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";
import type { Invoice } from "../src/sync/documents/document";
import type { InvoicePosting, Posting } from "../src/sync/documents/posting";
import { followPostings } from "../src/sync/flows/documents/follow";
import { defaultPolicy } from "../src/sync/ledger/intent";
import { postingKey } from "../src/sync/ledger/posting-key";
import type { Poster } from "../src/sync/ledger/work";
import { workThrough } from "../src/sync/ledger/work-through";
import type { PlainDate } from "../src/sync/model/dates";
import { minorUnits } from "../src/sync/model/money";
import { openDatabase } from "../src/sync/store";
import { recordPlans } from "../src/sync/store/document-plans";
import { saveDocuments } from "../src/sync/store/documents";
import { createSqlLedgerStore } from "../src/sync/store/ledger-store";
import { startPostgres } from "../test/support/postgres";

const documents = Number(process.argv[2] ?? 3_000);
const atOnce = 8;
const answerMs = 20;

let urn = 1_000;
const server = createServer((incoming, answer) => {
  incoming.resume();
  incoming.on("end", () => {
    setTimeout(() => {
      urn += 1;
      answer.setHeader("content-type", "application/json");
      answer.end(JSON.stringify({ urn }));
    }, answerMs);
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sales_invoices`;

const date = "2026-03-02" as PlainDate;
const posting = (n: number): InvoicePosting => ({
  kind: "invoice",
  company: "site/1",
  customerId: "000402",
  sageCustomerId: "27006",
  documentId: `inv-${n}`,
  date,
  dueDate: null,
  reference: `INV-${n}`,
  goods: minorUnits(10_000),
  tax: minorUnits(2_000),
  taxItems: [{ taxCodeId: "2", goods: minorUnits(10_000), tax: minorUnits(2_000) }],
  nominalItems: [{ code: "4000", value: minorUnits(10_000), narrative: "Goods" }],
});
const invoice = (n: number): Invoice => ({
  kind: "invoice",
  id: `inv-${n}`,
  reference: `INV-${n}`,
  customerId: "000402",
  subCompany: "North",
  isFinal: true,
  date,
  dueDate: null,
  currency: "GBP",
  nominalCode: "4000",
  lines: [{ id: "1", description: "Goods", net: minorUnits(10_000), discount: minorUnits(0), tax: minorUnits(2_000), taxRate: "Standard rate", nominalCode: "" }],
  total: minorUnits(12_000),
  updatedAt: "2026-03-02T10:00:00.000Z",
});
const send = async (body: Posting): Promise<string> => {
  const answer = await request(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return String(((await answer.body.json()) as { urn: number }).urn);
};

const perSecond = async (work: () => Promise<void>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (documents / (performance.now() - begun)) * 1_000;
};

const postgres = await startPostgres();
const opened = await openDatabase({ url: postgres.url });
if (!opened.ok) throw new Error(opened.failure.cause);
const db = opened.value;

const bare = () =>
  perSecond(async () => {
    let next = 0;
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let n = next++; n < documents; n = next++) await send(posting(n));
      }),
    );
  });

const throughLedger = async (round: number): Promise<number> => {
  const tenant = `bench-${round}`;
  const store = createSqlLedgerStore({ db, tenant, policy: defaultPolicy, follow: followPostings(tenant) });
  const keyed = Array.from({ length: documents }, (_, n) => ({ key: postingKey({ tenant, company: "site/1", kind: "invoice", id: `inv-${n}`, revision: 1 }), payload: posting(n) }));
  await db.change(tenant, "save", async (tx) => void (await saveDocuments(tx, tenant, keyed.map((_, n) => invoice(n)))));
  await db.transaction("accept", async (tx) => {
    await store.acceptAllIn(tx, keyed.map(({ key, payload }) => ({ key, kind: "invoice", company: "site/1", parents: [], payload })));
    await recordPlans(tx, tenant, keyed.map(({ key, payload }) => ({ kind: "invoice", id: payload.documentId, standing: "posting", companyRef: "site/1", postingKey: key })));
  });
  const poster: Poster<Posting> = {
    send: async (intent, inTime) => (inTime() ? { kind: "posted", evidence: { urn: await send(intent.payload), recordId: null, foundBy: "answer" } } : { kind: "not sent" }),
    lookUp: async () => ({ kind: "absent" }),
  };
  return perSecond(() =>
    workThrough({
      store,
      poster,
      worker: { name: "bench", monotonic: () => performance.now(), sendWithin: defaultPolicy.sendWithin },
      atOnce,
      signal: new AbortController().signal,
      broken: (error) => {
        throw error;
      },
    }),
  );
};

for (const round of [1, 2, 3]) {
  const [peer, ours] = [await bare(), await throughLedger(round)];
  console.log(`${documents} documents, ${atOnce} at once: bare loop ${peer.toFixed(0)}/s, through the ledger ${ours.toFixed(0)}/s, ratio ${(ours / peer).toFixed(2)}`);
}
await db.close();
await postgres.stop();
server.close();
