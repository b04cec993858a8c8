/** For pulls: brings parts up to date where that is quick, and otherwise says how old they are. A push never uses this. */
import type { Database } from "../store";
import { allCompanies } from "../store/companies";
import { partWords, type Part } from "./parts";
import type { Refresher } from "./refresh";

/** Younger than this is fresh enough to look at. */
const youngEnough = 20_000;
/** With something to show already, nobody waits longer. */
const patience = 8_000;

const dateWords = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
/** "21 Nov 2026, 09:30 UTC" */
export const instantWords = (iso: string): string => `${dateWords.format(new Date(iso))} UTC`;

const patient = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(patience)]);

/**
 * Answers a note for each part that could not be brought up to date, with the time of the copy that is shown instead. `oldest` is how many
 * milliseconds old a copy may be to count as up to date.
 */
export const freshen = async (refresher: Refresher, parts: readonly Part[], signal: AbortSignal, oldest = youngEnough): Promise<readonly string[]> => {
  const notBefore = new Date(Date.parse(await refresher.now()) - oldest).toISOString();
  const notes = await Promise.all(
    parts.map(async (part) => {
      const known = await refresher.freshness(part);
      const fresh = await refresher.ensure(part, { notBefore, swept: false }, known.readAt === null ? signal : patient(signal));
      if (fresh.ok || signal.aborted) return null;
      if (known.readAt === null) return `${partWords(part)} have never been read. ${fresh.failure.cause} ${fresh.failure.cure}`;
      const age = `${partWords(part)} are as of ${instantWords(known.readAt)}`;
      return fresh.failure.code === "cancelled" ? `${age}: they are still being read.` : `${age}. ${fresh.failure.cause}`;
    }),
  );
  return [...new Set(notes.filter((note) => note !== null))];
};

/** The accounts of every company, after the list of companies itself. */
export const freshenCompanies = async (db: Database, refresher: Refresher, tenant: string, kind: "sage-accounts" | "sage-lists", signal: AbortSignal): Promise<readonly string[]> => {
  const companies = await freshen(refresher, [{ kind: "sage-companies" }], signal);
  const known = await db.read((handle) => allCompanies(handle, tenant));
  // Where the companies themselves cannot be read, neither can what is in them: once is enough to say so and to wait for.
  if (companies.length > 0) return companies;
  return freshen(refresher, known.map((company): Part => ({ kind, company })), signal);
};
