/**
 * How a kind of Excel object is described to the interpreter: what can be read, written, opened and called.
 * What a definition does not name fails by name, so that nobody believes in a member that is not there.
 */
import type { Workbook } from "../model";
import type { Args } from "./args";
import { BatchError, notSupported } from "./errors";

/** What a call may use besides its own target. */
export type Call = {
  readonly workbook: Workbook;
  /** `_Register…Event` and `_Unregister…Event`. */
  listen(event: EventName, target: string, isOn: boolean): void;
  /** A range that an event spoke of. */
  rangeOfEvent(reference: string): HostObject | null;
  removeReference(reference: string): void;
  readonly limits: { readonly readCells: number };
  enableEvents(isOn: boolean): void;
  readonly eventsEnabled: boolean;
};

export type EventName = "changed" | "tableChanged" | "activated" | "deactivated" | "added" | "deleted" | "selectionChanged" | "tableSelectionChanged" | "tableAdded" | "tableDeleted" | "nameChanged" | "visibilityChanged" | "moved" | "protectionChanged" | "rowSorted" | "formatChanged";

export type TypeDefinition<T> = {
  readonly read?: Readonly<Record<string, (target: T, call: Call) => unknown>>;
  readonly write?: Readonly<Record<string, (target: T, value: unknown, call: Call) => void>>;
  /** Navigation properties. */
  readonly open?: Readonly<Record<string, (target: T, call: Call) => HostObject | null>>;
  /** Methods that answer an object; null is the null object. */
  readonly objects?: Readonly<Record<string, (target: T, args: Args, call: Call) => HostObject | null>>;
  /** Methods that answer a value or nothing. */
  readonly methods?: Readonly<Record<string, (target: T, args: Args, call: Call) => unknown>>;
  readonly items?: (target: T, call: Call) => HostObject[];
  readonly item?: (target: T, key: string | number, call: Call) => HostObject;
  /** By which a client finds it again: `Id` where the program can see it, `_Id` where it cannot. */
  readonly identity?: (target: T) => { readonly Id: string | number } | { readonly _Id: string | number };
};

/** Marks host objects among the values of an argument, where a program passed a Range inside a plain object. */
const hostMark = Symbol("host object");
export const isHostObject = (value: unknown): value is HostObject => typeof value === "object" && value !== null && hostMark in value;

export type HostObject = {
  readonly typeName: string;
  readonly isCollection: boolean;
  readonly identity: Readonly<Record<string, unknown>>;
  /** The target, if it is of that type. */
  as<T>(type: HostType<T>): T | null;
  scalars(): readonly string[];
  hasScalar(name: string): boolean;
  read(name: string, call: Call): unknown;
  write(name: string, value: unknown, call: Call): void;
  opens(name: string): boolean;
  open(name: string, call: Call): HostObject | null;
  returnsObject(name: string): boolean;
  object(name: string, args: Args, call: Call): HostObject | null;
  invoke(name: string, args: Args, call: Call): unknown;
  items(call: Call): HostObject[];
  item(key: string | number, call: Call): HostObject;
};

export class HostType<T> {
  private made: TypeDefinition<T> | null = null;

  /** The definition is asked for at first use: kinds speak of each other in circles. */
  constructor(
    readonly name: string,
    private readonly define: () => TypeDefinition<T>,
  ) {}

  get definition(): TypeDefinition<T> {
    return (this.made ??= this.define());
  }

  of(target: T): HostObject {
    return new Bound(this, target);
  }

  /** Every member a program may use, for comparing with what the add-in names. */
  members(): string[] {
    const { read, write, open, objects, methods, items, item } = this.definition;
    return [
      ...new Set([...Object.keys(read ?? {}), ...Object.keys(write ?? {}), ...Object.keys(open ?? {}), ...Object.keys(objects ?? {}), ...Object.keys(methods ?? {}), ...(items ? ["items"] : []), ...(item ? ["getItem"] : [])]),
    ];
  }
}

class Bound<T> implements HostObject {
  readonly [hostMark] = true;

  constructor(
    private readonly type: HostType<T>,
    private readonly target: T,
  ) {}

  get typeName(): string {
    return this.type.name;
  }

  get isCollection(): boolean {
    return this.type.definition.items !== undefined;
  }

  get identity(): Readonly<Record<string, unknown>> {
    return this.type.definition.identity?.(this.target) ?? {};
  }

  as<U>(type: HostType<U>): U | null {
    // One HostType exists a kind, so the same type object means the same target type.
    return (this.type as unknown) === type ? (this.target as unknown as U) : null;
  }

  scalars(): readonly string[] {
    return Object.keys(this.type.definition.read ?? {});
  }

  hasScalar(name: string): boolean {
    return own(this.type.definition.read, name) !== undefined;
  }

  read(name: string, call: Call): unknown {
    const read = own(this.type.definition.read, name);
    if (!read) throw this.missing(name);
    return read(this.target, call);
  }

  write(name: string, value: unknown, call: Call): void {
    const write = own(this.type.definition.write, name);
    if (!write) throw this.missing(name);
    write(this.target, value, call);
  }

  opens(name: string): boolean {
    return own(this.type.definition.open, name) !== undefined;
  }

  open(name: string, call: Call): HostObject | null {
    const open = own(this.type.definition.open, name);
    if (!open) throw this.missing(name);
    return open(this.target, call);
  }

  returnsObject(name: string): boolean {
    return own(this.type.definition.objects, name) !== undefined;
  }

  object(name: string, args: Args, call: Call): HostObject | null {
    const method = own(this.type.definition.objects, name);
    if (!method) throw this.missing(name);
    return method(this.target, args, call);
  }

  invoke(name: string, args: Args, call: Call): unknown {
    const method = own(this.type.definition.methods, name);
    if (!method) throw this.missing(name);
    return method(this.target, args, call);
  }

  items(call: Call): HostObject[] {
    const { items } = this.type.definition;
    if (!items) throw this.missing("items");
    return items(this.target, call);
  }

  item(key: string | number, call: Call): HostObject {
    const { item } = this.type.definition;
    if (!item) throw this.missing("getItem");
    return item(this.target, key, call);
  }

  private missing(name: string): BatchError {
    return notSupported(`${this.typeName}.${name}`);
  }
}

const own = <V>(record: Readonly<Record<string, V>> | undefined, name: string): V | undefined => (record && Object.hasOwn(record, name) ? record[name] : undefined);

/** The item at a place, for collections that offer `getItemAt`. */
export const itemAt = (items: readonly HostObject[], index: number): HostObject => {
  const found = items[index];
  if (!found) throw new BatchError("InvalidArgument");
  return found;
};
