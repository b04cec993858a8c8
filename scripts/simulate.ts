/**
 * `npm run simulate -- --seeds 10000 [--from 1]`: runs the ledger through that many storms and prints the seeds that
 * broke a rule, each with the line that replays it.
 */
import { parseArgs } from "node:util";
import { simulate } from "../test/simulation/simulate";

const { values } = parseArgs({ options: { seeds: { type: "string", default: "1000" }, from: { type: "string", default: "1" } } });
const count = Number(values.seeds);
const from = Number(values.from);
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(from)) {
  console.error(`--seeds and --from take whole numbers; got ${values.seeds} and ${values.from}.`);
  process.exit(2);
}

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
process.exit(broken === 0 ? 0 : 1);
