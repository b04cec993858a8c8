import { z } from "zod";
import { idempotencyKey, paths, pushBody, pushLine, pushQuery, pushSummary, type PushLine } from "../../sync/contract";
import { failure, type Failure } from "../../sync/model/failure";
import { refuse } from "../refusals";
import { actorOf, ndjsonType, pattern, refusals, stream, type Api, type RouteContext } from "./context";
import { pushParams, sheetBodyLimit } from "./sheets";

const pushStream = { description: "Accepted, then results as they come, then a trailer", content: { [ndjsonType]: { schema: pushLine } } };
const pushIdParams = z.object({ id: z.string().min(1).max(64) });

export const pushRoutes = (api: Api, { core, metrics, streams }: RouteContext): void => {
  const countResult = (line: PushLine) => {
    if (line.type === "result") metrics.results.inc({ outcome: line.outcome });
  };

  api.post(
    paths.push(":sheet"),
    {
      bodyLimit: sheetBodyLimit,
      config: { needs: "editor" },
      schema: {
        summary: "Push rows. Accepted once for each Idempotency-Key, then worked through whether or not anybody reads along",
        params: pushParams,
        body: pushBody,
        response: { 200: pushStream, ...refusals },
      },
    },
    async (request, reply) => {
      const { sheet } = request.params;
      const key = idempotencyKey.safeParse(request.headers["idempotency-key"]);
      if (!key.success) return refuse(request, reply, keyMissing(request.headers["idempotency-key"]));
      const accepted = await core.acceptPush({ id: key.data, slug: sheet, rows: request.body.rows, by: actorOf(request) });
      metrics.pushes.inc({ sheet, answer: accepted.ok ? (accepted.value.replay ? "replay" : "accepted") : "refused" });
      if (!accepted.ok) return refuse(request, reply, accepted.failure);
      // The signal ends the reading only: the push is recorded and goes on.
      const lines = await core.readPush(key.data, { after: 0, follow: true, signal: streams.signalFor(reply) });
      if (lines === null) throw new Error(`Push ${key.data} was accepted and cannot be read.`);
      return stream(request, reply, asAnswered(lines, accepted.value.replay), countResult);
    },
  );

  api.get(
    pattern(paths.pushById),
    {
      config: { needs: "viewer" },
      schema: { summary: "A push and its rows' results, any time later", params: pushIdParams, querystring: pushQuery, response: { 200: pushStream, ...refusals } },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { after, follow } = request.query;
      const lines = await core.readPush(id, { after, follow: follow === "yes", signal: streams.signalFor(reply) });
      return lines === null ? refuse(request, reply, unknownPush(id)) : stream(request, reply, lines, countResult);
    },
  );

  api.post(
    pattern(paths.cancelPush),
    {
      config: { needs: "editor" },
      schema: { summary: "Stop a push: rows not begun are cancelled, those begun finish", params: pushIdParams, response: { 200: pushSummary, ...refusals } },
    },
    async (request, reply) => {
      const cancelled = await core.cancelPush(request.params.id, actorOf(request));
      return cancelled.ok ? reply.send(cancelled.value) : refuse(request, reply, cancelled.failure);
    },
  );
};

/** Reading a push cannot know whether this request or an earlier one made it; accepting it does. */
async function* asAnswered(lines: AsyncIterable<PushLine>, replay: boolean): AsyncGenerator<PushLine> {
  for await (const line of lines) yield line.type === "accepted" ? { ...line, replay } : line;
}

const keyMissing = (given: string | string[] | undefined): Failure =>
  failure(
    "bad-request",
    given === undefined ? "The push carries no Idempotency-Key, so it could not be told from a second one like it." : `The Idempotency-Key "${String(given).slice(0, 80)}" is not 8 to 64 letters, digits, _ or -.`,
    "Update the add-in: it mints such a key for each push and keeps it until the push is finished.",
  );

const unknownPush = (id: string): Failure =>
  failure("not-found", `There is no push ${id} here.`, "It was never accepted, so nothing of it was done. Push again.", id);
