/**
 * The pane without its screen: every action a button or a ribbon command can take, over one observable state.
 * Views render the state and call these; nothing else changes it.
 */
import type { WorkbookPort } from "../../excel/port";
import type { Session, SheetQuery } from "../../sync/contract";
import { createMemoryStore, type LocalStore, type OpenedStore } from "../../sync/local";
import { failed, failure, ok, type Result } from "../../sync/model/failure";
import type { RowRef } from "../../sync/model/cell";
import type { Fix, Problem } from "../../sync/rules/problem";
import { pushedValues } from "../../sync/sheets/codec";
import { sheets } from "../../sync/sheets";
import { refText } from "../../sync/sheets/rows";
import { pushSlugs, type PushSlug } from "../../sync/sheets/sheet";
import { adoptSheet } from "./adopting";
import { checkSheet } from "./checking";
import { resolveConflict, type Choices } from "./conflicts";
import { createDocumentDesk } from "./document-desk";
import { bringBackDrafts, forgetDrafts } from "./drafts";
import { createEdits } from "./edits";
import { applyFix, previewFix, undoFix, type FixPreview } from "./fixing";
import type { Gateway } from "./gateway-client";
import type { Conflict } from "./merge";
import { createObservable, type Observable } from "./observable";
import { previewPush } from "./previewing";
import { groupProblems, nextProblem, type SeverityFilter } from "./problem-groups";
import { createPushing } from "./pushing";
import { createReceiptBook } from "./receipt-book";
import { createReceiptDesk } from "./receipt-desk";
import { createReferenceDesk } from "./reference-data";
import { openingState, type DeskState, type MappingSlug, type PanelName, type Work } from "./state";
import { nameRow } from "./row-names";
import { recallPulls } from "./sheet-pulls";
import { loadHealth, pullStatus, refreshStatus } from "./status";
import { fillSheet } from "./templates";
import { dismissFailure, openSheetOf, say, showFailure, updateSheet, type Tools } from "./tools";
import { createWorkRunner } from "./work";

export type DeskParts = {
  readonly workbook: WorkbookPort;
  readonly gateway: Gateway;
  /** Opened while the first screen is shown already. */
  openLocal(): Promise<OpenedStore>;
  now(): number;
  newId(): string;
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
};

export type Desk = ReturnType<typeof createDesk>;

const workbookSetting = "tieout.workbook";

/** Whose books a session works on. Practice and real data of one tenant are different books. */
export const scopeOf = (session: Session): string =>
  [session.tenant, ...session.connections.map((connection) => `${connection.system}:${connection.isPractice ? "practice" : connection.name}`).sort()].join("|");

