/** From an error to the cell that cures it: the mapping sheet opened, or made, at the row and column the error names. */
import type { ErrorGroup } from "../../sync/contract";
import { isBlank, shownValue, type SheetRow } from "../../sync/model/cell";
import { failed, failure, ok, type Result } from "../../sync/model/failure";
import { isPushSlug, sheets } from "../../sync/sheets";
import { pushedValue } from "../../sync/sheets/codec";
import { keyOf, type PushSlug, type SheetDefinition } from "../../sync/sheets/sheet";
import { folded } from "../../sync/model/spelling";
import type { Book } from "./books";
import { checkSheet, readAndCheck } from "./checking";
import type { DeskState } from "./state";
import { fillSheet } from "./templates";
import { say, type Tools } from "./tools";
import { plural } from "./wording";

type FixAt = NonNullable<ErrorGroup["fixAt"]>;

/** In every mapping sheet that has one, the column that says for which company a row holds. */
const companyColumn = "SageCompanyName";

const textIn = (definition: SheetDefinition, row: SheetRow, header: string): string => {
  const column = definition.columns[header];
  return folded(String((column ? pushedValue(column, row.cells[header]) : shownValue(row.cells[header])) ?? ""));
};

/** What must be done to the sheet before the cell can be gone to. */
export type FixPlan =
  | { readonly kind: "go"; readonly row: SheetRow }
  /** The template's open row becomes the company's. */
  | { readonly kind: "name company"; readonly row: SheetRow; readonly company: string }
  | { readonly kind: "add"; readonly cells: Readonly<Record<string, string>> };

/**
 * The row that the core would read for that value: the company's own before one for every company. Where a row for every
 * company is filled in already, another company's books hang on it, and the cure is a row of the company's own.
 */
export const planFix = (definition: SheetDefinition, rows: readonly SheetRow[], fixAt: FixAt): FixPlan => {
  const [subject = ""] = definition.key;
  const about = rows.filter((row) => textIn(definition, row, subject) === folded(fixAt.value));
  const company = definition.key.includes(companyColumn) ? fixAt.company : null;
  if (company === null) return about[0] ? { kind: "go", row: about[0] } : { kind: "add", cells: { [subject]: fixAt.value } };
  const own = about.find((row) => textIn(definition, row, companyColumn) === folded(company));
  if (own) return { kind: "go", row: own };
  const open = about.find((row) => textIn(definition, row, companyColumn) === "");
  const add: FixPlan = { kind: "add", cells: { [subject]: fixAt.value, [companyColumn]: company } };
  if (!open) return add;
  const isFilled = !isBlank(open.cells[fixAt.column]);
  if (definition.columns[companyColumn]?.mandatory) return isFilled ? add : { kind: "name company", row: open, company };
  return isFilled && definition.columns[fixAt.column]?.kind !== "flag" ? add : { kind: "go", row: open };
};

/** A row as just written, as the book has it after reading. */
const rowOf = (book: Book, cells: SheetRow["cells"]): SheetRow | null => {
  const key = keyOf(book.target.definition, cells);
  return book.rows.find((row) => row.ref.key === key) ?? null;
};

const bookOf = async (tools: Tools, slug: PushSlug): Promise<Result<Book>> => {
  const outline = await tools.workbook.outline();
  if (!outline.ok) return outline;
  const isThere = outline.value.some((sheet) => sheet.tables.includes(sheets[slug].table));
  if (!isThere) {
    const filled = await fillSheet(tools, slug);
    if (!filled.ok) return filled;
  } else if (!tools.books.has(slug)) {
    const checked = await checkSheet(tools, slug);
    if (!checked.ok) return checked;
  }
  const book = tools.books.get(slug);
  return book ? ok(book) : failed(failure("not-found", `The sheet ${sheets[slug].name} cannot be read.`, "Open it under Mappings, mend what is said there, then press Fix it again."));
};

/** Does what the plan says and answers the row to go to. */
const prepare = async (tools: Tools, slug: PushSlug, book: Book, plan: FixPlan): Promise<Result<SheetRow | null>> => {
  const { target } = book;
  if (plan.kind === "go") return ok(plan.row);
  const cells = plan.kind === "add" ? plan.cells : { ...plan.row.cells, [companyColumn]: plan.company };
  const written =
    plan.kind === "add" ? await tools.workbook.mergeTable(target, [plan.cells], []) : await tools.workbook.patchRows(target, [{ row: plan.row.ref, cells: { [companyColumn]: plan.company } }]);
  if (!written.ok) return written;
  const read = await readAndCheck(tools, slug, book.notes, () => undefined);
  if (!read.ok) return read;
  const now = tools.books.get(slug);
  return ok(now ? rowOf(now, cells) : null);
};

