/**
 * Reads Microsoft's type declarations and writes what the workbench's client needs to know of them: src/workbench/client/api.json.
 * Run it with `npx tsx scripts/make-office-api.ts` after @types/office-js changed; `--check` only compares.
 *
 * A member is one short text: kind, type or number of parameters, and requirement set.
 *   p scalar, read only   w scalar, writable   i:Type items of a collection
 *   o:Type navigation     l:Type navigation that toJSON leaves out
 *   m:Type/n method that answers an object     v/n method that answers a value     a/n method that answers nothing     e event
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";

const target = join("src", "workbench", "client", "api.json");
const manifest = createRequire(join(process.cwd(), "package.json")).resolve("@types/office-js/package.json");
const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
const file = join(dirname(manifest), "index.d.ts");
const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);

type Classes = Record<string, Record<string, string>>;
type Enums = Record<string, Record<string, string>>;

const excelBlocks = (): ts.ModuleBlock[] =>
  source.statements.filter(ts.isModuleDeclaration).flatMap((statement) => (statement.name.text === "Excel" && statement.body && ts.isModuleBlock(statement.body) ? [statement.body] : []));

/** "1.7" for ExcelApi 1.7, "ExcelApiDesktop 1.1" for the others, "" where none is stated. */
const requirementSet = (node: ts.Node): string => {
  const text = ts
    .getJSDocCommentsAndTags(node)
    .map((each) => each.getText())
    .join("\n");
  const found = /\[Api set: ([A-Za-z]+) ([\w. ()]+?)\]/.exec(text);
  if (!found) return "";
  const name = found[1] ?? "";
  const number = (found[2] ?? "").split(" ")[0] ?? "";
  return name === "ExcelApi" ? number : `${name} ${number}`;
};

const classes = excelBlocks().flatMap((block) => block.statements.filter(ts.isClassDeclaration));
const clientClasses = new Set(classes.filter((each) => each.heritageClauses?.some((clause) => /ClientObject|Excel\./.test(clause.getText()))).map((each) => each.name?.text ?? ""));

/** "Table" → the properties its JSON shows, from `Excel.Interfaces.TableData`. */
const shownInJson = new Map(
  excelBlocks()
    .flatMap((block) => block.statements.filter(ts.isModuleDeclaration))
    .flatMap((each) => (each.name.text === "Interfaces" && each.body && ts.isModuleBlock(each.body) ? each.body.statements.filter(ts.isInterfaceDeclaration) : []))
    .flatMap((each) => (each.name.text.endsWith("Data") ? [[each.name.text.slice(0, -"Data".length), new Set(each.members.map((member) => member.name?.getText()))] as const] : [])),
);

const typeName = (type: ts.TypeNode | undefined): string => (type?.getText() ?? "any").replace(/^Excel\./, "");
const skipped = new Set(["context", "load", "set", "toJSON", "track", "untrack", "constructor"]);

const describe = (owner: string, member: ts.ClassElement): string | null => {
  const set = requirementSet(member);
  if (ts.isPropertyDeclaration(member)) {
    const type = typeName(member.type);
    const isReadOnly = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Readonly;
    if (type.startsWith("OfficeExtension.EventHandlers")) return `e ${set}`;
    if (clientClasses.has(type)) return `${shownInJson.get(owner)?.has(member.name.getText()) ? "o" : "l"}:${type} ${set}`;
    const items = /^(?:Excel\.)?(\w+)\[\]$/.exec(type);
    if (member.name.getText() === "items" && items?.[1] && clientClasses.has(items[1])) return `i:${items[1]} ${set}`;
    return `${isReadOnly ? "p" : "w"} ${set}`;
  }
  if (!ts.isMethodDeclaration(member)) return null;
  const type = typeName(member.type);
  const count = member.parameters.length;
  if (clientClasses.has(type)) return `m:${type}/${count} ${set}`;
  return type.startsWith("OfficeExtension.ClientResult") ? `v/${count} ${set}` : `a/${count} ${set}`;
};

const parameterCount = (member: string): number => Number(/\/(\d+)/.exec(member)?.[1] ?? 0);

const readClasses = (): Classes => {
  const result: Classes = {};
  for (const each of classes) {
    const name = each.name?.text ?? "";
    if (!clientClasses.has(name)) continue;
    const members: Record<string, string> = {};
    for (const member of each.members) {
      const memberName = member.name?.getText();
      if (memberName === undefined || skipped.has(memberName)) continue;
      const text = describe(name, member)?.trim();
      const known = members[memberName];
      // Of overloads the longest stands for all.
      if (text !== undefined && (known === undefined || parameterCount(text) > parameterCount(known))) members[memberName] = text;
    }
    result[name] = members;
  }
  return result;
};

const readEnums = (): Enums => {
  const result: Enums = {};
  for (const declaration of excelBlocks().flatMap((block) => block.statements.filter(ts.isEnumDeclaration))) {
    const values = declaration.members.flatMap((member) => (member.initializer && ts.isStringLiteral(member.initializer) ? [[member.name.getText().replaceAll(/["']/g, ""), member.initializer.text]] : []));
    result[declaration.name.text] = Object.fromEntries(values) as Record<string, string>;
  }
  return result;
};

const lines = (record: Record<string, unknown>): string => Object.entries(record).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(",\n");
const text = `{\n  "from": "@types/office-js ${version}",\n  "classes": {\n${lines(readClasses())}\n  },\n  "enums": {\n${lines(readEnums())}\n  }\n}\n`;

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error(`${target} does not match the installed @types/office-js: run npx tsx scripts/make-office-api.ts`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, text);
  console.log(`${target}: ${text.length} bytes`);
}
