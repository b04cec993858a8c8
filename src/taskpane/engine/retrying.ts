/** Trying again what failed: rows chosen in a worksheet, a group of errors, everything, or one posting a person has looked into. */
import type { ErrorGroup, RetryBody } from "../../sync/contract";
import type { TableTarget } from "../../excel/port";
import { shownValue, type SheetRow } from "../../sync/model/cell";
import { failed, failure, ok, type Result } from "../../sync/model/failure";
import { sheets } from "../../sync/sheets";
import { matchHeaders } from "../../sync/sheets/headers";
import { parseFlag } from "../../sync/sheets/literals";
import type { DocumentSlug } from "../../sync/sheets/sheet";
import { rowsRead } from "./books";
import { loadReviews } from "./document-loading";
import type { Review } from "./document-state";
import { follow } from "./live";
import { say, type Tools } from "./tools";
import type { Report } from "./work";
import { count, plural } from "./wording";

/** Worksheets in which rows are chosen for another try. */
export type RetrySlug = DocumentSlug | "error-queue";

/** As many as one request takes. */
const mostRows = 10_000;

const retry = async (tools: Tools, request: RetryBody): Promise<Result<number>> => {
  const retried = await tools.gateway.retry(request);
  if (!retried.ok) return retried;
  follow(tools, retried.value.run);
  return ok(retried.value.retried);
};

type Chosen = { readonly target: TableTarget; readonly rows: readonly SheetRow[]; readonly ids: readonly string[] };

const idOf = (row: SheetRow): string => String(shownValue(row.cells["Id"]) ?? "").trim();

const chosenIn = async (tools: Tools, slug: RetrySlug, report: Report, signal: AbortSignal): Promise<Result<Chosen>> => {
  const definition = sheets[slug];
  const { name } = definition;
  const read = await tools.workbook.readTable(definition.table, { onProgress: ({ done, total }) => report(done, total, "rows"), signal });
  if (!read.ok) return read;
  if (read.value === null) return failed(failure("not-found", `This workbook has no ${name} sheet.`, `Pull ${name} first, then choose Yes in its column Retry.`));
  const matched = matchHeaders(definition, read.value.headers);
  if (!matched.ok) return matched;
  const missing = ["Retry", "Id"].find((header) => matched.value.map[header] === undefined);
  if (missing !== undefined) return failed(failure("missing-header", `The sheet ${name} has lost its column ${missing}.`, `Pull ${name} again.`, missing));
  const target = { definition, headers: matched.value.map };
  const rows = rowsRead(target, read.value).rows.filter((row) => parseFlag(shownValue(row.cells["Retry"])) === "Yes" && idOf(row) !== "");
  const ids = [...new Set(rows.map(idOf))];
  if (ids.length === 0) return failed(failure("empty-sheet", `No row of ${name} says Yes in its column Retry.`, "Choose Yes in the rows to try again, then press Retry chosen rows."));
  if (ids.length > mostRows) return failed(failure("too-large", `${count(ids.length)} rows of ${name} are chosen, and ${count(mostRows)} is the most at once.`, "Choose fewer rows, or retry a whole group under Errors."));
  return ok({ target, rows, ids });
};

const sentence = (retried: number, chosen: number): string => {
  const left = chosen - retried;
  const rest = left > 0 ? ` ${plural(left, "row")} needed no retry: in Sage already, or on the way.` : "";
  return `${plural(retried, "row")} ${retried === 1 ? "is" : "are"} being tried again.${rest}`;
};

/** Rows with Yes in Retry. Their choice is taken back once the gateway has it, so that a second press does not repeat it. */
export const retryChosen = (tools: Tools, slug: RetrySlug): Promise<Result<number>> =>
  tools.work.run(`Retrying rows of ${sheets[slug].name}`, async (report, signal) => {
    const chosen = await chosenIn(tools, slug, report, signal);
    if (!chosen.ok) return chosen;
    const { target, rows, ids } = chosen.value;
    const retried = await retry(tools, slug === "error-queue" ? { what: "errors", ids: [...ids] } : { what: "documents", sheet: slug, ids: [...ids] });
    if (!retried.ok) return retried;
    say(tools, sentence(retried.value, ids.length));
    const cleared = await tools.workbook.patchRows(target, rows.map((row) => ({ row: row.ref, cells: { Retry: null } })));
    return cleared.ok ? retried : cleared;
  });

/**
 * Retries these groups, and shows the errors again where one of them was being fixed: what is left of it, and what comes next.
 * A run that is under way takes the next group along. One that has nothing left to retry holds up no other.
 */
export const retryGroups = async (tools: Tools, groups: readonly ErrorGroup[]): Promise<Result<number>> => {
  let retriedInAll = 0;
  for (const group of groups) {
    const retried = await retry(tools, { what: "group", group: group.id });
    if (retried.ok) retriedInAll += retried.value;
    else if (retried.failure.code !== "nothing-to-retry" || groups.length === 1) return retried;
  }
  tools.state.update((now) => {
    const isFixed = groups.some((group) => group.id === now.errors.fixing?.id);
    return isFixed ? { ...now, panel: "errors", errors: { ...now.errors, fixing: null } } : now;
  });
  say(tools, groups.length === 1 && groups[0] ? `${groups[0].what} being tried again.` : `${plural(retriedInAll, "document")} of ${groups.length} groups being tried again.`);
  return ok(retriedInAll);
};

export const retryAll = async (tools: Tools): Promise<Result<number>> => {
  const retried = await retry(tools, { what: "all" });
  if (retried.ok) say(tools, `${plural(retried.value, "failed record")} being tried again.`);
  return retried;
};

/** After a person has looked in Sage: sent again, or looked for once more. */
export const settleReview = async (tools: Tools, review: Review, decision: "send again" | "look again"): Promise<Result<number>> => {
  const retried = await retry(tools, { what: "review", sheet: review.sheet, id: review.id, decision });
  if (!retried.ok) return retried;
  say(tools, decision === "send again" ? "It is being sent again." : "Sage is being looked through for it again.");
  await loadReviews(tools);
  return retried;
};
