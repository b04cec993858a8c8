/** The actions gathered since the last sync, and the message they become. */
import { actionType } from "../batch";
import type { ObjectPath } from "./object-path";
import type { Query } from "./load-option";

export type ActionInfo = {
  readonly Id: number;
  readonly ActionType: number;
  readonly Name: string;
  readonly ObjectPathId: number;
  readonly ArgumentInfo?: { Arguments?: unknown[]; ReferencedObjectPathIds?: unknown[] };
  readonly QueryInfo?: Query;
  L?: number[];
};

type Pending = { readonly info: ActionInfo; readonly path: ObjectPath | null; readonly argumentPaths: readonly ObjectPath[] };

export class PendingRequest {
  private actions: Pending[] = [];
  private readonly handlers = new Map<number, (value: unknown) => void>();
  private readonly instantiated = new Set<number>();
  private readonly referenced = new Map<number, ObjectPath>();

  constructor(private readonly nextId: () => number) {}

  get isEmpty(): boolean {
    return this.actions.length === 0;
  }

  get actionInfos(): readonly ActionInfo[] {
    return this.actions.map(({ info }) => info);
  }

  get paths(): ReadonlyMap<number, ObjectPath> {
    return this.referenced;
  }

  add(info: ActionInfo, path: ObjectPath | null, argumentPaths: readonly ObjectPath[], onResult: ((value: unknown) => void) | null): void {
    this.actions.push({ info, path, argumentPaths });
    if (info.ActionType === actionType.instantiate) this.instantiated.add(info.ObjectPathId);
    if (path) this.refer(path);
    for (const each of argumentPaths) this.refer(each);
    if (onResult) this.handlers.set(info.Id, onResult);
  }

  /** Every object that an action needs is opened first, once a request. */
  open(path: ObjectPath | null, onResult: (path: ObjectPath) => (value: unknown) => void): void {
    if (!path || this.instantiated.has(path.id)) return;
    this.open(path.parent, onResult);
    for (const each of path.argumentPaths) this.open(each, onResult);
    if (this.instantiated.has(path.id)) return;
    const id = this.nextId();
    // Before it is queued: Excel's client leaves nothing of it behind where the object is gone.
    this.refer(path);
    this.add({ Id: id, ActionType: actionType.instantiate, Name: "", ObjectPathId: path.id }, path, [], onResult(path));
  }

  /** Takes back the wish to hold on to an object. */
  dropKeepReference(pathId: number): void {
    for (let index = this.actions.length - 1; index >= 0; index--) {
      const info = this.actions[index]?.info;
      if (info?.ObjectPathId !== pathId || info.ActionType !== actionType.method || info.Name !== "_KeepReference") continue;
      this.actions.splice(index, 1);
      return;
    }
  }

  message(isRunning: boolean | undefined): { readonly AutoKeepReference: boolean | undefined; readonly Actions: readonly ActionInfo[]; readonly ObjectPaths: Record<string, unknown> } {
    this.noteLastUses();
    const keeps = this.actions.some(({ info }) => info.Name === "_KeepReference");
    return {
      AutoKeepReference: isRunning && keeps,
      Actions: this.actionInfos,
      ObjectPaths: Object.fromEntries([...this.referenced].sort(([one], [other]) => one - other).map(([id, path]) => [id, path.info])),
    };
  }

  /** Objects that live no longer than their request end here, unless the answer gives them an identity. */
  expirePaths(): void {
    for (const path of this.referenced.values()) if (path.expires) path.isValid = false;
  }

  receive(results: readonly { readonly ActionId: number; readonly Value: unknown }[]): void {
    for (const { ActionId, Value } of results) this.handlers.get(ActionId)?.(Value);
  }

  private refer(path: ObjectPath): void {
    if (this.referenced.has(path.id)) return;
    path.check();
    for (let each: ObjectPath | null = path; each; each = each.parent) {
      this.referenced.set(each.id, each);
      for (const argument of each.argumentPaths) this.refer(argument);
    }
  }

  /** Tells Excel after which action an object may be let go. */
  private noteLastUses(): void {
    const lastUse = new Map<number, number>();
    const note = (path: ObjectPath | null, action: number): void => {
      for (let each = path; each; each = each.parent) {
        if (lastUse.has(each.id)) return;
        lastUse.set(each.id, action);
        for (const argument of each.argumentPaths) note(argument, action);
      }
    };
    for (let index = this.actions.length - 1; index >= 0; index--) {
      const action = this.actions[index];
      if (!action) continue;
      note(action.path, action.info.Id);
      for (const each of action.argumentPaths) note(each, action.info.Id);
    }
    const byAction = new Map<number, number[]>();
    for (const [path, action] of [...lastUse].sort(([one], [other]) => one - other)) byAction.set(action, [...(byAction.get(action) ?? []), path]);
    for (const { info } of this.actions) {
      const ends = byAction.get(info.Id);
      if (ends) info.L = ends;
      else delete info.L;
    }
  }
}