/**
 * Every open error that a row of this sheet cures has one then, so that all of them are filled in and pushed at once.
 * @returns for how many rows were added, or an open row was given its company.
 */
const prepareOthers = async (tools: Tools, slug: PushSlug, others: readonly FixAt[]): Promise<Result<number>> => {
  let prepared = 0;
  for (const fixAt of others) {
    const book = tools.books.get(slug);
    if (!book) break;
    const plan = planFix(book.target.definition, book.rows, fixAt);
    if (plan.kind === "go") continue;
    const done = await prepare(tools, slug, book, plan);
    if (!done.ok) return done;
    prepared += 1;
  }
  return ok(prepared);
};

/** Beside this group's own. */
const curedInSheet = (state: Pick<DeskState, "errors">, group: ErrorGroup): readonly FixAt[] =>
  (state.errors.groups.value?.groups ?? []).flatMap(({ id, fixAt }) => (id !== group.id && fixAt !== null && fixAt.sheet === group.fixAt?.sheet ? [fixAt] : []));

/** Opens the place where the group's cause is cured. The panel of that sheet then shows what is being fixed, and offers the retry. */
export const fixGroup = async (tools: Tools, group: ErrorGroup): Promise<Result<void>> => {
  const { fixAt } = group;
  if (fixAt === null || !isPushSlug(fixAt.sheet)) return failed(failure("not-found", "No mapping sheet holds the cure of this.", group.cure));
  const slug = fixAt.sheet;
  const opened = await bookOf(tools, slug);
  if (!opened.ok) return opened;
  const book = opened.value;
  const { definition } = book.target;
  const plan = planFix(definition, book.rows, fixAt);
  return tools.work.run(`Opening ${definition.name}`, async () => {
    const row = await prepare(tools, slug, book, plan);
    if (!row.ok) return row;
    const others = await prepareOthers(tools, slug, curedInSheet(tools.state.get(), group));
    if (!others.ok) return others;
    const column = fixAt.column in definition.columns ? fixAt.column : (definition.key[0] ?? "");
    const shown = row.value ? await tools.workbook.goTo(tools.books.get(slug)?.target ?? book.target, row.value.ref, column) : await tools.workbook.activateTable(definition.table);
    if (!shown.ok) return shown;
    tools.state.update((now) => ({
      ...now,
      panel: slug === "customer-links" ? "links" : "mappings",
      mapping: slug === "customer-links" ? now.mapping : slug,
      errors: { ...now.errors, fixing: group },
    }));
    const more = others.value === 0 ? "" : ` The rows that ${plural(others.value, "other error")} need are there too.`;
    const added = `${plan.kind === "add" ? ` A row for ${fixAt.value}${fixAt.company === null ? "" : ` in ${fixAt.company}`} was added.` : ""}${more}`;
    say(tools, `${definition.name}: enter ${column} for ${fixAt.value}${fixAt.company === null ? "" : ` in ${fixAt.company}`}, then preview and push.${added}`);
    return ok(undefined);
  });
};

/** When the sheet that holds the group's cure was pushed after the group last failed; null where it was not. Both times are the gateway's. */
export const curedAt = (state: Pick<DeskState, "sheets">, group: ErrorGroup): string | null => {
  if (group.fixAt === null || !isPushSlug(group.fixAt.sheet)) return null;
  const sheet = state.sheets[group.fixAt.sheet];
  const push = sheet.state === "open" ? sheet.push : null;
  return push?.finishedAt != null && push.counts.saved > 0 && Date.parse(push.finishedAt) > Date.parse(group.lastAt) ? push.finishedAt : null;
};

/** Whatever the last push of the sheet that cures this group may have cured with it, this one first. None before such a push. */
export const curedWith = (state: Pick<DeskState, "sheets" | "errors">, group: ErrorGroup): readonly ErrorGroup[] => {
  const all = [group, ...(state.errors.groups.value?.groups ?? []).filter((other) => other.id !== group.id && other.fixAt?.sheet === group.fixAt?.sheet)];
  return all.filter((one) => curedAt(state, one) !== null);
};
