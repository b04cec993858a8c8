/** Worksheets that are pulled and looked at: whole with filters, or only what changed since. What users chose in them stays. */
import { z } from "zod";
import { sheetQuery, type SheetQuery } from "../../sync/contract";
import { isBlank, type CellValue, type RowCells } from "../../sync/model/cell";
import { ok, type Result } from "../../sync/model/failure";
import { sheets } from "../../sync/sheets";
import { matchHeaders } from "../../sync/sheets/headers";
import { keyOf, pullSlugs, type PullSlug, type SheetDefinition } from "../../sync/sheets/sheet";
import { rowsRead } from "./books";
import type { SheetPull } from "./document-state";
import { dropDownsFor } from "./drop-downs";
import { pullRows, type PulledRow } from "./pull";
import { say, type Tools } from "./tools";
import type { Report } from "./work";
import { moment, plural } from "./wording";

/** Kept in the workbook and not on this computer: the cursor must be as old as the rows it stands for. */
const settingName = (slug: PullSlug) => (slug === "customers" ? "tieout.status" : `tieout.pull.${slug}`);
const stored = z.object({ filters: sheetQuery, cursor: z.string(), asOf: z.string(), rows: z.number().nullable(), notes: z.array(z.string()) });

const nouns: Readonly<Record<PullSlug, readonly [string, string]>> = {
  customers: ["customer row", "customer rows"],
  invoices: ["invoice", "invoices"],
  "credit-notes": ["credit note", "credit notes"],
  payments: ["payment", "payments"],
  refunds: ["refund", "refunds"],
  "error-queue": ["error", "errors"],
  "sage-transactions": ["receipt row", "receipt rows"],
  balances: ["balance", "balances"],
  reconciliation: ["line", "lines"],
};
/** "12 payments" */
export const rowsInWords = (slug: PullSlug, rows: number): string => plural(rows, ...nouns[slug]);

const keep = (tools: Tools, slug: PullSlug, pull: SheetPull | null): void =>
  tools.state.update((now) => {
    const { [slug]: _former, ...others } = now.pulls;
    return { ...now, pulls: pull ? { ...others, [slug]: pull } : others };
  });

const remember = (tools: Tools, slug: PullSlug, pull: SheetPull): Promise<Result<void>> => {
  keep(tools, slug, pull);
  return tools.workbook.writeSetting(settingName(slug), pull);
};

/** What an earlier pane pulled into this workbook. */
export const recallPulls = async (tools: Tools): Promise<void> => {
  for (const slug of pullSlugs) {
    const setting = await tools.workbook.readSetting(settingName(slug));
    if (!setting.ok) continue;
    const parsed = stored.safeParse(setting.value);
    if (parsed.success) keep(tools, slug, parsed.data);
  }
};

const isGiven = (value: string | undefined) => value !== undefined && value !== "";
const tidy = (filters: SheetQuery): SheetQuery => Object.fromEntries(Object.entries(filters).filter(([name, value]) => name !== "since" && isGiven(value)));

const usersOwn = (definition: SheetDefinition): readonly string[] => Object.entries(definition.columns).filter(([, column]) => column.owner === "user").map(([header]) => header);

/**
 * A pulled row without the columns that are the user's: what stands in those cells is no business of the gateway's. Only where it
 * knows what belongs into a drop-down does it say so.
 */
const withoutChoices = (definition: SheetDefinition, row: PulledRow): Record<string, CellValue> => {
  const own = new Set(usersOwn(definition));
  return Object.fromEntries(Object.entries(row.cells).filter(([header, value]) => !own.has(header) || (definition.columns[header]?.kind === "pick" && value !== null && value !== "")));
};

/** Drop-downs of a pulled worksheet. Where what they offer cannot be had, the worksheet comes without. */
const dropDowns = async (tools: Tools, slug: PullSlug, report: Report, signal: AbortSignal): Promise<Result<{ readonly byHeader: Readonly<Record<string, string>>; readonly notes: readonly string[] }>> => {
  if (slug !== "sage-transactions") return ok({ byHeader: {}, notes: [] });
  const refreshed = await tools.reference.refresh(slug, report, signal);
  if (!refreshed.ok) return refreshed.failure.code === "cancelled" ? refreshed : ok({ byHeader: {}, notes: [`${refreshed.failure.cause} The drop-down of payment methods is missing.`] });
  const { sources, byHeader } = dropDownsFor(sheets[slug], tools.reference);
  const written = await tools.workbook.writeLists(sources, { signal });
  return written.ok ? ok({ byHeader, notes: refreshed.value.notes }) : written;
};

/** A row's key as the sheet has it. The gateway names documents by their ids as The Layer writes them. */
const sheetKey = (definition: SheetDefinition, key: string): string => {
  const [only = "", ...others] = definition.key;
  return others.length === 0 ? keyOf(definition, { [only]: key }) : key;
};

