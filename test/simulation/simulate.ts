/**
 * One seed: a few gateway processes post The Layer's documents to Sage while requests and answers are lost, commits come late, processes
 * die at any await and pause longer than their lease, mappings are missing and periods closed. Then the weather clears, people
 * mend what they ever will, everything is worked off, and the books must agree.
 */
import type { HttpRequest } from "../../src/sync/http";
import { createSharedCredentials } from "./credentials";
import { createSharedDatabase, type SharedDatabase } from "./database";
import { makeDocuments, type SimulatedDocument } from "./documents";
import { runGateway, type Surroundings } from "./gateway";
import { watchHolding } from "./holding";
import { isSettled, violationsOf, type Books } from "./invariants";
import { stormOf } from "./mutants";
import { createNetwork } from "./network";
import { livePerson } from "./person";
import { documentPostingKey } from "./planning";
import { Random, seedOf } from "./random";
import { simulateReceipts } from "./receipts/simulate-receipts";
import { createSage } from "./sage";
import { createSetUp, type SetUp } from "./set-up";
import { createStorm, startsAt, type Outcome, type SimulationOptions } from "./storm";
import { createTruth } from "./truth";
import { createWeather, plansOf } from "./weather";

/** Long enough for whatever may still be settled, looked up, reviewed and retried in fair weather. */
const patience = 8 * 3_600_000;

const documentsOf = (seed: number, setUp: SetUp, without: ReadonlySet<string>): readonly SimulatedDocument[] => {
  const made = makeDocuments(new Random(seedOf(seed, "documents")), setUp);
  // Without its parent a document has no place either.
  const isLeftOut = (document: SimulatedDocument): boolean => without.has(document.label) || (document.parent !== null && isLeftOut(document.parent));
  return made.filter((document) => !isLeftOut(document));
};

/** A storm of documents, or one of receipts: see `stormOf`. */
export const simulate = (seed: number, options: SimulationOptions = {}): Promise<Outcome> => (stormOf(seed) === "receipts" ? simulateReceipts(seed, options) : simulateDocuments(seed, options));

const simulateDocuments = async (seed: number, options: SimulationOptions): Promise<Outcome> => {
  const { mutant = null, without = new Set() } = options;
  // Each seed also stops its first process at one certain await: over the seeds, at every one.
  const storm = createStorm(seed, options, { deathAtEachAwait: 0.012, pauseAtEachAwait: 0.01, certainDeath: 1 + (seed % 400) });
  const { random, choices, policy, scheduler, trace, complain, isCalm, hasGone } = storm;

  const setUp = createSetUp(new Random(seedOf(seed, "set-up")), plansOf(seed));
  const documents = documentsOf(seed, setUp, without);
  const sage = createSage({ now: scheduler.now, plans: setUp.companies.map(({ plan }) => plan), accounts: setUp.accountsToBegin });
  setUp.applyTo(sage);
  sage.faults.accessTokenSeconds = new Random(seedOf(seed, "tokens")).pick([300, 1_200, 28_800]);
  const weather = createWeather(choices, scheduler, sage, trace);
  const database: SharedDatabase = createSharedDatabase(storm.ledger, mutant?.store);
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

  const { holds, leaves } = watchHolding(storm, database, keyIn);
  const network = createNetwork({
    scheduler,
    random,
    weather,
    sage,
    trace,
    totalMs: policy.timeout,
    whatIs: (request) => labelOf(keyIn(request)),
    refused: truth.grantRefused,
    leaves,
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
    holds,
    threw: (what) => complain(what, []),
    labelOf,
  };

  const books: Books = { setUp, documents, database, sage, truth, carriedOutAgain: network.carriedOutAgain() };
  await storm.pass({
    gateways: 3,
    live: (process) => runGateway(surroundings, process),
    letPeopleCome: () => void livePerson({ surroundings, sage, truth, choices, isCalm, hasGone }),
    weather,
    until: startsAt + (8 + new Random(seedOf(seed, "storm")).int(36)) * 60_000,
    isSettled: () => isSettled(books),
    looksEvery: 20,
    calmAtLeast: 0,
    patience,
  });
  return {
    seed,
    violations: [...storm.violations, ...violationsOf(books)],
    steps: scheduler.steps(),
    posts: setUp.companies.reduce((sum, company) => sum + truth.transactionsOf(company).length, 0),
    misfortunes: choices.cameUp(),
    documents: documents.map(({ label }) => label),
    trace,
  };
};
