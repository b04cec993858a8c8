import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export type Running = { readonly child: ChildProcess; readonly output: () => string; stop(signal?: NodeJS.Signals): Promise<void> };

/** Starts a TypeScript program of ours in a process of its own and waits until it prints what `until` looks for. */
const start = async (script: string, args: readonly string[], environment: Readonly<Record<string, string>>, until: RegExp): Promise<Running> => {
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    env: { ...cleanEnvironment(), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (printed += chunk.toString("utf8")));
  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  };
  const deadline = Date.now() + 90_000;
  while (!until.test(printed)) {
    if (child.exitCode !== null) throw new Error(`${script} ended before it was ready:\n${printed}`);
    if (Date.now() > deadline) {
      await stop("SIGKILL");
      throw new Error(`${script} was not ready in 90 seconds:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { child, output: () => printed, stop };
};

/** Without the settings that a developer may have set for himself. */
const cleanEnvironment = (): Record<string, string> => {
  const ours = /^(PORT|HOST|DATA_DIR|DATABASE_URL|LAYER_|SAGE200_|AUTH_|SECRETS_KEY|SANDBOX_|LOG_LEVEL)/;
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && !ours.test(entry[0])));
};

export const startGatewayProcess = async (dataDir: string, environment: Readonly<Record<string, string>> = {}): Promise<Running & { readonly url: string }> => {
  const running = await start("src/gateway/main.ts", [], { PORT: "0", DATA_DIR: dataDir, LOG_LEVEL: "error", ...environment }, /running at http\S+/);
  const url = /running at (http\S+)/.exec(running.output())?.[1];
  if (!url) throw new Error(`No address in:\n${running.output()}`);
  return { ...running, url };
};

/** The practice servers alone; answers the settings that it prints. */
export const startSandboxProcess = async (args: readonly string[] = []): Promise<Running & { readonly settings: Readonly<Record<string, string>> }> => {
  const running = await start("src/sandbox/main.ts", args, {}, /SAGE200_REFRESH_TOKEN=\S+/);
  const settings = Object.fromEntries([...running.output().matchAll(/^([A-Z0-9_]+)=(\S+)$/gm)].map((match) => [match[1] ?? "", match[2] ?? ""]));
  return { ...running, settings };
};
