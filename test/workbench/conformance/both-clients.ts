/** Runs one scenario on our client and on Microsoft's, each on a workbook of its own, and compares everything a program could notice. */
import type { RequestBody } from "../../../src/workbench/batch";
import { createOffice } from "../../../src/workbench/client";
import type { Workbook } from "../../../src/workbench/model";
import { createWorkbook } from "../../../src/workbench/model";
import { startOfficeRuntime } from "../../support/office-runtime";

export type Stage = {
  readonly Excel: typeof Excel;
  readonly OfficeExtension: typeof OfficeExtension;
  readonly workbook: Workbook;
  /** Something worth comparing: a value read, the code of an error, an event. */
  note(what: unknown): void;
  /** Resolves when all events have been handled. */
  settled(): Promise<void>;
};

export type Scenario = {
  readonly name: string;
  /** What must be noted, where agreeing is not enough. */
  readonly expected?: readonly unknown[];
  readonly arrange?: (workbook: Workbook) => void;
  readonly act: (stage: Stage) => Promise<void>;
};

export type Observed = { readonly notes: unknown[]; readonly syncs: number; readonly actions: readonly number[]; readonly requestBytes: number; readonly responseBytes: number; readonly requests: readonly RequestBody[]; readonly sheets: unknown };

type Client = "ours" | "Microsoft's";

/** What became of the workbook: every value, format and table. */
const picture = (workbook: Workbook): unknown =>
  workbook.worksheets.map((sheet) => {
    const used = sheet.usedArea();
    return {
      name: sheet.name,
      visibility: sheet.visibility,
      tables: sheet.tables.map(({ name, area, columns }) => ({ name, area, columns: columns.map((column) => column.name) })),
      cells: used === null ? [] : Array.from({ length: Math.min(used.bottom - used.top + 1, 50) }, (_row, row) => Array.from({ length: used.right - used.left + 1 }, (_column, column) => [sheet.input(used.top + row, used.left + column), sheet.numberFormat(used.top + row, used.left + column)])),
    };
  });

export const observe = async (scenario: Scenario, client: Client): Promise<Observed> => {
  const workbook = createWorkbook({ thisYear: 2026 });
  scenario.arrange?.(workbook);
  const requests: RequestBody[] = [];
  const options = { onRequest: (request: RequestBody) => void requests.push(request) };
  const office = client === "ours" ? createOffice(workbook, options) : startOfficeRuntime(workbook, options);
  const notes: unknown[] = [];
  try {
    await scenario.act({ Excel: office.Excel, OfficeExtension: office.OfficeExtension, workbook, note: (what) => void notes.push(JSON.parse(JSON.stringify(what ?? null))), settled: () => office.settled() });
    await office.settled();
  } finally {
    office.dispose();
  }
  const { syncs, actionsPerRequest, requestBytes, responseBytes } = office.counters;
  return { notes, syncs, actions: actionsPerRequest, requestBytes, responseBytes, requests, sheets: picture(workbook) };
};

/** The code of the error that the work ends with; "none" where it does not. */
export const errorOf = async (work: () => unknown): Promise<{ name: string; code: string; location?: unknown }> => {
  try {
    await work();
    return { name: "", code: "none" };
  } catch (fault) {
    if (typeof fault !== "object" || fault === null || !("code" in fault)) throw fault;
    const { name, code, debugInfo } = fault as { name: string; code: string; debugInfo?: { errorLocation?: string; statement?: string } };
    return { name, code, location: debugInfo?.errorLocation };
  }
};

/** The same of one batch with this in it. */
export const errorOfBatch = (on: typeof Excel, attempt: (context: Excel.RequestContext) => unknown) =>
  errorOf(() =>
    on.run(async (context) => {
      attempt(context);
      await context.sync();
    }),
  );
