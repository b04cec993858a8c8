/** `npm run test:crash`: the crash test at its full size. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const documents = process.argv[2] ?? "5000";
const job = spawnSync(process.execPath, [join("node_modules", "jest", "bin", "jest.js"), "test/e2e/crash.test.ts", "--selectProjects", "e2e"], {
  stdio: "inherit",
  env: { ...process.env, TIEOUT_CRASH_DOCUMENTS: documents, TIEOUT_CRASH_MINUTES: "60" },
});
process.exit(job.status ?? 1);