export const createDesk = (parts: DeskParts) => {
  const state: Observable<DeskState> = createObservable(openingState);
  const work: Observable<Work | null> = createObservable<Work | null>(null);
  const runner = createWorkRunner(work, parts.now);
  let local: LocalStore = createMemoryStore();
  let scope: string | null = null;
  let workbookId = "";

  const tools: Tools = {
    workbook: parts.workbook,
    gateway: parts.gateway,
    reference: createReferenceDesk(parts.gateway, () => local, parts.now),
    state,
    work: runner,
    books: new Map(),
    local: () => local,
    scope: () => scope,
    workbookId: () => workbookId,
    now: parts.now,
    newId: parts.newId,
    wait: parts.wait,
  };
  const pushing = createPushing(tools);
  const receiptBook = createReceiptBook(tools);
  const edits = createEdits(tools, receiptBook);

  /** Runs what the user asked for: an earlier failure is cleared first, and a new one is shown. Stopping is no failure. */
  const asked = async <T>(action: () => Promise<Result<T>>): Promise<Result<T>> => {
    dismissFailure(tools);
    const result = await action();
    if (!result.ok && result.failure.code !== "cancelled") showFailure(tools, result.failure);
    else if (!result.ok) say(tools, result.failure.cause);
    return result;
  };

  const openStore = async () => {
    const opened = await parts.openLocal();
    local = opened.store;
    state.update((now) => ({ ...now, storage: { keeps: opened.store.keeps, notice: opened.notice } }));
  };

  const nameWorkbook = async () => {
    const known = await parts.workbook.readSetting(workbookSetting);
    if (known.ok && typeof known.value === "string") {
      workbookId = known.value;
      return;
    }
    workbookId = parts.newId();
    const written = await parts.workbook.writeSetting(workbookSetting, workbookId);
    if (!written.ok) showFailure(tools, written.failure);
  };

  const loadSession = async (): Promise<Result<Session>> => {
    if (state.get().session.state !== "loaded") state.update((now) => ({ ...now, session: { state: "loading" } }));
    const session = await parts.gateway.session();
    if (!session.ok) {
      state.update((now) => ({ ...now, session: now.session.state === "loaded" ? now.session : { state: "failed", failure: session.failure } }));
      return session;
    }
    const next = scopeOf(session.value);
    if (next !== scope) {
      const used = await local.useScope(next);
      if (!used.ok) showFailure(tools, used.failure);
      if (scope !== null) tools.reference.forget();
      scope = next;
    }
    state.update((now) => ({ ...now, session: { state: "loaded", value: session.value } }));
    return session;
  };

  const loadCoverage = async () => {
    if (state.get().coverage.state !== "loaded") state.update((now) => ({ ...now, coverage: { state: "loading" } }));
    const coverage = await parts.gateway.coverage();
    state.update((now) => ({ ...now, coverage: coverage.ok ? { state: "loaded", value: coverage.value } : { state: "failed", failure: coverage.failure } }));
  };

  /** Which of our sheets this workbook has. Those it has are read and judged at once, from what is known here. */
  const lookAround = async () => {
    const outline = await parts.workbook.outline();
    if (!outline.ok) return showFailure(tools, outline.failure);
    const tables = new Set(outline.value.flatMap((sheet) => sheet.tables));
    state.update((now) => ({
      ...now,
      sheets: Object.fromEntries(pushSlugs.map((slug) => [slug, tables.has(sheets[slug].table) ? now.sheets[slug] : { state: "absent" }])) as DeskState["sheets"],
    }));
    for (const slug of pushSlugs) if (tables.has(sheets[slug].table)) await checkSheet(tools, slug);
  };

  const afterPush = async <T>(result: Result<T>): Promise<Result<T>> => {
    await Promise.all([loadCoverage(), loadHealth(tools)]);
    return result;
  };

  return {
    state,
    work,
    /** Everything an opening pane needs, in the order in which it is useful. */
    start: async (): Promise<void> => {
      await Promise.all([openStore(), nameWorkbook()]);
      const following = await edits.follow();
      if (!following.ok) showFailure(tools, following.failure);
      await recallPulls(tools);
      const session = await loadSession();
      await lookAround();
      if (session.ok) {
        const resumed = await pushing.resume();
        if (!resumed.ok && resumed.failure.code !== "cancelled") showFailure(tools, resumed.failure);
        await Promise.all([loadCoverage(), loadHealth(tools)]);
      }
    },
    stop: () => runner.stop(),
    dismiss: () => dismissFailure(tools),
    /** The sheet of ours that the user looks at; a failure that says what to do where it is none. */
    sheetInFront: () =>
      asked(async (): Promise<Result<PushSlug>> => {
        const outline = await parts.workbook.outline();
        if (!outline.ok) return outline;
        const front = outline.value.find((sheet) => sheet.isActive);
        const slug = pushSlugs.find((candidate) => front?.tables.includes(sheets[candidate].table));
        if (slug !== undefined) return ok(slug);
        return failed(failure("not-found", `${front ? `The sheet ${front.worksheet}` : "The sheet in front"} is not one of Tieout's.`, "Press Use this sheet in the pane to work with it, or Template on the ribbon to start a new one."));
      }),
    openSheetPanel: (slug: PushSlug) => state.update((now) => ({ ...now, panel: slug === "customer-links" ? "links" : "mappings", mapping: slug === "customer-links" ? now.mapping : slug })),
    openMapping: (slug: MappingSlug | null) => state.update((now) => ({ ...now, mapping: slug })),
    openPanel: (panel: PanelName) => state.update((now) => ({ ...now, panel })),
    chooseCompany: (company: string | null) => state.update((now) => ({ ...now, company })),
    editsSettled: () => edits.settled(),

    refreshSession: () => asked(loadSession),
    loadCoverage,
    loadHealth: () => loadHealth(tools),

    fill: (slug: PushSlug) => asked(() => fillSheet(tools, slug)),
    adopt: (slug: PushSlug | null) => asked(() => adoptSheet(tools, slug)),
    check: (slug: PushSlug) => asked(() => checkSheet(tools, slug)),
    open: (slug: PushSlug) => asked(async () => {
      const shown = await parts.workbook.activateTable(sheets[slug].table);
      return shown.ok && !shown.value ? failed(failure("not-found", `This workbook has no ${sheets[slug].name} sheet.`, "Press New template to make it.")) : shown;
    }),

    goTo: (slug: PushSlug, problem: Problem) =>
      asked(async () => {
        state.update((now) => ({ ...now, currentProblem: { sheet: slug, row: problem.row, code: problem.code, columns: problem.columns } }));
        const book = tools.books.get(slug);
        const column = problem.columns[0];
        if (!book || column === undefined) return ok(false);
        const gone = await parts.workbook.goTo(book.target, problem.row, column);
        if (gone.ok) say(tools, gone.value ? `${problem.cause} ${problem.cure}` : "That row is no longer in the sheet. Press Check to read it again.");
        return gone;
      }),
    nextProblem: (slug: PushSlug, filter: SeverityFilter): Problem | null => {
      const { currentProblem, sheets: shown } = state.get();
      const open = shown[slug];
      if (open.state !== "open") return null;
      return nextProblem(groupProblems(open.problems, filter), currentProblem?.sheet === slug ? currentProblem : null);
    },

    previewFix: (slug: PushSlug, problem: Problem, fix: Fix): FixPreview => previewFix(tools, slug, problem, fix),
    applyFix: (slug: PushSlug, fixes: readonly Fix[], label: string) => asked(() => applyFix(tools, slug, fixes, label)),
    undo: () => asked(() => undoFix(tools)),

    preview: (slug: PushSlug) => asked(() => previewPush(tools, slug)),
    discardPreview: (slug: PushSlug) => updateSheet(tools, slug, (sheet) => ({ ...sheet, preview: null })),
    /** Sends exactly what the preview showed. */
    push: (slug: PushSlug) =>
      asked(async () => {
        const preview = openSheetOf(state.get(), slug)?.preview;
        if (!preview || preview.isStale) return failed(failure("stale-row", `${sheets[slug].name} changed since its preview.`, "Press Preview again, then push."));
        return afterPush(await pushing.push(slug, preview.pushed));
      }),
    /**
     * Tries the rows that did not go through once more: at once where they stand as they were when the user confirmed them,
     * by a preview where they were edited since.
     */
    retryFailed: (slug: PushSlug) =>
      asked(async (): Promise<Result<unknown>> => {
        const report = openSheetOf(state.get(), slug)?.push;
        const book = tools.books.get(slug);
        if (!report || report.failed.length === 0 || !book) return ok(null);
        const refs = new Set(report.failed.map((row) => refText(row.ref)));
        const now = new Map(book.rows.map((row) => [refText(row.ref), row]));
        const isUntouched = report.sent.every((row) => {
          if (!refs.has(refText(row.ref))) return true;
          const standing = now.get(refText(row.ref));
          return standing !== undefined && JSON.stringify(pushedValues(book.target.definition, standing.cells)) === JSON.stringify(row.cells);
        });
        const isRefusedAgain = report.failed.some((row) => row.outcome === "conflict");
        if (!isUntouched || isRefusedAgain) return previewPush(tools, slug, refs);
        return afterPush(await pushing.push(slug, report.sent.filter((row) => refs.has(refText(row.ref)))));
      }),
    resume: () => asked(() => pushing.resume()),

    resolve: (slug: PushSlug, conflict: Conflict, choices: Choices) => asked(() => resolveConflict(tools, slug, conflict, choices)),
    bringBack: (slug: PushSlug) => asked(() => bringBackDrafts(tools, slug)),
    forgetUnsaved: (slug: PushSlug) => asked(() => forgetDrafts(tools, slug)),

    pullStatus: (filters: SheetQuery) => asked(() => pullStatus(tools, filters)),
    refreshStatus: () => asked(() => refreshStatus(tools)),
    documents: createDocumentDesk(tools, work, receiptBook, asked),
    receipts: createReceiptDesk(tools, receiptBook, asked),

    /** Takes our columns out of a copy that The Layer's Customer Upload reads. */
    copyForUpload: (slug: PushSlug) =>
      asked(async () => {
        const book = tools.books.get(slug);
        if (!book) return failed(failure("not-found", `This workbook has no ${sheets[slug].name} sheet.`, "Press New template, or open your sheet and press Use this sheet."));
        const ours = Object.entries(sheets[slug].columns).filter(([, column]) => column.owner === "tieout").map(([header]) => header);
        const copied = await parts.workbook.copyForUpload(book.target, ours);
        if (copied.ok) say(tools, `Copied to the sheet ${copied.value.worksheet}, without Tieout's own columns. Save it as a workbook of its own for The Layer's Customer Upload.`);
        return copied;
      }),

    clearLocalData: () =>
      asked(async () => {
        const { waitingPushes } = state.get();
        const cleared = await local.clear();
        if (!cleared.ok) return cleared;
        tools.reference.forget();
        for (const book of tools.books.values()) book.bases = new Map();
        state.update((now) => ({ ...now, waitingPushes: 0 }));
        say(tools, waitingPushes > 0 ? "Local data cleared, with what waited to be sent." : "Local data cleared.");
        return ok(undefined);
      }),

    /** A row in words, for lists and dialogs. */
    rowName: (slug: PushSlug, row: RowRef): string => nameRow(sheets[slug], tools.books.get(slug)?.rows ?? [], row),
  };
};
