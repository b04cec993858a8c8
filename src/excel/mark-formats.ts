/**
 * The colours of marks: one conditional format a severity over the table's whole body. Its size is the same for one mark and for
 * 100,000, it follows rows that are sorted, and nothing is painted that would have to be unpainted. Only formats of our own, known
 * by the ids kept in the workbook, are ever deleted.
 */
import { z } from "zod";
import type { Area } from "./address";
import { addressOf, columnLetters } from "./address";
import type { ConditionalMark, SheetCommand } from "./command";
import { rangeOf } from "./execute";
import { markFormula, severities, type Severity } from "./mark-text";
import { bodyOf, type TablePlace } from "./place";
import { askSetting, settingName } from "./settings";

/** Colour is not the only sign: errors are bold and underlined, warnings bold, and the Problem column says it in words. */
const looks: Readonly<Record<Severity, { readonly fill: string; readonly ink: string; readonly isBold: boolean; readonly isUnderlined: boolean }>> = {
  error: { fill: "#FDE7E9", ink: "#8E1B1F", isBold: true, isUnderlined: true },
  warning: { fill: "#FFF4CE", ink: "#6B4700", isBold: true, isUnderlined: false },
  info: { fill: "#E6F2FB", ink: "#004578", isBold: false, isUnderlined: false },
};

const record = z.object({ ids: z.array(z.string()), body: z.string(), formulas: z.array(z.string()) });
type FormatRecord = z.infer<typeof record>;

const nameFor = (table: string): string => `marks.${table}`;

export const marksFor = (place: TablePlace, problemPosition: number): readonly ConditionalMark[] => {
  const body = bodyOf(place);
  const header = `${columnLetters(body.left)}$${place.area.top + 1}`;
  const problem = `$${columnLetters(place.area.left + problemPosition)}${body.top + 1}`;
  return severities.map((severity) => ({ severity, formula: markFormula(severity, header, problem) }));
};

/** Queues the reading of what is kept about the formats; call the answer after the next sync. */
export const askFormatRecord = (context: Excel.RequestContext, table: string): (() => FormatRecord | null) => {
  const answer = askSetting(context, nameFor(table));
  return () => record.safeParse(answer()).data ?? null;
};

const formatsOn = (context: Excel.RequestContext, worksheet: string) => context.workbook.worksheets.getItem(worksheet).getRange().untrack().conditionalFormats;

/** Queues a look at which of the formats kept are still there; call the answer, their ids, after the next sync. */
export const askFormats = (context: Excel.RequestContext, worksheet: string, kept: FormatRecord | null): (() => readonly string[]) => {
  const all = formatsOn(context, worksheet);
  const items = (kept?.ids ?? []).map((id) => all.getItemOrNullObject(id));
  for (const item of items) item.load("id");
  return () => items.filter((item) => !item.isNullObject).map((item) => item.id);
};

/**
 * Makes the formats cover the table's body as it is now. One sync, none when they already do.
 * Answers the command that keeps the new ids, for the batch that follows.
 */
export const ensureFormats = async (
  context: Excel.RequestContext,
  place: TablePlace,
  problemPosition: number,
  kept: FormatRecord | null,
  present: readonly string[],
): Promise<readonly SheetCommand[]> => {
  const body = bodyOf(place);
  const wanted = marksFor(place, problemPosition);
  const formulas = wanted.map((mark) => mark.formula);
  const isCurrent = kept !== null && present.length === wanted.length && kept.body === addressOf(body) && kept.formulas.join() === formulas.join();
  if (isCurrent) return [];
  const all = formatsOn(context, place.worksheet);
  for (const id of present) all.getItem(id).delete();
  // A new format is the strongest: the gravest severity comes last.
  const added = [...wanted].reverse().map((mark) => addFormat(context, place.worksheet, body, mark));
  await context.sync();
  const next: FormatRecord = { ids: added.map((format) => format.id), body: addressOf(body), formulas };
  return [{ kind: "writeSetting", name: settingName(nameFor(place.table)), json: JSON.stringify(next) }];
};

const addFormat = (context: Excel.RequestContext, worksheet: string, body: Area, mark: ConditionalMark): Excel.ConditionalFormat => {
  const look = looks[mark.severity];
  const format = rangeOf(context.workbook.worksheets.getItem(worksheet), body).conditionalFormats.add("Custom");
  format.custom.rule.formula = mark.formula;
  format.custom.format.fill.color = look.fill;
  format.custom.format.font.color = look.ink;
  format.custom.format.font.bold = look.isBold;
  if (look.isUnderlined) format.custom.format.font.underline = "Single";
  format.load("id");
  return format;
};
