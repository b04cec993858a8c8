/** What a push would do, row by row, with nothing sent. The same decisions as the push itself. */
import type { PreviewLine, PushedRow } from "../contract";
import type { CellValue } from "../model/cell";
import { pieces } from "../store/bulk";
import type { Database } from "../store";
import type { PushSlug } from "../sheets/sheet";
import type { MappingSheet } from "../store/mappings";
import type { PushRow, SiblingKeys } from "../store/pushes";
import { instantWords } from "./freshen";
import { decideLinks, siblingKeys } from "./link-decisions";
import { linkCells } from "../store/read-cells";
import { linkParts, withSiblings } from "./link-push";
import { decideMappings } from "./mapping-decisions";
import { mappingParts } from "./mapping-push";
import { loadMappingWorld } from "./mapping-world";
import { partName, partWords, type Part } from "./parts";
import { pushRows } from "./push-ledger";
import type { Refresher } from "./refresh";
import { wireProblems } from "./wire-problems";
import type { Problem } from "../rules/problem";

type Source = { readonly db: Database; readonly tenant: string; readonly refresher: Refresher };
type Cells = Readonly<Record<string, CellValue>>;
type Preview = Extract<PreviewLine, { type: "preview" }>;

const chunk = 500;
/** A preview need not be as strict as the push that follows it and verifies everything again. */
const youngEnough = 60_000;

const changesBetween = (from: Cells | null, to: Cells): Preview["changes"] =>
  Object.entries(to)
    .map(([column, value]) => ({ column, from: from?.[column] ?? null, to: value }))
    .filter((change) => change.from !== change.to);

/** The siblings of rows that are all in memory. */
const siblingIndex = (rows: readonly PushRow[]): ((keys: readonly SiblingKeys[]) => readonly PushRow[]) => {
  const kinds = ["rowKey", "accountKey", "idKey"] as const;
  const groups = new Map<string, PushRow[]>();
  for (const row of rows) {
    const keys = siblingKeys(row.cells);
    for (const kind of kinds) if (keys[kind] !== "") groups.set(`${kind} ${keys[kind]}`, [...(groups.get(`${kind} ${keys[kind]}`) ?? []), row]);
  }
  return (keys) => [...new Set(keys.flatMap((key) => kinds.flatMap((kind) => groups.get(`${kind} ${key[kind]}`) ?? [])))];
};

/** Brings what the rows rest on up to date; what could not be is said beside each row. */
const refreshed = async ({ db, tenant, refresher }: Source, slug: PushSlug, rows: readonly PushRow[], signal: AbortSignal): Promise<readonly string[]> => {
  const notBefore = new Date(Date.parse(await refresher.now()) - youngEnough).toISOString();
  const notes: string[] = [];
  const done = new Set<string>();
  for (;;) {
    const parts = await db.read((handle) => (slug === "customer-links" ? linkParts(handle, tenant, rows) : mappingParts(handle, tenant, slug, rows)));
    const next: Part | undefined = parts.find((part) => !done.has(partName(part)));
    if (!next) return notes;
    done.add(partName(next));
    const fresh = await refresher.ensure(next, { notBefore, swept: false }, signal);
    if (fresh.ok) continue;
    const { readAt } = await refresher.freshness(next);
    notes.push(`${fresh.failure.cause} ${partWords(next)} are ${readAt === null ? "not known" : `as of ${instantWords(readAt)}`}.`);
  }
};

const staleProblem = (row: PushRow, notes: readonly string[]): readonly Problem[] =>
  notes.length === 0
    ? []
    : [{ row: row.ref, columns: [], severity: "info", code: "stale-reference", cause: notes.join(" "), cure: "A push verifies every row again, and answers “later” where it cannot.", fixes: [] }];

async function* previewLinks({ db, tenant }: Source, rows: readonly PushRow[], notes: readonly string[], signal: AbortSignal): AsyncGenerator<Preview> {
  const find = siblingIndex(rows);
  for (const some of pieces(rows, chunk)) {
    if (signal.aborted) return;
    const decided = await db.read(async (handle) => {
      const { siblings, world } = await withSiblings(handle, tenant, some, async (keys) => find(keys));
      return decideLinks(some, siblings, world, null);
    });
    for (const decision of decided) {
      const { row, stored, problems } = decision;
      const from = stored && linkCells(stored);
      const common = { type: "preview" as const, ref: row.ref, problems: wireProblems([...problems, ...staleProblem(row, notes)]), version: stored?.version ?? 0 };
      if (decision.outcome === "save") {
        const { link } = decision;
        const to = linkCells({ companyName: link.sageCompanyName, siteId: link.sageSiteId, accountNumber: link.sageAccountNumber, sageCustomerId: link.sageCustomerId, wasSynced: true });
        yield { ...common, outcome: stored ? "change" : "create", changes: changesBetween(from, to) };
      } else if (decision.outcome === "same") {
        yield { ...common, outcome: "same", changes: [] };
      } else {
        const wanted = Object.fromEntries(["SageCompanyName", "SageSiteId", "SageAccountNumber", "SageCustomerId"].map((header) => [header, row.cells[header] ?? null]));
        yield { ...common, outcome: decision.outcome === "conflict" ? "conflict" : "refuse", changes: changesBetween(from, wanted) };
      }
    }
  }
}

async function* previewMappings({ db, tenant }: Source, sheet: MappingSheet, rows: readonly PushRow[], notes: readonly string[]): AsyncGenerator<Preview> {
  const world = await db.read((handle) => loadMappingWorld(handle, tenant, sheet));
  for (const { row, stored, problems, cells, outcome } of decideMappings(sheet, rows, rows, world)) {
    const previewed = outcome === "save" ? (stored ? "change" : "create") : outcome === "refused" ? "refuse" : outcome;
    const changes = outcome === "same" ? [] : changesBetween(stored?.cells ?? null, cells);
    yield { type: "preview", ref: row.ref, outcome: previewed, changes, problems: wireProblems([...problems, ...staleProblem(row, notes)]), version: stored?.version ?? 0 };
  }
}

export async function* preview(source: Source, slug: PushSlug, pushed: readonly PushedRow[], signal: AbortSignal): AsyncGenerator<PreviewLine> {
  const rows = pushRows(pushed);
  const notes = await refreshed(source, slug, rows, signal);
  const counts = { create: 0, change: 0, same: 0, refuse: 0, conflict: 0 };
  for await (const line of slug === "customer-links" ? previewLinks(source, rows, notes, signal) : previewMappings(source, slug, rows, notes)) {
    counts[line.outcome] += 1;
    yield line;
  }
  if (!signal.aborted) yield { type: "trailer", counts };
}
