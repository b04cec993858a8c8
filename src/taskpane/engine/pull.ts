import type { SheetLine, SheetQuery } from "../../sync/contract";
import { failed, ok, type Result } from "../../sync/model/failure";
import type { SheetSlug } from "../../sync/sheets/sheet";
import { failureOf, type Gateway } from "./gateway-client";
import type { Report } from "./work";

export type PulledRow = Omit<Extract<SheetLine, { type: "row" }>, "type">;
export type Pulled = {
  readonly rows: readonly PulledRow[];
  /** Keys that a pull of changes no longer finds. */
  readonly gone: readonly string[];
  readonly cursor: string;
  readonly asOf: string;
  readonly notes: readonly string[];
};

/** All rows of a sheet from the gateway; a stream that was not finished counts as nothing. */
export const pullRows = async (gateway: Gateway, slug: SheetSlug, query: SheetQuery, report: Report, signal?: AbortSignal): Promise<Result<Pulled>> => {
  const rows: PulledRow[] = [];
  const gone: string[] = [];
  for await (const line of gateway.rows(slug, query, signal)) {
    switch (line.type) {
      case "row":
        rows.push({ key: line.key, version: line.version, cells: line.cells });
        if (rows.length % 250 === 0) report(rows.length, null);
        break;
      case "gone":
        gone.push(line.key);
        break;
      case "trailer":
        return ok({ rows, gone, cursor: line.cursor, asOf: line.asOf, notes: line.notes });
      case "fault":
        return failed(failureOf(line));
    }
  }
  throw new Error(`The stream of ${slug} ended without a trailer or a fault`);
};
