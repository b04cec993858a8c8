/**
 * One seed with receipts: clerks enter, allocate and take back receipts in Sage while an accountant syncs rows to The Layer and allocates
 * in Sage from Excel, through processes that die and answers that are lost on both sides. Then the weather clears, everything is
 * pressed once more, and both ledgers must agree.
 */
import type { HttpRequest } from "../../../src/sync/http";
import { createSharedCredentials } from "../credentials";
import { createSharedDatabase } from "../database";
import { watchHolding } from "../holding";
import { createNetwork } from "../network";
import { Random, seedOf } from "../random";
import { createSage, type Sage } from "../sage";
import type { SimulatedCompany } from "../set-up";
import { createStorm, startsAt, type Outcome, type SimulationOptions } from "../storm";
import { createWeather, plansOf } from "../weather";
import { receivedBy, soundDecisions, type Acceptance, type ReceiptDecisions } from "./acceptance";
import { finish, visitExcel, type Accountant } from "./accountant";
import { visitSage, type Clerk } from "./clerk";
import { createReceiptGateway, type ReceiptGateway, type ReceiptSurroundings } from "./gateway";
import { isSettled, violationsOf, type ReceiptBooks } from "./invariants";
import { createPracticeLayer, layerAddress } from "./layer";
import { createReceiptSetUp } from "./set-up";
import { spreadWatch } from "./spread-watch";
import { createReceiptStore, type HeldRow } from "./store";
import { createReceiptTruth } from "./truth";

const patience = 12 * 3_600_000;
const clerkVisits = 12;
const accountantVisits = 10;
const minute = 60_000;
/** Whoever was paused has gone on by then, and what people did in Sage last has been read: before that, all may only seem to be settled. */
const calmAtLeast = 20 * minute;

