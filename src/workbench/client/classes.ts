/** Makes JavaScript classes of the declared members: `range.values`, `table.getRange()`, `sheet.onChanged`. */
import { ClientObject } from "./client-object";
import { writeInPieces } from "./bulk";
import type { RequestContext } from "./context";
import { EventHandlers } from "./events";
import type { EventRegistry } from "./events";
import { eventShape } from "./event-shapes";
import type { ClassInfo, Member } from "./metadata";
import { classInfo, expires } from "./metadata";
import type { ObjectPath } from "./object-path";
import { RuntimeError, invalidArgument } from "./runtime-error";

type ObjectClass = new (context: RequestContext, path: ObjectPath) => ClientObject;

/** Members that Excel adds by the collection they were asked for, so they need their owner. */
const knowsOwner = new Set(["TableCollection"]);

export class ClassFactory {
  private readonly made = new Map<string, ObjectClass>();

  constructor(private readonly registry: EventRegistry) {}

  /** The class of that name, made at first use. */
  get(name: string): ObjectClass {
    const known = this.made.get(name);
    if (known) return known;
    const info = classInfo(name);
    const made = {
      [name]: class extends ClientObject {
        constructor(context: RequestContext, path: ObjectPath) {
          super(context, path, info);
        }
      },
    }[name] as ObjectClass;
    for (const [member, described] of info.members) this.define(made.prototype as ClientObject, info, member, described);
    this.defineSet(made.prototype as ClientObject, info);
    this.made.set(name, made);
    return made;
  }

  private define(prototype: ClientObject, info: ClassInfo, name: string, member: Member): void {
    switch (member.kind) {
      case "scalar":
        property(prototype, name, {
          get(this: ClientObject) {
            return this.scalar(name);
          },
          ...(member.isWritable
            ? {
                set(this: ClientObject, value: unknown) {
                  if (!writeInPieces(this, name, value)) this.setScalar(name, value);
                },
              }
            : {}),
        });
        return;
      case "navigation":
        property(prototype, name, {
          get(this: ClientObject) {
            const object = this.member(name);
            if (knowsOwner.has(object.className) && this.className === "Worksheet") object.parentObject = this;
            return object;
          },
        });
        return;
      case "items":
        property(prototype, name, {
          get(this: ClientObject) {
            return this.loadedItems();
          },
        });
        return;
      case "object":
        method(prototype, name, function (this: ClientObject, ...given: unknown[]) {
          return this.callForObject(name, member.type, padded(given, member.parameters), expires(info.name, name, member.type));
        });
        return;
      case "value":
        method(prototype, name, function (this: ClientObject, ...given: unknown[]) {
          return this.call(name, padded(given, member.parameters));
        });
        return;
      case "action":
        method(prototype, name, function (this: ClientObject, ...given: unknown[]) {
          this.call(name, padded(given, member.parameters));
        });
        return;
      case "event": {
        const { registry } = this;
        const handlers = new WeakMap<ClientObject, EventHandlers>();
        property(prototype, name, {
          get(this: ClientObject) {
            const known = handlers.get(this);
            if (known) return known;
            const shape = eventShape(info.name, name);
            if (!shape) throw new RuntimeError({ code: "ApiNotFound", message: `${info.name}.${name} is not supported by the workbench`, httpStatusCode: 404, debugInfo: { errorLocation: `${info.name}.${name}` } });
            const made = new EventHandlers(this, shape, registry);
            handlers.set(this, made);
            return made;
          },
        });
      }
    }
  }

  /** `set({ name: "x", format: { fill: { color: "red" } } })`. */
  private defineSet(prototype: ClientObject, info: ClassInfo): void {
    method(prototype, "set", function (this: ClientObject, given: unknown, options?: unknown) {
      const isOther = given instanceof ClientObject;
      const values = isOther ? given.toJSON() : (given as Record<string, unknown>);
      const forgives = isOther || (typeof options === "object" && options !== null && "throwOnReadOnly" in options && options.throwOnReadOnly === false);
      for (const [name, value] of Object.entries(values)) {
        if (value === undefined) continue;
        const member = info.members.get(name);
        if (member?.kind === "scalar" && member.isWritable) (this as unknown as Record<string, unknown>)[name] = value;
        else if (member?.kind === "navigation") setOf(this.member(name), value, options);
        else if (!member) throw invalidArgument("properties", `${info.name}.set`, new Error(`The property '${name}' doesn't exist.`));
        else if (!forgives) throw invalidArgument("properties", `${info.name}.set`, new Error(`The property '${name}' is read-only.`));
      }
    });
  }
}

const setOf = (object: ClientObject, value: unknown, options: unknown): void => {
  const { set } = object as unknown as { set(this: ClientObject, value: unknown, options: unknown): void };
  set.call(object, value, options);
};

const property = (prototype: ClientObject, name: string, accessors: { get(): unknown; set?(value: unknown): void }): void => {
  Object.defineProperty(prototype, name, { ...accessors, enumerable: true, configurable: true });
};

const method = (prototype: ClientObject, name: string, body: (this: ClientObject, ...given: unknown[]) => unknown): void => {
  Object.defineProperty(prototype, name, { value: body, writable: true, enumerable: false, configurable: true });
};

/** Left-out arguments travel as null. */
const padded = (given: readonly unknown[], count: number): unknown[] => Array.from({ length: Math.max(count, given.length) }, (_, index) => given[index]);
