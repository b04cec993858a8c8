/** What the client knows of Excel's classes, from Microsoft's type declarations (see scripts/make-office-api.ts). */
import api from "./api.json";

export type Member =
  | { readonly kind: "scalar"; readonly isWritable: boolean; readonly set: string }
  | { readonly kind: "navigation"; readonly type: string; readonly isShown: boolean; readonly set: string }
  | { readonly kind: "items"; readonly type: string; readonly set: string }
  | { readonly kind: "object"; readonly type: string; readonly parameters: number; readonly set: string }
  | { readonly kind: "value" | "action"; readonly parameters: number; readonly set: string }
  | { readonly kind: "event"; readonly set: string };

export type ClassInfo = { readonly name: string; readonly members: ReadonlyMap<string, Member>; readonly isCollection: boolean };

const parse = (text: string): Member => {
  const [head = "", ...set] = text.split(" ");
  const [kind = "", rest = ""] = [head.charAt(0), head.slice(1)];
  const requirement = set.join(" ");
  const [type = "", parameters = "0"] = rest.replace(/^:/, "").split("/");
  switch (kind) {
    case "p":
    case "w":
      return { kind: "scalar", isWritable: kind === "w", set: requirement };
    case "o":
    case "l":
      return { kind: "navigation", type, isShown: kind === "o", set: requirement };
    case "i":
      return { kind: "items", type, set: requirement };
    case "m":
      return { kind: "object", type, parameters: Number(parameters), set: requirement };
    case "v":
      return { kind: "value", parameters: Number(parameters), set: requirement };
    case "a":
      return { kind: "action", parameters: Number(parameters), set: requirement };
    case "e":
      return { kind: "event", set: requirement };
    default:
      throw new Error(`api.json holds a member that cannot be read: ${text}`);
  }
};

/** Members that are in no declaration and that the client itself needs. */
const hidden: Readonly<Record<string, Readonly<Record<string, Member>>>> = {
  Workbook: {
    _Runtime: { kind: "navigation", type: "Runtime", isShown: false, set: "1.5" },
    _GetRangeForEventByReferenceId: { kind: "object", type: "Range", parameters: 1, set: "1.5" },
    _GetRangeOrNullObjectForEventByReferenceId: { kind: "object", type: "Range", parameters: 1, set: "1.5" },
  },
};

const infos = new Map<string, ClassInfo>();

export const classInfo = (name: string): ClassInfo => {
  const known = infos.get(name);
  if (known) return known;
  const declared = (api.classes as Record<string, Record<string, string>>)[name];
  if (!declared) throw new Error(`Excel has no class ${name}.`);
  const members = new Map([...Object.entries(declared).map(([member, text]): [string, Member] => [member, parse(text)]), ...Object.entries(hidden[name] ?? {})]);
  const info = { name, members, isCollection: [...members.values()].some((member) => member.kind === "items") };
  infos.set(name, info);
  return info;
};

export const classNames = (): string[] => Object.keys(api.classes);
export const enums = api.enums as Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Objects that a program holds on to by a reference rather than by a path. */
export const isTracked = (type: string): boolean => type === "Range" || type === "RangeAreas" || type === "WorkbookRangeAreas";

/** Found again by their id whatever path led to them. */
export const collectionPath: Readonly<Record<string, readonly string[]>> = { Worksheet: ["workbook", "worksheets"], Table: ["workbook", "tables"] };

const namedGetItem = new Set(["ChartCollection", "ChartAxes", "ShapeCollection", "GroupShapeCollection", "NoteCollection"]);
/** `getItem(key)` is an indexer on the wire, but for a few collections. */
export const hasIndexer = (type: string): boolean => !namedGetItem.has(type) && classInfo(type).members.has("getItem");

/**
 * Whether what a method answered must be held by reference or id to outlive its request. What can be asked for again by the same words
 * (`getItemOrNullObject`, scoped collections) stays valid; what was added, or is a place among cells, does not.
 */
export const expires = (owner: string, method: string, type: string): boolean => {
  if (classInfo(type).isCollection) return false;
  if (/^(?:getItem|getActive|getSurroundingDataRegion|_Get)/.test(method) && method !== "getActiveCell") return false;
  return !(owner === "NamedItem" && method.startsWith("getRange"));
};
