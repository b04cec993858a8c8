/** RequestContext: gathers actions, sends them at `sync`, and gives the answers to their objects. */
import type { BatchHost, ResponseMessage } from "../batch";
import { actionType, pathType, requestFlag } from "../batch";
import type { ClientObject } from "./client-object";
import { parseLoadOption } from "./load-option";
import { ObjectPath } from "./object-path";
import { PendingRequest } from "./request";
import { RuntimeError, otherContext } from "./runtime-error";
import { statementsAround } from "./statements";
import { TrackedObjects } from "./tracked-objects";

export type ClientConfig = { extendedErrorLogging: boolean };

/** What all contexts of one client share. */
export type ClientShare = {
  readonly host: BatchHost;
  readonly config: ClientConfig;
  make(type: string, context: RequestContext, path: ObjectPath): ClientObject;
  isCollection(type: string): boolean;
};

export class RequestContext {
  readonly workbook: ClientObject;
  readonly trackedObjects = new TrackedObjects(this);
  /** True inside `run`: objects are held until it ends. Undefined until there was a first `run`. */
  isRunning: boolean | undefined = undefined;
  /** True while answers are handed out: objects made then are not opened again. */
  isReceiving = false;
  delaysForCellEdit = false;
  /** Others that want to run on this context, in order. */
  readonly waiting: (() => void)[] = [];
  request: PendingRequest;
  private ids = 0;

  constructor(readonly share: ClientShare) {
    this.request = new PendingRequest(() => this.nextId());
    this.workbook = share.make("Workbook", this, new ObjectPath({ Id: this.nextId(), ObjectPathType: pathType.global, Name: "" }, null, false, false));
    this.sync = this.sync.bind(this);
  }

  get application(): unknown {
    return this.workbook.member("application");
  }

  get runtime(): unknown {
    return this.workbook.member("_Runtime");
  }

  /** Statements gathered since the last sync, for debugging. */
  get debugInfo(): { readonly pendingStatements: readonly string[] } {
    return { pendingStatements: statementsAround(this.request, null).full };
  }

  nextId(): number {
    return ++this.ids;
  }

  load(object: ClientObject, option?: unknown): void {
    if (object.context !== this) throw otherContext();
    object.path.check();
    this.act(object.path, { ActionType: actionType.query, Name: "", QueryInfo: parseLoadOption(option) }, [], (value) => object.receive(value));
  }

  trace(_message: string): void {
    this.marker(() => undefined);
  }

  /** An action that does nothing; its answer says that the batch got this far. */
  marker(onReached: () => void): void {
    this.request.add({ Id: this.nextId(), ActionType: actionType.trace, Name: "Trace", ObjectPathId: 0 }, null, [], onReached);
  }

  /** Opens what the action needs and queues it. */
  act(path: ObjectPath, action: { ActionType: number; Name: string; ArgumentInfo?: Record<string, unknown>; QueryInfo?: unknown }, argumentPaths: readonly ObjectPath[], onResult: ((value: unknown) => void) | null): void {
    path.check();
    for (const each of argumentPaths) each.check();
    // The id is taken before the objects on the way take theirs.
    const info = { Id: this.nextId(), ActionType: action.ActionType, Name: action.Name, ObjectPathId: path.id, ...(action.ArgumentInfo ? { ArgumentInfo: action.ArgumentInfo } : {}), ...(action.QueryInfo ? { QueryInfo: action.QueryInfo } : {}) };
    this.open(path);
    for (const each of argumentPaths) this.open(each);
    this.request.add(info, path, argumentPaths, onResult);
  }

  open(path: ObjectPath | null): void {
    this.request.open(path, (each) => (value) => identify(each, value));
  }

  sync<T>(passThrough?: T): Promise<T | undefined> {
    const request = this.request;
    this.request = new PendingRequest(() => this.nextId());
    return this.send(request).then(() => passThrough);
  }

  async send(request: PendingRequest): Promise<void> {
    if (request.isEmpty) return;
    const text = JSON.stringify(request.message(this.isRunning));
    request.expirePaths();
    const response = await this.share.host.execute(text, requestFlag.write | (this.delaysForCellEdit ? requestFlag.delayForCellEdit : 0));
    const error = this.receive(request, response);
    if (error) throw error;
  }

  private receive(request: PendingRequest, response: ResponseMessage): RuntimeError | null {
    if (response.ErrorCode !== null) return new RuntimeError({ code: response.ErrorCode, message: response.ErrorMessage ?? "", httpStatusCode: response.HttpStatusCode });
    const error = response.Body?.Error;
    // Before the answers change the paths: the statements are to read as the program wrote them.
    const around = error ? statementsAround(request, error.ActionIndex) : null;
    this.isReceiving = true;
    try {
      request.receive(response.Body?.Results ?? []);
    } finally {
      this.isReceiving = false;
    }
    if (!error || !around) return null;
    return new RuntimeError({
      code: error.Code,
      message: error.Message,
      httpStatusCode: error.HttpStatusCode,
      debugInfo: {
        errorLocation: error.Location,
        statement: around.statement,
        surroundingStatements: around.surrounding,
        fullStatements: this.share.config.extendedErrorLogging ? around.full : ["Please enable config.extendedErrorLogging to see full statements."],
      },
    });
  }
}

/** An object on the way that turned out to be null, or that now has an identity. */
const identify = (path: ObjectPath, value: unknown): void => {
  if (value === null || value === undefined) {
    path.becomeNull();
    return;
  }
  const record = value as Record<string, unknown>;
  if (typeof record["_ReferenceId"] === "string") path.becomeReference(record["_ReferenceId"]);
  else if (path.parent?.isCollection) {
    const id = record["Id"] ?? record["_Id"];
    if (typeof id === "string" || typeof id === "number") path.becomeItem(id, null);
  }
};

