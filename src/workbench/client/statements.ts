/** A batch as program text, for an error's debug information. Values are left out: they may be somebody's data. */
import { actionType, pathType } from "../batch";
import type { ActionInfo, PendingRequest } from "./request";

export type Statements = { readonly statement: string; readonly surrounding: readonly string[]; readonly full: readonly string[] };

const around = 5;

export const statementsAround = (request: PendingRequest, actionIndex: number | null): Statements => {
  const writer = new Writer(request);
  let at = -1;
  request.actionInfos.forEach((action, index) => {
    writer.write(action);
    if (index === actionIndex) at = writer.lines.length - 1;
  });
  const { lines } = writer;
  if (at < 0) return { statement: "", surrounding: [], full: lines };
  const from = Math.max(at - around, 0);
  const to = Math.min(at + 1 + around, lines.length);
  return {
    statement: lines[at] ?? "",
    surrounding: [...(from > 0 ? ["..."] : []), ...lines.slice(from, at), "// >>>>>", lines[at] ?? "", "// <<<<<", ...lines.slice(at + 1, to), ...(to < lines.length ? ["..."] : [])],
    full: lines,
  };
};

const camel = (name: string): string => {
  const capitals = /^[A-Z]*/.exec(name)?.[0] ?? "";
  return capitals.toLowerCase() + name.slice(capitals.length);
};

class Writer {
  readonly lines: string[] = [];
  private readonly names = new Map<number, string>();
  private readonly taken = new Set<string>();
  private readonly declared = new Set<number>();

  constructor(private readonly request: PendingRequest) {}

  write(action: ActionInfo): void {
    const name = this.nameOf(action.ObjectPathId);
    switch (action.ActionType) {
      case actionType.instantiate:
        if (this.declared.has(action.ObjectPathId)) {
          this.lines.push(`// Instantiate {${name}}`);
          return;
        }
        this.declared.add(action.ObjectPathId);
        this.lines.push(`var ${name} = ${this.pathText(action.ObjectPathId)};`);
        return;
      case actionType.query:
        this.lines.push(`${name}.load(${action.QueryInfo?.Select ? JSON.stringify(action.QueryInfo.Select) : ""});`);
        return;
      case actionType.method:
        if (action.Name !== "_KeepReference") this.lines.push(`${name}.${camel(action.Name)}(${argumentsText(action)});`);
        return;
      case actionType.setProperty:
        this.lines.push(`${name}.${camel(action.Name)} = ${argumentsText(action)};`);
        return;
      default:
        this.lines.push("context.trace();");
    }
  }

  private pathText(id: number): string {
    const info = this.request.paths.get(id)?.info;
    if (!info) return "null";
    const parent = info.ParentObjectPathId === undefined ? "" : `${this.nameOf(info.ParentObjectPathId)}.`;
    const args = info.ArgumentInfo?.Arguments ?? [];
    const given = args.length > 0 && args[0] !== undefined ? "..." : "";
    switch (info.ObjectPathType) {
      case pathType.global:
        return "context.workbook";
      case pathType.property:
        return `${parent}${camel(info.Name)}`;
      case pathType.method:
        return `${parent}${camel(info.Name)}(${given})`;
      case pathType.indexer:
        return `${parent}getItem(${given})`;
      case pathType.reference:
        return `context.workbook._getObjectByReferenceId(${JSON.stringify(info.Name)})`;
      default:
        return "null";
    }
  }

  private nameOf(id: number): string {
    const known = this.names.get(id);
    if (known !== undefined) return known;
    const base = this.baseName(id);
    let name = base;
    for (let number = 1; this.taken.has(name); number++) name = `${base}${number}`;
    this.taken.add(name);
    this.names.set(id, name);
    return name;
  }

  private baseName(id: number): string {
    const info = this.request.paths.get(id)?.info;
    if (!info) return "v";
    switch (info.ObjectPathType) {
      case pathType.global:
        return "workbook";
      case pathType.property:
        return camel(info.Name);
      case pathType.method:
        return camel(info.Name.replace(/^Get(?=.)/, ""));
      case pathType.indexer: {
        const parent = this.baseName(info.ParentObjectPathId ?? 0);
        return parent.endsWith("s") ? parent.slice(0, -1) : `${parent}Item`;
      }
      default:
        return "v";
    }
  }
}

const argumentsText = (action: ActionInfo): string => {
  const args = action.ArgumentInfo?.Arguments ?? [];
  return args.length > 0 && args[0] !== undefined ? "..." : "";
};
