import type { FastifyInstance } from "fastify";
import type { CallLog } from "./calls";
import { editRequest, EditRefused, runEdit } from "./edits";
import { faultChange, type FaultSwitches } from "./faults";
import { withoutBlanks } from "./layer/books";
import type { PracticeEdits } from "./practice";

type Controlled = { readonly faults: FaultSwitches; readonly edit: PracticeEdits; readonly calls: CallLog };

/** `/sandbox/faults`, `/sandbox/edits` and `/sandbox/calls`: what a test in another process does in place of `sandbox.faults` and so on. */
export const controlRoutes = (app: FastifyInstance, { faults, edit, calls }: Controlled): void => {
  app.get("/faults", () => faults);
  app.post("/faults", async (request, reply) => {
    const read = faultChange.safeParse(request.body);
    if (!read.success) return reply.code(400).send({ message: read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ") });
    Object.assign(faults, withoutBlanks(read.data));
    return faults;
  });
  app.post("/edits", async (request, reply) => {
    const read = editRequest.safeParse(request.body);
    if (!read.success) return reply.code(400).send({ message: read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ") });
    try {
      return await reply.send(runEdit(edit, read.data));
    } catch (error) {
      if (error instanceof EditRefused) return reply.code(404).send({ message: error.message });
      throw error;
    }
  });
  app.get("/calls", () => ({ counts: calls.counts(), calls: calls.list() }));
  app.delete("/calls", () => {
    calls.reset();
    return { counts: calls.counts() };
  });
};
