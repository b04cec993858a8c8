/** How Excel gets from the workbook to an object: a chain of properties, methods and indexers, or a reference once it is held. */
import { pathType } from "../batch";
import { invalidPath } from "./runtime-error";

/** Mutable, and with its keys in this order: it goes to Excel as it is. */
export type PathInfo = {
  Id: number;
  ObjectPathType: number;
  Name: string;
  ParentObjectPathId?: number;
  ArgumentInfo?: { Arguments?: unknown[]; ReferencedObjectPathIds?: unknown[] };
  /** Set on objects the program said it will not hold on to. */
  D?: true;
};

const camel = (name: string): string => {
  const capitals = /^[A-Z]*/.exec(name)?.[0] ?? "";
  return capitals.toLowerCase() + name.slice(capitals.length);
};

export class ObjectPath {
  isValid = true;

  constructor(
    readonly info: PathInfo,
    public parent: ObjectPath | null,
    readonly isCollection: boolean,
    /** True while the object would be lost with its request. */
    public expires: boolean,
    public argumentPaths: readonly ObjectPath[] = [],
  ) {}

  get id(): number {
    return this.info.Id;
  }

  /** Held by reference: the object is found wherever its cells went. */
  becomeReference(reference: string): void {
    this.settle();
    this.info.ObjectPathType = pathType.reference;
    this.info.Name = reference;
    delete this.info.ParentObjectPathId;
    this.parent = null;
  }

  /** Found by its id in a collection from now on. */
  becomeItem(id: string | number, collection: ObjectPath | null): void {
    this.settle();
    if (collection) {
      this.parent = collection;
      this.info.ParentObjectPathId = collection.id;
    }
    this.info.ObjectPathType = pathType.indexer;
    this.info.Name = "";
    this.info.ArgumentInfo = { Arguments: [id] };
  }

  becomeNull(): void {
    this.settle();
    this.info.ObjectPathType = pathType.nullObject;
    this.info.Name = "";
    this.parent = null;
  }

  /** Throws where the object, or one on the way to it, is no longer there for this program. */
  check(): void {
    if (this.chain().some((path) => !path.isValid)) throw invalidPath(this.expression());
  }

  /** "workbook.worksheets.getItem().range": for error messages. */
  expression(): string {
    const steps: string[] = [];
    for (const path of this.chain()) {
      const { ObjectPathType: type, Name: name } = path.info;
      if (type === pathType.method) steps.unshift(`${camel(name)}()`);
      else if (type === pathType.property) steps.unshift(camel(name));
      else if (type === pathType.indexer) steps.unshift("getItem()");
      else if (type === pathType.reference) steps.unshift("_reference()");
    }
    return steps.join(".");
  }

  /** From this object up to the workbook. */
  private chain(): ObjectPath[] {
    return this.parent ? [this, ...this.parent.chain()] : [this];
  }

  private settle(): void {
    this.expires = false;
    this.isValid = true;
    this.info.ArgumentInfo = {};
    this.argumentPaths = [];
  }
}
