/** Builds the pane and the workbench page into dist/web, unless what is there was built from the same sources. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const sources = ["src/taskpane", "src/commands", "src/excel", "src/sync", "src/workbench", "assets", "manifest.xml", "webpack.config.js", "package-lock.json"];

const filesBelow = (path) =>
  statSync(path).isDirectory() ? readdirSync(path).sort().flatMap((name) => filesBelow(join(path, name))) : [path];

const fingerprint = (root) => {
  const hash = createHash("sha256");
  hash.update(process.env.TIEOUT_URL ?? "");
  for (const source of sources) {
    const path = join(root, source);
    if (!existsSync(path)) continue;
    for (const file of filesBelow(path)) hash.update(file.slice(root.length)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
};

/** @param {string} root */
export const ensureWebBuild = (root) => {
  const stamp = join(root, "dist", "web.sha256");
  const now = fingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now && existsSync(join(root, "dist", "web", "taskpane.html"))) return;
  console.log("Building the task pane and the workbench page.");
  const built = spawnSync(process.execPath, [join(root, "node_modules", "webpack", "bin", "webpack.js"), "--mode", "production"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (built.status !== 0) {
    console.error(built.stdout);
    console.error("The pages could not be built; the lines above say why.");
    process.exit(built.status ?? 1);
  }
  mkdirSync(join(root, "dist"), { recursive: true });
  writeFileSync(stamp, now);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureWebBuild(dirname(dirname(fileURLToPath(import.meta.url))));
