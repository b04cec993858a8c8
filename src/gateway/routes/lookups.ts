import { z } from "zod";
import { lookupKind, lookupLine, lookupQuery, paths } from "../../sync/contract";
import { ndjsonType, refusals, stream, type Api, type RouteContext } from "./context";

export const lookupRoutes = (api: Api, { core, metrics, streams }: RouteContext): void => {
  api.get(
    paths.lookup(":kind"),
    {
      config: { needs: "viewer" },
      schema: {
        summary: "What a drop-down may hold: companies, accounts, banks, tax codes, customers and so on",
        params: z.object({ kind: lookupKind }),
        querystring: lookupQuery,
        response: { 200: { description: "Records, then a trailer", content: { [ndjsonType]: { schema: lookupLine } } }, ...refusals },
      },
    },
    async (request, reply) => {
      const { kind } = request.params;
      const { company, since } = request.query;
      const query = { ...(company === undefined ? {} : { company }), ...(since === undefined ? {} : { since }) };
      return stream(request, reply, core.lookup(kind, query, streams.signalFor(reply)), (line) => {
        if (line.type === "record") metrics.rows.inc({ route: "lookup", name: kind });
      });
    },
  );
};
