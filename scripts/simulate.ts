/**
 * `npm run simulate -- --seeds 10000 [--from 1]`: runs the ledger through that many storms and prints the seeds that
 * broke a rule, each with the line that replays it. With `--mutants`, every broken ledger is run instead, until it is caught.
 */
import { parseArgs } from "node:util";
import { mutants } from "../test/simulation/mutants";
import { simulate } from "../test/simulation/simulate";

const { values } = parseArgs({ options: { seeds: { type: "string", default: "1000" }, from: { type: "string", default: "1" }, mutants: { type: "boolean", default: false } } });
const count = Number(values.seeds);
const from = Number(values.from);
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(from)) {
  console.error(`--seeds and --from take whole numbers; got ${values.seeds} and ${values.from}.`);
  process.exit(2);
}

const storms = async (): Promise<boolean> => {
  const started = Date.now();
  let steps = 0;
  let posts = 0;
  let broken = 0;
  for (let seed = from; seed < from + count; seed++) {
    const outcome = await simulate(seed);
    steps += outcome.steps;
    posts += outcome.posts;
    if (outcome.violations.length > 0) {
      broken += 1;
      console.log(`seed ${seed}: ${outcome.violations.map((violation) => violation.what).join("; ")}. Replay: npm run simulate -- --from ${seed} --seeds 1`);
    }
  }
  console.log(`${count} seeds, ${broken} broken, ${posts} postings, ${steps} steps, ${Math.round((Date.now() - started) / 1000)} s`);
  return broken === 0;
};

/** A ledger that is broken on purpose must be caught: otherwise the storms prove nothing. */
const brokenLedgers = async (): Promise<boolean> => {
  let escaped = 0;
  for (const mutant of mutants) {
    let caught: number | null = null;
    for (let seed = from; seed < from + count && caught === null; seed++) if ((await simulate(seed, mutant)).violations.length > 0) caught = seed;
    if (caught === null) escaped += 1;
    console.log(caught === null ? `${mutant.name}: NOT caught in ${count} seeds` : `${mutant.name}: caught by seed ${caught}`);
  }
  console.log(`${mutants.length} broken ledgers, ${escaped} not caught`);
  return escaped === 0;
};

process.exit((await (values.mutants ? brokenLedgers() : storms())) ? 0 : 1);
