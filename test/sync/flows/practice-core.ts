/** A core over a practice Layer and Sage, as a gateway would have it. */
import type { Sandbox } from "../../../src/sandbox";
import type { PreviewLine, PushedRow, PushLine, ResultLine, SheetLine, SheetQuery } from "../../../src/sync/contract";
import type { SyncCore } from "../../../src/sync/core";
import { createSyncCore, type SyncCoreOptions } from "../../../src/sync/flows";
import type { CellValue } from "../../../src/sync/model/cell";
import { customerLinks } from "../../../src/sync/sheets/customer-links";
import { sheets } from "../../../src/sync/sheets";
import { keyOf, type PushSlug, type SheetSlug } from "../../../src/sync/sheets/sheet";
import type { Database } from "../../../src/sync/store";
import { connectedSandbox } from "../../support/sandbox-connectors";

export const somebody = { id: "u1", name: "Priya Nair" };
export const never = new AbortController().signal;

export type Practice = Awaited<ReturnType<typeof connectedSandbox>>;

export const practice = (customers = 60, seed = 7): Promise<Practice> => connectedSandbox({ customers, seed });

/** A core over the practice systems, whose worker tries again at once and reads nothing by itself. */
export const practiceCore = ({ sandbox, layer, sage, posting }: Pick<Practice, "sandbox" | "layer" | "sage" | "posting">, db: Database, tenant: string, options: Partial<SyncCoreOptions> = {}): SyncCore =>
  createSyncCore({
    db,
    layer,
    sage200: sage,
    posting,
    layerUrl: sandbox.layer.url,
    sage200Url: sandbox.sage200.url,
    tenant,
    refreshEvery: null,
    pauses: [10, 20],
    ...options,
  });

export const collect = async <T>(lines: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const line of lines) found.push(line);
  return found;
};

export const pull = async (core: SyncCore, slug: SheetSlug, query: SheetQuery = {}) => {
  const lines: SheetLine[] = await collect(core.sheet(slug, query, never));
  const trailer = lines.at(-1);
  if (trailer?.type !== "trailer") throw new Error(`The pull did not end well: ${JSON.stringify(trailer)}`);
  return {
    rows: lines.flatMap((line) => (line.type === "row" ? [line] : [])),
    gone: lines.flatMap((line) => (line.type === "gone" ? [line.key] : [])),
    cursor: trailer.cursor,
    notes: trailer.notes,
  };
};

/** Rows as a client pushes them, referred to as the sheet would. */
export const pushed = (slug: PushSlug, rows: readonly Readonly<Record<string, CellValue>>[], version?: number): PushedRow[] => {
  const seen = new Map<string, number>();
  return rows.map((cells) => {
    const key = keyOf(sheets[slug], cells);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return { ref: { key, nth }, ...(version === undefined ? {} : { version }), cells: { ...cells } };
  });
};

export const linkRow = (cells: { CustomerId: string; company: { name: string; siteId: string }; number?: string | number | null; id?: string | null }) => ({
  CustomerId: cells.CustomerId,
  SageCompanyName: cells.company.name,
  SageSiteId: cells.company.siteId,
  SageAccountNumber: cells.number ?? null,
  SageCustomerId: cells.id ?? null,
});

let pushes = 0;
export const aPushId = (): string => `push-${process.pid}-${(pushes += 1)}`;

/** Runs the core's worker until the work is done. */
export const working = async <T>(core: SyncCore, during: () => Promise<T>): Promise<T> => {
  const stop = new AbortController();
  const work = core.work(stop.signal);
  try {
    return await during();
  } finally {
    stop.abort();
    await work;
  }
};

export const followed = async (core: SyncCore, id: string, after = 0): Promise<{ lines: PushLine[]; results: ResultLine[] }> => {
  const stream = await core.readPush(id, { after, follow: true, signal: never });
  if (!stream) throw new Error(`There is no push ${id}.`);
  const lines = await collect(stream);
  return { lines, results: lines.flatMap((line) => (line.type === "result" ? [line] : [])) };
};

/** Pushes and waits for every result, in the order of the rows. */
export const push = async (core: SyncCore, slug: PushSlug, rows: readonly PushedRow[], id = aPushId()): Promise<ResultLine[]> => {
  const accepted = await core.acceptPush({ id, slug, rows, by: somebody });
  if (!accepted.ok) throw new Error(accepted.failure.cause);
  const { results } = await working(core, () => followed(core, id));
  return rows.map((row) => {
    const result = results.find((one) => one.ref.key === row.ref.key && one.ref.nth === row.ref.nth);
    if (!result) throw new Error(`No result for ${row.ref.key}`);
    return result;
  });
};

/** Pushes several sheets of which each row is saved. Accepted together, they rest on the same readings. */
export const saveAll = async (core: SyncCore, rowsOf: Readonly<Partial<Record<PushSlug, readonly PushedRow[]>>>): Promise<void> => {
  const ids: string[] = [];
  for (const [slug, rows] of Object.entries(rowsOf)) {
    const id = aPushId();
    const accepted = await core.acceptPush({ id, slug: slug as PushSlug, rows, by: somebody });
    if (!accepted.ok) throw new Error(accepted.failure.cause);
    ids.push(id);
  }
  await working(core, async () => {
    for (const id of ids) {
      const { results } = await followed(core, id);
      const unsaved = results.find(({ outcome }) => outcome !== "saved" && outcome !== "same");
      if (unsaved) throw new Error(`${unsaved.ref.key} was not saved: ${unsaved.message}`);
    }
  });
};

export const previewed = async (core: SyncCore, slug: PushSlug, rows: readonly PushedRow[]) => {
  const lines: PreviewLine[] = await collect(core.preview(slug, rows, never));
  return lines.flatMap((line) => (line.type === "preview" ? [line] : []));
};

export const gridKey = (customerId: string, company: string | null) => keyOf(sheets.customers, { CustomerId: customerId, "Sage Company": company });
export const templateKey = (customerId: string, company: string | null) => keyOf(customerLinks, { CustomerId: customerId, SageCompanyName: company });

/** A customer of The Layer without a link, with an account that truly is its own. */
export const unlinkedCustomers = (sandbox: Sandbox) => {
  const linked = new Set(sandbox.data.links().map((link) => link.customerId));
  return [...sandbox.data.customers()].flatMap((customer) => {
    const account = sandbox.data.truth(customer.id).find((one) => one.status === "active");
    return linked.has(customer.id) || customer.isArchived || !account ? [] : [{ customer, account, company: { name: account.companyName, siteId: account.siteId } }];
  });
};
