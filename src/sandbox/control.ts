import type { FastifyInstance } from "fastify";
import type { CallLog } from "./calls";
import { EditRefused } from "./edit-refused";
import { editRequest, runEdit } from "./edit-requests";
import { faultChange, type FaultSwitches } from "./faults";
import { withoutBlanks } from "./layer/books";
import type { PracticeBooks, PracticeEdits } from "./practice";

type Controlled = { readonly faults: FaultSwitches; readonly edit: PracticeEdits; readonly calls: CallLog; readonly books: () => readonly PracticeBooks[] };

/** `/sandbox/faults`, `/sandbox/edits`, `/sandbox/books` and `/sandbox/calls`: what a test in another process does in place of `sandbox.faults` and so on. */
export const controlRoutes = (app: FastifyInstance, { faults, edit, calls, books }: Controlled): void => {
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
  app.get("/books", () => ({ companies: books() }));
  app.get("/calls", () => ({ counts: calls.counts(), calls: calls.list() }));
  app.delete("/calls", () => {
    calls.reset();
    return { counts: calls.counts() };
  });
};
