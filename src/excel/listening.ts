/** Handlers of Excel's events: those of one listener are added together, and removed together. */
import { ok, type Result } from "../sync/model/failure";
import { run } from "./run";

type Handler = Pick<OfficeExtension.EventHandlerResult<unknown>, "context" | "remove">;

/** @param to what is heard, for the user: "edits". The answer stops it. */
export const listen = async (to: string, add: (workbook: Excel.Workbook) => readonly [Handler, ...Handler[]]): Promise<Result<() => Promise<void>>> => {
  const registered = await run(`listening to ${to}`, async (context) => {
    const handlers = add(context.workbook);
    await context.sync();
    return ok(handlers);
  });
  if (!registered.ok) return registered;
  const handlers = registered.value;
  // A handler is removed in the context that it was added in.
  return ok(() =>
    Excel.run(handlers[0].context, async (context) => {
      for (const handler of handlers) handler.remove();
      await context.sync();
    }),
  );
};
