import { createObservable } from "../../../src/taskpane/engine/observable";
import { createWorkRunner, type Work } from "../../../src/taskpane/engine/work";
import { failed, failure, ok, type Result } from "../../../src/sync/model/failure";

const aRunner = () => {
  const shown = createObservable<Work | null>(null);
  return { shown, runner: createWorkRunner(shown, () => 0) };
};
/** Ends as "cancelled" when it is asked to stop, and not before it is let. */
const held = () => {
  let end = (): void => undefined;
  const begun: string[] = [];
  const job = async (_report: unknown, signal: AbortSignal): Promise<Result<string>> => {
    begun.push("begun");
    await new Promise<void>((resolve) => {
      end = resolve;
      signal.addEventListener("abort", () => resolve());
    });
    return signal.aborted ? failed(failure("cancelled", "Stopped.", "Begin again.")) : ok("done");
  };
  return { job, begun, end: () => end() };
};

test("what follows by itself gives way to what is asked for, which begins when it has ended", async () => {
  const { shown, runner } = aRunner();
  const unasked = held();
  const first = runner.runUnasked("Refreshing Payments", unasked.job);
  expect(shown.get()).toMatchObject({ name: "Refreshing Payments", isUnasked: true });
  const asked = runner.run("Allocating in Sage", async () => ok(shown.get()?.name));
  expect(await first).toMatchObject({ ok: false, failure: { code: "excel-busy", retry: "same" } });
  expect(await asked).toEqual(ok("Allocating in Sage"));
  expect(shown.get()).toBeNull();
});

test("of two that are asked for meanwhile one runs, and the other is told what it waits for", async () => {
  const { runner } = aRunner();
  const behind = runner.runUnasked("Refreshing Payments", held().job);
  const long = held();
  const one = runner.run("Pulling Invoices", long.job);
  const other = runner.run("Pulling Refunds", async () => ok("done"));
  expect(await other).toMatchObject({ ok: false, failure: { cause: "Pulling Invoices is still running." } });
  long.end();
  expect([await one, (await behind).ok]).toEqual([ok("done"), false]);
});

test("what follows by itself does not begin while other work runs, and ends as it was where somebody stops it", async () => {
  const { runner } = aRunner();
  const long = held();
  const asked = runner.run("Pulling Invoices", long.job);
  const none = held();
  expect(await runner.runUnasked("Refreshing Payments", none.job)).toMatchObject({ ok: false, failure: { code: "excel-busy" } });
  expect(none.begun).toEqual([]);
  long.end();
  await asked;
  const stopped = runner.runUnasked("Refreshing Payments", held().job);
  runner.stop();
  expect(await stopped).toMatchObject({ ok: false, failure: { code: "cancelled" } });
});
