/**
 * One seed: a few gateway processes post The Layer's documents to Sage while requests and answers are lost, commits come late, processes
 * die at any await and pause longer than their lease, mappings are missing and periods closed. Then the weather clears, people
 * mend what they ever will, everything is worked off, and the books must agree.
 */
import { defaultPolicy } from "../../src/sync/ledger/intent";
import type { HttpRequest } from "../../src/sync/http";
import { createChoices } from "./choices";
import { replaceClocks } from "./clocks";
import { createSharedCredentials } from "./credentials";
import { createSharedDatabase, type SharedDatabase } from "./database";
import { makeDocuments, type SimulatedDocument } from "./documents";
import { runGateway, type Surroundings } from "./gateway";
import { isSettled, violationsOf, type Books, type Violation } from "./invariants";
import { memoryLedger, type OpenLedger } from "./ledgers";
import { stormOf, type Mutant } from "./mutants";
import { createNetwork } from "./network";
import { livePerson } from "./person";
import { documentPostingKey } from "./planning";
import { Random, seedOf } from "./random";
import { simulateReceipts } from "./receipts/simulate-receipts";
import { createSage } from "./sage";
import { createScheduler, type Process } from "./scheduler";
import { createSetUp, type SetUp } from "./set-up";
import { createTrace, noTrace, type Trace } from "./trace";
import { createTruth } from "./truth";
import { createWeather, longestCommit, plansOf } from "./weather";

export type SimulationOptions = {
  readonly mutant?: Mutant | null;
  /** The misfortunes that may befall, by name; all that the seed holds where absent. */
  readonly only?: ReadonlySet<string>;
  /** Documents to leave out, by name. */
  readonly without?: ReadonlySet<string>;
  readonly isTraced?: boolean;
  readonly ledger?: OpenLedger;
};

export type Outcome = {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly steps: number;
  readonly posts: number;
  /** What befell, in order. */
  readonly misfortunes: readonly string[];
  readonly documents: readonly string[];
  readonly trace: Trace;
};

const gateways = 3;
const deathAtEachAwait = 0.012;
const pauseAtEachAwait = 0.01;
const startsAt = Date.UTC(2026, 8, 1, 9);
/** Long enough for whatever may still be settled, looked up, reviewed and retried in fair weather. */
const patience = 8 * 3_600_000;
const mostSteps = 60_000;

const documentsOf = (seed: number, setUp: SetUp, without: ReadonlySet<string>): readonly SimulatedDocument[] => {
  const made = makeDocuments(new Random(seedOf(seed, "documents")), setUp);
  // Without its parent a document has no place either.
  const isLeftOut = (document: SimulatedDocument): boolean => without.has(document.label) || (document.parent !== null && isLeftOut(document.parent));
  return made.filter((document) => !isLeftOut(document));
};

/** A storm of documents, or one of receipts: see `stormOf`. */
export const simulate = (seed: number, options: SimulationOptions = {}): Promise<Outcome> => (stormOf(seed) === "receipts" ? simulateReceipts(seed, options) : simulateDocuments(seed, options));

