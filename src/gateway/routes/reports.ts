import { auditPage, auditQuery, coverage, paths, syncHealth } from "../../sync/contract";
import { refusals, type Api, type RouteContext } from "./context";

/** What is in sync, what is mapped, and who did what. */
export const reportRoutes = (api: Api, { core }: RouteContext): void => {
  api.get(
    paths.health,
    { config: { needs: "viewer" }, schema: { summary: "How many customers are in sync, by company", response: { 200: syncHealth, ...refusals } } },
    async (_request, reply) => reply.send(await core.health()),
  );

  api.get(
    paths.coverage,
    { config: { needs: "viewer" }, schema: { summary: "How much of each mapping is filled in", response: { 200: coverage, ...refusals } } },
    async (_request, reply) => reply.send(await core.coverage()),
  );

  api.get(
    paths.audit,
    { config: { needs: "viewer" }, schema: { summary: "Who changed what, newest first", querystring: auditQuery, response: { 200: auditPage, ...refusals } } },
    async (request, reply) => {
      const { limit, ...filters } = request.query;
      const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
      const page = await core.audit({ ...given, limit });
      return reply.send({ entries: [...page.entries], next: page.next });
    },
  );
};
