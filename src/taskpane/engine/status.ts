/** The Customers sheet: who is synced with Sage and who is not, pulled whole with filters, or only what changed. */
import { z } from "zod";
import { sheetQuery, type SheetQuery } from "../../sync/contract";
import { ok, type Result } from "../../sync/model/failure";
import { customers } from "../../sync/sheets/customers";
import { pullRows } from "./pull";
import type { StatusPull } from "./state";
import { say, type Tools } from "./tools";
import { moment, plural } from "./wording";

const settingName = "tieout.status";
/** Kept in the workbook and not on this computer: the cursor must be as old as the rows it stands for. */
const stored = z.object({ filters: sheetQuery, cursor: z.string(), asOf: z.string(), rows: z.number().nullable(), notes: z.array(z.string()) });

const remember = async (tools: Tools, pull: StatusPull): Promise<Result<void>> => {
  tools.state.update((now) => ({ ...now, status: { state: "loaded", value: pull } }));
  return tools.workbook.writeSetting(settingName, pull);
};

/** What an earlier pane pulled into this workbook. */
export const recallStatus = async (tools: Tools): Promise<void> => {
  const setting = await tools.workbook.readSetting(settingName);
  if (!setting.ok) return;
  const parsed = stored.safeParse(setting.value);
  if (parsed.success) tools.state.update((now) => ({ ...now, status: { state: "loaded", value: parsed.data } }));
};

export const loadHealth = async (tools: Tools): Promise<void> => {
  if (tools.state.get().health.state !== "loaded") tools.state.update((now) => ({ ...now, health: { state: "loading" } }));
  const health = await tools.gateway.health();
  tools.state.update((now) => ({ ...now, health: health.ok ? { state: "loaded", value: health.value } : { state: "failed", failure: health.failure } }));
};

const isBlank = (value: string | undefined) => value === undefined || value === "";
const tidy = (filters: SheetQuery): SheetQuery => Object.fromEntries(Object.entries(filters).filter(([name, value]) => name !== "since" && !isBlank(value)));

export const pullStatus = (tools: Tools, filters: SheetQuery): Promise<Result<StatusPull>> =>
  tools.work.run("Pulling customers", async (report, signal) => {
    const query = tidy(filters);
    const pulled = await pullRows(tools.gateway, "customers", query, report, signal);
    if (!pulled.ok) return pulled;
    const { rows, cursor, asOf, notes } = pulled.value;
    const written = await tools.workbook.writeTable(
      { definition: customers, rows: rows.map((row) => row.cells), lists: {}, activate: true },
      { onProgress: ({ done, total }) => report(done, total), signal },
    );
    if (!written.ok) return written;
    const pull: StatusPull = { filters: query, cursor, asOf, rows: rows.length, notes };
    const kept = await remember(tools, pull);
    if (!kept.ok) return kept;
    await loadHealth(tools);
    say(tools, `${plural(rows.length, "customer row")} pulled, as at ${moment(asOf)}.`);
    return ok(pull);
  });

/** Only what changed since the last pull, with the filters it had. A workbook that lost the sheet gets all of it. */
export const refreshStatus = async (tools: Tools): Promise<Result<StatusPull>> => {
  const last = tools.state.get().status;
  if (last.state !== "loaded") return pullStatus(tools, {});
  const refreshed = await tools.work.run("Refreshing customers", async (report, signal) => {
    const pulled = await pullRows(tools.gateway, "customers", { ...last.value.filters, since: last.value.cursor }, report, signal);
    if (!pulled.ok) return pulled;
    const { rows, gone, cursor, asOf, notes } = pulled.value;
    const merged = await tools.workbook.mergeTable({ definition: customers, headers: {} }, rows.map((row) => row.cells), gone, { onProgress: ({ done, total }) => report(done, total), signal });
    if (!merged.ok) return merged;
    const pull: StatusPull = { filters: last.value.filters, cursor, asOf, rows: rows.length + gone.length === 0 ? last.value.rows : null, notes };
    const kept = await remember(tools, pull);
    if (!kept.ok) return kept;
    await tools.workbook.activateTable(customers.table);
    await loadHealth(tools);
    say(tools, rows.length + gone.length === 0 ? `Nothing changed since the last pull, as at ${moment(asOf)}.` : `${plural(rows.length, "row")} changed and ${plural(gone.length, "row")} removed, as at ${moment(asOf)}.`);
    return ok(pull);
  });
  return !refreshed.ok && refreshed.failure.code === "not-found" ? pullStatus(tools, last.value.filters) : refreshed;
};
