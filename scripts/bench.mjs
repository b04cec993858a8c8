/**
 * `npm run bench`: every benchmark in bench/, one after the other, each in a process of its own; `npm run bench -- posting pull` runs
 * those two. Each measures its peer in the same run and ends with 1 where it misses a target, and then so does this.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureNode, ensurePackages } from "./packages.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
ensureNode();
ensurePackages(root, "all");

const all = readdirSync(join(root, "bench"))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
  .map((name) => name.slice(0, -".ts".length))
  .sort();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark called ${unknown.join(", ")}. There are: ${all.join(", ")}.`);
  process.exit(2);
}

const missed = [];
for (const name of asked.length > 0 ? asked : all) {
  const started = Date.now();
  console.log(`\n== ${name}`);
  // Memory is measured after a collection, which a program may ask for only where it was allowed to.
  const { status } = spawnSync(process.execPath, ["--expose-gc", "--import", "tsx", join("bench", `${name}.ts`)], { cwd: root, stdio: "inherit" });
  console.log(`== ${name}: ${status === 0 ? "met its targets" : "MISSED a target, or failed"}, in ${Math.round((Date.now() - started) / 1000)} s`);
  if (status !== 0) missed.push(name);
}
if (missed.length > 0) console.log(`\nMissed: ${missed.join(", ")}`);
process.exit(missed.length === 0 ? 0 : 1);
