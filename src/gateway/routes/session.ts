import { z } from "zod";
import { paths, session } from "../../sync/contract";
import { version } from "../version";
import { askedBy, refusals, type Api, type RouteContext } from "./context";

export const sessionRoutes = (api: Api, { core }: RouteContext): void => {
  api.get(
    paths.session,
    {
      config: { needs: "viewer" },
      schema: {
        summary: "Who am I, what may I do, and what is connected",
        querystring: z.object({ fresh: z.enum(["yes"]).optional().describe("Check the connections now.") }),
        response: { 200: session, ...refusals },
      },
    },
    async (request, reply) => {
      const { id, name, roles, tenant } = askedBy(request);
      const connections = await core.connections(request.query.fresh === "yes");
      return reply.send({ user: { id, name }, roles: [...roles], tenant, version, connections: [...connections] });
    },
  );
};
