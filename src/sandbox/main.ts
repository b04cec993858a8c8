import { parseArgs } from "node:util";
import { startSandbox } from "./index";

/** `npm run sandbox -- --customers 100000 --seed 7 --port 3900 --state ./practice.ndjson`: flags first, then SANDBOX_… settings. */
const { values } = parseArgs({
  options: { seed: { type: "string" }, customers: { type: "string" }, invoices: { type: "string" }, port: { type: "string" }, state: { type: "string" } },
});

const whole = (name: string, text: string | undefined, otherwise: number): number => {
  if (text === undefined || text === "") return otherwise;
  if (!/^\d+$/.test(text)) throw new RangeError(`${name} must be a whole number, not "${text}".`);
  return Number(text);
};

const run = async (): Promise<void> => {
  const stateFile = values.state ?? process.env.SANDBOX_STATE;
  const sandbox = await startSandbox({
    seed: whole("seed", values.seed ?? process.env.SANDBOX_SEED, 1),
    customers: whole("customers", values.customers ?? process.env.SANDBOX_CUSTOMERS, 2000),
    invoices: whole("invoices", values.invoices ?? process.env.SANDBOX_INVOICES, 120),
    port: whole("port", values.port ?? process.env.SANDBOX_PORT, 0),
    ...(stateFile === undefined || stateFile === "" ? {} : { stateFile }),
  });
  const { layer, sage200, control } = sandbox;
  console.log(
    [
      `LAYER_URL=${layer.url}`,
      `LAYER_TOKEN=${layer.token}`,
      `SAGE200_URL=${sage200.url}`,
      `SAGE200_AUTH_URL=${sage200.authUrl}`,
      `SAGE200_CLIENT_ID=${sage200.clientId}`,
      `SAGE200_CLIENT_SECRET=${sage200.clientSecret}`,
      `SAGE200_REFRESH_TOKEN=${sage200.refreshToken}`,
    ].join("\n"),
  );
  console.error(`Practice servers are running; faults and edits at ${control.url}. Stop with Ctrl+C.`);
  const stop = (): void => {
    sandbox.close().catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    });
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
};

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
