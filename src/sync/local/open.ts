import Dexie from "dexie";
import { PaneDatabase } from "./database";
import { createDexieStore } from "./dexie-store";
import { createMemoryStore } from "./memory-store";
import type { LocalStore } from "./store";

export type OpenedStore =
  | { readonly store: LocalStore; readonly notice: null }
  /** `notice` is shown above the panels for as long as the pane works from memory. */
  | { readonly store: LocalStore; readonly notice: { readonly cause: string; readonly cure: string } };

const seconds = 1000;
/** Real webviews have left `open` unanswered for ever (office-js issue 615), and a pane that waits with it looks broken. */
export const openTimeout = 3 * seconds;

const inMemory = (cause: string, cure: string): OpenedStore => ({
  store: createMemoryStore(),
  notice: { cause: `Tieout can't keep a local copy on this computer: ${cause}`, cure },
});

/**
 * Dexie 4 opens a database of a newer version and adds to it, instead of refusing as IndexedDB does, so the version is
 * looked at first. Dexie keeps its version times ten. Browsers without `databases()` skip this.
 */
const isNewer = async (database: PaneDatabase): Promise<boolean> => {
  if (typeof indexedDB === "undefined" || typeof indexedDB.databases !== "function") return false;
  const known = (await indexedDB.databases()).find((found) => found.name === database.name);
  return (known?.version ?? 0) >= (database.verno + 1) * 10;
};

const openUnlessNewer = async (database: PaneDatabase) => {
  if (await isNewer(database)) throw new Dexie.VersionError(`${database.name} was written by a newer version.`);
  await database.open();
};

const explain = (fault: unknown): OpenedStore => {
  const name = fault instanceof Error ? fault.name : "";
  if (name === "VersionError") {
    return inMemory("a newer Tieout has used it here.", "Close and reopen Excel to load the newer Tieout. Until then, keep the pane open while a push runs.");
  }
  if (name === "QuotaExceededError") return inMemory("its disk is full.", "Free some disk space and reopen the pane. Until then, keep the pane open while a push runs.");
  return inMemory(
    "its browser storage does not open.",
    "You can work as usual. Keep the pane open while a push runs, and reopen it later to try again.",
  );
};

/**
 * Opens the database, or after 3 seconds answers a store in memory together with what to tell the user.
 * When another window holds an older version open ("blocked"), that window is asked to close it, and the time-out decides.
 */
export const openLocalStore = async (name: string, wait: number = openTimeout): Promise<OpenedStore> => {
  const database = new PaneDatabase(name);
  // A second window with a newer Tieout must not be kept waiting by this one.
  database.on("versionchange", () => database.close());

  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), wait);
  });
  try {
    const opened = await Promise.race([openUnlessNewer(database), late]);
    if (opened === "late") {
      database.close();
      return inMemory("its browser storage does not answer.", "You can work as usual. Keep the pane open while a push runs, and reopen it later to try again.");
    }
    return { store: createDexieStore(database), notice: null };
  } catch (fault) {
    return explain(fault);
  } finally {
    clearTimeout(timer);
  }
};
