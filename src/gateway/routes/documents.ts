import { z } from "zod";
import { documentCounts, errorGroups, paths, retryAnswer, retryBody, reviewPage, runBody, runPage, runQuery, runSummary } from "../../sync/contract";
import { refuse } from "../refusals";
import { actorOf, pattern, refusals, type Api, type RouteContext } from "./context";

/** As many ids as the contract takes at once, at their widest. */
const retryBodyLimit = 4 * 1024 * 1024;

/** The Layer's documents on their way to Sage: runs, what became of each document, what failed and trying it again. */
export const documentRoutes = (api: Api, { core }: RouteContext): void => {
  api.post(
    paths.run,
    {
      config: { needs: "editor" },
      schema: {
        summary: "Sync now: every company, one company, or one record",
        description: "Answers as soon as the run has begun. The run goes on whoever reads along.",
        body: runBody,
        response: { 200: runSummary, ...refusals },
      },
    },
    async (request, reply) => {
      const begun = await core.run(request.body, actorOf(request));
      return begun.ok ? reply.send(begun.value) : refuse(request, reply, begun.failure);
    },
  );

  api.get(
    paths.runs,
    { config: { needs: "viewer" }, schema: { summary: "The last runs, newest first", querystring: runQuery, response: { 200: runPage, ...refusals } } },
    async (request, reply) => reply.send({ runs: [...(await core.runs(request.query.limit))] }),
  );

  api.post(
    pattern(paths.cancelRun),
    {
      config: { needs: "editor" },
      schema: {
        summary: "Cancel a run: what is being sent is finished, what is left goes with the next sync",
        params: z.object({ id: z.string().min(1).max(64) }),
        response: { 200: runSummary, ...refusals },
      },
    },
    async (request, reply) => {
      const cancelled = await core.cancelRun(request.params.id, actorOf(request));
      return cancelled.ok ? reply.send(cancelled.value) : refuse(request, reply, cancelled.failure);
    },
  );

  api.post(
    paths.retry,
    {
      bodyLimit: retryBodyLimit,
      config: { needs: "editor" },
      schema: {
        summary: "Try again what failed: rows, one group of errors, or all of them",
        description: "The mappings are taken as they are now. What is in Sage already is never sent again.",
        body: retryBody,
        response: { 200: retryAnswer, ...refusals },
      },
    },
    async (request, reply) => {
      const retried = await core.retry(request.body, actorOf(request));
      return retried.ok ? reply.send(retried.value) : refuse(request, reply, retried.failure);
    },
  );

  api.get(
    paths.errors,
    { config: { needs: "viewer" }, schema: { summary: "Open errors, grouped by cause", response: { 200: errorGroups, ...refusals } } },
    async (_request, reply) => reply.send(await core.errorGroups()),
  );

  api.get(
    paths.documentCounts,
    { config: { needs: "viewer" }, schema: { summary: "Documents by company, kind and state, and the runs that are going", response: { 200: documentCounts, ...refusals } } },
    async (_request, reply) => reply.send(await core.documentCounts()),
  );

  api.get(
    paths.reviews,
    { config: { needs: "viewer" }, schema: { summary: "Postings that a person has to decide about, with every attempt", response: { 200: reviewPage, ...refusals } } },
    async (_request, reply) => reply.send({ reviews: [...(await core.reviews())] }),
  );
};
