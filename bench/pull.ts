/**
 * Reading and storing 20,000 invoices from a list server on this machine into PostgreSQL, beside @supabase/stripe-sync-engine doing the
 * same. What is compared, and where it is not alike, is printed with the result.
 */
import { once } from "node:events";
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type * as Engine from "@supabase/stripe-sync-engine";
import { Client } from "pg";
import Stripe from "stripe";
import { readLayerDocuments } from "../src/sync/flows/documents/read-documents";
import { createLayerApi } from "../src/sync/layer";
import { openDatabase } from "../src/sync/store";
import { startPostgres } from "../test/support/postgres";
import { judge, median, rounded, took } from "./support/measuring";

// Its ES module build looks for its migrations beside a __dirname that ES modules do not have.
const { StripeSync, runMigrations } = createRequire(import.meta.url)("@supabase/stripe-sync-engine") as typeof Engine;

const records = 20_000;
const rounds = 3;

const server = new Worker(new URL("./support/list-server.mjs", import.meta.url), { workerData: { records } });
const [{ port, layerBytes, stripeBytes }] = (await once(server, "message")) as [{ port: number; layerBytes: number; stripeBytes: number }];
const postgres = await startPostgres();

const opened = await openDatabase({ url: postgres.url });
if (!opened.ok) throw new Error(opened.failure.cause);
const db = opened.value;
const administrator = new Client({ connectionString: postgres.url });
await administrator.connect();
const count = async (table: string): Promise<number> => Number((await administrator.query<{ count: string }>(`select count(*) from ${table}`)).rows[0]?.count);
const emptied = (table: string) => administrator.query(`truncate ${table}`);

// Its migrations grant rights to the user that Supabase's servers have.
await administrator.query("create role postgres");
await runMigrations({ schema: "stripe", databaseUrl: postgres.url });
const peer = new StripeSync({ stripeSecretKey: "sk_test_practice", stripeWebhookSecret: "", backfillRelatedEntities: false, autoExpandLists: false, poolConfig: { connectionString: postgres.url, max: 10 } });
peer.stripe = new Stripe("sk_test_practice", { host: "127.0.0.1", port, protocol: "http", telemetry: false });

let tenants = 0;
const ours = async (pageSize: number | null): Promise<number> => {
  await emptied("layer_document");
  await emptied("audit");
  const tenant = `pull-${(tenants += 1)}`;
  const layer = createLayerApi({ url: `http://127.0.0.1:${port}/layer`, token: "practice", ...(pageSize === null ? {} : { pageSize }) });
  const ms = await took(async () => {
    const read = await readLayerDocuments({ db, tenant, layer }, new AbortController().signal);
    if (!read.ok) throw new Error(read.failure.cause);
  });
  await layer.close();
  const stored = await count("layer_document");
  if (stored !== records) throw new Error(`We stored ${stored} of ${records}.`);
  const audited = await count("audit");
  if (audited !== records) throw new Error(`We wrote ${audited} audit entries for ${records} records.`);
  return (records / ms) * 1_000;
};
const theirs = async (): Promise<number> => {
  await emptied("stripe.invoices");
  const ms = await took(() => peer.syncInvoices());
  const stored = await count("stripe.invoices");
  if (stored !== records) throw new Error(`The peer stored ${stored} of ${records}.`);
  return (records / ms) * 1_000;
};

const measured: { ours: number; oursBy100: number; theirs: number }[] = [];
for (let round = 0; round < rounds; round += 1) measured.push({ ours: await ours(null), oursBy100: await ours(100), theirs: await theirs() });
await peer.close();
await administrator.end();
await db.close();
await postgres.stop();
await server.terminate();

const of = (which: keyof (typeof measured)[number]): number => median(measured.map((one) => one[which]));
console.log(`${records} invoices of three lines into empty tables of one PostgreSQL, in turns; median of ${rounds}`);
console.table([
  { reader: "Tieout, The Layer's pages of 1,000", "bytes/record": layerBytes, "records/s": Math.round(of("ours")) },
  { reader: "Tieout, pages of 100", "bytes/record": layerBytes, "records/s": Math.round(of("oursBy100")) },
  { reader: "stripe-sync-engine 0.48.5, Stripe's pages of 100", "bytes/record": stripeBytes, "records/s": Math.round(of("theirs")) },
]);
console.log(
  [
    "Both page a list over HTTP from the same server, which answers at once, and guard what is stored against older content.",
    "Ours also checks every field and that the lines add up to the total, keeps versions and change numbers, opens an Error Queue entry for what is unsound,",
    "and writes one audit entry a record (counted here): what was first read of it, and later what each change replaced.",
    "In our favour: The Layer's list gives 1,000 a page and Stripe's at most 100, so the second line is the closer comparison; one row holds all of a record.",
    "In its favour: Stripe's own invoice has many more fields than those sent here.",
  ].join("\n"),
);
console.log(`With pages of 100 as it has, ours reads ${rounded(of("oursBy100") / of("theirs"), 1)} times its records a second.`);
judge([{ what: "records a second, of stripe-sync-engine's", measured: of("ours") / of("theirs"), target: 4, is: "at least" }]);
