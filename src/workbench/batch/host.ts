/**
 * Excel behind Office.js: takes request batches and runs them, action by action, on the workbook. A failing action ends
 * its batch; what the actions before it did stays done, as in Excel.
 */
import type { Workbook } from "../model";
import { shiftArea } from "../model";
import { Args } from "./args";
import { BatchError, asBatchError, errorMessages, notSupported } from "./errors";
import type { BatchErrorCode } from "./errors";
import { EventFeed } from "./event-feed";
import type { Call, HostObject } from "./host-type";
import { answerQuery, unknownAction } from "./query";
import { rangeType } from "./types/range-target";
import { workbookObject } from "./types/workbook";
import type { EventEntry, RequestBody, ResponseBody, ResponseMessage, WireAction, WireArguments, WirePath, WireResult } from "./wire";
import { actionType, pathType, requestFlag, toCamel } from "./wire";

export type HostCounters = {
  syncs: number;
  requestBytes: number;
  responseBytes: number;
  actions: number;
  /** Of the biggest single request and response. */
  maxRequestBytes: number;
  maxResponseBytes: number;
  maxActions: number;
  /** Actions of each request, in order. */
  readonly actionsPerRequest: number[];
};

export type HostLimits = { readonly requestBytes: number; readonly responseBytes: number; readonly readCells: number };

/** Excel on the web, the narrowest of the platforms. */
export const webLimits: HostLimits = Object.freeze({ requestBytes: 5 * 1024 * 1024, responseBytes: 5 * 1024 * 1024, readCells: 5_000_000 });

export type HostOptions = {
  readonly limits?: Partial<HostLimits>;
  /** Called with each request before it runs; an answer refuses it with that code, for tests of failures. */
  readonly refuse?: (request: RequestBody) => BatchErrorCode | null;
  /** Called with each request as it came, for tests that look at what is sent. */
  readonly onRequest?: (request: RequestBody, bytes: number) => void;
};

const newCounters = (): HostCounters => ({ syncs: 0, requestBytes: 0, responseBytes: 0, actions: 0, maxRequestBytes: 0, maxResponseBytes: 0, maxActions: 0, actionsPerRequest: [] });

export class BatchHost {
  counters: HostCounters = newCounters();
  private readonly limits: HostLimits;
  private readonly references = new Map<string, HostObject>();
  private readonly feed: EventFeed;
  private readonly stop: () => void;
  private nextReference = 1;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    readonly workbook: Workbook,
    private readonly options: HostOptions = {},
  ) {
    this.limits = { ...webLimits, ...options.limits };
    this.feed = new EventFeed(workbook, (object) => this.keep(object));
    // Ranges that a program holds on to move with their cells.
    this.stop = workbook.subscribe((event) => {
      if (event.kind !== "cells" || !event.shift) return;
      for (const object of this.references.values()) {
        const range = object.as(rangeType);
        if (range && range.sheet.id === event.worksheet && range.area) range.area = shiftArea(range.area, event.shift);
      }
    });
  }

  resetCounters(): void {
    this.counters = newCounters();
  }

  /** Calls back with events for which the client registered. The answer stops it. */
  onEvents(listener: (entries: readonly EventEntry[]) => void): () => void {
    return this.feed.listen(listener);
  }

  /** Resolves when every event caused so far has been delivered. */
  settled(): Promise<void> {
    return this.feed.settled();
  }

  dispose(): void {
    this.stop();
    this.feed.dispose();
  }

  /** One request after the other, in the order they came. `json` is the request body as text. */
  execute(json: string, flags: number): Promise<ResponseMessage> {
    const run = this.queue.then(() => this.run(json, flags));
    this.queue = run;
    return run;
  }

  private async run(json: string, flags: number): Promise<ResponseMessage> {
    const bytes = utf8Length(json);
    const body = JSON.parse(json) as RequestBody;
    this.count(body, bytes);
    this.options.onRequest?.(body, bytes);
    if (bytes > this.limits.requestBytes) return refused("RequestPayloadSizeLimitExceeded");
    if (this.workbook.isEditingCell) {
      if ((flags & requestFlag.delayForCellEdit) === 0) return refused("InvalidOperationInCellEditMode");
      await this.editingEnds();
    }
    const why = this.options.refuse?.(body) ?? null;
    if (why) return refused(why);
    const response = this.workbook.editAs("addin", () => new BatchRun(body, this.call(), this.references, (object) => this.keep(object)).run());
    const size = utf8Length(JSON.stringify(response));
    this.counters.responseBytes += size;
    this.counters.maxResponseBytes = Math.max(this.counters.maxResponseBytes, size);
    if (size > this.limits.responseBytes) return refused("ResponsePayloadSizeLimitExceeded");
    return { HttpStatusCode: 200, ErrorCode: null, ErrorMessage: null, Headers: {}, Body: response };
  }

  private call(): Call {
    return {
      workbook: this.workbook,
      limits: this.limits,
      listen: (event, target, isOn) => this.feed.register(event, target, isOn),
      rangeOfEvent: (reference) => this.references.get(reference) ?? null,
      enableEvents: (isOn) => {
        this.feed.isOn = isOn;
      },
      eventsEnabled: this.feed.isOn,
      removeReference: (reference) => void this.references.delete(reference),
    };
  }

  private keep(object: HostObject): string {
    const reference = `{ref-${this.nextReference++}}`;
    this.references.set(reference, object);
    return reference;
  }

  private count(body: RequestBody, bytes: number): void {
    const { counters } = this;
    counters.syncs++;
    counters.requestBytes += bytes;
    counters.actions += body.Actions.length;
    counters.maxRequestBytes = Math.max(counters.maxRequestBytes, bytes);
    counters.maxActions = Math.max(counters.maxActions, body.Actions.length);
    counters.actionsPerRequest.push(body.Actions.length);
  }

  private editingEnds(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.workbook.subscribe((event) => {
        if (event.kind !== "editing" || event.isEditing) return;
        stop();
        resolve();
      });
    });
  }
}