export const simulateReceipts = async (seed: number, options: SimulationOptions): Promise<Outcome> => {
  const { mutant = null, without = new Set() } = options;
  const storm = createStorm(seed, options, { deathAtEachAwait: 0.006, pauseAtEachAwait: 0.004, certainDeath: null });
  const { random, choices, policy, scheduler, trace, complain, isCalm, hasGone } = storm;

  const setUp = createReceiptSetUp(new Random(seedOf(seed, "set-up")), plansOf(seed));
  const sage = createSage({ now: scheduler.now, plans: setUp.companies.map(({ plan }) => plan), accounts: setUp.accountsToBegin });
  const quirks = new Random(seedOf(seed, "quirks"));
  sage.faults.indexLagMs = quirks.chance(0.5) ? quirks.int(30_000) : 0;
  sage.faults.urnAsText = quirks.chance(0.5);
  sage.faults.errorShape = quirks.pick(["message", "apim", "severity", "dotnet", "plain"] as const);
  sage.faults.accessTokenSeconds = quirks.pick([300, 1_200, 28_800]);
  const ledgerOf = (company: SimulatedCompany) => {
    const found = sage.companies.find(({ plan }) => plan === company.plan);
    if (found === undefined) throw new Error(`Sage has no company ${company.name}.`);
    return found.ledger;
  };
  setUp.post(ledgerOf);
  const truth = createReceiptTruth(setUp, ledgerOf, scheduler.now);
  truth.look();

  const decisions: ReceiptDecisions = { ...soundDecisions, ...mutant?.decisions?.(soundDecisions, (row) => receivedBy(store)(row)) };
  const store = createReceiptStore(setUp, decisions);
  const database = createSharedDatabase(storm.ledger, mutant?.store, store.follow);
  const acceptance: Acceptance = { store, ledger: database.ledger, setUp, decisions, intents: database.intents, payments: [], pressed: [] };
  const layer = createPracticeLayer({ now: scheduler.now, ...setUp.kept, recording: spreadWatch(acceptance, storm.violations) });
  const weather = createWeather(choices, scheduler, sage, trace, [
    { name: "The Layer is down", begin: () => (layer.faults.layerDown = true), end: () => (layer.faults.layerDown = false) },
    { name: "The Layer refuses the token", begin: () => (layer.faults.layerTokenRefused = true), end: () => (layer.faults.layerTokenRefused = false) },
  ]);
  const credentials = createSharedCredentials(scheduler);
  credentials.connect(sage.signIn());

  const labelOf = (key: string): string => {
    const payload = database.intents().get(key)?.payload;
    const company = setUp.companies.find(({ ref }) => ref === payload?.company)?.name ?? "";
    if (payload?.kind === "layer-payment") return `receipt ${payload.receiptUrn} on ${payload.sageInvoiceUrn} in ${company}`;
    return payload?.kind === "allocation" ? `allocation ${payload.lines.map(({ urn, value }) => `${urn}: ${value}`).join(", ")} in ${company}` : key;
  };
  type Said = { readonly sourceKey?: string; readonly customer_id?: number; readonly allocation_lines?: readonly { readonly posted_tran_id: number; readonly value_to_allocate: number }[] };
  const keyIn = ({ body, headers }: HttpRequest): string => {
    const { sourceKey, allocation_lines: lines } = JSON.parse(body ?? "{}") as Said;
    if (sourceKey !== undefined) return sourceKey;
    const company = setUp.companies.find(({ siteId, companyId }) => siteId === headers?.["x-site"] && companyId === headers["x-company"]);
    const same = [...database.intents().values()].filter(
      ({ payload }) =>
        payload.kind === "allocation" &&
        payload.company === company?.ref &&
        payload.lines.length === lines?.length &&
        payload.lines.every((line) => lines.some((one) => String(one.posted_tran_id) === line.transactionId && Math.round(one.value_to_allocate * 100) === line.value)),
    );
    return (same.find(({ intent }) => intent.state === "sending") ?? same[0])?.key ?? "";
  };

  const sentAgain = new Map<string, number>();
  const delivered = new Map<HttpRequest, number>();
  let isGrantSpent = false;
  const { holds, leaves } = watchHolding(storm, database, keyIn);
  /** Allocations are looked at as they come in, and payments that The Layer has already. */
  const watched: Sage = {
    ...sage,
    async answer(request) {
      const answer = await sage.answer(request);
      if (request.method === "POST") truth.look();
      return answer;
    },
  };
  const network = createNetwork({
    scheduler,
    random,
    weather,
    sage: watched,
    layer: {
      url: layerAddress.url,
      async answer(request) {
        const times = (delivered.get(request) ?? 0) + 1;
        delivered.set(request, times);
        const key = request.method === "POST" ? keyIn(request) : "";
        const answer = key !== "" && times === 1 && layer.books.documents.recorded(key) !== undefined ? sentAgain.set(key, (sentAgain.get(key) ?? 0) + 1) && layer.answer(request) : layer.answer(request);
        return answer;
      },
    },
    trace,
    totalMs: policy.timeout,
    whatIs: (request) => labelOf(keyIn(request)),
    refused: () => {
      isGrantSpent = true;
    },
    leaves,
  });

  const surroundings: ReceiptSurroundings = {
    scheduler,
    random,
    policy,
    acceptance,
    credentials,
    network,
    mutant,
    trace,
    holds,
    threw: (what) => complain(what, []),
    labelOf,
  };

  const gateways: ReceiptGateway[] = [];
  const isUndecided = (row: HeldRow): boolean => new Random(seedOf(seed, `method of ${row.receiptId} in ${row.company.name}`)).chance(0.2);
  const accountant: Accountant = { surroundings, gateways: () => gateways.filter(({ process }) => process.isAlive), isUndecided };
  const clerk: Clerk = { setUp, truth, scheduler, trace };
  const books: ReceiptBooks = { setUp, acceptance, layer, truth, carriedOutAgain: network.carriedOutAgain(), labelOf, isUndecided, sentAgain };
  const stormUntil = startsAt + (15 + new Random(seedOf(seed, "storm")).int(25)) * minute;

  const visits: string[] = [];
  const comes = (name: string, visit: (by: Random) => void): void => {
    visits.push(name);
    if (without.has(name)) return;
    const by = new Random(seedOf(seed, name));
    void scheduler.sleep(null, by.int(stormUntil - startsAt)).then(() => {
      visit(by);
    });
  };
  const finishing = async (): Promise<void> => {
    for (let visit = 1; ; visit += 1) {
      await scheduler.sleep(null, 3 * minute + random.int(5 * minute));
      if (hasGone()) return;
      if (isGrantSpent) {
        isGrantSpent = false;
        credentials.connect(sage.signIn());
      }
      if (isCalm()) await finish(accountant, random);
    }
  };

  await storm.pass({
    gateways: 2,
    live(process) {
      const gateway = createReceiptGateway(surroundings, process);
      gateways.push(gateway);
      return gateway.live();
    },
    letPeopleCome() {
      for (let nth = 1; nth <= clerkVisits; nth += 1) comes(`clerk's visit ${nth}`, (by) => visitSage(clerk, by));
      for (let nth = 1; nth <= accountantVisits; nth += 1) comes(`accountant's visit ${nth}`, (by) => visitExcel(accountant, by));
      void finishing();
    },
    weather,
    until: stormUntil,
    isSettled: () => isSettled(books),
    looksEvery: 40,
    calmAtLeast,
    patience,
  });
  return {
    seed,
    violations: [...storm.violations, ...violationsOf(books)],
    steps: scheduler.steps(),
    posts: layer.books.documents.list("payments").filter(({ document }) => document.recorded !== null).length + truth.sessions().length,
    misfortunes: choices.cameUp(),
    documents: visits,
    trace,
  };
};
