/**
 * Microsoft's own Office.js client on the workbench's host, so that what our adapter sends is what Excel would get: its syncs, its bytes,
 * its errors. The package may be installed to develop and test add-ins and may not be changed or passed on, so it is read from
 * node_modules as it is. Its two entry points used here are undocumented; the version is pinned for that reason.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script, createContext } from "node:vm";
import type { HostCounters, HostOptions, ResponseMessage } from "../../src/workbench/batch";
import { BatchHost } from "../../src/workbench/batch";
import type { Workbook } from "../../src/workbench/model";

type RequestMessage = { readonly Body: unknown };
type Executor = { executeAsync(customData: unknown, flags: number, message: RequestMessage): Promise<ResponseMessage> };
type Session = { _resolveRequestUrlAndHeaderInfo(): Promise<null>; _createRequestExecutorOrNull(): Executor; getEventRegistration(): EventRegistration };
type EventRegistration = { register(event: number, target: string, handler: (args: unknown) => void): Promise<void>; unregister(event: number, target: string, handler: (args: unknown) => void): Promise<void> };
type Internals = {
  readonly SessionBase: { new (): object; _overrideSession: unknown };
  _testSetRichApiMessageReadyImpl(ready: () => Promise<void>): void;
  _testTriggerRichApiMessageEvent(message: unknown): void;
};

export type OfficeRuntimeOptions = HostOptions & {
  /** Highest ExcelApi set the host claims; the published client itself knows nothing above 1.15. */
  readonly excelApi?: string;
};

export type OfficeRuntime = {
  readonly Excel: typeof Excel;
  readonly OfficeExtension: typeof OfficeExtension;
  /** What an add-in asks before it calls: requirement sets and platform. */
  readonly Office: { readonly context: { readonly requirements: { isSetSupported(name: string, version?: string): boolean }; readonly platform: string; readonly diagnostics: { readonly platform: string } } };
  readonly counters: HostCounters;
  readonly host: BatchHost;
  /** Resolves when every event caused so far has reached its handlers. */
  settled(): Promise<void>;
  dispose(): void;
};

let script: Script | null = null;

/** Read and compiled once a process: it is three megabytes. */
const runtimeScript = (): Script => {
  if (script) return script;
  const root = createRequire(join(process.cwd(), "package.json")).resolve("@microsoft/office-js/package.json");
  const file = join(root, "..", "dist", "excel-web-16.00.debug.js");
  script = new Script(readFileSync(file, "utf8"), { filename: file });
  return script;
};

/** The little of a browser that the file touches while it loads. */
const browserStub = (): Record<string, unknown> => {
  const location = { href: "https://localhost/", origin: "https://localhost", protocol: "https:", host: "localhost", hostname: "localhost", pathname: "/", search: "", hash: "" };
  const element = () => ({ style: {}, setAttribute: () => undefined, appendChild: () => undefined });
  const document = { location, cookie: "", documentElement: {}, head: element(), getElementsByTagName: () => [], createElement: element, addEventListener: () => undefined };
  const window: Record<string, unknown> = {
    location, document, navigator: { userAgent: "node", language: "en-GB" }, addEventListener: () => undefined, removeEventListener: () => undefined, postMessage: () => undefined,
    setTimeout, clearTimeout, setInterval, clearInterval, console, performance, Promise, URL, XMLHttpRequest: class {},
  };
  for (const name of ["window", "self", "top", "parent"]) window[name] = window;
  return window;
};

const atMost = (asked: string | undefined, highest: string): boolean => {
  const [major = 0, minor = 0] = (asked ?? "1.1").split(".").map(Number);
  const [topMajor = 0, topMinor = 0] = highest.split(".").map(Number);
  return major < topMajor || (major === topMajor && minor <= topMinor);
};

export const startOfficeRuntime = (workbook: Workbook, options: OfficeRuntimeOptions = {}): OfficeRuntime => {
  const host = new BatchHost(workbook, options);
  const window = browserStub();
  createContext(window);
  runtimeScript().runInContext(window as never);
  const excel = window["Excel"] as typeof Excel;
  const extension = window["OfficeExtension"] as typeof OfficeExtension & Internals;

  const office = {
    context: {
      platform: "OfficeOnline",
      diagnostics: { platform: "OfficeOnline" },
      requirements: {
        isSetSupported: (name: string, version?: string) => (name === "ExcelApi" ? atMost(version, options.excelApi ?? "1.15") : !name.startsWith("ExcelApi")),
      },
    },
  };
  // The client asks the same question before it uses its newer shapes.
  window["Office"] = office;

  const handlers: { event: number; handler: (args: unknown) => void }[] = [];
  const session = Object.assign(new extension.SessionBase(), {
    _resolveRequestUrlAndHeaderInfo: () => Promise.resolve(null),
    _createRequestExecutorOrNull: () => ({
      executeAsync: (_customData: unknown, flags: number, message: RequestMessage) => host.execute(JSON.stringify(message.Body), flags),
    }),
    getEventRegistration: () => ({
      register: (event: number, _target: string, handler: (args: unknown) => void) => {
        handlers.push({ event, handler });
        return Promise.resolve();
      },
      unregister: (_event: number, _target: string, handler: (args: unknown) => void) => {
        const index = handlers.findIndex((each) => each.handler === handler);
        if (index >= 0) handlers.splice(index, 1);
        return Promise.resolve();
      },
    }),
  } satisfies Session);
  extension.SessionBase._overrideSession = session;
  extension._testSetRichApiMessageReadyImpl(() => Promise.resolve());
  const stop = host.onEvents((entries) => extension._testTriggerRichApiMessageEvent({ entries }));
  // The two old events that do not come as messages: selection (2) and settings (1).
  const stopOld = workbook.subscribe((event) => {
    const number = event.kind === "selection" ? 2 : event.kind === "settings" ? 1 : null;
    if (number !== null) for (const each of handlers.filter(({ event: wanted }) => wanted === number)) setTimeout(() => each.handler({}), 0);
  });

  return {
    Excel: excel,
    OfficeExtension: extension,
    Office: office,
    get counters() {
      return host.counters;
    },
    host,
    settled: async () => {
      await host.settled();
      // Handlers run in promises of the client's own.
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
    dispose: () => {
      stop();
      stopOld();
      host.dispose();
    },
  };
};
