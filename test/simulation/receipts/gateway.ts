/**
 * One process of the gateway with receipts: reads Sage and The Layer, records chosen rows, allocates in Sage and works off what is due. Reading,
 * its wire formats, the posters, their look-ups, the tokens and the ledger's work are the product's own.
 */
import type { Posting } from "../../../src/sync/documents/posting";
import type { AllocationWish } from "../../../src/sync/flows/receipts/plan-allocation";
import type { ChosenRow } from "../../../src/sync/flows/receipts/plan-payments";
import { createPostingSystems } from "../../../src/sync/flows/posting-systems";
import type { LedgerPolicy } from "../../../src/sync/ledger/intent";
import type { Poster } from "../../../src/sync/ledger/work";
import { workThrough } from "../../../src/sync/ledger/work-through";
import { createLayerApi } from "../../../src/sync/layer";
import { createLayerPaymentPoster } from "../../../src/sync/layer/payment-poster";
import type { Result } from "../../../src/sync/model/failure";
import { createSage200Api, createSage200Poster } from "../../../src/sync/sage200";
import { createSage200Tokens } from "../../../src/sync/tokens";
import { aroundOf, storeOf } from "../around";
import { calendarOf } from "../clocks";
import { credentialId, type SharedCredentials } from "../credentials";
import type { Mutant } from "../mutants";
import type { Network } from "../network";
import type { Random } from "../random";
import { sageAddress } from "../sage";
import type { Process, Scheduler } from "../scheduler";
import type { SimulatedCompany } from "../set-up";
import type { Trace } from "../trace";
import { acceptAllocation, acceptRows, type Acceptance } from "./acceptance";
import { layerAddress } from "./layer";
import type { ReceiptStore } from "./store";

export type ReceiptSurroundings = {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly policy: LedgerPolicy;
  readonly acceptance: Acceptance;
  readonly credentials: SharedCredentials;
  readonly network: Network;
  readonly mutant: Mutant | null;
  readonly trace: Trace;
  readonly holds: (process: Process, key: string, token: number) => void;
  readonly threw: (what: string) => void;
  readonly labelOf: (key: string) => string;
};

/** What a person can have a process do. */
export type ReceiptGateway = {
  readonly process: Process;
  sync(rows: readonly ChosenRow[]): Promise<void>;
  allocate(asked: AllocationWish, thenSync: boolean): Promise<void>;
  /** Reads and works off what is due, for ever. */
  live(): Promise<void>;
};

type Reading = { readonly ok: boolean };
const failed: Reading = { ok: false };
const readWell: Reading = { ok: true };

const longestSleep = 120_000;
const readShare = 0.3;
const sweepShare = 0.25;

