/** What every Excel object in a program is: a path, what was loaded of it, and the objects opened from it. */
import { actionType, pathType, toPascal } from "../batch";
import type { RequestContext } from "./context";
import type { ClassInfo } from "./metadata";
import { collectionPath, hasIndexer, isTracked } from "./metadata";
import { ObjectPath } from "./object-path";
import { notLoaded, otherContext, valueNotLoaded } from "./runtime-error";

/** The answer to a method that gives a value: readable after the sync. */
export class ClientResult {
  private answer: { value: unknown } | null = null;

  get value(): unknown {
    if (!this.answer) throw valueNotLoaded();
    return this.answer.value;
  }

  receive(value: unknown): void {
    this.answer = { value };
  }
}

export class ClientObject {
  /** Excel holds on to it for this program. */
  isHeld = false;
  reference: string | null = null;
  /** The worksheet a collection of tables was asked of; events need it. */
  parentObject: ClientObject | null = null;
  private readonly scalars = new Map<string, unknown>();
  private readonly opened = new Map<string, ClientObject>();
  private children: ClientObject[] | null = null;
  private nothing: boolean | undefined;

  constructor(
    readonly context: RequestContext,
    readonly path: ObjectPath,
    readonly info: ClassInfo,
  ) {
    if (context.isReceiving) return;
    this.instantiate();
    if (context.isRunning && isTracked(info.name)) context.trackedObjects.addAutomatically(this);
  }

  get className(): string {
    return this.info.name;
  }

  get isNullObject(): boolean {
    if (this.nothing === undefined) throw notLoaded(null, "isNullObject");
    return this.nothing;
  }

  get isNull(): boolean {
    return this.isNullObject;
  }

  instantiate(): void {
    const { context, path } = this;
    path.check();
    context.open(path.parent);
    for (const each of path.argumentPaths) context.open(each);
    context.request.add({ Id: context.nextId(), ActionType: actionType.instantiate, Name: "", ObjectPathId: path.id }, path, [], (value) => this.identify(value));
  }

  load(option?: unknown): this {
    this.context.load(this, option);
    return this;
  }

  track(): this {
    this.context.trackedObjects.add(this);
    return this;
  }

  untrack(): this {
    this.context.trackedObjects.remove(this);
    return this;
  }

  // --- members, by what the declarations say of them ---

  /** A scalar that was loaded, or set in this batch. */
  scalar(name: string): unknown {
    if (!this.scalars.has(name) && this.nothing !== true) throw notLoaded(this.className, name);
    return this.scalars.get(name);
  }

  setScalar(name: string, value: unknown): void {
    this.remember(name, value);
    this.sendProperty(name, value);
  }

  /** Readable before the sync, as a value that was set is. */
  remember(name: string, value: unknown): void {
    this.scalars.set(name, value);
  }

  sendProperty(name: string, value: unknown): void {
    const { args, paths, ids } = this.wireArguments([value]);
    this.context.act(this.path, { ActionType: actionType.setProperty, Name: toPascal(name), ArgumentInfo: { Arguments: args, ...ids } }, paths, null);
  }

  member(name: string): ClientObject {
    const known = this.opened.get(name);
    if (known) return known;
    const member = this.info.members.get(name);
    if (member?.kind !== "navigation") throw new Error(`${this.className} has no navigation property ${name}.`);
    const path = new ObjectPath({ Id: this.context.nextId(), ObjectPathType: pathType.property, Name: toPascal(name), ParentObjectPathId: this.path.id }, this.path, isCollection(this.context, member.type), false);
    const made = this.context.share.make(member.type, this.context, path);
    this.opened.set(name, made);
    return made;
  }

  /** Of a collection: its objects, once loaded. */
  loadedItems(): readonly ClientObject[] {
    if (!this.children && this.nothing !== true) throw notLoaded(this.className, "items");
    return this.children ?? [];
  }

  callForObject(name: string, type: string, given: readonly unknown[], expires: boolean): ClientObject {
    const id = this.context.nextId();
    const isItem = name === "getItem" && hasIndexer(this.className);
    const { args, paths, ids } = isItem ? { args: [...given], paths: [], ids: {} } : this.wireArguments(given);
    const path = new ObjectPath(
      { Id: id, ObjectPathType: isItem ? pathType.indexer : pathType.method, Name: isItem ? "" : toPascal(name), ParentObjectPathId: this.path.id, ArgumentInfo: { Arguments: args, ...ids } },
      this.path,
      isCollection(this.context, type),
      !isItem && expires,
      paths,
    );
    return this.context.share.make(type, this.context, path);
  }

  call(name: string, given: readonly unknown[]): ClientResult {
    const result = new ClientResult();
    const { args, paths, ids } = this.wireArguments(given);
    this.context.act(this.path, { ActionType: actionType.method, Name: toPascal(name), ArgumentInfo: { Arguments: args, ...ids } }, paths, (value) => result.receive(value));
    return result;
  }

  // --- answers ---

  /** The answer to a query. */
  receive(value: unknown): void {
    this.noteNull(value);
    this.context.trackedObjects.noteAnswer(this, value);
    if (value === null || value === undefined) return;
    const record = value as Record<string, unknown>;
    this.settle(record);
    for (const [name, member] of this.info.members) {
      const answer = record[toPascal(name)];
      if (answer === undefined) continue;
      if (member.kind === "scalar") this.scalars.set(name, answer);
      if (member.kind === "navigation") this.member(name).receive(answer);
    }
    const items = record["_Items"];
    if (Array.isArray(items)) this.receiveItems(items as unknown[]);
  }

