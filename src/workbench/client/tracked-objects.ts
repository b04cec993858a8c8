/** Objects that Excel is asked to hold on to; those of a `run` are let go at its end. */
import { actionType } from "../batch";
import type { ClientObject } from "./client-object";
import type { RequestContext } from "./context";
import { isTracked } from "./metadata";
import { RuntimeError } from "./runtime-error";

export class TrackedObjects {
  private ofThisRun = new Map<number, ClientObject>();

  constructor(private readonly context: RequestContext) {}

  add(objects: ClientObject | readonly ClientObject[]): void {
    for (const object of Array.isArray(objects) ? (objects as readonly ClientObject[]) : [objects as ClientObject]) {
      this.hold(object);
      this.ofThisRun.delete(object.path.id);
    }
  }

  remove(objects: ClientObject | readonly ClientObject[]): void {
    for (const object of Array.isArray(objects) ? (objects as readonly ClientObject[]) : [objects as ClientObject]) this.letGo(object);
  }

  /** For an object that was just opened inside a `run`. */
  addAutomatically(object: ClientObject): void {
    this.hold(object);
    this.ofThisRun.set(object.path.id, object);
  }

  /** For an object whose answer brought a reference of its own. */
  noteAnswer(object: ClientObject, value: unknown): void {
    if (!this.context.isRunning || object.isHeld || typeof value !== "object" || value === null || !("_ReferenceId" in value)) return;
    this.ofThisRun.set(object.path.id, object);
    object.isHeld = true;
  }

  takeThoseOfRun(): ClientObject[] {
    const objects = [...this.ofThisRun].sort(([one], [other]) => one - other).map(([, object]) => object);
    this.ofThisRun = new Map();
    return objects;
  }

  private hold(object: ClientObject): void {
    if (object.isHeld) return;
    if (object.path.info.D) throw new RuntimeError({ code: "GeneralException", message: "The object is untracked." });
    if (object.reference !== null || !isTracked(object.className)) return;
    this.context.act(object.path, { ActionType: actionType.method, Name: "_KeepReference", ArgumentInfo: { Arguments: [] } }, [], null);
    object.instantiate();
    object.isHeld = true;
  }

  private letGo(object: ClientObject): void {
    object.path.info.D = true;
    this.context.request.dropKeepReference(object.path.id);
    if (object.reference !== null) {
      const root = this.context.workbook;
      this.context.act(root.path, { ActionType: actionType.method, Name: "_RemoveReference", ArgumentInfo: { Arguments: [object.reference] } }, [], null);
    }
    object.isHeld = false;
  }
}
