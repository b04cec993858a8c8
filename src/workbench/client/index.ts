/** An Office.js client of our own on the workbench's host: the objects a page needs to run an add-in. */
import { BatchHost } from "../batch";
import type { HostCounters, HostOptions } from "../batch";
import type { Workbook } from "../model";
import { ClassFactory } from "./classes";
import { ClientObject, ClientResult } from "./client-object";
import type { RibbonCommands } from "./ribbon-commands";
import type { ClientShare } from "./context";
import { RequestContext } from "./context";
import { EventHandlerResult, EventHandlers, EventRegistry } from "./events";
import { classInfo, classNames, enums } from "./metadata";
import type { OfficeHostOptions } from "./office";
import { makeOffice } from "./office";
import { makeRun } from "./run";
import { RuntimeError } from "./runtime-error";

export type { OfficeHostOptions } from "./office";
export { requirementSets } from "./office";
export { RibbonCommands } from "./ribbon-commands";
export { RuntimeError } from "./runtime-error";

export type OfficeOptions = HostOptions &
  OfficeHostOptions & {
    /** An event handler of the add-in that threw; without it the fault is thrown in a task of its own. */
    readonly onHandlerFault?: (fault: unknown) => void;
  };

export type WorkbenchOffice = {
  readonly Office: typeof Office;
  readonly Excel: typeof Excel;
  readonly OfficeExtension: typeof OfficeExtension;
  readonly counters: HostCounters;
  readonly host: BatchHost;
  /** What the ribbon can press. */
  readonly commands: RibbonCommands;
  /** Resolves when every event caused so far has reached its handlers. */
  settled(): Promise<void>;
  dispose(): void;
};

const throwLater = (fault: unknown): void => {
  setTimeout(() => {
    throw fault;
  }, 0);
};

/** One client on one workbook. Put its three objects on a window with `installOffice` before the add-in's own script runs. */
export const createOffice = (workbook: Workbook, options: OfficeOptions = {}): WorkbenchOffice => {
  const host = new BatchHost(workbook, options);
  const registry = new EventRegistry(options.onHandlerFault ?? throwLater);
  const classes = new ClassFactory(registry);
  const config = { extendedErrorLogging: false };
  const share: ClientShare = {
    host,
    config,
    make: (type, context, path) => new (classes.get(type))(context, path),
    isCollection: (type) => classInfo(type).isCollection,
  };
  const newContext = (): RequestContext => new RequestContext(share);
  const stops = [host.onEvents((entries) => registry.deliver(entries)), forwardOldEvents(workbook, registry)];

  const excel: Record<string, unknown> = { ...enums, run: makeRun(newContext), RequestContext: class extends RequestContext {
    constructor() {
      super(share);
    }
  } };
  for (const name of classNames()) Object.defineProperty(excel, name, { get: () => classes.get(name), enumerable: true, configurable: true });
  const extension = { Error: RuntimeError, ClientObject, ClientRequestContext: RequestContext, ClientResult, EventHandlers, EventHandlerResult, Promise, config };
  const { office, commands } = makeOffice(options);

  return {
    // The declarations describe the whole of Office.js; what is not supported fails by name when it is used.
    Office: office as unknown as typeof Office,
    Excel: excel as unknown as typeof Excel,
    OfficeExtension: extension as unknown as typeof OfficeExtension,
    get counters() {
      return host.counters;
    },
    host,
    commands,
    settled: async () => {
      await host.settled();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
    dispose: () => {
      for (const stop of stops) stop();
      host.dispose();
    },
  };
};

/** Selection and settings are told to everybody who asked, without a registration at the host. */
const forwardOldEvents = (workbook: Workbook, registry: EventRegistry): (() => void) =>
  workbook.subscribe((event) => {
    const number = event.kind === "selection" ? 2 : event.kind === "settings" ? 1 : null;
    if (number !== null) setTimeout(() => registry.deliver([{ messageCategory: 65_536, messageType: number, targetId: "Workbook", message: "{}" }]), 0);
  });

/** For the iframe of an add-in: its scripts find Office, Excel and OfficeExtension as if office.js had been loaded. */
export const installOffice = (window: object, client: WorkbenchOffice): void => {
  Object.assign(window, { Office: client.Office, Excel: client.Excel, OfficeExtension: client.OfficeExtension });
};