/** What the user chose in the rows that stand in the sheet now, by row key. Nothing where there is no such sheet. */
const choicesMade = async (tools: Tools, slug: PullSlug, signal: AbortSignal): Promise<Result<ReadonlyMap<string, RowCells>>> => {
  const definition = sheets[slug];
  const own = usersOwn(definition);
  if (own.length === 0) return ok(new Map());
  const read = await tools.workbook.readTable(definition.table, { signal });
  if (!read.ok) return read;
  const matched = read.value ? matchHeaders(definition, read.value.headers) : null;
  if (!read.value || !matched?.ok) return ok(new Map());
  const made = new Map<string, RowCells>();
  for (const { ref, cells } of rowsRead({ definition, headers: matched.value.map }, read.value).rows) {
    const chosen = own.filter((header) => !isBlank(cells[header]));
    if (chosen.length > 0) made.set(ref.key, Object.fromEntries(chosen.map((header) => [header, cells[header] ?? null])));
  }
  return ok(made);
};

/** All rows that the filters let through, in place of what the worksheet held. Choices made in rows that stay are kept. */
export const pullSheet = (tools: Tools, slug: PullSlug, filters: SheetQuery): Promise<Result<SheetPull>> =>
  tools.work.run(`Pulling ${sheets[slug].name}`, async (report, signal) => {
    const definition = sheets[slug];
    const query = tidy(filters);
    const pulled = await pullRows(tools.gateway, slug, query, report, signal);
    if (!pulled.ok) return pulled;
    const choices = await choicesMade(tools, slug, signal);
    if (!choices.ok) return choices;
    const lists = await dropDowns(tools, slug, report, signal);
    if (!lists.ok) return lists;
    const { rows, cursor, asOf } = pulled.value;
    const notes = [...pulled.value.notes, ...lists.value.notes];
    const written = await tools.workbook.writeTable(
      { definition, rows: rows.map((row) => ({ ...choices.value.get(sheetKey(definition, row.key)), ...withoutChoices(definition, row) })), lists: lists.value.byHeader, activate: true },
      { onProgress: ({ done, total }) => report(done, total), signal },
    );
    if (!written.ok) return written;
    const pull: SheetPull = { filters: query, cursor, asOf, rows: rows.length, notes };
    const kept = await remember(tools, slug, pull);
    if (!kept.ok) return kept;
    say(tools, `${rowsInWords(slug, rows.length)} pulled, as at ${moment(asOf)}.`);
    return ok(pull);
  });

/** Puts what changed since the last pull into the rows where they stand. `not-found` where the workbook has lost the sheet. */
const mergeChanges = (tools: Tools, run: "run" | "runUnasked", slug: PullSlug, last: SheetPull): Promise<Result<{ readonly pull: SheetPull; readonly changed: number; readonly gone: number }>> =>
  tools.work[run](`Refreshing ${sheets[slug].name}`, async (report, signal) => {
    const definition = sheets[slug];
    const pulled = await pullRows(tools.gateway, slug, { ...last.filters, since: last.cursor }, report, signal);
    if (!pulled.ok) return pulled;
    const { rows, gone, cursor, asOf, notes } = pulled.value;
    const merged = await tools.workbook.mergeTable({ definition, headers: {} }, rows.map((row) => withoutChoices(definition, row)), gone.map((key) => sheetKey(definition, key)), { onProgress: ({ done, total }) => report(done, total), signal });
    if (!merged.ok) return merged;
    const pull: SheetPull = { filters: last.filters, cursor, asOf, rows: rows.length + gone.length === 0 ? last.rows : null, notes };
    const kept = await remember(tools, slug, pull);
    return kept.ok ? ok({ pull, changed: rows.length, gone: gone.length }) : kept;
  });

/** Only what changed since the last pull, with the filters it had. A workbook that lost the sheet gets all of it. */
export const refreshSheet = async (tools: Tools, slug: PullSlug): Promise<Result<SheetPull>> => {
  const last = tools.state.get().pulls[slug];
  if (!last) return pullSheet(tools, slug, {});
  const merged = await mergeChanges(tools, "run", slug, last);
  if (!merged.ok) return merged.failure.code === "not-found" ? pullSheet(tools, slug, last.filters) : merged;
  const { pull, changed, gone } = merged.value;
  const shown = await tools.workbook.activateTable(sheets[slug].table);
  if (!shown.ok) return shown;
  say(tools, changed + gone === 0 ? `Nothing changed since the last pull, as at ${moment(pull.asOf)}.` : `${plural(changed, "row")} changed and ${plural(gone, "row")} removed, as at ${moment(pull.asOf)}.`);
  return ok(pull);
};

/**
 * Brings sheets that were pulled here up to date where they stand, without showing them or saying so: nobody asked to be
 * taken there. A sheet that the user has deleted since is forgotten.
 */
export const catchUp = async (tools: Tools, slugs: readonly PullSlug[]): Promise<Result<void>> => {
  for (const slug of slugs) {
    const last = tools.state.get().pulls[slug];
    if (!last) continue;
    const merged = await mergeChanges(tools, "runUnasked", slug, last);
    if (merged.ok) continue;
    if (merged.failure.code !== "not-found") return merged;
    keep(tools, slug, null);
  }
  return ok(undefined);
};
