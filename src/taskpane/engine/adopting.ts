import { failed, failure, ok, type Result } from "../../sync/model/failure";
import { isPushSlug, sheets } from "../../sync/sheets";
import { compareHeaders, matchHeaders } from "../../sync/sheets/headers";
import { sheetSlugs, type PushSlug } from "../../sync/sheets/sheet";
import { checkedSentence, readAndCheck } from "./checking";
import { dropDownsFor } from "./drop-downs";
import { say, type Tools } from "./tools";

/** Which of our sheets the headers of a foreign one fit best; Customer Links where none is better, as that is what people export. */
export const likeliestSheet = (headers: readonly string[]): PushSlug => {
  const score = (slug: PushSlug) => Object.keys(compareHeaders(sheets[slug], headers).map).length / Object.values(sheets[slug].columns).filter((column) => column.owner !== "tieout").length;
  return sheetSlugs.filter((slug): slug is PushSlug => isPushSlug(slug)).reduce((best, slug) => (score(slug) > score(best) ? slug : best), "customer-links");
};

export type Adopted = { readonly sheet: PushSlug; readonly extra: readonly string[] };

/**
 * Takes the sheet in front, as exported from The Layer or made by hand, for ours: columns in any order, extra ones kept.
 * A missing mandatory header is refused before anything is touched.
 */
export const adoptSheet = (tools: Tools, wanted: PushSlug | null): Promise<Result<Adopted>> =>
  tools.work.run("Using the sheet in front", async (report, signal) => {
    const read = await tools.workbook.readActiveSheet({ onProgress: ({ done, total }) => report(done, total), signal });
    if (!read.ok) return read;
    if (read.value === null || read.value.headers.length === 0) {
      return failed(failure("empty-sheet", "The sheet in front is empty.", "Open a sheet exported from The Layer, or press New template."));
    }
    const slug = wanted ?? likeliestSheet(read.value.headers);
    const definition = sheets[slug];
    const matched = matchHeaders(definition, read.value.headers);
    if (!matched.ok) return matched;

    const refreshed = await tools.reference.refresh(slug, report, signal);
    if (!refreshed.ok && refreshed.failure.code === "cancelled") return refreshed;
    const lists = dropDownsFor(definition, tools.reference);
    const written = await tools.workbook.writeLists(lists.sources, { signal });
    if (!written.ok) return written;
    const adopted = await tools.workbook.adoptActiveSheet({ definition, headers: matched.value.map }, lists.byHeader);
    if (!adopted.ok) return adopted;
    const notes = refreshed.ok ? refreshed.value.notes : [`${refreshed.failure.cause} Codes were not compared with Sage or The Layer.`];
    const checked = await readAndCheck(tools, slug, notes, report, signal);
    if (!checked.ok) return checked;
    say(tools, checkedSentence(tools, slug));
    return ok({ sheet: slug, extra: matched.value.extra });
  });
