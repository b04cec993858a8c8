/**
 * Brings node_modules to what package-lock.json says, and does nothing when it is there already.
 * npm keeps what it installed in node_modules/.package-lock.json; the two are compared package by package, so a
 * hand-made `npm ci` counts as well.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const readLock = (file) => (existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")).packages ?? {}) : {});

const missing = (root, withDev) => {
  const wanted = readLock(join(root, "package-lock.json"));
  const present = readLock(join(root, "node_modules", ".package-lock.json"));
  return Object.entries(wanted).filter(
    ([path, info]) => path !== "" && !info.optional && !info.devOptional && !info.peer && (withDev || !info.dev) && present[path]?.version !== info.version,
  );
};

/** @param {string} root the checkout; @param {"all" | "run"} what `run` leaves out what only tests and developers need. */
export const ensurePackages = (root, what) => {
  const withDev = what === "all";
  const lacking = missing(root, withDev);
  if (lacking.length === 0) return;
  console.log(`Installing ${lacking.length} packages. This takes a few minutes the first time.`);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const done = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...(withDev ? [] : ["--omit=dev"])], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (done.status !== 0) {
    console.error("The packages could not be installed. The lines above say why; `npm ci` repeats the step by itself.");
    process.exit(done.status ?? 1);
  }
};

export const ensureNode = () => {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Tieout needs Node 20.19 or later; this is ${process.versions.node}. Node 24 LTS is the one we recommend.`);
  process.exit(1);
};
