/** `Excel.run`: a context, the program's batch, a last sync, and the request that lets go of what was held. */
import { ClientObject } from "./client-object";
import { RequestContext } from "./context";
import { PendingRequest } from "./request";
import { invalidArgument, mustReturnPromise, otherContext } from "./runtime-error";

type Batch = (context: RequestContext) => unknown;
export type RunOptions = { readonly delayForCellEdit?: boolean; readonly mergeUndoGroup?: boolean; readonly session?: unknown; readonly previousObjects?: unknown };

export type Run = (...args: unknown[]) => Promise<unknown>;

export const makeRun =
  (newContext: () => RequestContext): Run =>
  async (...args) => {
    const { options, previous, batch } = readArguments(args);
    const context = previous === null ? newContext() : contextOf(previous);
    if (context.isRunning) await new Promise<void>((resolve) => context.waiting.push(resolve));
    context.isRunning = true;
    // Options this Excel does not know (mergeUndoGroup before ExcelApi 1.20) are passed over, as the real client does.
    context.delaysForCellEdit = options.delayForCellEdit === true;
    try {
      return await runBatch(context, batch);
    } finally {
      await cleanUp(context);
      context.waiting.shift()?.();
    }
  };

const runBatch = async (context: RequestContext, batch: Batch): Promise<unknown> => {
  if (typeof batch !== "function") throw invalidArgument("Excel.run");
  const answer = batch(context);
  if (!isPromise(answer)) throw mustReturnPromise();
  const result: unknown = await answer;
  await context.sync();
  return result;
};

/** An extra request, but only where something was held. Excel sends it too, and it counts. */
const cleanUp = async (context: RequestContext): Promise<void> => {
  const held = context.trackedObjects.takeThoseOfRun();
  context.isRunning = false;
  for (const object of held) object.path.isValid = false;
  const pending = context.request;
  const request = new PendingRequest(() => context.nextId());
  context.request = request;
  try {
    for (const object of held) context.trackedObjects.remove(object);
  } finally {
    context.request = pending;
  }
  try {
    await context.send(request);
  } catch (fault) {
    // The real client tries again later and then forgets it: a reference too many harms nobody. Bugs are not forgotten.
    if (!(fault instanceof Error) || fault.name !== "RichApi.Error") throw fault;
  }
};

const isPromise = (value: unknown): value is PromiseLike<unknown> => typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";

const isOptions = (value: unknown): value is RunOptions => typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ClientObject) && !(value instanceof RequestContext);

const readArguments = (args: readonly unknown[]): { options: RunOptions; previous: unknown; batch: Batch } => {
  const [first, second] = args;
  if (args.length === 1) return { options: {}, previous: null, batch: first as Batch };
  if (args.length !== 2) throw invalidArgument("Excel.run");
  if (isOptions(first)) return { options: first, previous: first.previousObjects ?? null, batch: second as Batch };
  return { options: {}, previous: first, batch: second as Batch };
};

const contextOf = (previous: unknown): RequestContext => {
  if (previous instanceof RequestContext) return previous;
  const objects: unknown[] = Array.isArray(previous) ? (previous as unknown[]) : [previous];
  const [first] = objects;
  if (!(first instanceof ClientObject)) throw invalidArgument("Excel.run");
  if (objects.some((object) => !(object instanceof ClientObject) || object.context !== first.context)) throw otherContext();
  return first.context;
};