const simulateDocuments = async (seed: number, { mutant = null, only, without = new Set(), isTraced = false, ledger = memoryLedger }: SimulationOptions): Promise<Outcome> => {
  const random = new Random(seed);
  let isCalm = false;
  let hasGone = false;
  const choices = createChoices(seed, only ?? null, () => isCalm);
  const policy = mutant?.policy?.(defaultPolicy) ?? defaultPolicy;
  const violations: Violation[] = [];
  const complain = (what: string, about: readonly string[]) => violations.push({ rule: "conduct", what, about });

  // Each seed also stops its first process at one certain await: over the seeds, at every one.
  const certainDeath = 1 + (seed % 400);
  const interfere = (process: Process): void => {
    const name = `${process.name} at await ${process.awaits}`;
    const dies = process.name === "p1" && process.awaits === certainDeath ? choices.befalls(`${name} surely dies`, 1) : choices.befalls(`${name} dies`, deathAtEachAwait);
    if (dies) {
      process.isAlive = false;
      trace.note(process.name, `dies at its await ${process.awaits}`, null);
      start();
    } else if (choices.befalls(`${name} pauses`, pauseAtEachAwait)) {
      const ms = choices.of(`${name} pauses`).int(4 * policy.lease);
      process.pausedUntil = scheduler.now() + ms;
      trace.note(process.name, `pauses for ${Math.round(ms / 1000)} s`, null);
    }
  };
  const scheduler = createScheduler(random, startsAt, interfere);
  const trace = isTraced ? createTrace(scheduler.now, startsAt) : noTrace;

  const setUp = createSetUp(new Random(seedOf(seed, "set-up")), plansOf(seed));
  const documents = documentsOf(seed, setUp, without);
  const sage = createSage({ now: scheduler.now, plans: setUp.companies.map(({ plan }) => plan), accounts: setUp.accountsToBegin });
  setUp.applyTo(sage);
  sage.faults.accessTokenSeconds = new Random(seedOf(seed, "tokens")).pick([300, 1_200, 28_800]);
  const weather = createWeather(choices, scheduler, sage, trace);
  const database: SharedDatabase = createSharedDatabase(ledger.open(() => Math.floor(scheduler.now()), policy, scheduler.real), mutant?.store);
  for (const customer of setUp.customers) for (const [ref, id] of customer.linked) database.links.set(`${ref} ${customer.id}`, id);
  const truth = createTruth(sage, setUp, () => database);
  const credentials = createSharedCredentials(scheduler);
  credentials.connect(sage.signIn());

  const labels = new Map<string, string>();
  for (const document of documents) for (const { ref } of setUp.companies) labels.set(documentPostingKey(ref, document.kind, document.id), document.label);
  const labelOf = (key: string): string => {
    const payload = database.intents().get(key)?.payload;
    if (payload?.kind !== "new-customer") return labels.get(key) ?? key;
    return `customer ${payload.fields.name} in ${setUp.companies.find(({ ref }) => ref === payload.company)?.name ?? ""}`;
  };
  const keyIn = ({ url, body, headers }: HttpRequest): string => {
    const said = JSON.parse(body ?? "{}") as { readonly second_reference?: string; readonly reference?: string };
    if (!url.endsWith("/customers")) return said.second_reference ?? "";
    const company = setUp.companies.find(({ siteId, companyId }) => siteId === headers?.["x-site"] && companyId === headers["x-company"]);
    return [...database.intents().values()].find(({ payload }) => payload.kind === "new-customer" && payload.company === company?.ref && payload.accountNumber === said.reference)?.key ?? "";
  };

  const held = new Map<string, number>();
  const network = createNetwork({
    scheduler,
    random,
    weather,
    sage,
    trace,
    totalMs: policy.timeout,
    whatIs: (request) => labelOf(keyIn(request)),
    refused: truth.grantRefused,
    leaves(process, request, what) {
      const key = keyIn(request);
      const intent = database.intents().get(key)?.intent;
      const isOurs = intent?.state === "sending" && intent.fence === held.get(`${process.name} ${key}`);
      if (!isOurs || scheduler.now() > intent.sendBy) complain(`${process.name} sends ${what} ${isOurs ? "later than it may" : "without holding it"}`, [what]);
    },
  });

  const surroundings: Surroundings = {
    scheduler,
    random,
    startsAt,
    policy,
    setUp,
    documents,
    database,
    credentials,
    network,
    mutant,
    trace,
    mirrored: truth.mirrored,
    offered: [],
    holds: (process, key, token) => held.set(`${process.name} ${key}`, token),
    threw: (what) => complain(what, []),
    labelOf,
  };

  let born = 0;
  const start = (): void => {
    born += 1;
    const name = `p${born}`;
    const process: Process = { name, isAlive: true, pausedUntil: 0, awaits: 0, skew: choices.of(`clock of ${name}`).int(480_000) - 240_000 };
    runGateway(surroundings, process).catch((error: unknown) => complain(`${name} threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, []));
  };

  const books: Books = { setUp, documents, database, sage, truth, carriedOutAgain: network.carriedOutAgain() };
  const giveBack = replaceClocks(scheduler, ledger.keepsCalendar);
  try {
    for (let nth = 0; nth < gateways; nth += 1) start();
    void livePerson({ surroundings, sage, truth, choices, isCalm: () => isCalm, hasGone: () => hasGone });
    const stormUntil = startsAt + (8 + new Random(seedOf(seed, "storm")).int(36)) * 60_000;
    weather.begin(stormUntil);
    const giveUpAt = stormUntil + patience;
    while (scheduler.steps() < mostSteps && scheduler.now() < giveUpAt) {
      if (!isCalm && scheduler.now() >= stormUntil) {
        isCalm = true;
        weather.clear();
        trace.note("weather", "clears", null);
      }
      await scheduler.step();
      if (isCalm && scheduler.steps() % 20 === 0 && isSettled(books)) break;
    }
    hasGone = true;
    // What was on its way when all had settled, and whoever was paused, must still arrive before the books are closed.
    const end = scheduler.now() + 4 * defaultPolicy.lease + defaultPolicy.timeout + longestCommit;
    while (scheduler.now() < end && (await scheduler.step()));
  } finally {
    giveBack();
  }
  return {
    seed,
    violations: [...violations, ...violationsOf(books)],
    steps: scheduler.steps(),
    posts: setUp.companies.reduce((sum, company) => sum + truth.transactionsOf(company).length, 0),
    misfortunes: choices.cameUp(),
    documents: documents.map(({ label }) => label),
    trace,
  };
};
