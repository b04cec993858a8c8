/**
 * Documents a second through the ledger on PostgreSQL, against a bare loop that posts the same bodies at the same concurrency, to a
 * server that answers in 20 ms. Rounds of both take turns, so that whatever else the machine does hits both alike; the target is of their medians.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { request } from "undici";
import type { Invoice } from "../src/sync/documents/document";
import type { InvoicePosting, Posting } from "../src/sync/documents/posting";
import { followPostings } from "../src/sync/flows/documents/follow";
import { createPostingWork } from "../src/sync/flows/documents/post-documents";
import { defaultPolicy } from "../src/sync/ledger/intent";
import { postingKey } from "../src/sync/ledger/posting-key";
import type { Poster } from "../src/sync/ledger/work";
import type { PlainDate } from "../src/sync/model/dates";
import { minorUnits } from "../src/sync/model/money";
import { openDatabase } from "../src/sync/store";
import { allCompanies, saveCompanies } from "../src/sync/store/companies";
import { countDocuments } from "../src/sync/store/document-pages";
import { recordPlans } from "../src/sync/store/document-plans";
import { saveDocuments } from "../src/sync/store/documents";
import { createSqlLedgerStore } from "../src/sync/store/ledger-store";
import { startPostgres } from "../test/support/postgres";
import { judge, median, rounded, took } from "./support/measuring";

const documents = 2_000;
const rounds = 5;
const atOnce = 8;
const answerMs = 20;

const server = new Worker(new URL("./support/slow-server.mjs", import.meta.url), { workerData: { answerMs } });
const [port] = (await once(server, "message")) as [number];
const url = `http://127.0.0.1:${port}/sales_invoices`;

const date = "2026-03-02" as PlainDate;
const posting = (company: string, n: number): InvoicePosting => ({
  kind: "invoice",
  company,
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
  lines: [{ id: "1", description: "Goods", net: minorUnits(10_000), discount: minorUnits(0), tax: minorUnits(2_000), taxRate: "Standard rate", nominalCode: "", outstanding: minorUnits(12_000) }],
  total: minorUnits(12_000),
  outstanding: minorUnits(12_000),
  reconciled: null,
  updatedAt: "2026-03-02T10:00:00.000Z",
});
const send = async (body: Posting): Promise<string> => {
  const answer = await request(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return String(((await answer.body.json()) as { urn: number }).urn);
};

const postgres = await startPostgres();
const opened = await openDatabase({ url: postgres.url });
if (!opened.ok) throw new Error(opened.failure.cause);
const db = opened.value;

const bareLoop = async (): Promise<void> => {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let n = next++; n < documents; n = next++) await send(posting("site/1", n));
    }),
  );
};

/** Documents that are planned and accepted, as a run leaves them to its workers, and what posts them. */
const accepted = async (tenant: string): Promise<() => Promise<void>> => {
  const store = createSqlLedgerStore({ db, tenant, policy: defaultPolicy, follow: followPostings(tenant) });
  await db.change(tenant, "save", async (tx) => {
    await saveCompanies(tx, tenant, [{ name: "Acme UK", siteId: "site", companyId: "1", siteName: "Head office" }]);
    await saveDocuments(tx, tenant, Array.from({ length: documents }, (_, n) => invoice(n)));
  });
  const [company] = await db.read((handle) => allCompanies(handle, tenant));
  if (!company) throw new Error("The company was not stored.");
  const keyed = Array.from({ length: documents }, (_, n) => ({ key: postingKey({ tenant, company: company.ref, kind: "invoice", id: `inv-${n}`, revision: 1 }), payload: posting(company.ref, n) }));
  await db.transaction("accept", async (tx) => {
    await store.acceptAllIn(tx, keyed.map(({ key, payload }) => ({ key, kind: "invoice", company: company.ref, parents: [], payload })));
    await recordPlans(tx, tenant, keyed.map(({ key, payload }) => ({ kind: "invoice", id: payload.documentId, standing: "posting", companyRef: company.ref, postingKey: key })));
  });
  const poster: Poster<Posting> = {
    send: async (intent, inTime) => (inTime() ? { kind: "posted", evidence: { urn: await send(intent.payload), recordId: null, foundBy: "answer" } } : { kind: "not sent" }),
    lookUp: async () => ({ kind: "absent" }),
  };
  const work = createPostingWork({ db, tenant, store, poster, policy: defaultPolicy, atOncePerCompany: atOnce });
  return async () => {
    const { posted } = await work.workDue(new AbortController().signal);
    const [counts] = await db.read((handle) => countDocuments(handle, tenant));
    if (posted !== documents || counts?.posted !== documents) throw new Error(`${posted} were posted and ${counts?.posted ?? 0} stand so, of ${documents}.`);
  };
};

const perSecond = (ms: number): number => (documents / ms) * 1_000;
const measured: { bare: number; ledger: number }[] = [];
// The first round warms both up, and is not counted.
for (let round = 0; round <= rounds; round += 1) {
  const post = await accepted(`bench-${round}`);
  const bare = perSecond(await took(bareLoop));
  const ledger = perSecond(await took(post));
  if (round > 0) measured.push({ bare, ledger });
}
await db.close();
await postgres.stop();
await server.terminate();

const bare = median(measured.map((one) => one.bare));
const ledger = median(measured.map((one) => one.ledger));
console.log(`${documents} invoices a round, ${atOnce} at once, to a server that answers in ${answerMs} ms; PostgreSQL on the same machine`);
console.table([
  ...measured.map((one, at) => ({ round: String(at + 1), "bare loop/s": Math.round(one.bare), "ledger/s": Math.round(one.ledger), ratio: rounded(one.ledger / one.bare) })),
  { round: "median", "bare loop/s": Math.round(bare), "ledger/s": Math.round(ledger), ratio: rounded(ledger / bare) },
]);
judge([{ what: "documents a second through the ledger, of a bare loop's", measured: ledger / bare, target: 0.8, is: "at least" }]);
