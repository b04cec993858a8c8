/**
 * One process of the gateway: reads what The Layer tells, decides, posts and links, for ever. The ledger's work, the poster, its
 * requests, look-ups and tokens are the product's own; it may be stopped or paused at each of its awaits.
 */
import type { Posting, SagePosting } from "../../src/sync/documents/posting";
import type { LedgerPolicy } from "../../src/sync/ledger/intent";
import type { NewIntent, StoredIntent } from "../../src/sync/ledger/store";
import type { Poster } from "../../src/sync/ledger/work";
import { workThrough } from "../../src/sync/ledger/work-through";
import { createSage200Poster } from "../../src/sync/sage200";
import { createSage200Tokens } from "../../src/sync/tokens";
import { aroundOf, storeOf, type Around } from "./around";
import { calendarOf } from "./clocks";
import { credentialId, type SharedCredentials } from "./credentials";
import { documentKey, type SharedDatabase } from "./database";
import type { SimulatedDocument } from "./documents";
import type { Mutant } from "./mutants";
import type { Network } from "./network";
import { linkMadeCustomers, planDocuments, planNewcomer, type Planning } from "./planning";
import type { Random } from "./random";
import { sageAddress } from "./sage";
import type { Process, Scheduler } from "./scheduler";
import type { SetUp } from "./set-up";
import type { Trace } from "./trace";

export type Surroundings = {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly startsAt: number;
  readonly policy: LedgerPolicy;
  readonly setUp: SetUp;
  readonly documents: readonly SimulatedDocument[];
  readonly database: SharedDatabase;
  readonly credentials: SharedCredentials;
  readonly network: Network;
  readonly mutant: Mutant | null;
  readonly trace: Trace;
  readonly mirrored: Planning["mirrored"];
  /** What was last accepted, by anybody: each process offers it again. */
  readonly offered: NewIntent<Posting>[];
  /** Told what a process holds, when it begins to send. */
  readonly holds: (process: Process, key: string, token: number) => void;
  /** Told of what must not be: the product threw. */
  readonly threw: (what: string) => void;
  /** What a posting is for. */
  readonly labelOf: (key: string) => string;
};

const posterOf = (surroundings: Surroundings, process: Process, around: Around): Poster<Posting> => {
  const { scheduler, policy, setUp, credentials, network, mutant, trace, holds, labelOf, random } = surroundings;
  const calendar = () => new Date(calendarOf(scheduler));
  const http = network.clientOf(process);
  const tokens = createSage200Tokens({ ...sageAddress, credentialId, store: credentials.of(process), http, clock: { now: calendar } });
  const real = createSage200Poster({
    url: sageAddress.url,
    tokens,
    http,
    policy,
    now: calendar,
    company: (ref) => around(() => setUp.companies.find((company) => company.ref === ref) ?? null),
    onExchange: ({ key, step, outcome, answer }) => around(() => trace.note(process.name, `${step === "send" ? "sent" : "looked for"} ${labelOf(key)}: ${outcome}, ${answer.slice(0, 140)}`, labelOf(key))),
  });
  const poster: Poster<Posting> = {
    send(stored, inTime) {
      holds(process, stored.key, stored.intent.fence);
      return real.send(toSage(stored), inTime);
    },
    lookUp: (stored) => real.lookUp(toSage(stored)),
  };
  return mutant?.poster?.(poster, random) ?? poster;
};

/** What goes to The Layer is no business of this poster's. */
const toSage = (stored: StoredIntent<Posting>): StoredIntent<SagePosting> => {
  const { payload } = stored;
  if (payload.kind === "layer-payment") throw new Error("A payment for The Layer was given to Sage's poster.");
  return { ...stored, payload };
};

/** Documents that The Layer tells of now and that are not stored as they are; telling the same again changes nothing. */
const readLayer = ({ documents, database, scheduler, startsAt }: Surroundings): void => {
  const since = scheduler.now() - startsAt;
  for (const { kind, id, told, tell } of documents) {
    if (!told.some((at) => at <= since)) continue;
    const held = database.documents.get(documentKey(kind, id));
    if (held !== undefined && held.standing !== "draft") continue;
    const record = tell(since);
    if (held === undefined) database.documents.set(documentKey(kind, id), { record, standing: "new", companyRef: null, postingKey: null, why: null, failure: null, sageUrn: null });
    else if (record.kind === "invoice" && record.isFinal) Object.assign(held, { record, standing: "new" });
  }
};

/** The Layer's documents are looked for this often, whatever the ledger has to do. */
const longestSleep = 90_000;

export const runGateway = async (surroundings: Surroundings, process: Process): Promise<void> => {
  const { scheduler, policy, setUp, database, mutant, threw, trace, labelOf, random, offered } = surroundings;
  const around = aroundOf(scheduler, process);
  const store = storeOf(database.ledger, around);
  const poster = posterOf(surroundings, process, around);
  const worker = { name: process.name, monotonic: () => performance.now(), sendWithin: mutant?.sendLimit === false ? Number.POSITIVE_INFINITY : policy.sendWithin };
  const planning: Planning = { database, setUp, mirrored: surroundings.mirrored };
  const { signal } = new AbortController();

  const settle = async (): Promise<void> => {
    for (let moved = true; moved; ) {
      const { accepted, newcomers, intents } = await around(() => planDocuments(planning, mutant?.acceptBeforeCommit === true));
      if (mutant?.acceptBeforeCommit === true) for (const intent of intents) await around(() => database.ledger.accept(intent));
      for (const intent of offered.splice(0, offered.length, ...intents)) await around(() => database.ledger.accept(intent));
      let done = 0;
      for (const newcomer of newcomers) if (await around(() => planNewcomer(planning, newcomer))) done += 1;
      await Promise.all(
        setUp.companies.map((company) =>
          workThrough({
            store,
            poster,
            worker,
            company: company.ref,
            atOnce: 3,
            signal,
            tell: ({ key, state, why }) => {
              if (state === "done") done += 1;
              trace.note(process.name, `records ${labelOf(key)}: ${state} (${why})`, labelOf(key));
            },
            broken: (error, key) => threw(`working on ${labelOf(key)} threw ${String(error)}`),
          }),
        ),
      );
      const linked = await around(() => linkMadeCustomers(planning));
      moved = accepted + done + linked > 0;
    }
  };

  for (;;) {
    await around(() => readLayer(surroundings));
    await settle();
    const [next, now] = [await store.nextDue(), await store.now()];
    await scheduler.sleep(process, 500 + random.int(1_500) + Math.min(longestSleep, next === null ? longestSleep : Math.max(0, next - now)));
  }
};
