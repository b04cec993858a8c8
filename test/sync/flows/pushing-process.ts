/**
 * A gateway's inside as a process of its own, to be killed: works through whatever was accepted, accepting the push it is
 * given if nobody has, and prints each result as it is recorded. Run by kill.test.ts with one JSON argument.
 */
import { readFileSync } from "node:fs";
import { openProcessCore, type ProcessPlace } from "../../support/process-core";

export type PushingProcess = ProcessPlace & {
  readonly pushId: string;
  /** A JSON file of the rows. */
  readonly rowsFile: string;
};

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const main = async () => {
  const { pushId, rowsFile, ...place } = JSON.parse(process.argv[2] ?? "{}") as PushingProcess;
  const { core, tokens, close } = await openProcessCore(place, { batchSize: 4, leaseMs: 1_000, pauses: [50, 100, 200] });
  await tokens.access();
  const accepted = await core.acceptPush({ id: pushId, slug: "customer-links", rows: JSON.parse(readFileSync(rowsFile, "utf8")), by: { id: "u1", name: "Priya Nair" } });
  if (!accepted.ok) throw new Error(accepted.failure.cause);
  say({ type: "accepted" });
  const stop = new AbortController();
  const work = core.work(stop.signal);
  const lines = await core.readPush(pushId, { after: 0, follow: true, signal: stop.signal });
  if (!lines) throw new Error("The push is gone.");
  for await (const line of lines) if (line.type !== "accepted") say(line);
  stop.abort();
  await work;
  say({ type: "audit", linked: (await core.audit({ pushId, limit: 500 })).entries.filter((entry) => entry.what === "Linked").map((entry) => entry.key) });
  await close();
  process.exit(0);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
