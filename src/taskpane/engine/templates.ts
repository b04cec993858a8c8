/** Filling a worksheet from the gateway: made new where there is none, and merged where there is one, so that no edit is lost. */
import { ok, type Result } from "../../sync/model/failure";
import { sheets } from "../../sync/sheets";
import { matchHeaders } from "../../sync/sheets/headers";
import type { PushSlug } from "../../sync/sheets/sheet";
import { basesOf, sheetOf, stampBases } from "./bases";
import { rowsRead } from "./books";
import { checkedSentence, readAndCheck } from "./checking";
import { dropDownsFor } from "./drop-downs";
import { planMerge, type MergePlan } from "./merge";
import { pullRows, type Pulled } from "./pull";
import { say, updateSheet, type Tools } from "./tools";
import type { Report } from "./work";
import { plural } from "./wording";

export type Filled = { readonly isNew: boolean; readonly rows: number; readonly kept: number; readonly conflicts: number };

const writeNew = async (tools: Tools, slug: PushSlug, pulled: Pulled, report: Report, signal: AbortSignal): Promise<Result<Filled>> => {
  const definition = sheets[slug];
  const written = await tools.workbook.writeTable(
    { definition, rows: pulled.rows.map((row) => row.cells), lists: dropDownsFor(definition, tools.reference).byHeader, activate: true },
    { onProgress: ({ done, total }) => report(done, total, "rows"), signal },
  );
  if (!written.ok) return written;
  const kept = await tools.local().bases.replace(sheetOf(tools, slug), new Map(pulled.rows.map((row) => [row.key, { version: row.version, cells: row.cells }])));
  if (kept.ok) await stampBases(tools, slug);
  return ok({ isNew: true, rows: written.value.rows, kept: 0, conflicts: 0 });
};

const mergeInto = async (tools: Tools, slug: PushSlug, plan: MergePlan, headers: Readonly<Record<string, string>>, report: Report, signal: AbortSignal): Promise<Result<Filled>> => {
  const definition = sheets[slug];
  const merged = await tools.workbook.mergeTable({ definition, headers }, plan.changed, plan.gone, { onProgress: ({ done, total }) => report(done, total, "rows"), signal });
  if (!merged.ok) return merged;
  const kept = await tools.local().bases.replace(sheetOf(tools, slug), plan.bases);
  if (kept.ok) await stampBases(tools, slug);
  const shown = await tools.workbook.activateTable(definition.table);
  if (!shown.ok) return shown;
  return ok({ isNew: false, rows: plan.changed.length, kept: plan.kept, conflicts: plan.conflicts.length });
};

const sentence = (slug: PushSlug, filled: Filled): string => {
  const name = sheets[slug].name;
  if (filled.isNew) return `${name} made with ${plural(filled.rows, "row")}.`;
  const parts = [`${plural(filled.rows, "row")} brought up to date`];
  if (filled.kept > 0) parts.push(`${plural(filled.kept, "edited row")} kept as you left ${filled.kept === 1 ? "it" : "them"}`);
  if (filled.conflicts > 0) parts.push(`${plural(filled.conflicts, "row")} changed on both sides: choose below`);
  return `${name}: ${parts.join(", ")}.`;
};

/** New template, or the same sheet brought up to date. Rows edited here stay; rows that changed on both sides become conflicts. */
export const fillSheet = (tools: Tools, slug: PushSlug): Promise<Result<Filled>> => {
  const definition = sheets[slug];
  return tools.work.run(`Filling ${definition.name}`, async (report, signal) => {
    const refreshed = await tools.reference.refresh(slug, report, signal);
    if (!refreshed.ok) return refreshed;
    const pulled = await pullRows(tools.gateway, slug, {}, report, signal);
    if (!pulled.ok) return pulled;
    const lists = await tools.workbook.writeLists(dropDownsFor(definition, tools.reference).sources, { signal });
    if (!lists.ok) return lists;

    const standing = await tools.workbook.readTable(definition.table, { signal });
    if (!standing.ok) return standing;
    const matched = standing.value ? matchHeaders(definition, standing.value.headers) : null;
    if (matched && !matched.ok) return matched;
    let plan: MergePlan | null = null;
    if (standing.value && matched?.ok) {
      const target = { definition, headers: matched.value.map };
      plan = planMerge(definition, rowsRead(target, standing.value).rows, await basesOf(tools, slug), pulled.value.rows);
    }
    const filled = plan && matched?.ok ? await mergeInto(tools, slug, plan, matched.value.map, report, signal) : await writeNew(tools, slug, pulled.value, report, signal);
    if (!filled.ok) return filled;

    const checked = await readAndCheck(tools, slug, [...refreshed.value.notes, ...pulled.value.notes], report, signal);
    if (!checked.ok) return checked;
    updateSheet(tools, slug, (sheet) => ({ ...sheet, conflicts: plan?.conflicts ?? [] }));
    say(tools, `${sentence(slug, filled.value)} ${checkedSentence(tools, slug)}`);
    return filled;
  });
};