export const createReceiptGateway = (surroundings: ReceiptSurroundings, process: Process): ReceiptGateway => {
  const { scheduler, random, policy, acceptance, credentials, network, mutant, trace, holds, threw, labelOf } = surroundings;
  const { store, ledger, setUp } = acceptance;
  const around = aroundOf(scheduler, process);
  const calendar = () => new Date(calendarOf(scheduler));
  const http = network.clientOf(process);
  const connection = { ...sageAddress, tokens: createSage200Tokens({ ...sageAddress, credentialId, store: credentials.of(process), http, clock: { now: calendar } }), http };
  const sage = createSage200Api(connection);
  const layer = createLayerApi({ ...layerAddress, http });
  const { signal } = new AbortController();

  const saved = async <T>(pages: AsyncIterable<Result<T>>, save: (page: T) => void): Promise<Reading> => {
    for await (const page of pages) {
      if (!page.ok) return failed;
      await around(() => save(page.value));
    }
    return readWell;
  };
  const newest = (name: string, stamps: readonly string[]): void => {
    const latest = [...stamps, store.cursors.get(name) ?? ""].sort().at(-1);
    if (latest !== undefined && latest !== "") store.cursors.set(name, latest);
  };
  const saveTransactions = (company: SimulatedCompany, read: Parameters<ReceiptStore["saveTransactions"]>[1]): void => store.saveTransactions(company, read, scheduler.now());

  const readLayer = (): Promise<Reading> =>
    saved(layer.documentPages("invoices", store.cursors.get("The Layer") ?? null, signal), ({ documents }) => {
      const invoices = documents.flatMap(({ document }) => (document.ok ? [document.value] : []));
      store.saveInvoices(invoices);
      newest("The Layer", invoices.map(({ updatedAt }) => updatedAt));
    });
  const readSage = async (company: SimulatedCompany): Promise<Reading> =>
    saved(sage.transactionPages(company, store.cursors.get(company.ref) ?? null, signal), (read) => {
      saveTransactions(company, read);
      newest(company.ref, read.map(({ updatedAt }) => updatedAt));
    });
  const reread = async (company: SimulatedCompany, ids: readonly string[]): Promise<Reading> => {
    const read = await sage.transactionsById(company, ids, signal);
    if (!read.ok) return failed;
    await around(() => saveTransactions(company, read.value));
    return readWell;
  };
  const sweep = async (company: SimulatedCompany): Promise<void> => {
    const startedAt = scheduler.now();
    for await (const page of sage.sweptTransactionPages(company, signal)) {
      if (!page.ok) return;
      const drifted = await around(() => store.compare(company, page.value, startedAt));
      if (drifted.length > 0) await reread(company, drifted);
    }
  };
  /** The Layer, and these companies with these transactions of theirs. */
  const readAfresh = async (companies: ReadonlyMap<SimulatedCompany, readonly string[]>): Promise<ReadonlySet<SimulatedCompany>> => {
    if (!(await readLayer()).ok) return new Set();
    const read = await Promise.all([...companies].map(async ([company, ids]) => ((await readSage(company)).ok && (await reread(company, ids)).ok ? [company] : [])));
    return new Set(read.flat());
  };

  const real = createPostingSystems({
    sage: createSage200Poster({
      ...connection,
      policy,
      now: calendar,
      company: (ref) => around(() => setUp.companies.find((company) => company.ref === ref) ?? null),
      onExchange: ({ key, step, outcome, answer }) => around(() => trace.note(process.name, `${step === "send" ? "sent" : "looked for"} ${labelOf(key)}: ${outcome}, ${answer.slice(0, 140)}`, labelOf(key))),
    }),
    layer: createLayerPaymentPoster({ layer, policy }),
  });
  const sound: Poster<Posting> = {
    send(stored, inTime) {
      holds(process, stored.key, stored.intent.fence);
      return real.send(stored, inTime);
    },
    lookUp: (stored) => real.lookUp(stored),
  };
  const poster = mutant?.poster?.(sound, random) ?? sound;
  const worker = { name: process.name, monotonic: () => performance.now(), sendWithin: policy.sendWithin };
  const claims = storeOf(ledger, around);
  const work = (company: SimulatedCompany): Promise<void> =>
    workThrough({
      store: claims,
      poster,
      worker,
      company: company.ref,
      atOnce: 3,
      signal,
      tell: ({ key, state, why }) => trace.note(process.name, `records ${labelOf(key)}: ${state} (${why})`, labelOf(key)),
      broken: (error, key) => threw(`working on ${labelOf(key)} threw ${String(error)}`),
    });

  const sync = async (chosen: readonly ChosenRow[]): Promise<void> => {
    const readFrom = scheduler.now();
    const companies = new Map<SimulatedCompany, string[]>();
    for (const { id } of chosen) {
      const row = store.rows.get(id);
      if (row) companies.set(row.company, [...new Set([...(companies.get(row.company) ?? []), row.receiptId])]);
    }
    const read = await readAfresh(companies);
    const readable = chosen.filter(({ id }) => [...read].some((company) => company === store.rows.get(id)?.company));
    if (readable.length === 0) return;
    const pending = await around(() => acceptRows(acceptance, readable, readFrom, scheduler.now()));
    if (pending === 0) return;
    await Promise.all([...read].map(work));
    await readLayer();
  };

  return {
    process,
    sync,
    async allocate(asked, thenSync) {
      const company = setUp.companies.find(({ ref }) => ref === asked.companyRef);
      if (company === undefined) return;
      const ids = [...new Set(asked.pairs.flatMap(({ creditId, debitId }) => [creditId, debitId]))];
      if (!(await readAfresh(new Map([[company, ids]]))).has(company)) return;
      const key = await around(() => acceptAllocation(acceptance, asked, scheduler.now()));
      if (key === null) return;
      trace.note(process.name, `accepts ${labelOf(key)}`, labelOf(key));
      await work(company);
      const ended = await claims.read(key);
      if (ended?.intent.state !== "done") return;
      await reread(company, ids);
      const ready = [...store.rows.values()].filter((row) => row.company === company && ids.includes(row.receiptId) && row.state === "Ready" && !row.isGone);
      if (thenSync && ready.length > 0) await sync(ready.map(({ id }) => ({ id })));
    },
    async live() {
      for (;;) {
        await Promise.all(setUp.companies.map(work));
        if (random.chance(readShare)) {
          await readLayer();
          for (const company of setUp.companies) {
            await readSage(company);
            if (random.chance(sweepShare)) await sweep(company);
          }
        }
        const [next, now] = [await claims.nextDue(), await claims.now()];
        await scheduler.sleep(process, 500 + random.int(1_500) + Math.min(longestSleep, next === null ? longestSleep : Math.max(0, next - now)));
      }
    },
  };
};
