import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGatewayProcess } from "../support/processes";

jest.setTimeout(180_000);

test("settings that contradict each other end the start with their names and cures, on standard error", () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ["--import", "tsx", "src/gateway/main.ts"], {
    env: { PATH: process.env["PATH"], HOST: "0.0.0.0", LAYER_URL: "https://crm.example" },
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain("Tieout did not start.");
  expect(stderr).toContain("LAYER_TOKEN");
  expect(stderr).toContain("HOST is 0.0.0.0");
  expect(stderr).not.toContain("at Object");
});

test("a gateway says once where it is, and ends with 0 when it is told to stop", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "tieout-main-"));
  const gateway = await startGatewayProcess(dataDir, { SANDBOX_CUSTOMERS: "20" });
  expect(gateway.output().match(/http:\/\//g)).toHaveLength(1);
  expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
  const ended = once(gateway.child, "exit");
  gateway.child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  rmSync(dataDir, { recursive: true, force: true });
});
