import { z } from "zod";
import { paths, previewLine, pushBody, sheetLine, sheetQuery, sheetSlug, type SheetLine } from "../../sync/contract";
import { failed, failure, ok, type Result } from "../../sync/model/failure";
import { isPushSlug } from "../../sync/sheets";
import { sheetSlugs, type PushSlug } from "../../sync/sheets/sheet";
import { refuse } from "../refusals";
import { ndjsonType, refusals, stream, type Api, type RouteContext } from "./context";

/** Pushes and previews carry a whole sheet: 100,000 rows of short text fit into this. */
export const sheetBodyLimit = 64 * 1024 * 1024;

export const pushSlugs = sheetSlugs.filter((slug): slug is PushSlug => isPushSlug(slug));
export const pushParams = z.object({ sheet: z.enum(pushSlugs as [PushSlug, ...PushSlug[]]) });

const sheetJson = z.object({
  rows: z.array(sheetLine.options[0].omit({ type: true })),
  gone: z.array(z.string()),
  count: z.number().int(),
  cursor: z.string(),
  notes: z.array(z.string()),
  asOf: z.iso.datetime(),
});

export const sheetRoutes = (api: Api, { core, metrics, streams }: RouteContext): void => {
  api.get(
    paths.sheet(":sheet"),
    {
      config: { needs: "viewer" },
      schema: {
        summary: "A worksheet's rows, all or what changed since",
        description: "NDJSON unless `Accept: application/json` asks for one document.",
        params: z.object({ sheet: sheetSlug }),
        querystring: sheetQuery,
        response: { 200: { description: "Rows, then a trailer", content: { [ndjsonType]: { schema: sheetLine }, "application/json": { schema: sheetJson } } }, ...refusals },
      },
    },
    async (request, reply) => {
      const { sheet } = request.params;
      const lines = core.sheet(sheet, request.query, streams.signalFor(reply));
      if (wantsOneDocument(request.headers.accept)) {
        const whole = await gather(lines);
        return whole.ok ? reply.type("application/json; charset=utf-8").send(whole.value) : refuse(request, reply, whole.failure);
      }
      return stream(request, reply, lines, (line) => {
        if (line.type === "row") metrics.rows.inc({ route: "sheet", name: sheet });
      });
    },
  );

  api.post(
    paths.preview(":sheet"),
    {
      bodyLimit: sheetBodyLimit,
      config: { needs: "viewer" },
      schema: {
        summary: "What a push would do, row by row. Nothing is sent or stored",
        params: pushParams,
        body: pushBody,
        response: { 200: { description: "One line a row, then a trailer", content: { [ndjsonType]: { schema: previewLine } } }, ...refusals },
      },
    },
    async (request, reply) => stream(request, reply, core.preview(request.params.sheet, request.body.rows, streams.signalFor(reply))),
  );
};

/** A browser's fetch sends any type by default; only who names JSON, and not NDJSON, gets one document. */
const wantsOneDocument = (accept: string | undefined): boolean => accept !== undefined && accept.includes("application/json") && !accept.includes("ndjson");

const gather = async (lines: AsyncIterable<SheetLine>): Promise<Result<z.infer<typeof sheetJson>>> => {
  const rows: z.infer<typeof sheetJson>["rows"] = [];
  const gone: string[] = [];
  for await (const line of lines) {
    switch (line.type) {
      case "row":
        rows.push({ key: line.key, version: line.version, cells: line.cells });
        break;
      case "gone":
        gone.push(line.key);
        break;
      case "fault":
        return failed(failure(line.failure.code, line.failure.cause, line.failure.cure, line.failure.value));
      case "trailer":
        return ok({ rows, gone, count: line.count, cursor: line.cursor, notes: line.notes, asOf: line.asOf });
    }
  }
  throw new Error("The sheet's stream ended without a trailer.");
};
