import { z } from "zod";
import { allocateBody, allocateLine, matchBar, matchBarChange, matchBars, paths, receiptSyncBody, receiptSyncLine, rejectBody, suggestionPage, suggestionQuery } from "../../sync/contract";
import { refuse } from "../refusals";
import { actorOf, ndjsonType, refusals, stream, type Api, type RouteContext } from "./context";

/** As many rows or pairs as the contract takes at once, at their widest. */
const receiptBodyLimit = 16 * 1024 * 1024;

/** What is done about receipts that were entered in Sage: recorded in The Layer, allocated in Sage, suggested. */
export const receiptRoutes = (api: Api, { core, metrics, streams }: RouteContext): void => {
  api.post(
    paths.receiptSync,
    {
      bodyLimit: receiptBodyLimit,
      config: { needs: "editor" },
      schema: {
        summary: "Record chosen receipts in The Layer as payments, once each",
        description: "What is to be done is committed before the first line and goes on whoever reads along. Sending the same rows again repeats nothing.",
        body: receiptSyncBody,
        response: { 200: { description: "One result a row as it comes, then a trailer", content: { [ndjsonType]: { schema: receiptSyncLine } } }, ...refusals },
      },
    },
    async (request, reply) =>
      stream(request, reply, core.syncReceipts(request.body, actorOf(request), streams.signalFor(reply)), (line) => {
        if (line.type === "result") metrics.results.inc({ outcome: line.outcome });
      }),
  );

  api.post(
    paths.allocate,
    {
      bodyLimit: receiptBodyLimit,
      config: { needs: "editor" },
      schema: {
        summary: "Allocate receipts and credit notes to invoices in Sage, once each, then record what can be recorded in The Layer",
        description: "Allocations of the same transactions go one after the other. Sending the same again repeats nothing.",
        body: allocateBody,
        response: { 200: { description: "One result an allocation and a row as they come, then a trailer", content: { [ndjsonType]: { schema: allocateLine } } }, ...refusals },
      },
    },
    async (request, reply) => stream(request, reply, core.allocate(request.body, actorOf(request), streams.signalFor(reply))),
  );

  api.get(
    paths.suggestions,
    { config: { needs: "viewer" }, schema: { summary: "Which invoices unallocated receipts may pay, account by account", querystring: suggestionQuery, response: { 200: suggestionPage, ...refusals } } },
    async (request, reply) => {
      const page = await core.suggestions(request.query);
      return page.ok ? reply.send(page.value) : refuse(request, reply, page.failure);
    },
  );

  api.post(
    paths.rejectSuggestion,
    { config: { needs: "editor" }, schema: { summary: "Say that a suggestion is wrong: remembered for that payer", body: rejectBody, response: { 204: z.null(), ...refusals } } },
    async (request, reply) => {
      const rejected = await core.rejectSuggestion(request.body, actorOf(request));
      return rejected.ok ? reply.code(204).send(null) : refuse(request, reply, rejected.failure);
    },
  );

  api.get(
    paths.matchBars,
    { config: { needs: "viewer" }, schema: { summary: "From which score on suggestions apply by themselves, and how right they were", response: { 200: matchBars, ...refusals } } },
    async (_request, reply) => reply.send({ companies: [...(await core.matchBars())] }),
  );

  api.post(
    paths.matchBars,
    { config: { needs: "admin" }, schema: { summary: "Set or lift a company's bar", body: matchBarChange, response: { 200: matchBar, ...refusals } } },
    async (request, reply) => {
      const changed = await core.changeMatchBar(request.body, actorOf(request));
      return changed.ok ? reply.send(changed.value) : refuse(request, reply, changed.failure);
    },
  );
};