const refused = (code: BatchErrorCode): ResponseMessage => ({ HttpStatusCode: 400, ErrorCode: code, ErrorMessage: errorMessages[code], Headers: {}, Body: null });

const encoder = new TextEncoder();
const utf8Length = (text: string): number => encoder.encode(text).byteLength;

/** The running of one batch. */
class BatchRun {
  private readonly objects = new Map<number, HostObject | null>();
  private readonly kept = new Map<number, string>();

  constructor(
    private readonly body: RequestBody,
    private readonly call: Call,
    private readonly references: ReadonlyMap<string, HostObject>,
    private readonly keep: (object: HostObject) => string,
  ) {}

  run(): ResponseBody {
    const results: WireResult[] = [];
    const traces: number[] = [];
    for (const [index, action] of this.body.Actions.entries()) {
      try {
        if (action.ActionType === actionType.trace) traces.push(action.Id);
        results.push({ ActionId: action.Id, Value: this.perform(action) });
      } catch (fault) {
        const error = asBatchError(fault);
        if (!error) throw fault;
        return { Results: results, TraceIds: traces, Error: { Code: error.code, Message: error.message, Location: this.location(action), ActionIndex: index, HttpStatusCode: error.status } };
      }
    }
    return { Results: results, TraceIds: traces };
  }

  private perform(action: WireAction): unknown {
    if (action.ActionType === actionType.trace) return null;
    const object = this.resolve(action.ObjectPathId);
    switch (action.ActionType) {
      case actionType.instantiate:
        return object ? this.identify(action.ObjectPathId, object) : null;
      case actionType.query:
        return answerQuery(object, action.QueryInfo ?? {}, this.call);
      case actionType.setProperty: {
        if (!object) throw new BatchError("InvalidObjectPath");
        object.write(toCamel(action.Name), this.argument(action.ArgumentInfo?.Arguments?.[0]), this.call);
        return null;
      }
      case actionType.method: {
        if (action.Name === "_KeepReference") {
          if (object) this.kept.set(action.ObjectPathId, this.kept.get(action.ObjectPathId) ?? this.keep(object));
          return null;
        }
        if (!object) throw new BatchError("InvalidObjectPath");
        return object.invoke(toCamel(action.Name), this.args(action.ArgumentInfo), this.call) ?? null;
      }
      default:
        throw unknownAction(action.ActionType);
    }
  }

  private identify(path: number, object: HostObject): Record<string, unknown> {
    const reference = this.kept.get(path);
    return reference === undefined ? { ...object.identity } : { ...object.identity, _ReferenceId: reference };
  }

  /** Each path is followed once a batch: a method path that adds something must not add it twice. */
  private resolve(id: number): HostObject | null {
    const known = this.objects.get(id);
    if (known !== undefined) return known;
    const path = this.body.ObjectPaths[String(id)];
    if (!path) throw new BatchError("InvalidObjectPath");
    const object = this.follow(path);
    this.objects.set(id, object);
    return object;
  }

  private follow(path: WirePath): HostObject | null {
    if (path.ObjectPathType === pathType.global) return workbookObject(this.call.workbook);
    if (path.ObjectPathType === pathType.nullObject) return null;
    if (path.ObjectPathType === pathType.reference) {
      const object = this.references.get(path.Name);
      if (!object) throw new BatchError("InvalidObjectPath");
      const range = object.as(rangeType);
      if (range && !range.area) throw new BatchError("ItemNotFound");
      return object;
    }
    if (path.ObjectPathType === pathType.newObject) throw notSupported(path.Name);
    const parent = path.ParentObjectPathId === undefined ? null : this.resolve(path.ParentObjectPathId);
    // What is asked of a null object is null too.
    if (!parent) return null;
    if (path.ObjectPathType === pathType.property) return parent.open(toCamel(path.Name), this.call);
    const args = this.args(path.ArgumentInfo);
    return path.ObjectPathType === pathType.indexer ? parent.item(args.key(0), this.call) : parent.object(toCamel(path.Name), args, this.call);
  }

  private args(info: WireArguments | undefined): Args {
    const ids = info?.ReferencedObjectPathIds ?? [];
    return new Args(
      (info?.Arguments ?? []).map((value) => this.argument(value)),
      ids.map((id) => (typeof id === "number" && id > 0 ? this.resolve(id) : null)),
    );
  }

  /** Puts host objects where a plain object names them by `_ObjectPathId`; matrices of values are left as they are. */
  private argument(value: unknown): unknown {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const record = value as Readonly<Record<string, unknown>>;
    if (typeof record["_ObjectPathId"] === "number") return this.resolve(record["_ObjectPathId"]);
    return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, this.argument(each)]));
  }

  /** "Range.values", for the error's debug information. */
  private location(action: WireAction): string {
    const path = this.body.ObjectPaths[String(action.ObjectPathId)];
    const name = action.Name === "" ? (path?.Name ?? "") : action.Name;
    let type: string;
    try {
      const owner = action.Name === "" ? (path?.ParentObjectPathId ?? action.ObjectPathId) : action.ObjectPathId;
      type = this.resolve(owner)?.typeName ?? "";
    } catch (fault) {
      if (!asBatchError(fault)) throw fault;
      type = "";
    }
    return [type, toCamel(name)].filter((part) => part !== "").join(".");
  }
}


