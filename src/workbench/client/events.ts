/** Event handlers of a program: added and removed with a sync, called in the order they were added. */
import { actionType } from "../batch";
import type { EventEntry } from "../batch";
import { eventCategory } from "../batch";
import type { ClientObject } from "./client-object";
import type { RequestContext } from "./context";
import type { EventShape } from "./event-shapes";

type Handler = (args: unknown) => unknown;

export class EventHandlerResult {
  private handlers: EventHandlers | null;

  constructor(
    readonly context: RequestContext,
    handlers: EventHandlers,
    private readonly handler: Handler,
  ) {
    this.handlers = handlers;
  }

  /** Takes effect with the next sync of `context`. */
  remove(): void {
    this.handlers?.remove(this.handler);
    this.handlers = null;
  }
}

/** Which handlers listen to which event of which object, for the whole client. */
export class EventRegistry {
  private readonly listeners = new Map<string, ((message: unknown) => void)[]>();

  constructor(
    /** A handler that threw: Excel logs it, the workbench must not lose it. */
    readonly onFault: (fault: unknown) => void,
  ) {}

  add(event: number, target: string, listener: (message: unknown) => void): void {
    const key = `${event}:${target}`;
    this.listeners.set(key, [...(this.listeners.get(key) ?? []), listener]);
  }

  remove(event: number, target: string, listener: (message: unknown) => void): void {
    const key = `${event}:${target}`;
    this.listeners.set(key, (this.listeners.get(key) ?? []).filter((each) => each !== listener));
  }

  deliver(entries: readonly EventEntry[]): void {
    for (const entry of entries) {
      if (entry.messageCategory !== eventCategory) continue;
      for (const listener of this.listeners.get(`${entry.messageType}:${entry.targetId}`) ?? []) listener(JSON.parse(entry.message));
    }
  }
}

export class EventHandlers {
  private handlers: Handler[] = [];
  private readonly listener = (message: unknown): void => {
    const args = this.shape.args(this.owner, message as Record<string, unknown>);
    for (const handler of [...this.handlers]) {
      void Promise.resolve()
        .then(() => handler(args))
        .catch((fault: unknown) => this.registry.onFault(fault));
    }
  };

  constructor(
    private readonly owner: ClientObject,
    private readonly shape: EventShape,
    private readonly registry: EventRegistry,
  ) {
    // The published client spends a number on it, which shows in the ids, and so in the bytes, of what follows.
    owner.context.nextId();
  }

  /** Takes effect with the next sync. */
  add(handler: Handler): EventHandlerResult {
    const { context } = this.owner;
    if (this.handlers.length === 0) this.tellExcel("_Register");
    context.marker(() => {
      this.handlers.push(handler);
      if (this.handlers.length === 1) this.registry.add(this.shape.number, this.shape.target(this.owner), this.listener);
    });
    return new EventHandlerResult(context, this, handler);
  }

  remove(handler: Handler): void {
    if (this.handlers.length === 1) this.tellExcel("_Unregister");
    this.owner.context.marker(() => {
      const index = this.handlers.lastIndexOf(handler);
      if (index >= 0) this.handlers.splice(index, 1);
      if (this.handlers.length === 0) this.registry.remove(this.shape.number, this.shape.target(this.owner), this.listener);
    });
  }

  removeAll(): void {
    for (const handler of [...this.handlers]) this.remove(handler);
  }

  private tellExcel(verb: "_Register" | "_Unregister"): void {
    if (this.shape.method === null) return;
    this.owner.context.act(this.owner.path, { ActionType: actionType.method, Name: `${verb}${this.shape.method}`, ArgumentInfo: { Arguments: [] } }, [], null);
  }
}