  /** What is shown where the object is turned into JSON: only what was loaded. */
  toJSON(): Record<string, unknown> {
    const json: Record<string, unknown> = {};
    for (const name of this.info.members.keys()) if (this.scalars.get(name) !== undefined) json[name] = this.scalars.get(name);
    for (const [name, object] of this.opened) {
      const member = this.info.members.get(name);
      if (member?.kind !== "navigation" || !member.isShown) continue;
      const shown = object.toJSON();
      json[name] = object.info.isCollection && object.children ? shown["items"] : shown;
    }
    if (this.children) json["items"] = this.children.map((child) => child.toJSON());
    return json;
  }

  private receiveItems(items: readonly unknown[]): void {
    const type = [...this.info.members.values()].find((member) => member.kind === "items")?.type;
    if (type === undefined) return;
    this.children = items.map((item, index) => {
      const record = (item ?? {}) as Record<string, unknown>;
      const id = record["Id"] ?? record["_Id"];
      const isIndexed = hasIndexer(this.className) && id !== undefined && id !== null;
      const path = new ObjectPath(
        { Id: this.context.nextId(), ObjectPathType: isIndexed ? pathType.indexer : pathType.method, Name: isIndexed ? "" : "GetItemAt", ParentObjectPathId: this.path.id, ArgumentInfo: { Arguments: [isIndexed ? id : index] } },
        this.path,
        false,
        false,
      );
      const child = this.context.share.make(type, this.context, path);
      child.receive(item);
      return child;
    });
  }

  private identify(value: unknown): void {
    this.noteNull(value);
    if (value !== null && value !== undefined) this.settle(value as Record<string, unknown>);
    this.context.trackedObjects.noteAnswer(this, value);
  }

  private noteNull(value: unknown): void {
    this.nothing = value === null || value === undefined;
    if (this.nothing) this.path.becomeNull();
  }

  /** From here on the object is found by its reference or id, not by the way that led to it. */
  private settle(record: Record<string, unknown>): void {
    const reference = record["_ReferenceId"];
    if (typeof reference === "string" && reference !== "") {
      this.reference = reference;
      this.path.becomeReference(reference);
      return;
    }
    const id = record["Id"] ?? record["_Id"];
    if (typeof id !== "string" && typeof id !== "number") return;
    if (record["Id"] !== undefined && this.info.members.has("id")) this.scalars.set("id", id);
    const collection = collectionPath[this.className];
    if (collection) this.path.becomeItem(id, this.collectionOf(collection));
    else if (this.path.parent?.isCollection) this.path.becomeItem(id, null);
  }

  private collectionOf(names: readonly string[]): ObjectPath {
    const [root, ...steps] = names;
    if (root !== "workbook") throw new Error(`No collection begins with ${String(root)}.`);
    return steps.reduce<ClientObject>((object, name) => object.member(name), this.context.workbook).path;
  }

  /** Objects among the arguments go as the ids of their paths. */
  private wireArguments(given: readonly unknown[]): { args: unknown[]; paths: ObjectPath[]; ids: { ReferencedObjectPathIds?: unknown[] } } {
    const paths: ObjectPath[] = [];
    const { args, ids, hasOne } = this.collect(given, paths);
    return { args, paths, ids: hasOne ? { ReferencedObjectPathIds: ids } : {} };
  }

  private collect(given: readonly unknown[], paths: ObjectPath[]): { args: unknown[]; ids: unknown[]; hasOne: boolean } {
    let hasOne = false;
    const ids: unknown[] = [];
    const args = given.map((value) => {
      if (value instanceof ClientObject) {
        ids.push(this.pathOf(value, paths));
        hasOne = true;
        return value.path.id;
      }
      if (Array.isArray(value)) {
        const inner = this.collect(value as unknown[], paths);
        ids.push(inner.hasOne ? inner.ids : 0);
        hasOne = hasOne || inner.hasOne;
        return inner.hasOne ? inner.args : value;
      }
      ids.push(0);
      return isPlainObject(value) ? this.replaceObjects(value, paths) : value;
    });
    return { args, ids, hasOne };
  }

  private replaceObjects(record: Readonly<Record<string, unknown>>, paths: ObjectPath[]): Record<string, unknown> {
    const replace = (value: unknown): unknown => {
      if (value instanceof ClientObject) return { _ObjectPathId: this.pathOf(value, paths) };
      if (Array.isArray(value)) return value.map(replace);
      return isPlainObject(value) ? this.replaceObjects(value, paths) : value;
    };
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, replace(value)]));
  }

  private pathOf(object: ClientObject, paths: ObjectPath[]): number {
    if (object.context !== this.context) throw otherContext();
    paths.push(object.path);
    return object.path.id;
  }
}

const isPlainObject = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  // By its tag and not its prototype: the program may run in another frame.
  return Object.prototype.toString.call(value) === "[object Object]" && !(value instanceof ClientObject);
};

const isCollection = (context: RequestContext, type: string): boolean => context.share.isCollection(type);

