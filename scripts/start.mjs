/** `npm start`: from a fresh clone to a running gateway with practice data and the workbench page. */
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureNode, ensurePackages } from "./packages.mjs";
import { ensureWebBuild } from "./web-build.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
ensureNode();
ensurePackages(root, "run");
ensureWebBuild(root);

const gateway = spawn(process.execPath, ["--import", "tsx", join(root, "src", "gateway", "main.ts"), ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => gateway.kill(signal));
gateway.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
