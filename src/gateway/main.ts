/** Starts the gateway from the environment, says where it is, and stops it when asked to. */
import { createLogger } from "./logger";
import { readSettings } from "./settings";
import { start, type Running, type StartProblem } from "./start";

const giveUp = (problems: readonly StartProblem[]): void => {
  console.error(["Tieout did not start.", ...problems.map(({ cause, cure }) => `  ${cause}\n    ${cure}`)].join("\n"));
  process.exitCode = 1;
};

const greet = ({ url, isPractice, durability }: Running): void => {
  const lines = [
    "",
    `  Tieout is running at ${url}`,
    isPractice ? "  It works on practice books of invented companies. Nothing leaves this machine." : "  It works on the books that its settings name.",
    ...(durability === "unproven" ? ["  Writes were not seen to reach the disk: do not work on real books from here."] : []),
    "  Press Ctrl+C to stop it.",
    "",
  ];
  console.log(lines.join("\n"));
};

const main = async (): Promise<void> => {
  const settings = readSettings(process.env);
  if (!settings.ok) return giveUp(settings.failure);
  const logger = createLogger(settings.value.logLevel);
  const running = await start(settings.value, logger);
  if (!running.ok) return giveUp([running.failure]);
  greet(running.value);

  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) {
      console.error("Stopped at once. What was under way is finished at the next start.");
      process.exit(130);
    }
    isStopping = true;
    if (signal === "SIGINT") console.log("Stopping. Rows in hand are finished first; press Ctrl+C again to stop at once.");
    running.value.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);

  running.value.worker.catch((error: unknown) => {
    logger.fatal({ err: error }, "the worker ended in a fault");
    if (!isStopping) process.exit(1);
  });
};

main().catch((error: unknown) => {
  console.error("Tieout did not start, by a fault of its own:", error);
  process.exit(1);
});
