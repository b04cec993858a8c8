/** Which members of Office.js some sources of ours name, found by their types, and which properties they load by name. */
import { join } from "node:path";
import ts from "typescript";

export type NamedMember = { readonly type: string; readonly member: string; readonly at: string };

const ofExcel = (declaration: ts.Declaration): string | null => {
  const owner = declaration.parent;
  if (!ts.isClassDeclaration(owner) || !owner.name) return null;
  const namespace = owner.parent.parent;
  return ts.isModuleDeclaration(namespace) && namespace.name.text === "Excel" ? owner.name.text : null;
};

/** Every `object.member` of an Excel class in the sources, and every property named in a `load("…")`. */
export const officeMembersIn = (folder: string): NamedMember[] => {
  const config = ts.readConfigFile("tsconfig.json", (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ".");
  const files = sources(folder);
  const program = ts.createProgram(files, { ...options, types: ["office-js"] });
  const checker = program.getTypeChecker();
  const found: NamedMember[] = [];
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (!source) throw new Error(`${file} cannot be read.`);
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAccessExpression(node)) {
        const symbol = checker.getSymbolAtLocation(node.name);
        const type = symbol?.declarations?.map(ofExcel).find((name) => name !== null);
        const at = `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
        if (type) found.push({ type, member: node.name.text, at });
        const call = node.parent;
        if (type && node.name.text === "load" && ts.isCallExpression(call)) for (const loaded of loadedNames(call)) found.push({ type, member: `load:${loaded}`, at });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
};

const sources = (folder: string): string[] => ts.sys.readDirectory(folder, [".ts", ".tsx"]).map((file) => join(file));

const loadedNames = (call: ts.CallExpression): string[] => {
  const [argument] = call.arguments;
  const texts = argument && ts.isArrayLiteralExpression(argument) ? argument.elements : argument ? [argument] : [];
  return texts.flatMap((text) => (ts.isStringLiteralLike(text) ? text.text.split(",").map((name) => name.trim()) : []));
};

