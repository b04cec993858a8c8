/** Recording receipts in The Layer: the rows chosen in the worksheet, or every one that is ready. It goes on in the gateway when Excel is closed. */
import type { ReceiptSyncBody, ReceiptSyncLine } from "../../sync/contract";
import { failed, failure, ok, type Result } from "../../sync/model/failure";
import { sheets } from "../../sync/sheets";
import { chosenOf, receiptRowOf, toSync } from "./chosen-receipts";
import { failureOf } from "./gateway-client";
import { pullRows } from "./pull";
import type { ReceiptBook } from "./receipt-book";
import { countedWords, inState } from "./receipt-figures";
import { loadTotals, totalsOf, updateReceipts } from "./receipt-loading";
import { createReceiptResults } from "./receipt-results";
import { say, type Tools } from "./tools";
import type { Report } from "./work";
import { plural } from "./wording";

type Rows = ReceiptSyncBody["rows"];
type Counts = Extract<ReceiptSyncLine, { type: "trailer" }>["counts"];

/** As many as one request takes. */
const mostRows = 10_000;

const sentence = ({ synced, already, refused, later }: Counts): string => {
  const parts = [
    synced > 0 ? `${plural(synced, "row")} recorded in The Layer` : "",
    already > 0 ? `${plural(already, "row")} ${already === 1 ? "was" : "were"} there already` : "",
    refused > 0 ? `${plural(refused, "row")} refused, each with its reason in Result` : "",
    later > 0 ? `${plural(later, "row")} still on the way, which ${later === 1 ? "goes" : "go"} on when Excel is closed` : "",
  ].filter((part) => part !== "");
  return `${parts.join("; ") || "Nothing to record"}.`;
};

const stoppedWatching = failure("cancelled", "You stopped watching. What the gateway has taken goes on.", "Press Refresh changed to see what became of the rows.");

const send = async (tools: Tools, rows: Rows, report: Report, signal: AbortSignal): Promise<Result<Counts>> => {
  const results = createReceiptResults(tools);
  const counts: Counts = { synced: 0, already: 0, refused: 0, later: 0 };
  let done = 0;
  const sendPart = async (part: Rows): Promise<Result<null>> => {
    for await (const line of tools.gateway.syncReceipts(part, signal)) {
      if (line.type === "trailer") return ok(null);
      if (line.type === "fault") return failed(signal.aborted ? stoppedWatching : failureOf(line));
      counts[line.outcome] += 1;
      report((done += 1), rows.length);
      await results.take(line);
    }
    throw new Error("The stream of synced receipts ended without a trailer or a fault");
  };
  let sent: Result<null> = ok(null);
  for (let at = 0; at < rows.length && sent.ok; at += mostRows) sent = await sendPart(rows.slice(at, at + mostRows));
  const unwritten = await results.finish();
  updateReceipts(tools, (receipts) => ({ ...receipts, sheetsAreBehind: true }));
  if (!sent.ok) return sent;
  return unwritten === null ? ok(counts) : failed(unwritten);
};

const finish = async (tools: Tools, book: ReceiptBook, sent: Result<Counts>): Promise<Result<Counts>> => {
  if (sent.ok) say(tools, sentence(sent.value));
  await Promise.all([loadTotals(tools), book.read()]);
  return sent;
};

/** The rows that say Yes in Sync and may go. Those that may not stay as they are. */
export const syncChosen = (tools: Tools, book: ReceiptBook): Promise<Result<Counts>> =>
  tools.work.run("Recording receipts in The Layer", async (report, signal) => {
    const read = await book.read();
    if (!read.ok) return read;
    const { name } = sheets["sage-transactions"];
    if (!read.value) return failed(failure("not-found", `This workbook has no ${name} sheet.`, `Pull ${name} first, then choose Yes in its column Sync.`));
    const rows = toSync(book.rows());
    if (rows.length === 0) {
      const { withoutMethod } = chosenOf(book.rows());
      return failed(
        withoutMethod > 0
          ? failure("empty-sheet", `${plural(withoutMethod, "chosen row")} ${withoutMethod === 1 ? "has" : "have"} no payment method.`, "Choose one in the column Payment Method, then press Sync again.")
          : failure("empty-sheet", `No row of ${name} that can be synced says Yes in its column Sync.`, "Choose Yes in rows whose State is Ready, then press Sync again."),
      );
    }
    return finish(tools, book, await send(tools, rows, report, signal));
  });

/**
 * Every row of a company that is ready. What the gateway lists at this moment must be what the button said: where it is not, nothing
 * is sent, and the button says the new figures.
 */
export const syncAllReady = (tools: Tools, book: ReceiptBook, company: string): Promise<Result<Counts>> =>
  tools.work.run("Recording receipts in The Layer", async (report, signal) => {
    const totals = totalsOf(tools.state.get(), company);
    const shown = totals && inState(totals, "Ready");
    const pulled = await pullRows(tools.gateway, "sage-transactions", { company, state: "Ready" }, report, signal);
    if (!pulled.ok) return pulled;
    const rows = pulled.value.rows.flatMap(({ cells }) => receiptRowOf({ ...cells, Sync: "Yes" }) ?? []);
    const { willSync } = chosenOf(rows);
    if (!shown || shown.rows !== willSync.rows || shown.amount !== willSync.amount) {
      await loadTotals(tools);
      const before = shown ? `${countedWords(shown)} when you pressed` : "not known when you pressed";
      return failed(failure("stale-row", `What is ready in ${company} has changed: ${countedWords(willSync)} now, ${before}.`, "Look at the new figures, then press again. Nothing was sent."));
    }
    return finish(tools, book, await send(tools, toSync(rows), report, signal));
  });
