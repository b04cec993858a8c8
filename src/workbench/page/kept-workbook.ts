/** The workbook in this browser, so that loading the page again loses nothing. One is kept: the one that is open. */

export type KeptWorkbook = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whether the user has a file with these contents. */
  readonly isSaved: boolean;
};

const databaseName = "tieout-workbench";
const store = "workbook";
const key = "open";

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("The browser's storage gave no reason.")));
  });

const openDatabase = (): Promise<IDBDatabase> => {
  const request = indexedDB.open(databaseName, 1);
  request.addEventListener("upgradeneeded", () => request.result.createObjectStore(store));
  return settled(request);
};

/** Rejects where the browser offers no storage: a private window, or full. */
export const keep = async (workbook: KeptWorkbook): Promise<void> => {
  const database = await openDatabase();
  await settled(database.transaction(store, "readwrite").objectStore(store).put(workbook, key));
  database.close();
};

const isKept = (value: unknown): value is KeptWorkbook =>
  typeof value === "object" && value !== null && "name" in value && typeof value.name === "string" && "bytes" in value && value.bytes instanceof Uint8Array && "isSaved" in value;

export const readKept = async (): Promise<KeptWorkbook | null> => {
  const database = await openDatabase();
  const found: unknown = await settled(database.transaction(store).objectStore(store).get(key));
  database.close();
  return isKept(found) ? found : null;
};
